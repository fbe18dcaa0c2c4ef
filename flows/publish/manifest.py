"""manifest.json: what a release holds, what it was made from, and what it changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from flows.common.version import code_hash
from flows.publish.delta import lock_hash
from flows.publish.files import sha256
from flows.publish.parquet import LICENCE
from schemas import SCHEMA_VERSION
from schemas.release import TABLES

OPS = ("added", "changed", "removed", "merged", "split")


def build(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    version: str,
    as_of: date,
    previous: str | None,
    inputs: Mapping[str, str],
) -> dict[str, Any]:
    """Return the manifest of the release in `folder`; `con` holds its `changes`."""
    ops: dict[str, dict[str, int]] = {}
    for table, op, rows in con.sql(
        "SELECT table_name, op, count(*) FROM changes GROUP BY ALL ORDER BY ALL"
    ).fetchall():
        ops.setdefault(table, {})[op] = rows
    return {
        "name": "sinergi",
        "version": version,
        "as_of": as_of.isoformat(),
        "previous": previous,
        "schema_version": SCHEMA_VERSION,
        "licence": LICENCE,
        "code_sha256": code_hash(),
        "lock_sha256": lock_hash(),
        "inputs": dict(sorted(inputs.items())),
        "tables": {name: _table(folder, name, ops.get(name, {})) for name in TABLES},
    }


def _table(folder: Path, name: str, ops: Mapping[str, int]) -> dict[str, Any]:
    path = folder / "data" / f"{name}.parquet"
    return {
        "path": f"data/{name}.parquet",
        "sha256": sha256(path),
        "bytes": path.stat().st_size,
        "rows": pq.ParquetFile(path).metadata.num_rows,
        "primary_key": list(TABLES[name].primary_key),
        **{op: ops.get(op, 0) for op in OPS},
    }
