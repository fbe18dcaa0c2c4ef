"""Evidence against the reports' texts: a span lies in its text, and the words of a `name` row are a known form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq

from flows.validate.report import Report
from flows.validate.store import mark
from flows.validate.tables import Mark, count

BATCH = 2_000
_RULES = {
    "report_text": ("reports", "the text that a report was read from has the digest and length in reports"),
    "span_in_text": ("evidence", "the span lies within the report's text and holds words"),
    "quote_is_text": ("evidence", "a quote is the words of its span"),
    "name_in_span": ("evidence", "the words of a `name` row are a known form of the record's name"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """A report's text as ingest handed it over."""

    report_id: str
    words: str


def documents(path: Path, size: int = BATCH) -> Iterator[list[Text]]:
    """Yield the texts of `documents.parquet` (a file or a folder of parts) in batches."""
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    for file in files:
        for batch in pq.ParquetFile(file).iter_batches(size, columns=["report_id", "text"]):
            ids, texts = batch.column(0).to_pylist(), batch.column(1).to_pylist()
            yield [Text(one, words) for one, words in zip(ids, texts, strict=True)]


def folded(words: str) -> str:
    """Return `words` as they are compared: case-folded, runs of white space as one blank."""
    return " ".join(words.casefold().split())


def known_forms(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], frozenset[str]]:
    """Map (table, id) of actors and programmes to every known form of their name, folded."""
    forms: dict[tuple[str, str], frozenset[str]] = {}
    for table, key in (("actors", "actor_id"), ("programmes", "programme_id")):
        found = con.sql(
            f"SELECT {key}, list_concat([name, name_id, name_en, acronym], aliases) FROM {table} ORDER BY 1"
        ).fetchall()
        forms.update(
            {(table, one): frozenset(folded(form) for form in names if form) for one, names in found}
        )
    return forms


def check_spans(con: duckdb.DuckDBPyConnection, path: Path, report: Report) -> None:
    """Check every piece of evidence against its report's text; rows that fail are set aside."""
    forms = known_forms(con)
    failing: dict[str, list[tuple[int, str]]] = {name: [] for name in _RULES}
    con.execute("CREATE TEMP TABLE seen_texts (report_id VARCHAR)")
    for batch in documents(path):
        texts = {text.report_id: text.words for text in batch}
        con.register("batch_ids", pl.DataFrame({"report_id": list(texts)}).to_arrow())
        con.execute("INSERT INTO seen_texts FROM batch_ids")
        _reports(con, texts, failing)
        rows = con.sql(
            "SELECT e._row, e.record_type, e.record_id, e.field, e.report_id, e.char_start, e.char_end, e.quote "
            "FROM good_evidence e SEMI JOIN batch_ids b USING (report_id) ORDER BY e._row"
        )
        for piece in rows.to_arrow_reader(100_000):
            _evidence(piece.to_pydict(), texts, forms, failing)
        con.unregister("batch_ids")
    textless = con.sql(
        "SELECT e._row, e.record_id FROM good_evidence e ANTI JOIN seen_texts s USING (report_id) ORDER BY 1"
    ).fetchall()
    failing["span_in_text"] += textless
    con.execute("DROP TABLE seen_texts")
    for name, (table, description) in _RULES.items():
        marks = [Mark(table, row, name, f"not so: {description}") for row, _ in failing[name]]
        total = count(con, f"good_{table}")
        report.add(name, table, "row", description, total, len(marks), [key for _, key in failing[name][:20]])
        mark(con, marks)


def _reports(
    con: duckdb.DuckDBPyConnection, texts: Mapping[str, str], failing: dict[str, list[tuple[int, str]]]
) -> None:
    given = con.sql(
        "SELECT r._row, r.report_id, r.text_sha256, r.text_length FROM good_reports r SEMI JOIN batch_ids b USING (report_id) "
        "ORDER BY 1"
    ).fetchall()
    for row, report_id, digest, length in given:
        words = texts[report_id]
        if (
            len(words) != length
            or hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest() != digest
        ):
            failing["report_text"].append((row, report_id))


def _evidence(
    piece: Mapping[str, list[object]],
    texts: Mapping[str, str],
    forms: Mapping[tuple[str, str], frozenset[str]],
    failing: dict[str, list[tuple[int, str]]],
) -> None:
    for row, table, record, field, report_id, start, end, quote in zip(*piece.values(), strict=True):
        text = texts[str(report_id)]
        if not isinstance(row, int) or not isinstance(start, int) or not isinstance(end, int):
            continue
        where = (row, str(record))
        words = text[start:end]
        if start >= end or end > len(text) or not words.strip():
            failing["span_in_text"].append(where)
        elif quote is not None and not words.startswith(str(quote)) and folded(str(quote)) != folded(words):
            failing["quote_is_text"].append(where)
        elif field == "name" and not _is_form(words, forms.get((str(table), str(record)))):
            failing["name_in_span"].append(where)


def _is_form(words: str, forms: frozenset[str] | None) -> bool:
    return forms is None or folded(words) in forms
