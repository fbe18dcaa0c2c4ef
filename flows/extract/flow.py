"""The stage `extract` as a Prefect flow: texts in, claims out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.common.paths import Work
from flows.common.progress import brief, progress
from flows.common.settings import load_settings
from flows.extract.backend.options import options
from flows.extract.stage import extract


@task(
    name="read reports",
    task_run_name="read reports {version}",
    tags=["sinergi", "extract"],
    cache_policy=NO_CACHE,
)
def read_reports(
    work: Work, raw: Path, version: str, processes: int = 0, report_seconds: float = 30.0
) -> dict[str, Any]:
    """Read every relevant report that was not read before."""
    model = options(load_settings())
    return dict(extract(work, raw, processes=processes, report_seconds=report_seconds, model=model))


@flow(name="extract", flow_run_name="extract {version}", validate_parameters=False)
def extract_flow(
    work: Work, raw: Path, version: str, processes: int = 0, report_seconds: float = 30.0
) -> dict[str, Any]:
    """Read relevant reports into claims; work runs over processes inside one task."""
    with progress.stage("extract") as counts:
        found = read_reports(work, raw, version, processes, report_seconds)
        counts.update(brief(found))
    with suppress(Exception):  # a summary that cannot be shown stops no run
        create_table_artifact(
            [{"count": k, "value": v} for k, v in counts.items()],
            key="extract-counts",
            description="What `extract` counted.",
        )
    return found
