"""What a worker does with one slice: reads its reports in a process of its own, which a limit in time can stop.

    python -m flows.extract.slice_reader SHARED NAME SECONDS

A worker runs tasks in threads, where no report could be stopped; and a report that kills its process must not kill the worker.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import threading
import zipfile
from pathlib import Path

from flows.common.paths import PROJECT
from flows.common.storage import Storage, open_storage
from flows.common.version import code_hash
from flows.extract.cache import dump
from flows.extract.pool import Pool
from flows.extract.slices import DONE, JOBS, REGISTRIES, pack, read_jobs
from flows.extract.stage import CODE


class SliceError(RuntimeError):
    """A slice cannot be read here: which, and why."""


def read_slice(shared: str, name: str, seconds: float) -> str:
    """Have a process read one slice; return its name.  Raises SliceError with what the process said last."""
    command = [sys.executable, "-m", __name__, shared, name, str(seconds)]
    ran = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )
    assert ran.stderr is not None  # a pipe was asked for
    said = ran.stderr.read().strip()
    if ran.wait() != 0:
        raise SliceError(
            f"slice {name}: {said.splitlines()[-1] if said else f'the process ended with {ran.returncode}'}"
        )
    return name


def read(shared: Storage, name: str, seconds: float) -> int:
    """Read one slice here, unless it is read already; return how many of its reports were read now.

    Reports that fail are left out: the stage meets them again and says what is wrong with them.
    """
    if shared.has(DONE.format(name)):
        return 0
    jobs, code, registries = read_jobs(shared.read(JOBS.format(name)))
    if code != code_hash(CODE):
        raise SliceError("the code here is another than the run's; install the same version on every machine")
    with tempfile.TemporaryDirectory(prefix="sinergi-") as folder:
        with zipfile.ZipFile(io.BytesIO(shared.read(REGISTRIES.format(registries)))) as archive:
            archive.extractall(folder)
        with Pool(Path(folder) / "registries", 1, seconds) as pool:
            outcomes = pool.results(jobs)
    good = [outcome for outcome in outcomes if outcome.error is None]
    shared.write(DONE.format(name), pack((outcome.key, dump(outcome)) for outcome in good))
    return len(good)


def _end_with_worker() -> None:
    """End this process when the worker that started it ends: its end of the pipe closes."""
    sys.stdin.read()
    os._exit(1)


def main(arguments: list[str]) -> int:
    """Read the slice that the arguments name; one line on standard error where that fails."""
    threading.Thread(target=_end_with_worker, daemon=True).start()
    shared, name, seconds = arguments
    try:
        read(open_storage(shared), name, float(seconds))
    except Exception as error:
        print(f"{type(error).__name__}: {' '.join(str(error).split())[:400]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1:]))
