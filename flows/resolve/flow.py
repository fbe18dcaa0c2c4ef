"""The stage `resolve` as a Prefect flow: claims in, records out."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.common.paths import Work
from flows.common.progress import brief, progress
from flows.resolve.stage import resolve


@task(
    name="resolve claims",
    task_run_name="resolve claims {version}",
    tags=["sinergi", "resolve"],
    cache_policy=NO_CACHE,
)
def resolve_claims(work: Work, raw: Path, previous: Path | None, version: str, as_of: date) -> dict[str, Any]:
    """Make one record of what many reports claim."""
    return dict(resolve(work, raw, previous, version, as_of))


@flow(name="resolve", flow_run_name="resolve {version}", validate_parameters=False)
def resolve_flow(work: Work, raw: Path, previous: Path | None, version: str, as_of: date) -> dict[str, Any]:
    """Resolve claims into actors, programmes and events with lasting ids."""
    with progress.stage("resolve") as counts:
        found = resolve_claims(work, raw, previous, version, as_of)
        counts.update(brief(found))
    with suppress(Exception):  # a summary that cannot be shown stops no run
        create_table_artifact(
            [{"count": k, "value": v} for k, v in counts.items()],
            key="resolve-counts",
            description="What `resolve` counted.",
        )
    return found
