"""The stage `extract` as a Prefect flow: texts in, claims out."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE

from flows.common.paths import Work
from flows.common.progress import brief, progress
from flows.common.settings import load_settings
from flows.common.storage import open_storage
from flows.extract.backend.options import options
from flows.extract.stage import extract

SECONDS = 5.0  # between two looks at how far extraction is


class Bar:
    """How far extraction is, on the terminal and as a progress artifact that is renewed every few seconds."""

    def __init__(self) -> None:
        self._artifact: Any = None
        self._next = time.monotonic() + SECONDS

    def step(self, done: int, total: int) -> None:
        """Show that `done` of `total` reports are read."""
        progress.step(done, total, "reports read:")
        if time.monotonic() < self._next or not total:
            return
        self._next = time.monotonic() + SECONDS
        share = 100.0 * done / total
        with suppress(Exception):  # what cannot be shown stops no run
            if self._artifact is None:
                self._artifact = create_progress_artifact(
                    share, key="extract-progress", description="Reports read, percent."
                )
            else:
                update_progress_artifact(self._artifact, share)


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
    bar = Bar()
    return dict(
        extract(work, raw, processes=processes, report_seconds=report_seconds, model=model, progress=bar.step)
    )


@task(
    name="read slice",
    task_run_name="read slice {name}",
    tags=["sinergi", "extract"],
    cache_policy=NO_CACHE,
    retries=2,
    retry_delay_seconds=5,
)
def read_one_slice(shared: str, name: str, report_seconds: float) -> str:
    """Read some reports on whatever machine this runs."""
    from flows.extract.slice_reader import read_slice

    return read_slice(shared, name, report_seconds)


@flow(name="spread", flow_run_name="spread {version}", validate_parameters=False)
def spread_flow(work: Work, raw: Path, version: str, report_seconds: float, shared: str) -> dict[str, Any]:
    """Have the workers of a cluster read what was not read before; what they could not read is left to `extract`."""
    from flows.extract import slices

    settings = load_settings()
    storage = open_storage(shared)
    names = slices.send(work, raw, storage, settings.slice, options(settings))
    futures = [read_one_slice.submit(shared, name, report_seconds) for name in names]
    failed = 0
    for future in futures:
        future.wait()
        failed += not future.state.is_completed()
    taken = slices.receive(work, raw, storage, names)
    return {"slices": len(names), "slices_failed": failed, "reports": taken}


def spread(work: Work, raw: Path, version: str, report_seconds: float) -> None:
    """Read over the cluster of the settings, if there is one."""
    settings = load_settings()
    if settings.dask is None or settings.shared is None:
        return
    from prefect_dask.task_runners import DaskTaskRunner

    runner: Any = DaskTaskRunner(address=settings.dask)
    shared = settings.shared if "://" in settings.shared else str(Path(settings.shared).absolute())
    with progress.stage("spread") as counts:
        over = spread_flow.with_options(task_runner=runner)
        counts.update(over(work, raw, version, report_seconds, shared))


@flow(name="extract", flow_run_name="extract {version}", validate_parameters=False)
def extract_flow(
    work: Work, raw: Path, version: str, processes: int = 0, report_seconds: float = 30.0
) -> dict[str, Any]:
    """Read relevant reports into claims; work runs over processes inside one task."""
    spread(work, raw, version, report_seconds)
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
