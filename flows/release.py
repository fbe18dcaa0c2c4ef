"""The flow of a release: ingest -> extract -> resolve -> validate -> publish."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from flows import run
from flows.common.notify import notify
from flows.common.progress import progress
from flows.common.settings import load_settings
from flows.extract.flow import extract_flow
from flows.ingest.flow import ingest_flow
from flows.publish.flow import publish_flow
from flows.resolve.flow import resolve_flow
from flows.validate.flow import validate_flow


def stages(job: run.Job) -> Path:
    """Run the five stages, each a flow of its own, and return the folder of the release."""
    progress.also = log_line
    with run.locked(job.work), run.measured(job, "prefect"):
        run.begin(job)
        ingest_flow(job.sources, job.work, job.raw, job.previous, job.version)
        extract_flow(job.work, job.raw, job.version, job.processes, job.report_seconds)
        resolve_flow(job.work, job.raw, job.previous, job.version, job.as_of)
        validate_flow(job.work, job.raw, job.gold, job.previous, job.version, job.as_of)
        return publish_flow(job.work, job.out, job.version, job.as_of, job.inputs)


def log_line(message: str, level: str) -> None:
    """Let Prefect's page show what a run says."""
    with suppress(Exception):  # outside of a flow run, or without its API, there is nothing to show it on
        get_run_logger().log(logging.getLevelNamesMapping()[level.upper()], "%s", message)


def tell(flow: Any, flow_run: Any, state: Any) -> None:
    """Tell the webhook of a run that failed or crashed."""
    notify(load_settings(), str(flow_run.name), str(state.message or state.name))


make = flow(name="release", flow_run_name="release {job.version}", validate_parameters=False)(stages)


def make_once(job: run.Job) -> Path:
    """Run `make` in this process, without the heartbeats that a server's own runs need."""
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        return make(job)


@flow(
    name="scheduled-release",
    flow_run_name="release as of {as_of}",
    retries=1,
    retry_delay_seconds=300,
    timeout_seconds=24 * 3600,
    on_failure=[tell],
    on_crashed=[tell],
)
def release(
    documents: str | None = None,
    gold: str | None = None,
    out: str | None = None,
    version: str | None = None,
    as_of: date | None = None,
    force: bool = False,
    afresh: bool = False,
) -> str:
    """Make a release of what is new; say so where nothing is.  `afresh` reads every report again."""
    job = run.plan(
        load_settings(),
        sources=(Path(documents),) if documents else (),
        gold=Path(gold) if gold else None,
        out=Path(out) if out else None,
        version=version,
        as_of=as_of,
        force=force or afresh,
    )
    if isinstance(job, run.Unchanged):
        get_run_logger().info("nothing new: %s (%s)", job.release, job.reason)
        progress.say(f"nothing new: {job.release} stands; {job.reason}")
        return str(job.release)
    if afresh:
        run.clear(job.work.root / "cache")
        run.clear(job.work.extract)
    return str(stages(job))
