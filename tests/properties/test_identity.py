"""Over random sequences of releases every old id resolves, no id changes meaning, and merges keep the oldest id."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.resolve.small import Released, Report, Said, raw, release

# true happenings: well apart, save for the two memoranda of one pair and the visit with its meeting
DAY = date(2023, 3, 1)
HAPPENINGS = {
    "talks": Said("meeting", DAY, parts=("BNPT", "UNOCT")),
    "memorandum": Said("agreement", DAY + timedelta(days=30), parts=("BNPT", "DFAT")),
    "second-memorandum": Said("agreement", DAY + timedelta(days=45), parts=("BNPT", "DFAT")),
    "visit": Said(
        "visit", DAY + timedelta(days=70), parts=("Yayasan Damai Nusantara", "BNPT", "UNOCT"), place="Bogor"
    ),
    "visit-meeting": Said(
        "meeting", DAY + timedelta(days=70), parts=("Yayasan Damai Nusantara", "BNPT", "UNOCT"), place="Bogor"
    ),
    "workshop": Said(
        "conference",
        DAY + timedelta(days=120),
        parts=("PPATK", "UNOCT", "Yayasan Damai Nusantara"),
        series=3,
        occasion="3rd Asset Tracing Forum",
    ),
    "next-workshop": Said(
        "conference",
        DAY + timedelta(days=480),
        parts=("PPATK", "UNOCT", "Yayasan Damai Nusantara"),
        series=4,
        occasion="4th Asset Tracing Forum",
    ),
}
TOLD = {f"{key}-{n}": key for key in HAPPENINGS for n in range(3)}  # report id -> what it tells


@st.composite
def worlds(draw: st.DrawFn) -> list[list[Report]]:
    """Draw a sequence of releases: which reports are there, and how well each is read."""
    releases = []
    for _ in range(draw(st.integers(2, 4))):
        there = draw(st.lists(st.sampled_from(sorted(TOLD)), min_size=3, max_size=12, unique=True))
        releases.append(
            [
                _read(
                    report, draw(st.sampled_from(["well", "well", "no place", "fewer", "planned", "vague"]))
                )
                for report in there
            ]
        )
    return releases


def _read(report: str, how: str) -> Report:
    said = HAPPENINGS[TOLD[report]]
    published = (said.start or DAY) + timedelta(days=int(report[-1]))
    if how == "no place":
        said = replace(said, place=None)
    elif how == "fewer":
        said = replace(said, parts=said.parts[:-1] if len(said.parts) > 2 else said.parts)
    elif how == "planned":
        said, published = replace(said, status="planned"), (said.start or DAY) - timedelta(days=9)
    elif how == "vague":
        first = (said.start or DAY).replace(day=1)
        said = replace(
            said,
            start=first,
            end=(first + timedelta(days=32)).replace(day=1) - timedelta(days=1),
            precision="month",
        )
    return Report(report, published, [said])


def meanings(made: Released) -> dict[str, set[str]]:
    """Return the true happenings that each event id holds."""
    found: dict[str, set[str]] = defaultdict(set)
    for event, report in made.tables["event_history"].select("event_id", "report_id").iter_rows():
        found[event].add(TOLD[report])
    return found


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(worlds())
def test_ids_survive(sequence: list[list[Report]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = raw(folder / "raw")
        previous: Released | None = None
        meant: dict[str, set[str]] = defaultdict(set)
        born: dict[str, str] = {}
        for number, reports in enumerate(sequence, 1):
            version = f"2024-06-0{number}.1"
            made = release(folder, reports, small, previous, version)
            now = meanings(made)
            led = dict(made.tables["redirects"].select("old_id", "new_id").iter_rows())
            assert not set(led) & set(now), "a redirected id is in use"
            assert not set(led.values()) & set(led), "a redirect leads to another redirect"
            for event, keys in now.items():
                assert event not in meant or keys & meant[event], f"{event} changed its meaning"
            for old, new in led.items():
                assert born[old] >= born.get(new, version), "a merge keeps the oldest id"
                assert meant[old] & (meant[new] | now.get(new, set())), (
                    "a redirect leads to another happening"
                )
            if previous is not None:
                _old_ids_resolve(previous, made, now, led, {r.id for r in reports})
            before = set(previous.tables["events"]["event_id"]) if previous else set()
            for event, keys in now.items():
                meant[event] |= keys
                born[event] = born[event] if event in before else version  # one that comes back is new again
            first = dict(made.tables["events"].select("event_id", "first_release").iter_rows())
            assert all(first[event] == born[event] for event in now)
            previous = made


def _old_ids_resolve(
    previous: Released, made: Released, now: dict[str, set[str]], led: dict[str, str], there: set[str]
) -> None:
    """An old id is in use, or leads on, unless none of its reports is left to tell of it."""
    for event, reports in (
        previous.tables["event_history"].group_by("event_id").agg(pl.col("report_id")).iter_rows()
    ):
        if set(reports) & there:
            assert event in now or led.get(event) in now, f"{event} of {previous.folder.name} is lost"


def test_same_input_again_changes_nothing(tmp_path: Path) -> None:
    reports = [_read(report, "well") for report in TOLD]
    small = raw(tmp_path / "raw")
    one = release(tmp_path, reports, small, None, "2024-06-01.1")
    two = release(tmp_path, reports, small, one, "2024-06-02.1")
    for name, table in one.tables.items():
        assert table.equals(two.tables[name]), name


def test_merge_by_a_new_report_keeps_the_oldest_id(tmp_path: Path) -> None:
    small = raw(tmp_path / "raw")
    planned = Said(
        "conference",
        None,
        status="planned",
        parts=("PPATK", "Yayasan Damai Nusantara"),
        place=None,
        country=None,
    )
    held = Said("conference", date(2023, 7, 4), parts=("UNOCT", "DFAT"), place="Bogor")
    both = Said(
        "conference",
        date(2023, 7, 4),
        parts=("PPATK", "Yayasan Damai Nusantara", "UNOCT", "DFAT"),
        place="Bogor",
    )
    reports = [Report("old", date(2023, 6, 20), [planned]), Report("new", date(2023, 7, 5), [held])]
    one = release(tmp_path, reports, small, None, "2024-06-01.1")
    oldest, newer = one.event_of("old"), one.event_of("new")
    assert oldest != newer
    reports[0] = Report("old", date(2023, 6, 20), [replace(both, status="planned")])
    reports[1] = Report("new", date(2023, 7, 5), [both])
    two = release(tmp_path, reports, small, one, "2024-06-02.1")
    assert two.event_of("old") == two.event_of("new") == oldest
    assert two.tables["redirects"].row(0) == (newer, oldest, "2024-06-02.1", "merged")
    assert two.row("events", oldest)["first_release"] == "2024-06-01.1"


def test_split_by_a_person_keeps_the_id_with_the_larger_part_and_mints_another(tmp_path: Path) -> None:
    small = raw(tmp_path / "raw")
    reports = [Report(f"r{n}", date(2023, 3, 2 + n), [Said("meeting", date(2023, 3, 1))]) for n in range(3)]
    one = release(tmp_path, reports, small, None, "2024-06-01.1")
    before = one.event_of("r0")
    (small / "curation/not_same.yml").write_text(
        "".join(
            f"- {{table: events, records: [{{report: r2, event_type: meeting}}, {{report: {r}, event_type: meeting}}], reason: two rounds, by: A, date: 2024-06-01}}\n"
            for r in ("r0", "r1")
        )
    )
    two = release(tmp_path, reports, small, one, "2024-06-02.1")
    assert two.event_of("r0") == two.event_of("r1") == before
    assert two.event_of("r2") != before
    (small / "curation/not_same.yml").unlink()
    three = release(tmp_path, reports, small, two, "2024-06-03.1")
    assert {three.event_of(r.id) for r in reports} == {before}
    assert three.tables["redirects"]["new_id"].to_list() == [before]
