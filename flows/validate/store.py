"""The tables under check in DuckDB: loaded once with row numbers, rows marked, good rows written out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.validate.report import QUARANTINE, GateError
from flows.validate.tables import Mark, count, key_sql
from schemas.arrow import arrow_schema, columns
from schemas.release import TABLES

CHECKED = tuple(name for name in TABLES if name != "changes")
MEMORY = "1500MB"


def open_store(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return an in-memory database of bounded size that spills to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(folder / ".spill"),
            "autoinstall_known_extensions": "false",
            "TimeZone": "UTC",
        }
    )
    con.execute("SET enable_progress_bar = false")
    con.execute('CREATE TABLE bad (table_name VARCHAR, "row" BIGINT, "check" VARCHAR, reason VARCHAR)')
    return con


def load(con: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    """Load `name` from `folder` (a file, or a folder of parts) with the number of each row in `_row`."""
    whole, parts = folder / f"{name}.parquet", folder / name
    files = [whole] if whole.is_file() else sorted((whole if whole.is_dir() else parts).glob("*.parquet"))
    if not files:
        raise GateError(f"{whole}: missing; run `sinergi resolve` first")
    wanted = [column.name for column in columns(TABLES[name].model)]
    for file in files:
        given = pq.read_schema(file).names
        if given != wanted:
            odd = sorted(set(wanted) ^ set(given)) or ["their order"]
            raise GateError(
                f"{file}: columns differ from the contract ({', '.join(odd)}); run `sinergi resolve` again"
            )
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    con.execute(
        f'CREATE TABLE "{name}" AS SELECT (row_number() OVER ()) - 1 AS _row, * FROM read_parquet([{listed}])'
    )
    con.execute(
        f'CREATE VIEW "good_{name}" AS SELECT * FROM "{name}" t '
        f"WHERE NOT EXISTS (FROM bad b WHERE b.table_name = '{name}' AND b.\"row\" = t._row)"
    )


def mark(con: duckdb.DuckDBPyConnection, marks: Iterable[Mark]) -> int:
    """Set rows aside; a row keeps the first reason given."""
    listed = [(m.table, m.row, m.check, m.reason) for m in marks]
    if not listed:
        return 0
    frame = pl.DataFrame(
        listed,
        schema={"table_name": pl.String, "row": pl.Int64, "check": pl.String, "reason": pl.String},
        orient="row",
    ).unique(["table_name", "row"], keep="first", maintain_order=True)
    before = count(con, "bad")
    con.register("marks", frame.to_arrow())
    con.execute(
        "INSERT INTO bad SELECT m.* FROM marks m WHERE NOT EXISTS "
        '(FROM bad b WHERE b.table_name = m.table_name AND b."row" = m."row")'
    )
    con.unregister("marks")
    return count(con, "bad") - before


def rows_where(con: duckdb.DuckDBPyConnection, name: str, where: str) -> list[tuple[int, str]]:
    """Return (row number, record id) of the good rows of `name` for which `where` holds (alias `t`)."""
    spec = TABLES[name]
    found = con.execute(f'SELECT t._row, {key_sql(spec)} FROM "good_{name}" t WHERE {where} ORDER BY t._row')
    return [(int(row), str(key)) for row, key in found.fetchall()]


def quarantined(con: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """Return every row set aside: table, record id, check, reason and the row as JSON."""
    parts = []
    for name in CHECKED:
        spec = TABLES[name]
        fields = ", ".join(f'"{column.name}" := t."{column.name}"' for column in columns(spec.model))
        found: pl.DataFrame = con.sql(
            f'SELECT b.table_name, {key_sql(spec)} AS record_id, b."check", b.reason, '
            f'to_json(struct_pack({fields}))::VARCHAR AS row FROM bad b JOIN "{name}" t ON t._row = b."row" '
            f'WHERE b.table_name = \'{name}\' ORDER BY record_id, b."check", b."row"'
        ).pl()
        parts.append(found.cast(QUARANTINE))  # type: ignore[arg-type]
    return pl.concat(parts)


def write_good(con: duckdb.DuckDBPyConnection, name: str, path: Path) -> int:
    """Write the good rows of `name`, in their order, to `path`; return how many."""
    schema = arrow_schema(TABLES[name].model)
    listed = ", ".join(f'"{field.name}"' for field in schema)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    written = 0
    with pq.ParquetWriter(partial, schema, compression="zstd", compression_level=3) as writer:
        reader = con.sql(f'SELECT {listed} FROM "good_{name}" ORDER BY _row').to_arrow_reader(100_000)
        for batch in reader:
            writer.write_table(_cast(batch, schema))
            written += batch.num_rows
    os.replace(partial, path)
    return written


def _cast(batch: Any, schema: Any) -> Any:
    table = pa.Table.from_batches([batch]).cast(schema)
    return table.combine_chunks()
