"""The table of metrics: one row per run, stage and measure; a spoilt one is moved aside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flows.common import metrics
from flows.common.progress import Progress
from flows.common.usage import numbers, used

WHEN = datetime(2026, 1, 31, 5, 0, tzinfo=UTC)


def test_runs_are_added_one_after_the_other(tmp_path: Path) -> None:
    metrics.add(tmp_path, "2026-01-31.1", "direct", "failed", WHEN, {"ingest": {"seconds": 1.5}})
    metrics.add(
        tmp_path,
        "2026-01-31.1",
        "prefect",
        "made",
        WHEN.replace(hour=6),
        {"ingest": {"seconds": 1.0, "documents": 7}, "extract": {"seconds": 2.0}},
    )
    first, second = metrics.runs(metrics.read(tmp_path))
    assert first[0]["outcome"] == "failed"
    assert first[0]["started_at"] == WHEN
    assert first[1] == {("ingest", "seconds"): 1.5}
    assert second[0]["how"] == "prefect"
    assert second[1][("ingest", "documents")] == 7
    assert second[1][("extract", "seconds")] == 2.0


def test_a_spoilt_table_is_moved_aside(tmp_path: Path) -> None:
    path = metrics.add(tmp_path, "2026-01-31.1", "direct", "made", WHEN, {"ingest": {"seconds": 1.0}})
    path.write_bytes(b"spoilt")
    metrics.add(tmp_path, "2026-01-31.2", "direct", "made", WHEN, {"ingest": {"seconds": 1.0}})
    assert [own["version"] for own, _ in metrics.runs(metrics.read(tmp_path))] == ["2026-01-31.2"]
    assert path.with_suffix(".spoilt").read_bytes() == b"spoilt"


def test_a_stage_is_measured() -> None:
    progress = Progress(level="error")
    with progress.stage("extract") as counts:
        counts |= {"read": 3, "F1": "0.91", "release": "/somewhere"}
        sum(range(300_000))
    measured = progress.measured["extract"]
    assert measured["read"] == 3
    assert measured["F1"] == 0.91
    assert "release" not in measured
    assert 0 < measured["cpu_seconds"] < 5
    assert measured["peak_mb"] > 10


def test_memory_is_counted_in_megabytes() -> None:
    before = used().peak_mb
    ballast = b"x" * (int(before + 60) << 20)
    assert used().peak_mb >= before + 50
    assert len(ballast) > 0


def test_only_numbers_are_kept() -> None:
    assert numbers({"a": 1, "b": "2.5", "c": "words", "d": None, "e": [1]}) == {"a": 1.0, "b": 2.5}
