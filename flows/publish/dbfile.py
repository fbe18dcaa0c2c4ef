"""sinergi.duckdb: every table with comments and the ready views, readable by DuckDB 1.4 and later."""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from flows.common.paths import PROJECT
from flows.publish import views
from flows.publish.files import PublishError
from flows.publish.parquet import MEMORY, files_of, quoted, scan
from schemas.arrow import columns
from schemas.release import TABLES

STORAGE = "v1.4.0"
_HEADER = 4096  # a main header and two database headers of this size, each led by its checksum
_SEAL = slice(124, 140)  # the random identifier that DuckDB writes into the headers
PLAIN_ROWS = 2_000_000  # up to here columns are stored plainly, which is what makes the bytes repeatable


def write(
    data: Path, path: Path, version: str, as_of: str, schema_version: str, previous: str | None
) -> None:
    """Write the database file from the Parquet files in `data`, in a process whose memory starts as zeros.

    DuckDB writes unused bytes as it finds them in memory: zeroed memory and plainly stored columns make the
    file the same for the same tables.
    """
    environment = {**os.environ, "DUCKDB_JE_MALLOC_CONF": "zero:true", "PYTHONPATH": str(PROJECT)}
    told = [str(data), str(path), version, as_of, schema_version, previous or ""]
    done = subprocess.run(
        [sys.executable, "-m", "flows.publish.dbfile", *told],
        env=environment,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PublishError(f"{path.name}: cannot be written: {said[-1] if said else 'no reason given'}")
    seal(path, version)


def fill(data: Path, path: Path, version: str, as_of: str, schema_version: str, previous: str | None) -> None:
    """Write tables, comments and views into a new database file at `path`."""
    con = duckdb.connect(
        config={
            "threads": 1,
            "autoinstall_known_extensions": "false",
            "TimeZone": "UTC",
            "memory_limit": MEMORY,
            "temp_directory": f"{path}.spill",
        }
    )
    try:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"ATTACH {quoted(path)} AS release (STORAGE_VERSION {quoted(STORAGE)})")
        con.execute("USE release")
        if _rows(data) <= PLAIN_ROWS:
            con.execute("PRAGMA force_compression = 'uncompressed'")
        for name, spec in TABLES.items():
            con.execute(f"CREATE TABLE {name} AS SELECT * FROM {scan(data, name)}")
            for info in columns(spec.model):
                if not info.nullable:
                    con.execute(f'ALTER TABLE {name} ALTER "{info.name}" SET NOT NULL')
        con.execute("CREATE UNIQUE INDEX events_by_id ON events (event_id)")  # its rows stand by date
        for statement in (
            *views.comments("TABLE"),
            *views.release_view(version, as_of, schema_version, previous),
            *views.store_views(),
        ):
            con.execute(statement)
        con.execute("USE memory")
        con.execute("CHECKPOINT release")
        con.execute("DETACH release")
    finally:
        con.close()
        shutil.rmtree(f"{path}.spill", ignore_errors=True)


def _rows(data: Path) -> int:
    return sum(pq.read_metadata(file).num_rows for name in TABLES for file in files_of(data, name))


def seal(path: Path, version: str) -> None:
    """Replace the random identifier in the file's headers by one made from the version, and mend their checksums."""
    identity = hashlib.sha256(f"sinergi {version}".encode()).digest()[:16]
    with path.open("r+b") as file:
        for place in range(3):
            file.seek(place * _HEADER)
            header = bytearray(file.read(_HEADER))
            if struct.unpack_from("<Q", header)[0] != checksum(bytes(header[8:])):
                return  # a later format: left as it is
            if any(header[_SEAL]):
                header[_SEAL] = identity
                struct.pack_into("<Q", header, 0, checksum(bytes(header[8:])))
                file.seek(place * _HEADER)
                file.write(header)


def checksum(block: bytes) -> int:
    """Return DuckDB's checksum of a header's bytes."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        result ^= (word * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    return result


if __name__ == "__main__":
    given = sys.argv[1:]
    fill(Path(given[0]), Path(given[1]), given[2], given[3], given[4], given[5] or None)
