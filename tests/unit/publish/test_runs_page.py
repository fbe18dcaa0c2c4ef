"""The page of runs: what the table of metrics holds stands in it, and nothing in it is markup."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from flows.common import metrics
from flows.publish import runs_page

WHEN = datetime(2026, 1, 31, 5, 0, tzinfo=UTC)


def add(out: Path, version: str, outcome: str, seconds: float) -> None:
    started = WHEN + timedelta(minutes=seconds)
    stages = {
        "ingest": {"seconds": seconds, "documents": 12, "issues": 1},
        "extract": {"seconds": 2 * seconds, "read": 5, "cached": 7, "failed": 0, "peak_mb": 321},
        "validate": {"actors_F1": 0.9, "programmes_F1": 0.8, "events_F1": 0.45},
    }
    metrics.add(out, version, "direct", outcome, started, stages)


def plots(page: str) -> list[etree._Element]:
    return [etree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]


def test_every_run_has_its_bars_and_its_row(tmp_path: Path) -> None:
    add(tmp_path, "2026-01-31.1", "made", 1.0)
    add(tmp_path, "2026-01-31.2", "failed", 3.0)
    page = runs_page.write(tmp_path).read_text(encoding="utf-8")
    drawn = plots(page)
    assert len(drawn) == len(runs_page.PLOTS)
    told = [title.text for title in drawn[0].iter("{*}title")]
    assert "2026-01-31.2 2026-01-31 05:03: extract 6" in told
    bars = [float(one.get("height")) for one in drawn[0].iter("{*}rect") if one.find("{*}title") is not None]
    assert max(bars) == bars[6]  # extraction of the second run
    assert bars[6] == pytest.approx(3 * bars[1], abs=0.3)
    assert len(re.findall(r"<tr><td>", page)) == 2
    scores = [one for one in drawn[-1].iter("{*}rect") if one.find("{*}title") is not None]
    assert len({one.get("x") for one in scores}) == len(scores) == 6  # beside each other
    assert float(scores[0].get("height")) == pytest.approx(2 * float(scores[2].get("height")), abs=0.3)
    assert "321" in page
    assert "failed, direct" in page


def test_text_of_a_run_is_no_markup(tmp_path: Path) -> None:
    add(tmp_path, "<script>x</script>", "made", 1.0)
    assert "<script>" not in runs_page.write(tmp_path).read_text(encoding="utf-8")


def test_without_a_run_there_is_an_empty_page(tmp_path: Path) -> None:
    page = runs_page.write(tmp_path).read_text(encoding="utf-8")
    assert len(plots(page)) == len(runs_page.PLOTS)
