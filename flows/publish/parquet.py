"""The Parquet files of a release: sorted, described, with statistics, page index and Bloom filters."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from schemas import SCHEMA_VERSION
from schemas.arrow import arrow_schema, columns
from schemas.release import TableSpec

ROW_GROUP = 65_536
LICENCE = "CC-BY-4.0"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
MEMORY = "1500MB"


def database(spill: Path) -> duckdb.DuckDBPyConnection:
    """Return an in-memory database of bounded size that spills to `spill` and reaches for nothing outside."""
    con = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "TimeZone": "UTC",
        }
    )
    con.execute("SET enable_progress_bar = false")
    return con


def quoted(path: Path | str) -> str:
    """Return a path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def files_of(folder: Path, name: str) -> list[Path]:
    """Return the Parquet files of table `name`: one file, or the parts in a folder of that name."""
    whole = folder / f"{name}.parquet"
    if whole.is_file():
        return [whole]
    return sorted((whole if whole.is_dir() else folder / name).glob("*.parquet"))


def scan(folder: Path, name: str) -> str:
    """Return SQL that reads table `name` from `folder`."""
    return f"read_parquet([{', '.join(quoted(path) for path in files_of(folder, name))}])"


def dictionary(spec: TableSpec) -> dict[str, Any]:
    """Return what a table is: description, key and columns, as it stands in the file and in datapackage.json."""
    return {
        "name": spec.name,
        "description": (spec.model.__doc__ or "").strip(),
        "primary_key": list(spec.primary_key),
        "sorted_by": list(spec.sort_by),
        "columns": [
            {
                "name": info.name,
                "title": info.title,
                "description": info.description,
                "type": str(arrow_schema(spec.model).field(info.name).type),
                "nullable": info.nullable,
                **({"codelist": info.codelist} if info.codelist else {}),
                **({"references": info.references} if info.references else {}),
            }
            for info in columns(spec.model)
        ],
    }


def file_schema(spec: TableSpec, version: str) -> pa.Schema:
    """Return the Arrow schema of a released file, with version, licence and dictionary in its metadata."""
    return arrow_schema(spec.model).with_metadata(
        {
            "sinergi.table": spec.name,
            "sinergi.version": version,
            "sinergi.schema_version": SCHEMA_VERSION,
            "sinergi.licence": LICENCE,
            "sinergi.licence_url": LICENCE_URL,
            "sinergi.dictionary": json.dumps(dictionary(spec), ensure_ascii=False),
        }
    )


def write_sorted(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[str],
    spec: TableSpec,
    path: Path,
    version: str,
    within: Sequence[str] | None = None,
) -> int:
    """Write the rows of `sources` (SQL) to `path` in the table's order; return how many.

    Several sources follow one another in that order already, and each is sorted by the columns `within`, which is
    less work than sorting all of them at once.
    """
    schema = file_schema(spec, version)
    listed = ", ".join(f'"{field.name}"' for field in schema)
    order = ", ".join(f'"{name}" ASC NULLS LAST' for name in within or spec.sort_by)
    total = sum(int(con.sql(f"SELECT count(*) FROM {source}").fetchall()[0][0]) for source in sources)
    batches = (
        batch
        for source in sources
        for batch in con.sql(f"SELECT {listed} FROM {source} ORDER BY {order}").to_arrow_reader(ROW_GROUP)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(path, schema, **_options(spec, schema, total)) as writer:
        for group in _groups(batches, schema):
            writer.write_table(group, row_group_size=ROW_GROUP)
    return total


def _groups(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.Table]:
    """Yield tables of exactly ROW_GROUP rows (the last may be shorter), whatever pieces are given."""
    waiting: list[pa.RecordBatch] = []
    held = 0
    for batch in batches:
        waiting.append(batch)
        held += batch.num_rows
        while held >= ROW_GROUP:
            table = pa.Table.from_batches(waiting)
            yield _typed(table.slice(0, ROW_GROUP), schema)
            rest = table.slice(ROW_GROUP)
            waiting, held = rest.to_batches(), rest.num_rows
    if held:
        yield _typed(pa.Table.from_batches(waiting), schema)


def _typed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    return table.combine_chunks().cast(schema)


def _options(spec: TableSpec, schema: pa.Schema, rows: int) -> dict[str, Any]:
    ids = [
        field.name
        for field in schema
        if field.name.endswith("_id")
        and field.type == pa.string()
        and field.name not in {"name_id", "title_id"}
    ]
    sorting = [pq.SortingColumn(schema.get_field_index(name), nulls_first=False) for name in spec.sort_by]
    return {
        "compression": "zstd",
        "compression_level": 3,
        "version": "2.6",
        "data_page_version": "2.0",
        "write_page_index": True,
        "write_page_checksum": True,
        "sorting_columns": sorting,
        "bloom_filter_options": {name: {"ndv": max(1, min(rows, ROW_GROUP)), "fpp": 0.01} for name in ids},
        "store_schema": True,
    }
