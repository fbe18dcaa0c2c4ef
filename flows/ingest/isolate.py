"""Reading in separate processes that are really stopped when a document takes too long or brings its reader down."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import cast

from flows.ingest import limits
from flows.ingest.model import Outcome, Unit

_PROJECT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0
_WORTH_A_PROCESS = 40
"""Units after which one more process is started: for fewer, its start costs more than it saves."""


class StoppedError(Exception):
    """The reading process ran out of time or died."""


class _Reader:
    """One reading process."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(_PROJECT), *(p for p in sys.path if p)])
        environment = {**os.environ, "PYTHONPATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.ingest.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._fresh = True

    def read(self, unit: Unit, seconds: float) -> Outcome:
        """Have one unit read within `seconds`."""
        deadline = time.monotonic() + seconds + (_START_SECONDS if self._fresh else 0.0)
        request = pickle.dumps(unit, protocol=5)
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        watchdog = threading.Timer(deadline - time.monotonic(), self._process.kill)
        watchdog.start()
        try:
            stdin.write(struct.pack(">I", len(request)) + request)
            stdin.flush()
            size = struct.unpack(">I", self._take(4))[0]
            outcome = cast(Outcome, pickle.loads(self._take(size)))
        except (OSError, StoppedError, pickle.UnpicklingError, EOFError) as error:
            self.stop()
            late = time.monotonic() >= deadline
            raise StoppedError(
                f"it took longer than {seconds:.0f} seconds" if late else "its process died"
            ) from error
        finally:
            watchdog.cancel()
        self._fresh = False
        return outcome

    def _take(self, size: int) -> bytes:
        stdout = self._process.stdout
        assert stdout is not None
        data = stdout.read(size)
        if len(data) < size:
            raise StoppedError
        return data

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class Readers:
    """A few reading processes, started when first needed; use as a context manager."""

    def __init__(self, processes: int | None = None, seconds: float = limits.MAX_SECONDS) -> None:
        self._count = processes or max(1, min(8, len(os.sched_getaffinity(0))))
        self._seconds = seconds
        self._idle: queue.SimpleQueue[_Reader | None] = queue.SimpleQueue()
        self._submitted = self._places = 0
        self._threads = ThreadPoolExecutor(self._count)

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            reader = self._idle.get()
            if reader is not None:
                reader.stop()

    def submit(self, unit: Unit) -> Future[Outcome]:
        """Have `unit` read; a reader that has to be stopped gives a problem instead of readings."""
        if self._places < self._count and self._submitted >= _WORTH_A_PROCESS * self._places:
            self._places += 1
            self._idle.put(None)
        self._submitted += 1
        return self._threads.submit(self._read, unit)

    def _read(self, unit: Unit) -> Outcome:
        reader = self._idle.get() or _Reader()
        try:
            outcome = reader.read(unit, self._seconds)
        except StoppedError as stopped:
            outcome = Outcome()
            outcome.note("error", "reader_stopped", f"Reading was stopped: {stopped}.")
            self._idle.put(None)
            return outcome
        self._idle.put(reader)
        return outcome

    def in_order(self, jobs: Iterable[tuple[Unit, Outcome | None]]) -> Iterator[tuple[Unit, Outcome]]:
        """Give every unit its outcome, in the order of `jobs`; those that have one already pass through."""
        from flows.ingest.analyse import analyse, isolated

        waiting: deque[tuple[Unit, Outcome | Future[Outcome]]] = deque()
        for unit, known in jobs:
            waiting.append((unit, known or (self.submit(unit) if isolated(unit) else analyse(unit))))
            while waiting and (len(waiting) >= 8 * self._count or isinstance(waiting[0][1], Outcome)):
                yield _settled(waiting.popleft())
        while waiting:
            yield _settled(waiting.popleft())


def _settled(job: tuple[Unit, Outcome | Future[Outcome]]) -> tuple[Unit, Outcome]:
    unit, outcome = job
    return unit, outcome if isinstance(outcome, Outcome) else outcome.result()
