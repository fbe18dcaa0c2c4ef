"""The evidence behind a record: every field, the reports that gave it, and their words where the text is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb

from flows.publish.files import PublishError
from flows.publish.parquet import quoted
from flows.publish.query import open_release
from schemas.arrow import columns
from schemas.release import TABLES

AROUND = 60
SHOWN = 12
_CORE = ("events", "actors", "programmes")
_LINKED = {
    "events": ("event_actors", "event_programmes", "event_links"),
    "actors": ("positions",),
    "programmes": (),
}


def explain(release: Path, record_id: str, documents: Path | None = None) -> str:
    """Return, in words, where record `record_id` comes from.

    `documents` is the documents.parquet of a run; with it the words around every span are shown, the span in ⟦ ⟧.
    Raises PublishError where no record has the id; a redirected id is followed.
    """
    con = open_release(release)
    try:
        table, record_id, notes = _find(con, record_id)
        texts = _texts(documents, con, record_id)
        lines = [*notes, *_record(con, table, record_id)]
        lines += _evidence(con, table, record_id, texts)
        for link in _LINKED[table]:
            lines += _links(con, link, record_id, texts)
        if table == "events":
            lines += _ledger(con, record_id)
        return "\n".join(lines)
    finally:
        con.close()


def _find(con: duckdb.DuckDBPyConnection, record_id: str) -> tuple[str, str, list[str]]:
    notes = []
    moved = con.execute(
        "SELECT new_id, reason, release FROM redirects WHERE old_id = ?", [record_id]
    ).fetchone()
    if moved:
        notes.append(f"{record_id} is now {moved[0]} ({moved[1]} in {moved[2]})")
        record_id = str(moved[0])
    for table in _CORE:
        key = TABLES[table].primary_key[0]
        if con.execute(f"SELECT 1 FROM {table} WHERE {key} = ?", [record_id]).fetchone():
            return table, record_id, notes
    near = con.execute(
        "SELECT id FROM (SELECT actor_id AS id, lower(name || ' ' || coalesce(acronym, '')) AS n FROM actors UNION ALL "
        "SELECT programme_id, lower(name) FROM programmes) WHERE contains(n, lower(?)) OR contains(id, lower(?)) ORDER BY 1 LIMIT 5",
        [record_id, record_id],
    ).fetchall()
    hint = f"; did you mean {', '.join(row[0] for row in near)}?" if near else "; `sinergi query` finds ids"
    raise PublishError(f"{record_id}: no event, actor or programme of this release has this id{hint}")


def _record(con: duckdb.DuckDBPyConnection, table: str, record_id: str) -> list[str]:
    key = TABLES[table].primary_key[0]
    found = con.execute(f"SELECT * FROM {table} WHERE {key} = ?", [record_id])
    names = [column[0] for column in found.description or []]
    row = found.fetchone() or ()
    cells = dict(zip(names, row, strict=True))
    head = cells.get("title_en") or cells.get("name")
    lines = [f"{head}  [{table} {record_id}]"]
    for info in columns(TABLES[table].model):
        value = cells[info.name]
        if value not in (None, [], "") and info.name not in {key, "title_en", "name"}:
            lines.append(f"  {info.name}: {', '.join(value) if isinstance(value, list) else value}")
    return lines


def _evidence(
    con: duckdb.DuckDBPyConnection, table: str, record_id: str, texts: Mapping[str, str]
) -> list[str]:
    rows = con.execute(
        "SELECT v.field, v.value, v.report_id, v.char_start, v.char_end, v.quote, v.method, v.confidence, r.publisher, "
        "r.published_at, r.url FROM evidence v JOIN reports r USING (report_id) WHERE v.record_type = ? AND v.record_id = ? "
        "ORDER BY v.field, r.published_at NULLS LAST, v.report_id, v.char_start",
        [table, record_id],
    ).fetchall()
    lines = ["evidence:"] if rows else ["evidence: none (the registry's own record)"]
    shown: dict[str, int] = {}
    for row in rows:
        field = row[0]
        shown[field] = shown.get(field, 0) + 1
        if shown[field] <= SHOWN:
            lines += _proof(row, texts)
    lines += [f"  {field}: … and {n - SHOWN} more" for field, n in shown.items() if n > SHOWN]
    return lines


def _proof(row: Any, texts: Mapping[str, str]) -> list[str]:
    field, value, report_id, start, end, quote, method, confidence, publisher, day, url = row
    source = ", ".join(str(one) for one in (publisher, day) if one)
    lines = [
        f"  {field} = {value}  <- {report_id}{f' ({source})' if source else ''} [{start}:{end}] {method} {confidence:.2f}"
    ]
    if report_id in texts:
        lines.append(f"      {marked(texts[report_id], start, end)}")
    elif quote:
        lines.append(f"      ⟦{' '.join(quote.split())}⟧")
    if url:
        lines.append(f"      {url}")
    return lines


def marked(text: str, start: int, end: int) -> str:
    """Return the words around a span, the span itself in ⟦ ⟧, on one line."""
    before, words, after = text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]
    lead, tail = "…" if start > AROUND else "", "…" if end + AROUND < len(text) else ""
    return lead + " ".join(f"{before}⟦{words}⟧{after}".split()) + tail


def _links(con: duckdb.DuckDBPyConnection, link: str, record_id: str, texts: Mapping[str, str]) -> list[str]:
    spec = TABLES[link]
    rows = con.execute(f"SELECT * FROM {link} WHERE {spec.primary_key[0]} = ? ORDER BY ALL", [record_id])
    names = [column[0] for column in rows.description or []]
    lines: list[str] = []
    for row in rows.fetchall():
        cells = dict(zip(names, row, strict=True))
        told = ", ".join(
            f"{name} {value}" for name, value in cells.items() if value and name != spec.primary_key[0]
        )
        lines.append(f"  {told}")
        proof_id = "|".join(str(cells[part]) for part in spec.primary_key)
        proofs = con.execute(
            "SELECT report_id, char_start, char_end, method FROM evidence WHERE record_type = ? AND record_id = ? "
            "ORDER BY report_id, char_start LIMIT 3",
            [link, proof_id],
        ).fetchall()
        for report_id, start, end, method in proofs:
            words = f"  {marked(texts[report_id], start, end)}" if report_id in texts else ""
            lines.append(f"      <- {report_id} [{start}:{end}] {method}{words}")
    return [f"{link}:", *lines] if lines else []


def _ledger(con: duckdb.DuckDBPyConnection, record_id: str) -> list[str]:
    rows = con.execute(
        "SELECT as_of, status, date_start, date_end, report_id FROM event_history WHERE event_id = ? ORDER BY as_of, report_id",
        [record_id],
    ).fetchall()
    return ["history:"] + [
        f"  {as_of}: {status}{f', {start}' if start else ''}{f' to {end}' if end and end != start else ''}  <- {report}"
        for as_of, status, start, end, report in rows
    ]


def _texts(documents: Path | None, con: duckdb.DuckDBPyConnection, record_id: str) -> dict[str, str]:
    """Return the texts of the reports that tell of a record, read from documents.parquet."""
    if documents is None or not documents.exists():
        return {}
    reports = [
        row[0]
        for row in con.execute(
            "SELECT DISTINCT report_id FROM evidence WHERE record_id = ? OR starts_with(record_id, ? || '|')",
            [record_id, record_id],
        ).fetchall()
    ]
    source = documents / "*.parquet" if documents.is_dir() else documents
    with duckdb.connect() as reader:
        found = reader.execute(
            f"SELECT report_id, text FROM read_parquet({quoted(source)}) WHERE list_contains(?, report_id)",
            [reports],
        ).fetchall()
    return dict(found)
