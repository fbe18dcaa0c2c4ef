"""A run keeps what it took, whether it made a release or failed; that it cannot be kept stops no run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows import run
from flows.common import metrics
from flows.common.paths import RAW, Work
from flows.run import Job


def job(folder: Path) -> Job:
    return Job(
        sources=(folder,),
        gold=None,
        raw=RAW,
        out=folder / "out",
        work=Work(folder / "work"),
        version="2026-01-31.1",
        as_of=date(2026, 1, 31),
        previous=None,
    )


def stages(monkeypatch: pytest.MonkeyPatch, **parts: Any) -> None:
    monkeypatch.setattr(run, "STAGES", parts)


def test_a_run_that_made_a_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stages(monkeypatch, ingest=lambda _: {"documents": 7}, extract=lambda _: {"read": 5, "table": [1]})
    run.direct(job(tmp_path))
    ((own, values),) = metrics.runs(metrics.read(tmp_path / "out"))
    assert (own["outcome"], own["how"], own["version"]) == ("made", "direct", "2026-01-31.1")
    assert values["ingest", "documents"] == 7
    assert values["extract", "read"] == 5
    assert ("extract", "table") not in values
    assert "2026-01-31.1" in (tmp_path / "out" / "runs" / "index.html").read_text(encoding="utf-8")


def test_a_run_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: Job) -> dict[str, Any]:
        raise ZeroDivisionError("nothing to divide by")

    stages(monkeypatch, ingest=lambda _: {"documents": 7}, extract=fails)
    with pytest.raises(ZeroDivisionError):
        run.direct(job(tmp_path))
    ((own, values),) = metrics.runs(metrics.read(tmp_path / "out"))
    assert own["outcome"] == "failed"
    assert values["ingest", "documents"] == 7
    assert not any(stage == "extract" for stage, _ in values)


def test_metrics_that_cannot_be_kept_stop_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stages(monkeypatch, ingest=lambda _: {"documents": 7})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "runs").write_text("in the way", encoding="utf-8")
    run.direct(job(tmp_path))
    assert "metrics of this run are not kept" in capsys.readouterr().err


def test_every_line_names_its_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stages(monkeypatch, ingest=lambda _: {"documents": 7}, extract=lambda _: {"read": 5})
    monkeypatch.setattr(run.progress, "form", "json")
    run.direct(job(tmp_path))
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["run"], line["stage"], line["level"]) for line in lines] == [
        ("2026-01-31.1", "ingest", "info"),
        ("2026-01-31.1", "extract", "info"),
    ]
    assert all(line["seconds"] >= 0 and "time" in line for line in lines)
