"use strict";
(function () {
  const $ = (s, r) => (r || document).querySelector(s);
  const $$ = (s, r) => Array.from((r || document).querySelectorAll(s));
  const WORDS = JSON.parse($("#words").textContent);
  let lang = "en", data = null, current = "events", shown = 0, hits = [], filters = {}, order = null, folded = {};
  const PAGE = 100;
  const L = () => (lang === "en" ? 0 : 1);
  const t = (key) => (WORDS[key] || [key, key])[L()];

  function make(tag, attrs, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attrs || {})) {
      if (key === "on") for (const [type, fn] of Object.entries(value)) node.addEventListener(type, fn);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
    }
    for (const child of children.flat()) if (child !== null && child !== undefined) node.append(child);
    return node;
  }
  const link = (url, text) => (/^https?:\/\//i.test(url || "") ? make("a", { href: url, rel: "noopener noreferrer" }, text) : text);

  async function unpack() {
    const bytes = Uint8Array.from(atob($("#data").textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  const codes = {};
  function code(list, value) {
    if (!codes[list]) codes[list] = new Map(data.codes[list].map((row) => [row[0], row]));
    const row = codes[list].get(value);
    return row ? row[1 + L()] : value || "";
  }
  const named = (table, i) => {
    const d = data[table];
    return (lang === "en" ? d.en[i] : d.idn[i]) || (d.name ? d.name[i] : d.en[i]) || d.id[i];
  };
  function when(start, end, precision) {
    if (!start && !end) return "";
    if (precision === "before") return "< " + end;
    const cut = { year: 4, month: 7, quarter: 7 }[precision] || 10;
    const a = (start || end).slice(0, cut), b = (end || start).slice(0, cut);
    return a === b ? a : a + " – " + b;
  }
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  const TABLES = {
    events: {
      label: "events",
      text: (d, i) => [d.en[i], d.idn[i], d.place[i], d.id[i], ...(index.takes.get(i) || []).map((row) => data.actors.name[row[1]] + " " + (data.actors.acr[row[1]] || ""))].join(" "),
      filters: [
        ["type", (d, i) => d.type[i], (v) => code("event_type", v)],
        ["status", (d, i) => d.status[i], (v) => code("event_status", v)],
        ["country", (d, i) => d.country[i], (v) => v],
        ["year", (d, i) => (d.start[i] || d.end[i] || "").slice(0, 4), (v) => v],
        ["theme", (d, i) => d.themes[i], (v) => code("theme", v)],
      ],
      columns: [
        ["date", (d, i) => when(d.start[i], d.end[i], d.prec[i]), (d, i) => d.start[i] || d.end[i] || ""],
        ["event", (d, i) => named("events", i), (d, i) => named("events", i), true],
        ["type", (d, i) => code("event_type", d.type[i]), (d, i) => d.type[i]],
        ["status", (d, i) => make("span", { class: "status s-" + d.status[i] }, code("event_status", d.status[i])), (d, i) => d.status[i]],
        ["place", (d, i) => [d.place[i], d.country[i]].filter(Boolean).join(", "), (d, i) => (d.country[i] || "") + (d.place[i] || "")],
        ["reports", (d, i) => d.reports[i], (d, i) => d.reports[i]],
      ],
      detail: eventDetail,
    },
    actors: {
      label: "actors",
      text: (d, i) => [d.name[i], d.en[i], d.idn[i], d.acr[i], d.id[i], ...d.aliases[i]].join(" "),
      filters: [
        ["kind", (d, i) => d.kind[i], (v) => code("actor_kind", v)],
        ["category", (d, i) => d.category[i], (v) => code("actor_category", v)],
        ["country", (d, i) => d.country[i], (v) => v],
      ],
      columns: [
        ["name", (d, i) => named("actors", i) + (d.acr[i] ? " (" + d.acr[i] + ")" : ""), (d, i) => named("actors", i), true],
        ["kind", (d, i) => code("actor_kind", d.kind[i]), (d, i) => d.kind[i]],
        ["category", (d, i) => code("actor_category", d.category[i]), (d, i) => d.category[i] || ""],
        ["country", (d, i) => d.country[i] || "", (d, i) => d.country[i] || ""],
        ["events", (d, i) => d.events[i], (d, i) => d.events[i]],
        ["reports", (d, i) => d.reports[i], (d, i) => d.reports[i]],
      ],
      detail: (i) => recordDetail("actors", i, (index.by_actor.get(i) || []).map((row) => [row[0], code("event_actor_role", row[2])])),
    },
    programmes: {
      label: "programmes_short",
      text: (d, i) => [d.name[i], d.en[i], d.idn[i], d.acr[i], d.id[i]].join(" "),
      filters: [
        ["kind", (d, i) => d.kind[i], (v) => code("programme_kind", v)],
        ["status", (d, i) => d.status[i], (v) => code("programme_status", v)],
      ],
      columns: [
        ["name", (d, i) => named("programmes", i), (d, i) => named("programmes", i), true],
        ["kind", (d, i) => code("programme_kind", d.kind[i]), (d, i) => d.kind[i]],
        ["period", (d, i) => [d.start[i], d.end[i]].filter(Boolean).join(" – "), (d, i) => d.start[i] || ""],
        ["events", (d, i) => d.events[i], (d, i) => d.events[i]],
        ["reports", (d, i) => d.reports[i], (d, i) => d.reports[i]],
      ],
      detail: (i) => recordDetail("programmes", i, (index.by_programme.get(i) || []).map((row) => [row[0], code("event_programme_relation", row[2])])),
    },
    reports: {
      label: "reports",
      text: (d, i) => [d.title[i], d.publisher[i], d.id[i], d.url[i]].join(" "),
      filters: [
        ["publisher", (d, i) => d.publisher[i], (v) => v],
        ["language", (d, i) => d.lang[i], (v) => code("language", v)],
        ["year", (d, i) => (d.day[i] || "").slice(0, 4), (v) => v],
      ],
      columns: [
        ["date", (d, i) => d.day[i] || "", (d, i) => d.day[i] || ""],
        ["headline", (d, i) => d.title[i] || d.id[i], (d, i) => d.title[i] || d.id[i], true],
        ["publisher", (d, i) => d.publisher[i] || "", (d, i) => d.publisher[i] || ""],
        ["language", (d, i) => code("language", d.lang[i]), (d, i) => d.lang[i]],
      ],
      detail: (i) => [
        make("p", {}, link(data.reports.url[i], data.reports.url[i] || data.reports.id[i])),
        eventList((index.by_report.get(i) || []).map((row) => [row[0], code("event_status", row[2])])),
      ],
    },
  };

  const index = {};
  function group(rows, key) {
    const map = new Map();
    for (const row of rows) {
      const at = map.get(row[key]);
      if (at) at.push(row);
      else map.set(row[key], [row]);
    }
    return map;
  }

  function eventList(pairs) {
    if (!pairs.length) return null;
    return make("div", {}, make("h3", {}, t("events")), make("ul", { class: "plain" }, pairs.slice(0, 50).map(([e, word]) =>
      make("li", {}, make("button", { class: "row", type: "button", on: { click: () => open("events", e) } }, named("events", e)), " ", make("span", { class: "soft" }, word)))));
  }

  function eventDetail(i) {
    const d = data.events;
    const parts = [make("dl", {}, make("dt", {}, "id"), make("dd", {}, make("code", {}, d.id[i])), make("dt", {}, t("theme")), make("dd", {}, d.themes[i].map((v) => code("theme", v)).join(", ") || "–"))];
    const takes = index.takes.get(i) || [];
    if (takes.length) parts.push(make("h3", {}, t("participants")), make("ul", { class: "plain" }, takes.map((row) =>
      make("li", {}, make("button", { class: "row", type: "button", on: { click: () => open("actors", row[1]) } }, named("actors", row[1])), " – " + code("event_actor_role", row[2]) + (row[3] ? " (" + row[3] + ")" : "")))));
    const serves = index.serves.get(i) || [];
    if (serves.length) parts.push(make("h3", {}, t("programmes_short")), make("ul", { class: "plain" }, serves.map((row) =>
      make("li", {}, make("button", { class: "row", type: "button", on: { click: () => open("programmes", row[1]) } }, named("programmes", row[1])), " – " + code("event_programme_relation", row[2])))));
    const ledger = index.ledger.get(i) || [];
    if (ledger.length) parts.push(make("h3", {}, t("history")), make("ul", { class: "plain" }, ledger.map((row) => make("li", {}, row[3] + ": ", make("span", { class: "status s-" + row[2] }, code("event_status", row[2])), " – ", source(row[1])))));
    parts.push(...proofs("events", i));
    return parts;
  }

  function recordDetail(table, i, pairs) {
    const d = data[table];
    const parts = [make("dl", {}, make("dt", {}, "id"), make("dd", {}, make("code", {}, d.id[i])))];
    const names = [d.name[i], ...(d.aliases ? d.aliases[i] : [])].filter((n) => n !== named(table, i));
    if (names.length) parts[0].append(make("dt", {}, t("other_names")), make("dd", {}, names.join(" · ")));
    if (d.url) parts[0].append(make("dt", {}, "url"), make("dd", {}, link(d.url[i], d.url[i] || "–")));
    return [...parts, eventList(pairs), ...proofs(table, i)];
  }

  function source(r) {
    const d = data.reports;
    return make("span", {}, link(d.url[r], d.title[r] || d.id[r]), make("span", { class: "soft" }, " " + [d.publisher[r], d.day[r], d.id[r]].filter(Boolean).join(", ")));
  }

  const pieces = new Map();
  // The evidence of a row's piece: in the page, or fetched once from beside it.
  function piece(table, i) {
    if (data.proofs.pieces) return Promise.resolve(data.proofs.pieces[table]);
    const number = Math.floor(i / data.proofs.records), name = table + "-" + number;
    if (!data.proofs.files[table].includes(number)) return Promise.resolve({ reports: [], rows: [] });
    if (!pieces.has(name)) pieces.set(name, fetch("evidence/" + name + ".bin").then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).json();
    }));
    return pieces.get(name);
  }

  function proofs(table, i) {
    const box = make("div", { class: "proofs", "aria-live": "polite" }, make("p", { class: "soft" }, "…"));
    const say = (key) => box.replaceChildren(make("p", { class: "soft" }, t(key)));
    piece(table, i).then((found) => {
      const rows = found.rows.filter((row) => row[0] === i);
      if (!rows.length) return say("registry_only");
      box.replaceChildren(make("div", { class: "scroll" }, make("table", {}, make("tbody", {}, rows.map((row) => {
        const [id, title, url, publisher, day] = found.reports[row[7]];
        return make("tr", {}, make("td", {}, make("code", {}, row[1])), make("td", {}, row[2], row[5] ? [" ", make("q", {}, row[5])] : null),
          make("td", {}, link(url, title || id), make("span", { class: "soft" }, " " + [publisher, day, id].filter(Boolean).join(", "))),
          make("td", { class: "soft" }, t("characters") + " " + row[3] + "–" + row[4] + ", " + row[6]));
      })))));
    }).catch(() => { pieces.clear(); say("no_evidence"); });
    return [make("h3", {}, t("evidence")), box];
  }

  function tabs() {
    const bar = $(".tabs");
    bar.replaceChildren(...Object.entries(TABLES).map(([name, spec]) => make("button", {
      type: "button", role: "tab", id: "tab-" + name, "aria-controls": "panel", "aria-selected": String(name === current), tabindex: name === current ? "0" : "-1",
      on: { click: () => choose(name), keydown: (event) => {
        const names = Object.keys(TABLES), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        choose(names[(names.indexOf(current) + step + names.length) % names.length]);
        $("#tab-" + current).focus();
      } },
    }, t(spec.label) + " (" + data.total[name].toLocaleString(lang) + ")")));
    $("#panel").setAttribute("aria-labelledby", "tab-" + current);
  }

  function choose(name) {
    current = name; filters = {}; order = null;
    tabs(); bars(); apply();
  }

  function bars() {
    const spec = TABLES[current], d = data[current];
    const search = make("input", { type: "search", id: "q", value: filters.q || "", on: { input: (event) => { filters.q = event.target.value; apply(); } } });
    const selects = spec.filters.map(([key, value, word]) => {
      const counts = new Map();
      for (let i = 0; i < d.id.length; i++) for (const one of [value(d, i)].flat()) if (one) counts.set(one, (counts.get(one) || 0) + 1);
      const options = [...counts].sort((a, b) => (key === "year" ? (a[0] < b[0] ? 1 : -1) : b[1] - a[1] || (a[0] < b[0] ? -1 : 1))).slice(0, 300);
      const select = make("select", { id: "f-" + key, on: { change: (event) => { filters[key] = event.target.value; apply(); } } },
        make("option", { value: "" }, t("any")), options.map(([one, n]) => make("option", { value: one, selected: filters[key] === one }, word(one) + " (" + n + ")")));
      return make("label", {}, t(key), select);
    });
    $(".filters").replaceChildren(make("label", {}, t("search"), search), ...selects);
    const heads = spec.columns.map(([key, , sort], n) => make("th", { scope: "col", "aria-sort": order && order[0] === n ? (order[1] > 0 ? "ascending" : "descending") : "none" },
      make("button", { type: "button", on: { click: () => { order = order && order[0] === n ? [n, -order[1]] : [n, 1]; bars(); apply(); } } }, t(key) + (order && order[0] === n ? (order[1] > 0 ? " ▲" : " ▼") : ""))));
    $("#rows thead").replaceChildren(make("tr", {}, heads));
  }

  function apply() {
    const spec = TABLES[current], d = data[current];
    if (!folded[current]) folded[current] = d.id.map((_, i) => plain(spec.text(d, i)));
    const words = plain(filters.q || "").split(/\s+/).filter(Boolean);
    const tests = spec.filters.filter(([key]) => filters[key]);
    hits = [];
    for (let i = 0; i < d.id.length; i++) {
      if (words.length && !words.every((word) => folded[current][i].includes(word))) continue;
      if (!tests.every(([key, value]) => [value(d, i)].flat().includes(filters[key]))) continue;
      hits.push(i);
    }
    if (order) {
      const key = spec.columns[order[0]][2], keys = new Map(hits.map((i) => [i, key(d, i)]));
      hits.sort((a, b) => { const x = keys.get(a), y = keys.get(b); return (x < y ? -1 : x > y ? 1 : a - b) * order[1]; });
    }
    shown = 0;
    $("#rows tbody").replaceChildren();
    $("#count").textContent = hits.length.toLocaleString(lang) + " " + t("of") + " " + data.total[current].toLocaleString(lang) + " " + t("found") + (d.id.length < data.total[current] ? ". " + t("shown_part") : "");
    grow();
  }

  function grow() {
    const spec = TABLES[current], d = data[current], body = $("#rows tbody");
    for (const i of hits.slice(shown, shown + PAGE)) {
      const row = make("tr", { "data-row": i });
      spec.columns.forEach(([key, value, , opens]) => {
        const cell = value(d, i);
        row.append(make("td", typeof cell === "number" ? { class: "n" } : key === "date" ? { class: "date" } : {}, opens ? make("button", { class: "row", type: "button", "aria-expanded": "false", on: { click: () => toggle(row, i) } }, cell) : cell));
      });
      body.append(row);
    }
    shown = Math.min(hits.length, shown + PAGE);
    $("#more").hidden = shown >= hits.length;
  }

  function toggle(row, i) {
    const button = $("button.row", row), next = row.nextElementSibling;
    if (next && next.classList.contains("detail")) { next.remove(); button.setAttribute("aria-expanded", "false"); return; }
    button.setAttribute("aria-expanded", "true");
    row.after(make("tr", { class: "detail" }, make("td", { colspan: TABLES[current].columns.length }, TABLES[current].detail(i))));
  }

  function open(table, i) {
    current = table; filters = { q: data[table].id[i] }; order = null;
    tabs(); bars(); apply();
    const at = hits.indexOf(i);
    const row = at >= 0 && $('#rows tbody tr[data-row="' + i + '"]');
    if (row) { toggle(row, i); $("button.row", row).focus(); }
    $("#tables").scrollIntoView();
  }

  function speak(to) {
    lang = to;
    document.documentElement.lang = to;
    $$("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
    $$("[data-lang]").forEach((node) => node.setAttribute("aria-pressed", String(node.dataset.lang === to)));
    if (data) { tabs(); bars(); apply(); }
  }

  function charts() {
    $$('[data-chart="network"] svg').forEach((svg) => {
      const lines = $$("path[data-a]", svg), nodes = $$("g[data-actor]", svg);
      const light = (id) => {
        const near = new Set([id]);
        lines.forEach((line) => { if (line.dataset.a === id) near.add(line.dataset.b); if (line.dataset.b === id) near.add(line.dataset.a); });
        lines.forEach((line) => line.classList.toggle("dim", Boolean(id) && line.dataset.a !== id && line.dataset.b !== id));
        nodes.forEach((node) => node.classList.toggle("dim", Boolean(id) && !near.has(node.dataset.actor)));
      };
      svg.setAttribute("role", "group");
      nodes.forEach((node) => {
        const told = lines.filter((line) => [line.dataset.a, line.dataset.b].includes(node.dataset.actor)).reverse().map((line) => $("title", line).textContent);
        node.setAttribute("tabindex", "0");
        node.setAttribute("role", "img");
        node.setAttribute("aria-label", [$("title", node).textContent, ...told.slice(0, 8)].join(". "));
        for (const type of ["mouseenter", "focus"]) node.addEventListener(type, () => light(node.dataset.actor));
        for (const type of ["mouseleave", "blur"]) node.addEventListener(type, () => light(""));
      });
    });
    $$('[data-chart="timeline"] rect[data-year]').forEach((bar) => bar.addEventListener("click", () => {
      if (!data) return;
      current = "events"; filters = { year: bar.dataset.year, status: bar.dataset.status }; order = null;
      tabs(); bars(); apply(); $("#tables").scrollIntoView();
    }));
  }

  $$("[data-lang]").forEach((button) => button.addEventListener("click", () => speak(button.dataset.lang)));
  $("#more").addEventListener("click", grow);
  charts();
  if ((navigator.language || "").toLowerCase().startsWith("id")) speak("id");
  unpack().then((loaded) => {
    data = loaded;
    index.takes = group(data.takes, 0); index.by_actor = group(data.takes, 1);
    index.serves = group(data.serves, 0); index.by_programme = group(data.serves, 1);
    index.ledger = group(data.ledger, 0); index.by_report = group(data.ledger, 1);
    tabs(); bars(); apply();
    const byId = new Map(data.events.id.map((id, i) => [id, i]));
    $$("a[data-event]").forEach((a) => a.addEventListener("click", (event) => {
      const i = byId.get(a.dataset.event);
      if (i !== undefined) { event.preventDefault(); open("events", i); }
    }));
    document.documentElement.dataset.ready = "yes";
  }).catch(() => { $("#fault").hidden = false; document.documentElement.dataset.ready = "failed"; });
})();
