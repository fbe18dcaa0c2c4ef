"""A disk that fills up, a folder that cannot be written, an interface that goes away: one line, and the next run is whole."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.common.paths import NOTES, PROJECT
from flows.common.version import tree_hash
from flows.run import releases

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disk") / "notes"
    folder.mkdir()
    for name in ("n001", "n002", "n009"):
        for path in NOTES.glob(f"*/{name}.md"):
            shutil.copy(path, folder)
    return folder


def run(
    notes: Path, out: Path, work: Path, *more: str, **surroundings: object
) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SINERGI_"))
    }
    arguments = [
        "run",
        "--documents",
        str(notes),
        "--out",
        str(out),
        "--version",
        "2025-12-31.1",
        "--as-of",
        "2025-12-31",
    ]
    return subprocess.run(
        [sys.executable, "-m", "flows", *arguments, *(more or ("--direct",))],
        env=clean | {"SINERGI_WORK": str(work), "SINERGI_SETTINGS": "/none"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
        **surroundings,  # type: ignore[call-overload]
    )


@pytest.fixture(scope="module")
def calm(notes: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("calm")
    done = run(notes, folder / "out", folder / "work")
    assert done.returncode == 0, done.stderr
    return tree_hash(folder / "out" / "2025-12-31.1")


def one_line(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert [line.startswith("error: ") for line in done.stderr.splitlines()].count(True) == 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB; needs the right to mount."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount a file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_of_releases(notes: Path, calm: str, small_disk: Path, tmp_path: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(3 << 20))
    out = small_disk / "out"
    one_line(run(notes, out, tmp_path / "work"))
    assert releases(out) == []
    assert not (out / "latest.json").exists()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    ballast.unlink()
    assert run(notes, out, tmp_path / "work").returncode == 0
    assert tree_hash(out / "2025-12-31.1") == calm


def test_a_full_disk_of_work(notes: Path, calm: str, small_disk: Path, tmp_path: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes((4 << 20) - 40_000))
    one_line(run(notes, tmp_path / "out", small_disk / "work"))
    assert releases(tmp_path / "out") == []
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    ballast.unlink()
    assert run(notes, tmp_path / "out", small_disk / "work").returncode == 0
    assert tree_hash(tmp_path / "out" / "2025-12-31.1") == calm


@pytest.mark.parametrize("limit", [2_000, 20_000, 200_000])
def test_files_that_may_not_grow(notes: Path, calm: str, tmp_path: Path, limit: int) -> None:
    def bound() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    one_line(run(notes, tmp_path / "out", tmp_path / "work", preexec_fn=bound))
    assert releases(tmp_path / "out") == []
    done = run(notes, tmp_path / "out", tmp_path / "work")
    assert done.returncode == 0, done.stderr
    assert tree_hash(tmp_path / "out" / "2025-12-31.1") == calm


def test_a_clock_that_was_set_back(notes: Path, tmp_path: Path) -> None:
    """Without --as-of, the day is never before that of the latest release."""
    ahead = ["--direct", "--version", "2990-01-01.1", "--as-of", "2990-01-01"]
    assert run(notes, tmp_path / "out", tmp_path / "work", *ahead).returncode == 0
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SINERGI_"))
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "flows",
            "run",
            "--direct",
            "--force",
            "--documents",
            str(notes),
            "--out",
            str(tmp_path / "out"),
        ],
        env=clean | {"SINERGI_WORK": str(tmp_path / "work"), "SINERGI_SETTINGS": "/none"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert [folder.name for folder in releases(tmp_path / "out")] == ["2990-01-01.1", "2990-01-01.2"]


JUMPS = """
import datetime, itertools, sys, time
import flows.common.progress, flows.run
from flows.cli import main

years = itertools.cycle([1971, 2038, 2026, 1999])

class Jumping(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime(next(years), 1, 1, tzinfo=tz)

time.time = lambda: Jumping.now(datetime.UTC).timestamp()
flows.run.datetime = flows.common.progress.datetime = Jumping
main()
"""


def test_a_clock_that_jumps_while_a_run_works(notes: Path, calm: str, tmp_path: Path) -> None:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SINERGI_"))
    }
    done = subprocess.run(
        [sys.executable, "-c", JUMPS, "run", "--direct", "--documents", str(notes), "--out", str(tmp_path / "out"),
         "--version", "2025-12-31.1", "--as-of", "2025-12-31"],
        env=clean | {"SINERGI_WORK": str(tmp_path / "work"), "SINERGI_SETTINGS": "/none", "SINERGI_LOG_FORMAT": "json"},
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert '"1971-' in done.stderr or '"2038-' in done.stderr  # the clock did jump
    assert tree_hash(tmp_path / "out" / "2025-12-31.1") == calm


@pytest.mark.parametrize("megabytes", [1_200, 1_800])
def test_memory_that_runs_out(notes: Path, calm: str, tmp_path: Path, megabytes: int) -> None:
    """Refused memory ends a run in words or as a kill does; either way nothing half-made stands, and the next run is whole."""

    def bound() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    done = run(notes, tmp_path / "out", tmp_path / "work", preexec_fn=bound)
    if done.returncode == 0:
        assert tree_hash(tmp_path / "out" / "2025-12-31.1") == calm
        return
    assert releases(tmp_path / "out") == []
    assert not (tmp_path / "out" / "latest.json").exists()
    assert run(notes, tmp_path / "out", tmp_path / "work").returncode == 0
    assert tree_hash(tmp_path / "out" / "2025-12-31.1") == calm


def test_the_interface_goes_away_in_mid_run(notes: Path, calm: str, tmp_path: Path) -> None:
    """The server that a run through Prefect talks to is killed while it works; the next run is whole."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SINERGI_"))
    }
    clean |= {"SINERGI_WORK": str(tmp_path / "work"), "SINERGI_SETTINGS": "/none"}
    clean |= {"PREFECT_CLIENT_MAX_RETRIES": "0"}
    command = [
        sys.executable,
        "-m",
        "flows",
        "run",
        "--documents",
        str(notes),
        "--out",
        str(tmp_path / "out"),
    ]
    command += ["--version", "2025-12-31.1", "--as-of", "2025-12-31"]
    started = subprocess.Popen(command, env=clean, cwd=PROJECT, stderr=subprocess.PIPE, text=True)
    assert started.stderr is not None
    for line in started.stderr:
        if line.startswith("ingest"):
            break
    for child in children(started.pid):
        os.kill(child, signal.SIGKILL)
    begin = time.monotonic()
    rest = started.stderr.read()
    code = started.wait(120)
    assert time.monotonic() - begin < 120
    assert code in (0, 1), rest
    assert "Traceback" not in rest
    if code:
        assert releases(tmp_path / "out") == []
        assert run(notes, tmp_path / "out", tmp_path / "work").returncode == 0
    assert tree_hash(tmp_path / "out" / "2025-12-31.1") == calm


def children(process: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{process}/task").iterdir():
        found += [int(child) for child in (task / "children").read_text().split()]
    return found
