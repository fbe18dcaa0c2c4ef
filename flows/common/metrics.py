"""What a run took and counted, kept as rows of one Parquet table beside the releases."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.common import tables
from schemas.runs import RunMetrics

FOLDER = "runs"
TABLE = "metrics.parquet"


def add(
    out: Path,
    version: str,
    how: str,
    outcome: str,
    started: datetime,
    stages: Mapping[str, Mapping[str, float]],
) -> Path:
    """Add one run to the table in `out`; return its path.  A table that cannot be read is moved aside."""
    path = out / FOLDER / TABLE
    run_id = f"{started.astimezone(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}"
    rows = [
        {
            "run_id": run_id,
            "started_at": started.astimezone(UTC),
            "version": version,
            "how": how,
            "outcome": outcome,
            "stage": stage,
            "measure": measure,
            "value": value,
        }
        for stage, measures in stages.items()
        for measure, value in measures.items()
    ]
    return tables.write(pl.concat([read(out), tables.frame(rows, RunMetrics)]), RunMetrics, path)


def read(out: Path) -> pl.DataFrame:
    """Return the metrics of the runs into `out`, the oldest first."""
    path = out / FOLDER / TABLE
    try:
        return tables.read(path, RunMetrics)
    except pl.exceptions.PolarsError:
        os.replace(path, path.with_suffix(".spoilt"))
        return tables.read(path, RunMetrics)


def runs(table: pl.DataFrame) -> Iterator[tuple[dict[str, Any], dict[tuple[str, str], float]]]:
    """Yield every run: its own columns, and its values by stage and measure."""
    for (run_id,), rows in table.group_by("run_id", maintain_order=True):
        first = rows.row(0, named=True)
        own = {name: first[name] for name in ("started_at", "version", "how", "outcome")} | {"run_id": run_id}
        yield own, {(s, m): v for s, m, v in rows.select("stage", "measure", "value").iter_rows()}
