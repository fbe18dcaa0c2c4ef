"""The table of documents as `extract` needs it: what decides a reading for all reports, whole rows of those to be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

CHUNK = 16  # reports per message to a process
DECIDING = ("report_id", "text_sha256", "lang", "published_at", "publisher")
_ROW = ["report_id", "source_ref", "text", "text_sha256", "lang", "published_at", "publisher", "is_relevant"]


def files(path: Path) -> list[Path]:
    """The files of the table: one, or those of a folder of parts."""
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


def rows_of(path: Path) -> int:
    """The number of documents."""
    return sum(pq.read_metadata(file).num_rows for file in files(path))


def deciding(path: Path) -> pl.DataFrame:
    """What decides how each report is read, its source and whether it is relevant, without the texts, in the table's order."""
    wanted = [*DECIDING, "source_ref", "is_relevant"]
    return pl.concat([pl.read_parquet(file, columns=wanted, hive_partitioning=False) for file in files(path)])


def chunks(path: Path, wanted: pl.Series | None = None) -> Iterator[list[dict[str, Any]]]:
    """Relevant documents with their texts, some at a time; `wanted` says of each row of the table whether it is asked for."""
    at = 0
    for file in files(path):
        with pq.ParquetFile(file) as table:
            rows = table.metadata.num_rows
            asked = None if wanted is None else wanted[at : at + rows]
            at += rows
            if asked is None or asked.any():
                yield from _of_file(table, asked)


def _of_file(table: pq.ParquetFile, wanted: pl.Series | None) -> Iterator[list[dict[str, Any]]]:
    at = 0
    for batch in table.iter_batches(CHUNK * 16, columns=_ROW):
        asked = batch.column(_ROW.index("is_relevant"))
        if wanted is not None:
            asked = wanted[at : at + batch.num_rows].to_arrow()
        at += batch.num_rows
        rows = batch.filter(asked).to_pylist()
        for start in range(0, len(rows), CHUNK):
            yield rows[start : start + CHUNK]
