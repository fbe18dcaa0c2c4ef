"""Killed with -9 anywhere, a run leaves no half-release, and the next one gives the same bytes as an undisturbed one.

Every run of the tests kills some thirty times; `SINERGI_KILLS=all pytest tests/faults/test_run_kill.py` kills more
than a hundred times at random and at every step in which a release is put in place.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows import run
from flows.common.paths import NOTES, PROJECT
from flows.common.version import tree_hash
from flows.publish import pointers
from flows.publish.verify import verify

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

ALL = os.environ.get("SINERGI_KILLS") == "all"
ROUNDS = 10 if ALL else 2
KILLS = 10  # per round
STEP_ROUNDS = 4 if ALL else 2
LAST_STEPS = 24 if ALL else 14  # eight of them keep the metrics, after the release stands
SPACING = 17 if ALL else 67  # steps
CORPUS = ("n001", "n002", "n009", "n012", "n020", "n031")


class Zygote:
    """A process with everything loaded that runs and kills; see zygote.py."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes = folder / "notes"
        self.notes.mkdir()
        for name in CORPUS:
            for path in NOTES.glob(f"*/{name}.md"):
                shutil.copy(path, self.notes)
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("zygote.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
        )

    def run(self, place: str, version: str = "2025-12-31.1", **when: Any) -> dict[str, Any]:
        """Run into `folder/place/out`, killed `after` seconds or at `step`, or not at all."""
        order = {
            "arguments": [
                "run",
                "--direct",
                "--documents",
                str(self.notes),
                "--out",
                str(self.folder / place / "out"),
                "--version",
                version,
                "--as-of",
                version[:10],
            ],
            "environment": {"SINERGI_WORK": str(self.folder / place / "work"), "SINERGI_SETTINGS": "/none"},
            "log": str(self.folder / "log"),
            **when,
        }
        assert self._process.stdin and self._process.stdout
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return dict(json.loads(self._process.stdout.readline()))

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="module")
def zygote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    found = Zygote(tmp_path_factory.mktemp("kill"))
    yield found
    found.end()


@pytest.fixture(scope="module")
def calm(zygote: Zygote) -> dict[str, Any]:
    """An undisturbed run and what it made."""
    done = zygote.run("calm")
    assert done["code"] == 0, (zygote.folder / "log").read_text()
    return done | {"hash": published(zygote.folder / "calm" / "out")}


def published(out: Path) -> str:
    """The digest of everything in `out` but the metrics of the runs, which hold times."""
    return tree_hash(*(path for path in sorted(out.iterdir()) if path.name != "runs" and path.name[0] != "."))


def nothing_half_made(out: Path) -> None:
    """Whatever a reader can find in `out` is a whole release."""
    listed = {entry["version"] for entry in pointers.entries(out)}
    for folder in run.releases(out):
        assert verify(folder) == []
    assert listed <= {folder.name for folder in run.releases(out)}
    if (out / "latest.json").exists():
        assert json.loads((out / "latest.json").read_text())["version"] in listed


def finish(zygote: Zygote, place: str, calm: dict[str, Any]) -> None:
    done = zygote.run(place)
    assert done["code"] == 0, (zygote.folder / "log").read_text()[-2000:]
    out = zygote.folder / place / "out"
    assert published(out) == calm["hash"]
    assert not list(out.glob(".building-*"))
    shutil.rmtree(zygote.folder / place)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_killed_at_random_moments(zygote: Zygote, calm: dict[str, Any], number: int) -> None:
    dice = random.Random(number)
    kills = 0
    while kills < KILLS:
        place = f"random-{number}-{kills}"
        for _ in range(dice.randint(4, 6)):
            done = zygote.run(place, after=dice.uniform(0.01, calm["seconds"]))
            kills += done["killed"]
            nothing_half_made(zygote.folder / place / "out")
        finish(zygote, place, calm)


@pytest.mark.parametrize("number", range(STEP_ROUNDS))
def test_killed_at_every_step_on_the_file_system(zygote: Zygote, calm: dict[str, Any], number: int) -> None:
    """The last steps, where a release is put in place, one by one; of those before, every few."""
    steps = calm["steps"]
    chosen = sorted({*range(1, steps, SPACING), *range(max(1, steps - LAST_STEPS), steps + 1)})
    for step in chosen[number::STEP_ROUNDS]:
        place = f"step-{step}"
        done = zygote.run(place, step=step)
        assert done["killed"], f"step {step} of {steps} was not reached"
        nothing_half_made(zygote.folder / place / "out")
        finish(zygote, place, calm)


def test_a_killed_update_leaves_the_release_before_it(zygote: Zygote, calm: dict[str, Any]) -> None:
    place = zygote.folder / "update"
    shutil.copytree(zygote.folder / "calm", place)
    (zygote.notes / "extra.txt").write_text(
        "BNPT met UNOCT in Jakarta on 1 December 2022.\n", encoding="utf-8"
    )
    try:
        for share in (0.2, 0.5, 0.8):
            zygote.run("update", "2026-01-31.1", after=share * calm["seconds"])
            nothing_half_made(place / "out")
            first = place / "out" / "2025-12-31.1"
            assert tree_hash(first) == tree_hash(zygote.folder / "calm" / "out" / "2025-12-31.1")
        assert zygote.run("update", "2026-01-31.1")["code"] == 0
        assert [folder.name for folder in run.releases(place / "out")] == ["2025-12-31.1", "2026-01-31.1"]
    finally:
        (zygote.notes / "extra.txt").unlink()


def test_processes_end_with_the_run_that_started_them(zygote: Zygote, tmp_path: Path) -> None:
    environment = os.environ | {"SINERGI_WORK": str(tmp_path / "work"), "SINERGI_PROCESSES": "2"}
    command = [sys.executable, "-m", "flows", "run", "--direct", "--out", str(tmp_path / "out")]
    started = subprocess.Popen(command, env=environment, cwd=PROJECT, stderr=subprocess.DEVNULL)
    children: list[int] = []
    deadline = time.monotonic() + 60
    while len(children) < 4 and time.monotonic() < deadline and started.poll() is None:
        time.sleep(0.05)
        children = descendants(started.pid)
    assert len(children) >= 4  # the one that forks, its keeper, and two that read
    started.send_signal(signal.SIGKILL)
    started.wait()
    deadline = time.monotonic() + 20
    while any(map(alive, children)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [child for child in children if alive(child)] == []


def descendants(process: int) -> list[int]:
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    children = [int(child) for child in text.split()]
    return [*children, *(one for child in children for one in descendants(child))]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
