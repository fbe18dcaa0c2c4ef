"""Extraction over a Dask cluster on loopback: the bytes of one process, also when a worker is killed in mid-run.

A cluster takes minutes, so `SINERGI_KILLS=all pytest tests/faults/test_run_cluster.py` asks for it.  What a worker does, and
what becomes of one that is killed, every run of the tests sees without a cluster in tests/unit/extract/test_slices.py.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from flows.common.paths import NOTES, PROJECT
from flows.common.version import tree_hash

pytest.importorskip("prefect_dask", reason="needs the packages of the extra `cluster`")
ALL = os.environ.get("SINERGI_KILLS") == "all"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(1200),
    pytest.mark.skipif(not ALL, reason="SINERGI_KILLS=all"),
]

BIN = Path(sys.executable).parent
VERSION = "2025-12-31.1"
NOTES_READ = 44  # three slices


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(what: str, seconds: float, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.1)


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


class Cluster:
    """A Prefect server, a Dask scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.api_port, self.dask_port = free_port(), free_port()
        self.api = f"http://127.0.0.1:{self.api_port}/api"
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "SINERGI_", "DASK_"))}
        (folder / "prefect").mkdir()
        self.environment = clean | {
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "SINERGI_SETTINGS": "/none",
            "SINERGI_PREFECT_API": self.api,
            "SINERGI_DASK": f"tcp://127.0.0.1:{self.dask_port}",
            "SINERGI_SHARED": str(folder / "shared"),
            "SINERGI_SLICE": "16",
        }
        self.log = (folder / "log").open("w")
        self.server = self.start("prefect", "server", "start", "--port", str(self.api_port))
        scheduler = (
            "dask",
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.dask_port),
            "--no-dashboard",
        )
        self.scheduler = self.start(*scheduler)
        wait("scheduler", 60, lambda: listening(self.dask_port))
        self.workers = [self.worker(number) for number in range(2)]
        wait("server", 180, lambda: healthy(self.api))

    def start(self, command: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(BIN / command), *arguments],
            env=self.environment,
            cwd=PROJECT,
            stdout=self.log,
            stderr=self.log,
        )

    def worker(self, number: int) -> subprocess.Popen[bytes]:
        place = self.folder / f"worker{number}"
        address = f"tcp://127.0.0.1:{self.dask_port}"
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(place))
        return self.start("dask", "worker", address, "--host", "127.0.0.1", *options)

    def end(self) -> None:
        for process in (*self.workers, self.scheduler, self.server):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        self.log.close()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    started = Cluster(tmp_path_factory.mktemp("cluster"))
    yield started
    started.end()


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notes")
    for path in sorted(NOTES.rglob("n*.md"))[:NOTES_READ]:
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def command(notes: Path, out: Path, *more: str) -> list[str]:
    made = ["--version", VERSION, "--as-of", VERSION[:10], *more]
    return [sys.executable, "-m", "flows", "run", "--documents", str(notes), "--out", str(out), *made]


@pytest.fixture(scope="module")
def alone(notes: Path, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The release that one process makes."""
    folder = tmp_path_factory.mktemp("alone")
    environment = cluster.environment | {"SINERGI_WORK": str(folder / "work")}
    subprocess.run(
        command(notes, folder / "out", "--direct"),
        env=environment,
        cwd=PROJECT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return tree_hash(folder / "out" / VERSION)


@contextmanager
def running(cluster: Cluster, notes: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    environment = cluster.environment | {"SINERGI_WORK": str(folder / "work")}
    started = subprocess.Popen(
        command(notes, folder / "out"),
        env=environment,
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield started
    started.kill()
    started.wait()


def test_several_workers_give_the_bytes_of_one_process(
    cluster: Cluster, notes: Path, alone: str, tmp_path: Path
) -> None:
    with running(cluster, notes, tmp_path) as started:
        _, said = started.communicate(timeout=900)
    assert started.returncode == 0, said
    spread = next(line for line in said.splitlines() if line.startswith("spread"))
    assert "0 slices failed" in spread
    extracted = next(line for line in said.splitlines() if line.startswith("extract"))
    assert " 0 read" in extracted  # everything came from the workers
    assert tree_hash(tmp_path / "out" / VERSION) == alone
    assert not list((cluster.folder / "shared" / "slices").iterdir())


def test_a_worker_killed_in_mid_run_is_survived(
    cluster: Cluster, notes: Path, alone: str, tmp_path: Path
) -> None:
    done = cluster.folder / "shared" / "read"
    with running(cluster, notes, tmp_path) as started:
        wait("a slice", 400, lambda: done.is_dir() and any(done.iterdir()))
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        cluster.workers[0].wait()
        _, said = started.communicate(timeout=900)
    assert started.returncode == 0, said
    spread = next(line for line in said.splitlines() if line.startswith("spread"))
    assert "0 slices failed" in spread
    assert tree_hash(tmp_path / "out" / VERSION) == alone


def test_a_run_killed_in_mid_run_does_not_read_again_what_was_read(
    cluster: Cluster, notes: Path, alone: str, tmp_path: Path
) -> None:
    done = cluster.folder / "shared" / "read"
    with running(cluster, notes, tmp_path) as started:
        wait("a slice", 400, lambda: any(done.iterdir()))
        started.kill()
    first = {path.name: path.stat().st_mtime_ns for path in done.iterdir()}
    again = subprocess.Popen(
        command(notes, tmp_path / "out"),
        env=cluster.environment | {"SINERGI_WORK": str(tmp_path / "work")},
        cwd=PROJECT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert again.stderr is not None
    standing: dict[str, int] = {}
    for line in again.stderr:
        if line.startswith("ingest"):
            wait("slices", 120, lambda: len(list(done.iterdir())) > len(first) or again.poll() is not None)
            standing = {path.name: path.stat().st_mtime_ns for path in done.iterdir()}
    assert again.wait(300) == 0
    assert first
    assert {name: standing.get(name) for name in first} == first
    assert tree_hash(tmp_path / "out" / VERSION) == alone
