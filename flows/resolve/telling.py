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
    documents: Path, columns: Sequence[str] = ("report_id", "text"), size: int | None = None
) -> Iterator[pl.DataFrame]:
    """Yield `columns` of the documents (a file, or a folder of parts) in batches of `size` or BATCH."""
    for file in sorted(documents.glob("*.parquet")) if documents.is_dir() else [documents]:
        opened = pq.ParquetFile(file, pre_buffer=False)
        for batch in opened.iter_batches(size or BATCH, columns=list(columns)):
            yield pl.DataFrame(pl.from_arrow(batch))


def told(work: Work, relevant: pl.DataFrame) -> Told:
    """Return how the event claims of the relevant reports are told."""
    spans = _spans(work, relevant)
    codes: dict[str, int] = {}
    schema = {
        "report_id": pl.String(),
        "key": pl.Categorical(),
        "words": pl.List(pl.UInt32),
        "follows": pl.Boolean(),
    }
    found = [pl.DataFrame(schema=schema)]
    for batch in texts(work.ingest / "documents.parquet"):
        rows = []
        for report, text, key, starts, ends in batch.join(spans, on="report_id", how="inner").iter_rows():
            how = wording(text, set(zip(starts, ends, strict=True)))
            rows.append(
                (report, key, [codes.setdefault(word, len(codes)) for word in how.words], how.follows)
            )
        found.append(pl.DataFrame(rows, schema=schema, orient="row"))
    for cached in (plain, occasion_words):  # they hold passages, which do not come again
        cached.cache_clear()
    claims = pl.concat(found).with_columns(pl.col("report_id").cast(relevant.schema["report_id"]))
    return Told(claims, list(codes))


def _spans(work: Work, relevant: pl.DataFrame) -> pl.DataFrame:
    """Return the spans of each event claim's telling values: report, key, starts, ends."""
    columns = {
        "report_id": pl.String(),
        "key": pl.Categorical(),
        "char_start": pl.Int64(),
        "char_end": pl.Int64(),
    }
    parts = [pl.DataFrame(schema=columns)]
    for file in claim_files(work.extract, "claims_proofs"):
        rows = pl.scan_parquet(file).filter(
            (pl.col("record_type") == "events") & pl.col("field").is_in(FIELDS)
        )
        parts.append(rows.select(pl.col(name).cast(dtype) for name, dtype in columns.items()).collect())
    whole = pl.concat(parts).join(relevant.cast(pl.String), on="report_id", how="semi")
    return whole.group_by("report_id", "key").agg("char_start", "char_end")
