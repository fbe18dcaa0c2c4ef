"""The words by which each event claim is told, read from the texts of all reports a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from flows.common.paths import Work
from flows.resolve.load import claim_files
from flows.resolve.passages import FIELDS, wording
from flows.resolve.words import occasion_words, plain

BATCH = 2_000  # texts that are held at a time


@dataclass(slots=True)
class Told:
    """How each event claim is told; `words` are places in `vocabulary`."""

    claims: pl.DataFrame  # report_id, key, words, follows
    vocabulary: list[str]


def texts(
    documents: Path, columns: Sequence[str] = ("report_id", "text"), size: int = BATCH
) -> Iterator[pl.DataFrame]:
    """Yield `columns` of the documents (a file, or a folder of parts) in batches of `size`."""
    for file in sorted(documents.glob("*.parquet")) if documents.is_dir() else [documents]:
        opened = pq.ParquetFile(file, pre_buffer=False)
        for batch in opened.iter_batches(size, columns=list(columns)):
            yield pl.DataFrame(pl.from_arrow(batch))


def told(work: Work, relevant: pl.DataFrame) -> Told:
    """Return how the event claims of the relevant reports are told."""
    ids = relevant.schema["report_id"]
    spans = _spans(work, relevant)
    codes: dict[str, int] = {}
    schema = {"report_id": ids, "key": pl.Categorical, "words": pl.List(pl.UInt32), "follows": pl.Boolean}
    found = [pl.DataFrame(schema=schema)]
    for batch in texts(work.ingest / "documents.parquet"):
        rows = []
        given = batch.with_columns(pl.col("report_id").cast(ids)).join(spans, on="report_id", how="inner")
        for report, text, key, starts, ends in given.iter_rows():
            how = wording(text, set(zip(starts, ends, strict=True)))
            rows.append(
                (report, key, [codes.setdefault(word, len(codes)) for word in how.words], how.follows)
            )
        found.append(pl.DataFrame(rows, schema=schema, orient="row"))
    for cached in (plain, occasion_words):  # they hold passages, which do not come again
        cached.cache_clear()
    return Told(pl.concat(found), list(codes))


def _spans(work: Work, relevant: pl.DataFrame) -> pl.DataFrame:
    """Return the spans of each event claim's telling values: report, key, starts, ends."""
    parts = []
    for file in claim_files(work.extract, "claims_proofs"):
        rows = pl.scan_parquet(file).filter(
            (pl.col("record_type") == "events") & pl.col("field").is_in(FIELDS)
        )
        taken = rows.select("report_id", "key", "char_start", "char_end").collect()
        parts.append(
            taken.with_columns(
                pl.col("report_id").cast(relevant.schema["report_id"], strict=False),
                pl.col("key").cast(pl.Categorical),
            ).join(relevant, on="report_id", how="semi")
        )
    schema = {
        "report_id": relevant.schema["report_id"],
        "key": pl.Categorical,
        "char_start": pl.Int64,
        "char_end": pl.Int64,
    }
    whole = pl.concat([pl.DataFrame(schema=schema), *parts])
    return whole.group_by("report_id", "key").agg("char_start", "char_end")
