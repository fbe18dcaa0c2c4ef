"""The stage `ingest` as a Prefect flow: documents in, texts out."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.common.progress import brief, progress
from flows.ingest.stage import ingest


def is_passing(task: Any, run: Any, state: Any) -> bool:
    """True where the error may pass by itself: a network or a disk, not a document."""
    return isinstance(state.result(raise_on_failure=False), (OSError, TimeoutError))


@task(
    name="capture outlets",
    tags=["sinergi", "ingest", "network"],
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[60, 600],
    retry_condition_fn=is_passing,
)
def capture_outlets(raw: Path) -> dict[str, int]:
    """Fetch what the active outlets list anew; what cannot be fetched is counted and left for the next time."""
    from flows.ingest.capture import capture_sources

    return capture_sources([], raw, IssueLog("capture"))


@flow(name="capture", validate_parameters=False)
def capture_flow(raw: Path) -> dict[str, int]:
    """Capture from the active outlets before documents are read."""
    with progress.stage("capture") as counts:
        counts.update(capture_outlets(raw))
    return counts


@task(
    name="read documents",
    task_run_name="read documents {version}",
    tags=["sinergi", "ingest"],
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=[5, 60],
    retry_condition_fn=is_passing,
)
def read_documents(
    sources: tuple[Path, ...], work: Work, raw: Path, previous: Path | None, version: str
) -> dict[str, Any]:
    """Read every document; what hangs on a network or a disk is tried again."""
    return dict(ingest(sources, work, raw, previous))


@flow(name="ingest", flow_run_name="ingest {version}", validate_parameters=False)
def ingest_flow(
    sources: tuple[Path, ...], work: Work, raw: Path, previous: Path | None, version: str
) -> dict[str, Any]:
    """Read documents into texts with language, relevance and syndication."""
    with progress.stage("ingest") as counts:
        found = read_documents(sources, work, raw, previous, version)
        counts.update(brief(found))
    with suppress(Exception):  # a summary that cannot be shown stops no run
        create_table_artifact(
            [{"count": k, "value": v} for k, v in counts.items()],
            key="ingest-counts",
            description="What `ingest` counted.",
        )
    return found
