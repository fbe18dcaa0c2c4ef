"""Reads reports in this process or in several, each report on its own: one that fails stops no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import forkserver
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from flows.extract.claims import rows
from flows.extract.dates import infer_published
from flows.extract.model import Report
from flows.extract.protocol import Extractor, Rules
from flows.extract.reader import Resources, load_resources
from flows.extract.segment import segment, sentences

if TYPE_CHECKING:  # a process that reads needs no tables, whose libraries take long to load
    from flows.extract.backend.beside import Answered

PRELOAD = "flows.extract.preload"


@dataclass(frozen=True, slots=True)
class Job:
    """One report to read, and the key that its reading is kept under."""

    report_id: str
    text: str
    lang: str
    published: date | None
    publisher: str | None
    key: str
    answer: Answered | None = None  # of a model


@dataclass(slots=True)
class Outcome:
    """What came of one report: rows of the claims tables, or an error in words."""

    report_id: str
    key: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    published: date | None = None
    relevant: bool = True
    seconds: float = 0.0
    issues: list[str] = field(default_factory=list)
    code: str = ""
    error: str | None = None


class _TooLong(Exception):
    pass


class Pool:
    """Hands reports to processes and takes their outcomes in the order of submission."""

    def __init__(self, registries: Path, workers: int, seconds: float) -> None:
        self._registries = registries
        self._workers = workers
        self._seconds = seconds
        self._executor: ProcessPoolExecutor | None = None
        self._resources: Resources | None = None
        self._queue: list[tuple[Sequence[Job], Future[list[Outcome]]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._executor:
            self._executor.shutdown(wait=kind is None, cancel_futures=True)
            # ended here and waited for, so that what its processes used is counted; at exit it would only be left
            forkserver._forkserver._stop()  # type: ignore[attr-defined]

    def submit(self, jobs: Sequence[Job]) -> None:
        """Start reading `jobs`; with one worker they are read when their results are asked for."""
        if jobs and self._workers > 1:
            if self._executor is None:
                self._executor = self._start(self._workers)
            self._queue.append((jobs, self._executor.submit(_read_many, list(jobs))))

    def results(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Return the outcomes of `jobs`, which must be asked for in the order of submission."""
        if not jobs:
            return []
        if self._workers == 1:
            if self._resources is None:
                self._resources = load_resources(self._registries)
            return [_read_one(job, self._resources, self._seconds) for job in jobs]
        _, future = self._queue.pop(0)
        try:
            return future.result()
        except BrokenProcessPool:
            outcomes = self._alone(jobs)
            self._restart()
            return outcomes

    def _start(self, workers: int) -> ProcessPoolExecutor:
        """Start processes, forked from one that has the word lists loaded and no threads."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([PRELOAD])
        return ProcessPoolExecutor(workers, context, _begin, (str(self._registries), self._seconds))

    def _restart(self) -> None:
        """Start anew after a process died, with everything that was not read yet."""
        if self._executor:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = executor = self._start(self._workers)
        self._queue = [
            (
                jobs,
                future
                if future.done() and not future.exception()
                else executor.submit(_read_many, list(jobs)),
            )
            for jobs, future in self._queue
        ]

    def _alone(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Read `jobs` one by one in a process of their own, to find the one that kills it."""
        outcomes: list[Outcome] = []
        executor = self._start(1)
        for job in jobs:
            try:
                outcomes += executor.submit(_read_many, [job]).result()
            except BrokenProcessPool:
                outcomes.append(
                    Outcome(
                        job.report_id,
                        job.key,
                        code="died",
                        error="the process that read it died (out of memory?)",
                    )
                )
                executor = self._start(1)
        executor.shutdown()
        return outcomes


_state: dict[str, Any] = {}


def _begin(registries: str, seconds: float) -> None:
    """Prepare a process: it has the word lists, or loads them once, and ends when the run that started it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _state["resources"] = load_resources(Path(registries))
    _state["seconds"] = seconds


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _read_many(jobs: list[Job]) -> list[Outcome]:
    return [_read_one(job, _state["resources"], _state["seconds"]) for job in jobs]


def _read_one(job: Job, resources: Resources, seconds: float) -> Outcome:
    outcome = Outcome(job.report_id, job.key)
    report = Report(job.report_id, job.text, job.lang, job.published, job.publisher)
    begin = time.perf_counter()
    try:
        with _limit(seconds):
            rules = Rules(resources)
            extractor: Extractor = job.answer.beside(rules) if job.answer else rules
            reading = extractor.read(report)
            outcome.rows = rows(reading)
            outcome.issues = list(reading.issues)
            if job.published is None:
                found = infer_published(report, sentences(report.text, segment(report.text)))
                outcome.published = found[0] if found else None
    except _TooLong:
        outcome.code, outcome.error = (
            "too_long",
            f"reading took more than {seconds:g} s; see report_seconds in the settings",
        )
    except RecursionError:
        outcome.code, outcome.error = "failed", "reading nests too deeply"
    except MemoryError:
        outcome.code, outcome.error = "failed", "reading needs more memory than there is"
    except Exception as error:
        outcome.code, outcome.error = "failed", f"reading failed: {_place(error)}"
    outcome.seconds = round(time.perf_counter() - begin, 6)
    return outcome


def _place(error: Exception) -> str:
    """Return the error and the innermost place of it in words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}: {error}{where}"


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    """Raise _TooLong in this thread after `seconds`; outside a main thread there is no limit."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    begin = time.monotonic()
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - begin), 0.001), interval)
