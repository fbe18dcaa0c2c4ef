"""The only reader and writer of the Parquet tables that stages hand to each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from schemas.arrow import arrow_schema, polars_schema
from schemas.columns import Table


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


def read(path: Path, model: type[Table]) -> pl.DataFrame:
    """Read the table at `path` (a file, or a folder of parts), in the columns and types of `model`."""
    if not path.exists():
        return pl.DataFrame(schema=polars_schema(model))
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    if not files:
        return pl.DataFrame(schema=polars_schema(model))
    return pl.concat(
        [pl.read_parquet(file, hive_partitioning=False) for file in files], how="vertical"
    ).select([pl.col(name).cast(dtype) for name, dtype in polars_schema(model).items()])
