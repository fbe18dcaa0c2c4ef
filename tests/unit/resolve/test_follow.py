"""Events that carry others forward: which are linked, and by what words."""

from __future__ import annotations

from datetime import date as D
from pathlib import Path

import polars as pl
import pytest

from tests.unit.resolve.small import Released, Report, Said, raw, release

V = "2024-06-01.1"
TALKS = Said("meeting", D(2024, 3, 1))
MEMO = Said("agreement", D(2024, 3, 20))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return raw(tmp_path / "raw")


def follow_ups(made: Released) -> list[tuple[str, str]]:
    """Return the types of the linked events."""
    kind = dict(made.tables["events"].select("event_id", "event_type").iter_rows())
    links = made.tables["event_links"].filter(pl.col("relation") == "follow_up_of")
    return [(kind[a], kind[b]) for a, b in links.select("event_id", "related_event_id").iter_rows()]


def test_a_memorandum_follows_the_talks_that_its_report_tells_of(small: Path, tmp_path: Path) -> None:
    reports = [Report("r1", D(2024, 3, 2), [TALKS]), Report("r2", D(2024, 3, 21), [MEMO, TALKS])]
    made = release(tmp_path, reports, small, None, V)
    assert follow_ups(made) == [("agreement", "meeting")]
    proof = made.tables["evidence"].filter(
        (pl.col("record_type") == "event_links") & (pl.col("value") == "follow_up_of")
    )
    assert proof["report_id"].to_list() == ["r2"]


def test_no_link_without_a_report_that_tells_of_both(small: Path, tmp_path: Path) -> None:
    reports = [Report("r1", D(2024, 3, 2), [TALKS]), Report("r2", D(2024, 3, 21), [MEMO])]
    assert follow_ups(release(tmp_path, reports, small, None, V)) == []


def test_a_plan_without_a_date_follows_what_took_place(small: Path, tmp_path: Path) -> None:
    plan = Said("training", None, status="planned")
    assert follow_ups(release(tmp_path, [Report("r1", D(2024, 3, 2), [TALKS, plan])], small, None, V)) == [
        ("training", "meeting")
    ]


@pytest.mark.parametrize(
    "earlier",
    [
        Said("meeting", D(2024, 3, 1), parts=("PPATK", "DFAT")),  # others met
        Said("meeting", D(2022, 3, 1)),  # long ago
        Said("meeting", D(2024, 3, 25)),  # later
        Said("training", D(2024, 3, 1)),  # a training leads to no memorandum
    ],
)
def test_what_does_not_lead_to_it_is_not_linked(small: Path, tmp_path: Path, earlier: Said) -> None:
    assert (
        follow_ups(release(tmp_path, [Report("r1", D(2024, 3, 26), [MEMO, earlier])], small, None, V)) == []
    )


def test_the_words_of_the_report_are_enough_with_one_party(small: Path, tmp_path: Path) -> None:
    first, second = Said("training", D(2024, 3, 1)), Said("training", D(2024, 4, 1), parts=("BNPT", "DFAT"))
    said = Report(
        "r1", D(2024, 4, 2), [second, first], text="Training is a follow-up to that of March, says BNPT"
    )
    bare = Report(
        "r2", D(2024, 4, 2), [second, first], text="Training was held; another one in March, says BNPT"
    )
    assert follow_ups(release(tmp_path / "a", [said], small, None, V)) == [("training", "training")]
    assert follow_ups(release(tmp_path / "b", [bare], small, None, V)) == []


def test_the_nearest_of_several_talks_is_taken(small: Path, tmp_path: Path) -> None:
    report = Report("r1", D(2024, 3, 21), [MEMO, TALKS, Said("meeting", D(2023, 9, 1))])
    made = release(tmp_path, [report], small, None, V)
    day = dict(made.tables["events"].select("event_id", "date_start").iter_rows())
    links = made.tables["event_links"].filter(pl.col("relation") == "follow_up_of")
    assert [day[one] for one in links["related_event_id"]] == [D(2024, 3, 1)]
