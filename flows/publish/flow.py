"""The stage `publish` as a Prefect flow: checked records in, a release out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from flows.common.paths import Work
from flows.common.progress import progress
from flows.publish.stage import publish


@task(
    name="write release",
    task_run_name="write release {version}",
    tags=["sinergi", "publish"],
    cache_policy=NO_CACHE,
)
def write_release(work: Work, out: Path, version: str, as_of: date, inputs: Mapping[str, str]) -> Path:
    """Write the release aside, verify it, and move it into place."""
    return Path(publish(work, out, version, as_of, inputs))


@flow(name="publish", flow_run_name="publish {version}", validate_parameters=False)
def publish_flow(work: Work, out: Path, version: str, as_of: date, inputs: Mapping[str, str]) -> Path:
    """Publish the release; the pointers move last."""
    with progress.stage("publish") as counts:
        folder = write_release(work, out, version, as_of, inputs)
        counts["release"] = str(folder)
    with suppress(Exception):  # a summary that cannot be shown stops no run
        create_link_artifact(
            folder.resolve().as_uri(), key="release", link_text=version, description="The release."
        )
        create_markdown_artifact(
            (folder / "CHANGES.md").read_text(encoding="utf-8"),
            key="release-changes",
            description="What changed.",
        )
    return folder
