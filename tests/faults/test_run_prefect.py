"""The run through Prefect: quiet, the same bytes as a direct run, and failing in one line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.common.paths import NOTES, PROJECT
from flows.common.version import tree_hash

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

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
    answer = httpx.post(f"{api}{path}", json=body, timeout=20)
    answer.raise_for_status()
    return answer.json()


def healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def deployed(api: str) -> dict[str, dict[str, Any]]:
    return {found["name"]: found for found in post(api, "/deployments/filter", limit=20)}


def test_schedules_on_a_server_of_its_own(notes: Path, tmp_path: Path, free_port: int) -> None:
    """Server, served deployments, a release started from one, a schedule that fires, a webhook on failure."""
    api = f"http://127.0.0.1:{free_port}/api"
    surroundings = environment(
        tmp_path,
        PREFECT_HOME=str(tmp_path / "prefect"),
        PREFECT_API_URL=api,
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        DO_NOT_TRACK="1",
        PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS="2",
        SINERGI_PREFECT_API=api,
        SINERGI_DOCUMENTS=str(notes),
        SINERGI_OUT=str(tmp_path / "out"),
        SINERGI_DAILY_CRON="* * * * *",
        SINERGI_CAPTURE="false",
    )
    (tmp_path / "prefect").mkdir()
    bin_folder = Path(sys.executable).parent
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            [bin_folder / "prefect", "server", "start", "--port", str(free_port)],
            env=surroundings,
            cwd=PROJECT,
            stdout=log,
            stderr=log,
        )
        serving = None
        try:
            wait("server", 90, lambda: healthy(api))
            serving = subprocess.Popen(
                [sys.executable, "-m", "flows", "schedule"],
                env=surroundings,
                cwd=PROJECT,
                stdout=log,
                stderr=log,
            )
            found = wait("deployments", 60, lambda: deployed(api) if len(deployed(api)) == 4 else None)
            assert set(found) == {"daily", "weekly", "re-extract", "backfill"}
            assert all(one["global_concurrency_limit"]["limit"] == 1 for one in found.values())
            made = post(
                api, f"/deployments/{found['weekly']['id']}/create_flow_run", state={"type": "SCHEDULED"}
            )
            state = wait("release", 120, lambda: finished(api, made["id"]))
            assert state == "COMPLETED", (tmp_path / "log").read_text()[-3000:]
            assert len(list((tmp_path / "out").glob("*/manifest.json"))) == 1
            kinds = {artifact["key"] for artifact in post(api, "/artifacts/filter", limit=50)}
            assert {
                "ingest-counts",
                "extract-counts",
                "resolve-counts",
                "validate-counts",
                "release",
            } <= kinds
            wait("schedule", 120, lambda: fired(api, found["daily"]["id"]))
        finally:
            for process in (serving, server):
                if process is not None:
                    process.terminate()
                    try:
                        process.wait(20)
                    except subprocess.TimeoutExpired:
                        process.kill()


def finished(api: str, run_id: str) -> str | None:
    state = httpx.get(f"{api}/flow_runs/{run_id}", timeout=10).json()["state_type"]
    return state if state in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None


def fired(api: str, deployment: str) -> bool:
    runs = post(
        api,
        "/flow_runs/filter",
        flow_runs={"deployment_id": {"any_": [deployment]}, "state": {"type": {"any_": ["COMPLETED"]}}},
    )
    return len(runs) > 0


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
