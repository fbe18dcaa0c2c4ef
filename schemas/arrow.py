"""From a pandera model to a pyarrow schema with NOT NULL and descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl
import pyarrow as pa

from schemas.columns import Table

_SCALARS: dict[Any, pa.DataType] = {
    pl.String: pa.string(),
    pl.Int64: pa.int64(),
    pl.Float64: pa.float64(),
    pl.Boolean: pa.bool_(),
    pl.Date: pa.date32(),
}


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What the contract says of one column."""

    name: str
    title: str
    description: str
    dtype: pl.DataType
    nullable: bool
    codelist: str | None
    evidence: bool
    references: str | None


@cache
def columns(model: type[Table]) -> tuple[ColumnInfo, ...]:
    """Return the columns of `model` in order, with everything that the contract says of them."""
    return tuple(
        ColumnInfo(
            name=name,
            title=spec.title,
            description=spec.description,
            dtype=spec.dtype.type if isinstance(spec.dtype.type, pl.DataType) else spec.dtype.type(),
            nullable=spec.nullable,
            codelist=spec.metadata["codelist"],
            evidence=spec.metadata["evidence"],
            references=spec.metadata["references"],
        )
        for name, spec in model.to_schema().columns.items()
    )


def polars_schema(model: type[Table]) -> pl.Schema:
    """Return the polars schema (name -> type) of `model`."""
    return pl.Schema({column.name: column.dtype for column in columns(model)})


def _instance(dtype: Any) -> pl.DataType:
    """Return a polars type given as a class or an instance as an instance."""
    made: pl.DataType = dtype if isinstance(dtype, pl.DataType) else dtype()
    return made


def arrow_type(dtype: pl.DataType) -> pa.DataType:
    """Return the Arrow type that a released column of polars type `dtype` is stored as."""
    if isinstance(dtype, pl.List):
        return pa.list_(pa.field("element", arrow_type(_instance(dtype.inner)), nullable=False))
    if isinstance(dtype, pl.Datetime):
        return pa.timestamp("us", tz="UTC")
    return _SCALARS[dtype.base_type()]


@cache
def arrow_schema(model: type[Table]) -> pa.Schema:
    """Return the Arrow schema of `model`: types, NOT NULL, title and description as field metadata."""
    return pa.schema(
        [
            pa.field(
                column.name,
                arrow_type(column.dtype),
                nullable=column.nullable,
                metadata={"title": column.title, "description": column.description},
            )
            for column in columns(model)
        ]
    )
