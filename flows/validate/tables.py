"""Rows against their models: pandera on pieces of bounded size, failing rows marked by number."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb
import pandera.polars as pa
import polars as pl

from flows.validate.report import GateError, Report
from schemas.arrow import columns
from schemas.release import TABLES, TableSpec

PIECE = 250_000
os.environ.setdefault("PANDERA_VALIDATION_DEPTH", "SCHEMA_AND_DATA")


@dataclass(frozen=True, slots=True)
class Mark:
    """A row to set aside: where it stands, and why."""

    table: str
    row: int
    check: str
    reason: str


def key_sql(spec: TableSpec, alias: str = "t") -> str:
    """Return SQL that joins the primary key's parts by `|`."""
    return " || '|' || ".join(f"coalesce({alias}.\"{name}\"::VARCHAR, '')" for name in spec.primary_key)


def pieces(
    con: duckdb.DuckDBPyConnection, name: str, size: int = PIECE
) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield the rows of `name` in pieces, each with the number of its first row."""
    total = count(con, name)
    for start in range(0, total, size):
        piece = con.sql(
            f'SELECT * EXCLUDE (_row) FROM "{name}" WHERE _row >= {start} AND _row < {start + size} ORDER BY _row'
        )
        yield start, _typed(piece.pl(), name)


def _typed(piece: pl.DataFrame, name: str) -> pl.DataFrame:
    """Give times their exact type back: DuckDB hands them over in its own time zone."""
    times = [c for c, t in piece.schema.items() if isinstance(t, pl.Datetime)]
    return (
        piece.with_columns(pl.col(c).dt.convert_time_zone("UTC").dt.cast_time_unit("us") for c in times)
        if times
        else piece
    )


def count(con: duckdb.DuckDBPyConnection, name: str) -> int:
    """Return the number of rows of `name`; for `good_<table>` of those that are not set aside, without looking at them."""
    table = name.removeprefix("good_")
    (rows,) = con.execute(f'SELECT count(*) FROM "{table}"').fetchall()[0]
    if table != name:
        (bad,) = con.execute("SELECT count(*) FROM bad WHERE table_name = ?", [table]).fetchall()[0]
        rows -= bad
    return int(rows)


def check_models(con: duckdb.DuckDBPyConnection, name: str, report: Report, piece: int = PIECE) -> list[Mark]:
    """Validate table `name` against its model; every declared check is reported, failing rows are returned."""
    spec = TABLES[name]
    told = declared(spec)
    failing: dict[str, list[int]] = {check: [] for check in told}
    for start, rows in pieces(con, name, piece):
        for check, numbers in _failures(spec, rows):
            failing.setdefault(check, []).extend(start + number for number in numbers)
    total = count(con, name)
    marks = []
    for check, numbers in failing.items():
        description = told.get(check, check)
        examples = example_ids(con, spec, numbers[:20])
        report.add(check, name, "row", description, total, len(numbers), examples)
        marks += [Mark(name, number, check, f"{check}: {description}") for number in numbers]
    return marks


def declared(spec: TableSpec) -> dict[str, str]:
    """Return the names of every check of a table's model with what each demands."""
    found: dict[str, str] = {}
    schema = spec.model.to_schema()
    infos = {info.name: info for info in columns(spec.model)}
    for name, column in schema.columns.items():
        if not column.nullable:
            found[f"{name}.not_null"] = f"{name} is never empty"
        for check in column.checks:
            codelist = infos[name].codelist
            told = (
                f"is a code of codelist {codelist}"
                if check.name == "isin"
                else str(check.error or check.name)
            )
            found[f"{name}.{check.name}"] = f"{name}: {told}"
    for check in schema.checks:
        function = getattr(spec.model, str(check.name), None)
        said = (getattr(function, "__doc__", None) or str(check.name)).strip().rstrip(".")
        found[str(check.name)] = said
    return found


def _failures(spec: TableSpec, rows: pl.DataFrame) -> Iterator[tuple[str, list[int]]]:
    try:
        spec.model.validate(rows, lazy=True)
    except pa.errors.SchemaErrors as errors:
        for error in errors.schema_errors:
            named = _named(error)
            if named is None:
                continue
            output: Any = error.check_output
            if output is None:
                raise GateError(
                    f"{spec.name}: {' '.join(str(error).split())[:300]}; mend the stage that wrote the table"
                ) from error
            if isinstance(output, pl.LazyFrame):
                output = output.collect()
            passed = output.to_series(output.width - 1).fill_null(False)
            yield named, (~passed).arg_true().to_list()


def _named(error: pa.errors.SchemaError) -> str | None:
    """Return the name of the check that failed; None for uniqueness, which keys are checked for as a whole."""
    reason = getattr(error.reason_code, "name", "")
    if reason == "SERIES_CONTAINS_DUPLICATES":
        return None
    column = error.schema.name if error.schema.__class__.__name__ == "Column" else None
    if reason == "SERIES_CONTAINS_NULLS":
        return f"{column}.not_null"
    check = getattr(error.check, "name", None) or str(error.check)
    return f"{column}.{check}" if column else str(check)


def example_ids(con: duckdb.DuckDBPyConnection, spec: TableSpec, numbers: list[int]) -> list[str]:
    """Return the primary keys of some rows."""
    if not numbers:
        return []
    listed = ",".join(map(str, numbers))
    found = con.execute(
        f'SELECT {key_sql(spec)} FROM "{spec.name}" t WHERE _row IN ({listed}) ORDER BY 1'
    ).fetchall()
    return [row[0] for row in found]
