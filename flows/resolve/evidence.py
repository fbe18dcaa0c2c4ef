"""Rows of `evidence`: for every value the words of the report that gave it."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from flows.common.version import EXTRACTOR_VERSION
from schemas.arrow import polars_schema
from schemas.evidence import Evidence

EVENT_FIELDS = ("event_type", "status", "date_start", "date_end", "place_name", "country", "themes")
_STAND_IN = {"date_end": "date_start", "country": "place_name"}  # whose words also prove the value
QUOTE = 240
_SPAN = ["char_start", "char_end", "method", "confidence"]
_KEYS = ["report_id", "key"]
ROW = pl.Schema(
    {
        name: polars_schema(Evidence)[name]
        for name in (
            "record_type",
            "record_id",
            "field",
            "value",
            "report_id",
            "char_start",
            "char_end",
            "method",
            "confidence",
        )
    }
)


def of_events(events: pl.DataFrame, proofs: pl.DataFrame) -> pl.DataFrame:
    """Return evidence of the events' own fields; `events` carries event_id.

    A field whose words were not kept leans on those of its neighbour, then on the words that told of the event.
    """
    cells = _cells(events)
    own = proofs.filter(pl.col("record_type") == "events")
    exact = cells.join(own.drop("record_type"), on=[*_KEYS, "field"], how="inner").with_columns(
        value=pl.when(pl.col("field") == "themes").then("value_right").otherwise("value")
    )
    first = own.sort(*_KEYS, "field", "char_start", "char_end", "method").unique(
        [*_KEYS, "field"], keep="first", maintain_order=True
    )
    missing = cells.join(own, on=[*_KEYS, "field"], how="anti")
    missing = missing.with_columns(source=pl.col("field").replace(_STAND_IN))
    neighbour = missing.join(
        first.select(*_KEYS, pl.col("field").alias("source"), *_SPAN), on=[*_KEYS, "source"], how="inner"
    )
    missing = missing.join(neighbour.select(*_KEYS, "field"), on=[*_KEYS, "field"], how="anti")
    told = first.with_columns(rank=pl.col("field") != "event_type").sort(
        *_KEYS, "rank", "char_start", "field"
    )
    told = told.unique(_KEYS, keep="first", maintain_order=True).select(*_KEYS, *_SPAN)
    left = missing.join(told, on=_KEYS, how="left")
    columns = ["record_type", "record_id", "field", "value", "report_id", *_SPAN]
    return pl.concat(
        [
            frame.with_columns(record_type=pl.lit("events")).select(columns)
            for frame in (exact, neighbour, left)
        ]
    )


def _cells(events: pl.DataFrame) -> pl.DataFrame:
    """Return every non-null cell of the events' fields as text: report, key, record, field, value."""
    themes = pl.when(pl.col("themes").list.len() > 0).then(pl.col("themes").list.sort().list.join(", "))
    as_text = events.select(
        *_KEYS,
        pl.col("event_id").alias("record_id"),
        *(pl.col(name).cast(pl.String) for name in EVENT_FIELDS if name != "themes"),
        themes.alias("themes"),
    )
    return as_text.unpivot(
        on=list(EVENT_FIELDS), index=[*_KEYS, "record_id"], variable_name="field", value_name="value"
    ).drop_nulls("value")


def of_names(named: pl.DataFrame, proofs: pl.DataFrame, table: str, key: str) -> pl.DataFrame:
    """Return one `name` row for each report and mention; rows without a span where extraction kept none."""
    own = proofs.filter((pl.col("record_type") == table) & (pl.col("field") == "name")).drop(
        "record_type", "field"
    )
    joined = named.select(*_KEYS, pl.col(key).alias("record_id"), "name").join(own, on=_KEYS, how="left")
    return joined.select(
        pl.lit(table).alias("record_type"),
        "record_id",
        pl.lit("name").alias("field"),
        pl.coalesce("value", "name").alias("value"),
        "report_id",
        *_SPAN,
    )


def of_links(
    rows: pl.DataFrame, proofs: pl.DataFrame, events: pl.DataFrame, table: str, field: str
) -> pl.DataFrame:
    """Return evidence of a link table; `rows` holds record_id, report_id, key (local keys), event_key and value."""
    own = proofs.filter((pl.col("record_type") == table) & (pl.col("field") == field)).select(*_KEYS, *_SPAN)
    own = own.sort(*_KEYS, "char_start", "char_end", "method").unique(
        _KEYS, keep="first", maintain_order=True
    )
    found = rows.join(own, on=_KEYS, how="left")
    told = events.select(
        "report_id", pl.col("key").alias("event_key"), *(pl.col(name).alias(f"{name}_told") for name in _SPAN)
    )
    found = found.join(told, on=["report_id", "event_key"], how="left")
    return found.select(
        pl.lit(table).alias("record_type"), "record_id", pl.lit(field).alias("field"), "value", "report_id",
        *(pl.coalesce(name, f"{name}_told").alias(name) for name in _SPAN),
    )  # fmt: skip


def trigger_spans(proofs: pl.DataFrame) -> pl.DataFrame:
    """Return, for each event of each report, the span of the words that told of it."""
    own = proofs.filter(pl.col("record_type") == "events").with_columns(rank=pl.col("field") != "event_type")
    own = own.sort(*_KEYS, "rank", "char_start", "char_end", "field", "method")
    return own.unique(_KEYS, keep="first", maintain_order=True).select(*_KEYS, *_SPAN)


def finish(parts: list[pl.DataFrame], documents: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the table: spans found where none was kept, quotes where the licence allows them, each row once.

    `parts` are in the columns of `ROW`; `documents` holds report_id, text and quote_allowed of all reports concerned.
    """
    rows = pl.concat(parts)
    rows = _with_spans(rows, documents)
    allowed = documents.filter("quote_allowed").select("report_id", "text")
    rows = rows.join(allowed, on="report_id", how="left")
    length = (pl.col("char_end") - pl.col("char_start")).clip(1, QUOTE)
    rows = rows.with_columns(quote=pl.col("text").str.slice(pl.col("char_start"), length)).drop("text")
    rows = rows.with_columns(
        quote=pl.when(pl.col("quote").str.strip_chars() != "").then("quote"),
        extractor_version=pl.lit(EXTRACTOR_VERSION),
    ).select(list(polars_schema(Evidence)))
    key = ["record_type", "record_id", "field", "value", "report_id", "char_start", "char_end", "method"]
    return rows.sort(*key, pl.col("confidence"), descending=[False] * len(key) + [True]).unique(
        key, keep="first", maintain_order=True
    )


def _with_spans(rows: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Fill spans that extraction did not keep: where the text has the words, else its beginning."""
    lost = rows.filter(pl.col("char_start").is_null())
    if lost.is_empty():
        return rows
    known: Mapping[str, str] = dict(documents.select("report_id", "text").iter_rows())
    spans = [
        _find(known.get(report, ""), value) for report, value in lost.select("report_id", "value").iter_rows()
    ]
    filled = lost.with_columns(
        char_start=pl.Series([s for s, _ in spans], dtype=pl.Int64),
        char_end=pl.Series([e for _, e in spans], dtype=pl.Int64),
        method=pl.lit("fallback.text"),
        confidence=pl.col("confidence").fill_null(0.3),
    )
    return pl.concat([rows.filter(pl.col("char_start").is_not_null()), filled])


def _find(text: str, words: str) -> tuple[int, int]:
    at = text.find(words)
    return (at, at + len(words)) if at >= 0 and words else (0, max(1, min(len(text), 80)))
