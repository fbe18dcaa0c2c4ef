"""sinergi.duckdb: every table with comments and the ready views, readable by DuckDB 1.4 and later."""

from __future__ import annotations

import struct
from pathlib import Path

import duckdb

from flows.publish import views
from flows.publish.parquet import quoted, scan
from schemas.arrow import columns
from schemas.release import TABLES

STORAGE = "v1.4.0"
_HEADER = 4096  # one main header and two database headers of this size, each led by its checksum
_ID = slice(124, 140)  # the random identifier that DuckDB writes into the main header
_ID_AGAIN = slice(124, 140)


def write(
    data: Path, path: Path, version: str, as_of: str, schema_version: str, previous: str | None
) -> None:
    """Write the database file from the Parquet files in `data`."""
    con = duckdb.connect(
        config={
            "threads": 1,
            "autoinstall_known_extensions": "false",
            "TimeZone": "UTC",
            "memory_limit": "1500MB",
        }
    )
    try:
        con.execute(f"ATTACH {quoted(path)} AS release (STORAGE_VERSION {quoted(STORAGE)})")
        con.execute("USE release")
        for name, spec in TABLES.items():
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM {scan(data, name)}")
            for info in columns(spec.model):
                if not info.nullable:
                    con.execute(f'ALTER TABLE {name} ALTER "{info.name}" SET NOT NULL')
        for statement in (
            *views.comments("TABLE"),
            *views.release_view(version, as_of, schema_version, previous),
            *views.create_views(),
        ):
            con.execute(statement)
        con.execute("USE memory")
        con.execute("CHECKPOINT release")
        con.execute("DETACH release")
    finally:
        con.close()


def checksum(block: bytes) -> int:
    """Return DuckDB's checksum of a header's bytes."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        result ^= (word * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    return result
