"""The only reader and writer of the Parquet tables that stages hand to each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema, polars_schema
from schemas.columns import Table

GROUP = 1024 * 1024  # rows of a row group


def frame(rows: Iterable[Mapping[str, Any]], model: type[Table]) -> pl.DataFrame:
    """Return `rows` as a frame with exactly the columns and types of `model`; missing keys are null."""
    return pl.DataFrame(list(rows), schema=polars_schema(model), orient="row")


def write(table: pl.DataFrame, model: type[Table], path: Path) -> Path:
    """Write `table` to `path` as Parquet with the schema of `model`, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    arrow = table.select(polars_schema(model).names()).to_arrow().cast(arrow_schema(model))
    pq.write_table(arrow, partial, compression="zstd", compression_level=3)
    os.replace(partial, path)
    return path


def write_groups(batches: Iterable[pa.RecordBatch], model: type[Table], path: Path) -> int:
    """Write record batches of any size to `path` as `write` would write them in one; return the number of rows.

    What is held at a time is one row group, however many rows there are.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    schema = arrow_schema(model)
    rows, waiting = 0, pa.Table.from_batches([], schema)
    with pq.ParquetWriter(partial, schema, compression="zstd", compression_level=3) as writer:
        for batch in batches:
            waiting = pa.concat_tables(
                [waiting, pa.Table.from_batches([batch]).select(schema.names).cast(schema)]
            )
            while waiting.num_rows >= GROUP:
                writer.write_table(waiting.slice(0, GROUP).combine_chunks())
                rows, waiting = rows + GROUP, waiting.slice(GROUP)
        if waiting.num_rows or not rows:
            writer.write_table(waiting.combine_chunks())
    os.replace(partial, path)
    return rows + int(waiting.num_rows)


def read(path: Path, model: type[Table], columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Read the table at `path` (a file, or a folder of parts), in the columns (of `columns` alone) and types of `model`."""
    schema = {name: polars_schema(model)[name] for name in columns or polars_schema(model)}
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.exists() else []
    if not files:
        return pl.DataFrame(schema=schema)
    parts = [pl.read_parquet(file, columns=list(schema), hive_partitioning=False) for file in files]
    return pl.concat(parts, how="vertical").select(pl.col(name).cast(dtype) for name, dtype in schema.items())
