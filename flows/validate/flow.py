"""The stage `validate` as a Prefect flow: records in, checked records out."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.common.paths import Work
from flows.common.progress import checked, progress
from flows.validate.stage import validate


@task(
    name="check tables",
    task_run_name="check tables {version}",
    tags=["sinergi", "validate"],
    cache_policy=NO_CACHE,
)
def check_tables(
    work: Work, raw: Path, gold: Path | None, previous: Path | None, version: str, as_of: date
) -> dict[str, Any]:
    """Check every table against the contract, and the run against the gold set."""
    return dict(validate(work, raw, gold, previous, version, as_of))


@flow(name="validate", flow_run_name="validate {version}", validate_parameters=False)
def validate_flow(
    work: Work, raw: Path, gold: Path | None, previous: Path | None, version: str, as_of: date
) -> dict[str, Any]:
    """Check the tables; rows that break the contract are set aside."""
    with progress.stage("validate") as counts:
        found = check_tables(work, raw, gold, previous, version, as_of)
        counts.update(checked(found))
    with suppress(Exception):  # a summary that cannot be shown stops no run
        create_table_artifact(
            [{"count": k, "value": v} for k, v in counts.items()],
            key="validate-counts",
            description="What `validate` counted.",
        )
    return found
