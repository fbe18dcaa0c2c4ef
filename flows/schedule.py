"""The deployments that `sinergi schedule` serves; `flows/prefect.yaml` holds the same for a work pool."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.schedules import Cron

from flows import run
from flows.common.settings import Settings, load_settings
from flows.extract.flow import extract_flow
from flows.ingest.flow import capture_flow, ingest_flow
from flows.release import release, stages, tell

HOURS = 3600


@flow(
    name="incremental",
    flow_run_name="incremental {documents}",
    retries=1,
    retry_delay_seconds=300,
    timeout_seconds=6 * HOURS,
    on_failure=[tell],
    on_crashed=[tell],
)
def incremental(documents: str | None = None, out: str | None = None) -> dict[str, Any]:
    """Take in and read what is new, so that the next release finds it read; no release is made."""
    settings = load_settings()
    if settings.capture:
        capture_flow(settings.raw)
    job = run.plan(
        settings,
        sources=(Path(documents),) if documents else (),
        out=Path(out) if out else None,
        force=True,
    )
    assert isinstance(job, run.Job)  # a forced plan always is
    with run.locked(job.work):
        run.begin(job)
        taken = ingest_flow(job.sources, job.work, job.raw, job.previous, job.version)
        return taken | extract_flow(job.work, job.raw, job.version, job.processes, job.report_seconds)


@flow(
    name="backfill",
    flow_run_name="backfill {start} to {end}",
    timeout_seconds=48 * HOURS,
    on_failure=[tell],
    on_crashed=[tell],
)
def backfill(
    start: date, end: date, out: str, documents: str | None = None, step_days: int = 30
) -> list[str]:
    """Make one release as of `start` and of every `step_days` after it up to `end`, in the folder `out`.

    Releases that are there already stand; a backfill that was cut short goes on where it stopped.
    """
    made = []
    for number in range((end - start).days // step_days + 1):
        day = start + timedelta(days=number * step_days)
        if (Path(out).absolute() / f"{day}.1").exists():
            get_run_logger().info("release %s.1 is there", day)
            continue
        job = run.plan(
            load_settings(),
            sources=(Path(documents),) if documents else (),
            out=Path(out),
            version=f"{day}.1",
            as_of=day,
            force=True,
        )
        assert isinstance(job, run.Job)  # a forced plan always is
        made.append(str(stages(job)))
    return made


def deployments(settings: Settings) -> list[RunnerDeployment]:
    """The daily intake, the weekly release, and the two that people start by hand."""
    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
    out = {"out": str(settings.out)}
    return [
        RunnerDeployment.from_flow(
            incremental,
            name="daily",
            schedules=[Cron(settings.daily_cron, timezone=settings.timezone)],
            parameters=out,
            tags=["sinergi", "daily"],
            concurrency_limit=one,
            description="Takes in and reads what is new.",
        ),
        RunnerDeployment.from_flow(
            release,
            name="weekly",
            schedules=[Cron(settings.weekly_cron, timezone=settings.timezone)],
            parameters=out,
            tags=["sinergi", "weekly"],
            concurrency_limit=one,
            description="Makes a release, if there is anything new.",
        ),
        RunnerDeployment.from_flow(
            release,
            name="re-extract",
            parameters={**out, "afresh": True},
            tags=["sinergi", "manual"],
            concurrency_limit=one,
            description="Reads every report again and makes a release.",
        ),
        RunnerDeployment.from_flow(
            backfill,
            name="backfill",
            parameters={"out": str(settings.work / "backfill")},
            tags=["sinergi", "manual"],
            concurrency_limit=one,
            description="Makes releases as of past dates, in a folder of their own.",
        ),
    ]


def serve_deployments(settings: Settings) -> None:
    """Serve the deployments until the process is ended; runs start here, one at a time."""
    serve(*deployments(settings), limit=1, print_starting_message=False)
