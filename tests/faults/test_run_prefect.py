"""The run through Prefect: quiet, the same bytes as a direct run, and failing in one line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.common.paths import NOTES, PROJECT
from flows.common.version import tree_hash

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]

FAILS = """
import sys
import flows.resolve.stage as stage

def resolve(*arguments):
    raise ZeroDivisionError("nothing to divide by")

stage.resolve = resolve
from flows.cli import main
main()
"""


def environment(folder: Path, **more: str) -> dict[str, str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "SINERGI_"))
    }
    return (
        clean | {"SINERGI_WORK": str(folder / "work"), "SINERGI_SETTINGS": str(folder / "none.toml")} | more
    )


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prefect") / "notes"
    folder.mkdir()
    for name in ("n001", "n002", "n009"):
        for path in NOTES.glob(f"*/{name}.md"):
            (folder / path.name).write_bytes(path.read_bytes())
    return folder


def arguments(notes: Path, out: Path) -> list[str]:
    return [
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


def test_through_prefect_gives_the_bytes_of_a_direct_run(notes: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows", *arguments(notes, tmp_path / "prefect")],
        env=environment(tmp_path),
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert [line.split()[0] for line in lines] == [
        "release",
        "ingest",
        "extract",
        "resolve",
        "validate",
        "publish",
    ]
    subprocess.run(
        [sys.executable, "-m", "flows", *arguments(notes, tmp_path / "direct"), "--direct"],
        env=environment(tmp_path),
        cwd=PROJECT,
        check=True,
        capture_output=True,
    )
    assert tree_hash(tmp_path / "prefect" / "2025-12-31.1") == tree_hash(tmp_path / "direct" / "2025-12-31.1")


def test_a_failed_run_through_prefect_is_one_line(notes: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FAILS, *arguments(notes, tmp_path / "out")],
        env=environment(tmp_path),
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("error: nothing to divide by (ZeroDivisionError")
    assert not list((tmp_path / "out").glob("2*"))


def wait(what: str, seconds: float, ready: Any) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = ready()
        if found:
            return found
        time.sleep(0.5)
    raise AssertionError(f"{what}: not within {seconds} s")


def post(api: str, path: str, **body: Any) -> Any:
    answer = httpx.post(f"{api}{path}", json=body, timeout=60)
    for _ in range(20):  # SQLite is busy now and then, and the server says so
        if answer.status_code != 503:
            break
        time.sleep(1)
        answer = httpx.post(f"{api}{path}", json=body, timeout=60)
    answer.raise_for_status()
    return answer.json()


def healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def deployed(api: str) -> dict[str, dict[str, Any]]:
    return {found["name"]: found for found in post(api, "/deployments/filter", limit=20)}


class Server:
    """Prefect's own server on loopback, on SQLite, and the processes that talk to it."""

    def __init__(self, folder: Path, notes: Path) -> None:
        port = free_port()
        self.folder, self.api = folder, f"http://127.0.0.1:{port}/api"
        self.environment = environment(
            folder,
            PREFECT_HOME=str(folder / "prefect"),
            PREFECT_API_URL=self.api,
            PREFECT_SERVER_ANALYTICS_ENABLED="false",
            DO_NOT_TRACK="1",
            PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS="2",
            PREFECT_WORKER_QUERY_SECONDS="2",
            SINERGI_PREFECT_API=self.api,
            SINERGI_DOCUMENTS=str(notes),
            SINERGI_OUT=str(folder / "out"),
            SINERGI_DAILY_CRON="* * * * *",
            SINERGI_CAPTURE="false",
        )
        (folder / "prefect").mkdir()
        self.log = (folder / "log").open("w")
        self._processes: list[subprocess.Popen[bytes]] = []
        self.start("prefect", "server", "start", "--port", str(port))
        wait("server", 180, lambda: healthy(self.api))

    def start(self, command: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command of the environment; it ends with the test."""
        started = subprocess.Popen(
            [str(Path(sys.executable).parent / command), *arguments],
            env=self.environment,
            cwd=PROJECT,
            stdout=self.log,
            stderr=self.log,
        )
        self._processes.append(started)
        return started

    def call(self, *arguments: str) -> None:
        """Run a command of Prefect to its end."""
        assert self.start("prefect", "--no-prompt", *arguments).wait(120) == 0, self.said()

    def run(self, deployment: str) -> dict[str, Any]:
        """Start a run of a deployment, wait for its end and return it; it must have completed."""
        made = post(self.api, f"/deployments/{deployment}/create_flow_run", state={"type": "SCHEDULED"})
        state = wait("run", 500, lambda: finished(self.api, made["id"]))
        assert state == "COMPLETED", self.said()
        return dict(httpx.get(f"{self.api}/flow_runs/{made['id']}", timeout=60).json())

    def said(self) -> str:
        """The last lines of everything that was started."""
        return (self.folder / "log").read_text()[-3000:]

    def end(self, *processes: subprocess.Popen[bytes]) -> None:
        """End some processes, or all of them, the latest first."""
        for process in processes or reversed(self._processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="module")
def server(notes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("server"), notes)
    yield started
    started.end()


def test_served_schedules(server: Server) -> None:
    """Served deployments: a release started from one, what its page shows, a schedule that fires."""
    serving = server.start("sinergi", "schedule")
    api = server.api
    found = wait("deployments", 180, lambda: deployed(api) if len(deployed(api)) == 4 else None)
    assert set(found) == {"daily", "weekly", "re-extract", "backfill"}
    assert all(one["global_concurrency_limit"]["limit"] == 1 for one in found.values())
    made = server.run(found["weekly"]["id"])
    assert made["name"].startswith("release as of ")
    assert set(made["tags"]) >= {"sinergi", "weekly"}
    assert len(list((server.folder / "out").glob("*/manifest.json"))) == 1
    kinds = {artifact["key"] for artifact in post(api, "/artifacts/filter", limit=50)}
    wanted = {f"{stage}-counts" for stage in ("ingest", "extract", "resolve", "validate")}
    assert wanted | {"release", "release-changes"} <= kinds
    lines = wait("lines", 60, lambda: logged(api, "publish"))
    # the schedule of every minute may have read them before
    assert any(line.startswith("extract") and ("3 read" in line or "3 cached" in line) for line in lines)
    wait("schedule", 300, lambda: fired(api, found["daily"]["id"]))
    server.end(serving)


def test_a_work_pool_and_its_worker(server: Server) -> None:
    """The deployments of flows/prefect.yaml on a work pool: a worker makes a release, and a second has nothing to do."""
    server.environment["SINERGI_OUT"] = str(server.folder / "pool")
    server.call("work-pool", "create", "sinergi", "--type", "process")
    server.call("deploy", "--all", "--prefect-file", "flows/prefect.yaml")
    found = {name: one for name, one in deployed(server.api).items() if one["work_pool_name"] == "sinergi"}
    assert set(found) == {"daily", "weekly", "re-extract", "backfill"}
    assert all(one["global_concurrency_limit"]["limit"] == 1 for one in found.values())
    server.start("prefect", "worker", "start", "--pool", "sinergi")
    server.run(found["weekly"]["id"])
    assert len(list((server.folder / "pool").glob("*/manifest.json"))) == 1
    server.run(found["weekly"]["id"])
    assert len(list((server.folder / "pool").glob("*/manifest.json"))) == 1
    wait("lines", 90, lambda: logged(server.api, "nothing new"))


def logged(api: str, start: str) -> list[str]:
    """Every line that the server keeps of runs, once one begins with `start`."""
    lines = [entry["message"] for entry in post(api, "/logs/filter", limit=200, sort="TIMESTAMP_DESC")]
    return lines if any(line.startswith(start) for line in lines) else []


def finished(api: str, run_id: str) -> str | None:
    state = httpx.get(f"{api}/flow_runs/{run_id}", timeout=60).json()["state_type"]
    return state if state in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None


def fired(api: str, deployment: str) -> bool:
    runs = post(
        api,
        "/flow_runs/filter",
        flow_runs={"deployment_id": {"any_": [deployment]}, "state": {"type": {"any_": ["COMPLETED"]}}},
    )
    return len(runs) > 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
