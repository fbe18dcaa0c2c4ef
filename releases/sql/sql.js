"use strict";
(function () {
  const $ = (s) => document.querySelector(s);
  const WORDS = JSON.parse($("#words").textContent), EXAMPLES = JSON.parse($("#examples").textContent);
  const MOST = 1000;
  let lang = "en", connection = null, answer = null, told = ["sql_loading"];
  const t = (key) => (WORDS[key] || [key, key])[lang === "en" ? 0 : 1];

  function make(tag, attrs, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attrs)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  function tell(...parts) {
    told = parts;
    $("#told").textContent = parts.map((part) => (WORDS[part] ? t(part) : part)).join(" ");
  }

  function speak(to) {
    lang = to;
    document.documentElement.lang = to;
    document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
    document.querySelectorAll("[data-lang]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.lang === to)));
    const at = $("#example").selectedIndex;
    $("#example").replaceChildren(...EXAMPLES.map((one) => make("option", { value: one.name }, one.told[lang === "en" ? 0 : 1])));
    $("#example").selectedIndex = Math.max(0, at);
    tell(...told);
  }

  // How a cell reads; `type` is its Arrow type.
  function text(value, type) {
    if (value === null || value === undefined) return "";
    const kind = Arrow.Type;
    if (type.typeId === kind.Date) return new Date(Number(value)).toISOString().slice(0, 10);
    if (type.typeId === kind.Timestamp) return new Date(Number(value)).toISOString().replace("T", " ").replace(/\.?0*Z$/, "");
    if (type.typeId === kind.Decimal) return decimal(value, type.scale);
    if (type.typeId === kind.List) return Array.from(value, (one) => text(one, type.children[0].type)).join(" | ");
    if (typeof value === "object") return JSON.stringify(value, (_, one) => (typeof one === "bigint" ? String(one) : one));
    return String(value);
  }

  function decimal(words, scale) {
    let number = 0n;
    for (let i = words.length - 1; i >= 0; i--) number = (number << 32n) | BigInt(words[i]);
    number = BigInt.asIntN(32 * words.length, number);
    const digits = (number < 0n ? -number : number).toString().padStart(scale + 1, "0");
    const cut = digits.length - scale;
    return (number < 0n ? "-" : "") + digits.slice(0, cut) + (scale ? "." + digits.slice(cut) : "");
  }

  async function ask() {
    if (!connection) return;
    $("#run").disabled = true;
    $("#save").disabled = true;
    tell("sql_running");
    const begun = performance.now();
    try {
      const result = await connection.query($("#sql").value);
      const fields = result.schema.fields;
      const columns = fields.map((field, i) => ({ field, cells: result.getChildAt(i) }));
      answer = { names: fields.map((field) => field.name), rows: [] };
      for (let row = 0; row < result.numRows; row++) answer.rows.push(columns.map(({ field, cells }) => text(cells.get(row), field.type)));
      show(fields.map((field) => style(field.type)));
      const more = answer.rows.length > MOST ? ["sql_cut", String(MOST) + "."] : [];
      tell(answer.rows.length.toLocaleString(lang), "sql_rows", ((performance.now() - begun) / 1000).toFixed(2) + " s.", ...more);
      $("#save").disabled = false;
    } catch (error) {
      answer = null;
      $("#rows thead").replaceChildren();
      $("#rows tbody").replaceChildren();
      tell("sql_wrong", String(error.message || error));
    }
    $("#run").disabled = false;
    document.documentElement.dataset.asked = String(Number(document.documentElement.dataset.asked || 0) + 1);
  }

  function style(type) {
    if (Arrow.DataType.isInt(type) || Arrow.DataType.isFloat(type) || Arrow.DataType.isDecimal(type)) return { class: "n" };
    return Arrow.DataType.isDate(type) ? { class: "date" } : {};
  }

  function show(styles) {
    const kind = (i) => styles[i];
    $("#rows thead").replaceChildren(make("tr", {}, ...answer.names.map((name, i) => make("th", { scope: "col", ...kind(i) }, name))));
    $("#rows tbody").replaceChildren(...answer.rows.slice(0, MOST).map((cells) => make("tr", {}, ...cells.map((cell, i) => make("td", kind(i), cell)))));
  }

  function save() {
    // an apostrophe keeps a spreadsheet from reading a cell as a formula
    const cell = (words) => '"' + (/^\s*[=+\-@\t\r|]/.test(words) && isNaN(words) ? "'" + words : words).replace(/"/g, '""') + '"';
    const lines = [answer.names, ...answer.rows].map((cells) => cells.map(cell).join(","));
    const link = make("a", { href: URL.createObjectURL(new Blob([lines.join("\r\n") + "\r\n"], { type: "text/csv" })), download: "sinergi.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  async function schema() {
    const columns = await connection.query("SELECT table_name, column_name, data_type, coalesce(comment, '') AS told FROM duckdb_columns() WHERE NOT internal AND database_name = 'sinergi' ORDER BY table_name, column_index");
    const comments = await connection.query("SELECT table_name AS name, coalesce(comment, '') AS told FROM duckdb_tables() WHERE database_name = 'sinergi' UNION ALL SELECT view_name, coalesce(comment, '') FROM duckdb_views() WHERE NOT internal AND database_name = 'sinergi' ORDER BY 1");
    const lines = new Map();
    for (const row of columns.toArray()) lines.set(row.table_name, [...(lines.get(row.table_name) || []), row]);
    $("#schema").replaceChildren(...comments.toArray().map((table) => make("details", {},
      make("summary", {}, make("code", {}, table.name), " – ", make("span", { lang: "en" }, table.told)),
      make("div", { class: "scroll" }, make("table", {}, make("tbody", {}, ...(lines.get(table.name) || []).map((row) =>
        make("tr", {}, make("td", {}, make("code", {}, row.column_name)), make("td", { class: "soft" }, row.data_type), make("td", { lang: "en" }, row.told)))))))));
  }

  // Whether the server sends parts of a file; null where the file is not there.
  async function ranges(url) {
    const answer = await fetch(url, { headers: { Range: "bytes=0-15" } });
    if (answer.body) await answer.body.cancel();
    return answer.ok ? answer.status === 206 : null;
  }

  async function chosen() {
    const asked = new URLSearchParams(location.search).get("release");
    if (/^\d{4}-\d{2}-\d{2}\.\d+$/.test(asked || "")) return asked;
    return (await (await fetch("../latest.json")).json()).version;
  }

  async function start() {
    if (location.protocol === "file:") return tell("sql_needs_server");
    if (typeof duckdb === "undefined" || typeof Arrow === "undefined") return tell("sql_needs_engine");
    const version = await chosen();
    $("#release").href = "../" + version + "/index.html";
    $("#release").textContent = version;
    const here = new URL(".", location.href), file = new URL("../" + version + "/sinergi.duckdb", here).href;
    const parts = await ranges(file);
    if (parts === null) return tell("sql_no_release", version);
    // a worker made from a blob is under this page's policy: it reaches nothing but this origin
    const code = new Blob(["importScripts(" + JSON.stringify(new URL("engine/worker.js", here).href) + ");"], { type: "text/javascript" });
    const worker = new Worker(URL.createObjectURL(code));
    const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await db.instantiate(new URL("engine/duckdb.wasm", here).href);
    await db.open({ filesystem: { reliableHeadRequests: parts, allowFullHTTPReads: !parts, forceFullHTTPReads: !parts } });
    await db.registerFileURL("sinergi.duckdb", file, duckdb.DuckDBDataProtocol.HTTP, false);
    connection = await db.connect();
    await connection.query("SET autoinstall_known_extensions = false");
    await connection.query("SET autoload_known_extensions = false");
    await connection.query("ATTACH 'sinergi.duckdb' AS sinergi (READ_ONLY)");
    await connection.query("USE sinergi");
    await schema();
    $("#run").disabled = false;
    tell("sql_ready");
    document.documentElement.dataset.ready = "yes";
  }

  document.querySelectorAll("[data-lang]").forEach((button) => button.addEventListener("click", () => speak(button.dataset.lang)));
  $("#example").addEventListener("change", () => { $("#sql").value = EXAMPLES[$("#example").selectedIndex].sql; });
  $("#run").addEventListener("click", ask);
  $("#save").addEventListener("click", save);
  $("#sql").addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(); } });
  speak((navigator.language || "").toLowerCase().startsWith("id") ? "id" : "en");
  $("#sql").value = EXAMPLES[0].sql;
  start().catch((error) => { tell("sql_failed", String(error.message || error)); document.documentElement.dataset.ready = "failed"; });
})();
