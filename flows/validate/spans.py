"""Evidence against the reports' texts: a span lies in its text, and the words of a `name` row are a known form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.validate.report import Report
from flows.validate.store import mark
from flows.validate.tables import Mark, count

BATCH = 2_000
CHARACTERS = 50_000_000  # of text that are held at a time; a single longer text is held by itself
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


def documents(path: Path, size: int = BATCH, characters: int = CHARACTERS) -> Iterator[list[Text]]:
    """Yield the texts of `documents.parquet` (a file or a folder of parts) in batches of bounded size."""
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    waiting: list[Text] = []
    held = 0
    for file in files:
        for batch in pq.ParquetFile(file).iter_batches(size, columns=["report_id", "text"]):
            ids, texts = batch.column(0).to_pylist(), batch.column(1).to_pylist()
            waiting += [Text(one, words) for one, words in zip(ids, texts, strict=True)]
            held += sum(map(len, texts))
            if held >= characters:
                yield waiting
                waiting, held = [], 0
    if waiting:
        yield waiting


def folded(words: str) -> str:
    """Return `words` as they are compared: case-folded, runs of white space as one blank."""
    return " ".join(words.casefold().split())


def known_forms(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], frozenset[str]]:
    """Map (table, id) of actors and programmes to every known form of their name, folded."""
    forms: dict[tuple[str, str], frozenset[str]] = {}
    for table, key in (("actors", "actor_id"), ("programmes", "programme_id")):
        found = con.execute(
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
        given = pl.DataFrame({"report_id": list(texts), "text": list(texts.values())})
        for piece in rows.to_arrow_reader(100_000):
            _evidence(_with_words(piece, given), forms, failing)
        con.unregister("batch_ids")
    textless = con.execute(
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
    given = con.execute(
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


def _with_words(piece: pa.RecordBatch, texts: pl.DataFrame) -> pl.DataFrame:
    """Return rows of evidence with the words of their spans, and whether the span lies in its text."""
    start, end = pl.col("char_start"), pl.col("char_end")
    rows = pl.DataFrame(pl.from_arrow(piece)).join(texts, on="report_id", how="left", maintain_order="left")
    rows = rows.with_columns(words=pl.col("text").str.slice(start, (end - start).clip(0)))
    inside = (start < end) & (pl.col("words").str.len_chars() == end - start)
    return rows.with_columns(inside=inside & pl.col("words").str.contains(r"\S")).drop("text")


def _evidence(
    rows: pl.DataFrame,
    forms: Mapping[tuple[str, str], frozenset[str]],
    failing: dict[str, list[tuple[int, str]]],
) -> None:
    where = ("_row", "record_id")
    failing["span_in_text"] += rows.filter(~pl.col("inside")).select(where).rows()
    rows = rows.filter("inside")
    quoted = rows.filter(pl.col("quote").is_not_null())
    for row, record, words, quote in quoted.select(*where, "words", "quote").iter_rows():
        if not words.startswith(quote) and folded(quote) != folded(words):
            failing["quote_is_text"].append((row, record))
    named = rows.filter(pl.col("field") == "name").select("record_type", "record_id", "words")
    unknown = [one for one in named.unique().iter_rows() if not _is_form(one[2], forms.get(one[:2]))]
    if unknown:
        lost = pl.DataFrame(unknown, schema=named.schema, orient="row")
        odd = rows.filter(pl.col("field") == "name").join(lost, on=lost.columns, how="semi")
        failing["name_in_span"] += odd.select(where).rows()


def _is_form(words: str, forms: frozenset[str] | None) -> bool:
    return forms is None or folded(words) in forms
