"""From reports to records: linking, consolidation, proof and people's decisions, on a small registry."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from flows.common import tables
from flows.resolve import curate
from flows.resolve.curate import CurationError
from schemas.stages import Issues
from tests.unit.resolve.small import Released, Report, Said, raw, release

D = date
V1, V2, V3 = "2024-06-01.1", "2024-06-02.1", "2024-06-03.1"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return raw(tmp_path / "raw")


def issues(made: Released) -> list[str]:
    table = tables.read(made.folder / "work/resolve/issues.parquet", Issues)
    return table["message"].to_list()


def ids(made: Released, table: str = "actors") -> list[str]:
    return made.tables[table].to_series(0).sort().to_list()


def test_ambiguous_acronym_is_decided_by_context(small: Path, tmp_path: Path) -> None:
    said = [Said(parts=("BIN", "BNPT"), start=D(2024, 5, 2))]
    here = Report("r1", D(2024, 5, 2), said, text="BIN, the state intelligence service, met BNPT. intelijen")
    there = Report(
        "r2",
        D(2024, 5, 3),
        [Said(parts=("BIN", "United States"), start=D(2024, 5, 2), country="USA")],
        text="BIN sets standards. United States",
    )
    made = release(tmp_path, [here, there], small, None, V1)
    takes_part = made.tables["event_actors"]
    assert set(takes_part.filter(pl.col("event_id") == made.event_of("r1"))["actor_id"]) == {
        "bin-idn",
        "bnpt",
    }
    assert set(takes_part.filter(pl.col("event_id") == made.event_of("r2"))["actor_id"]) == {
        "bin-waste",
        "usa",
    }


def test_person_is_linked_and_the_office_is_a_position(small: Path, tmp_path: Path) -> None:
    reports = [
        Report(f"r{n}", D(2022, 5, n), [Said(parts=("Boy Rafli Amar", "UNOCT"), start=D(2022, 5, 1))], persons=("Boy Rafli Amar",),
               offices=(("Boy Rafli Amar", title),))
        for n, title in ((1, "Kepala BNPT"), (4, "kepala BNPT"), (9, "Kepala BNPT"))
    ]  # fmt: skip
    made = release(tmp_path, reports, small, None, V1)
    assert made.tables["positions"].rows() == [
        ("boy-rafli-amar", "bnpt", "Kepala BNPT", D(2022, 5, 1), D(2022, 5, 9))
    ]
    assert "presiden" in ids(made), "the parent of a named body is a row, though no report names it"
    assert made.row("actors", "presiden")["report_count"] == 0


def test_discovered_names_are_one_record_and_keep_their_id_until_the_registry_has_them(
    small: Path, tmp_path: Path
) -> None:
    forms = ("Yayasan Damai Nusantara", "Yayasan Damai  Nusantara", "Yayasan Damai Nusantra")
    reports = [
        Report(f"r{n}", D(2024, 5, n + 1), [Said(parts=(form, "BNPT"), start=D(2024, 5, 1))])
        for n, form in enumerate(forms)
    ]
    one = release(tmp_path, reports, small, None, V1)
    (found,) = [row for row in one.tables["actors"].iter_rows(named=True) if row["origin"] == "discovered"]
    assert found["name"] == "Yayasan Damai Nusantara" and found["report_count"] == 3
    listed = small / "registries/actors/more.yml"
    listed.write_text(
        "- {id: yayasan-damai, kind: organisation, name: Yayasan Damai Nusantara, category: civil_society}\n"
    )
    two = release(tmp_path, reports, small, one, V2)
    assert found["actor_id"] not in ids(two) and "yayasan-damai" in ids(two)
    assert two.tables["redirects"].rows() == [(found["actor_id"], "yayasan-damai", V2, "promoted")]
    assert two.event_of("r0") == one.event_of("r0")
    three = release(tmp_path, reports, small, two, V3)
    assert three.tables["redirects"].rows() == two.tables["redirects"].rows()


def test_two_memoranda_two_weeks_apart_are_two_records(small: Path, tmp_path: Path) -> None:
    reports = [
        Report("r1", D(2024, 3, 1), [Said("agreement", D(2024, 3, 1))]),
        Report("r2", D(2024, 3, 15), [Said("agreement", D(2024, 3, 15))]),
    ]
    made = release(tmp_path, reports, small, None, V1)
    assert made.event_of("r1") != made.event_of("r2")


def test_numbers_of_a_series_stay_apart_and_are_linked(small: Path, tmp_path: Path) -> None:
    reports = [
        Report(f"r{n}", None, [Said("conference", None, parts=("BNPT", "DFAT"), series=n, occasion=f"{n}th Asset Tracing Consultation")])
        for n in (8, 9)
    ] + [
        Report(f"s{n}", D(2015 + n, 4, 2), [Said("conference", D(2015 + n, 4, 1), parts=("BNPT", "DFAT"), series=n, occasion=f"{n}th Asset Tracing Consultation")])
        for n in (7, 6)
    ]  # fmt: skip
    made = release(tmp_path, reports, small, None, V1)
    assert len({made.event_of(r.id) for r in reports}) == 4
    assert made.tables["event_links"].rows() == [(made.event_of("s7"), made.event_of("s6"), "same_series")]


@pytest.mark.parametrize("order", [1, -1])
def test_plan_and_report_meet_whatever_comes_first(small: Path, tmp_path: Path, order: int) -> None:
    plan = Report("r1", D(2024, 2, 20), [Said("visit", D(2024, 3, 1), status="planned")])
    held = Report("r2", D(2024, 3, 2), [Said("visit", None, place=None)], lang="id")
    one = release(tmp_path, [plan, held][::order][:1], small, None, V1, as_of=D(2024, 3, 3))
    two = release(tmp_path, [plan, held], small, one, V2, as_of=D(2024, 3, 3))
    row = two.row("events", two.event_of("r1"))
    assert two.event_of("r2") == row["event_id"] == one.tables["events"]["event_id"][0]
    assert (row["status"], row["date_start"], row["date_basis"], row["report_count"]) == (
        "occurred",
        D(2024, 3, 1),
        "other_report",
        2,
    )
    assert (row["first_release"], row["last_changed_release"]) == (V1, V2)


def test_syndicated_copies_count_once_as_sources(small: Path, tmp_path: Path) -> None:
    reports = [
        Report(f"r{n}", D(2024, 3, 1), [Said(start=D(2024, 3, 1))], syndication="r1") for n in (1, 2, 3)
    ]
    reports.append(Report("r4", D(2024, 3, 2), [Said(start=D(2024, 3, 1))]))
    row = release(tmp_path, reports, small, None, V1).tables["events"].row(0, named=True)
    assert (row["report_count"], row["source_count"]) == (4, 2)


def test_title_and_codes_come_from_the_fields(small: Path, tmp_path: Path) -> None:
    said = Said("meeting", D(2024, 11, 29), D(2024, 12, 2), status="planned", parts=("UNOCT", "Indonesia"))
    row = (
        release(tmp_path, [Report("r1", D(2024, 5, 1), [said])], small, None, V1)
        .tables["events"]
        .row(0, named=True)
    )
    assert row["title_en"] == "Meeting: Indonesia and UNOCT, Jakarta, 29 November–2 December 2024 (planned)"
    assert (
        row["title_id"]
        == "Pertemuan: Indonesia dan UNOCT, Jakarta, 29 November–2 Desember 2024 (direncanakan)"
    )
    assert (row["plover_event"], row["plover_mode"], row["cameo_root"]) == ("AGREE", None, "03")


def test_programme_brings_its_registry_actors(small: Path, tmp_path: Path) -> None:
    made = release(
        tmp_path,
        [Report("r1", D(2024, 5, 1), [Said(start=D(2024, 5, 1), programmes=("Bali Work Plan",))])],
        small,
        None,
        V1,
    )
    assert made.tables["programme_actors"].rows() == [("bali-work-plan", "dfat", "partner", "3")]
    assert "dfat" in ids(made) and made.row("programmes", "bali-work-plan")["event_count"] == 1


def test_irrelevant_and_retracted_reports_stay_listed_without_claims(small: Path, tmp_path: Path) -> None:
    reports = [
        Report("r1", D(2024, 5, 1), [Said(start=D(2024, 5, 1))]),
        Report("r2", D(2024, 5, 1), [], relevant=False),
        Report("r3", None, [Said("visit")]),
    ]
    (small / "curation/retractions.yml").write_text(
        "- {report: r3, reason: withdrawn, by: A, date: 2024-05-02}\n"
    )
    made = release(tmp_path, reports, small, None, V1)
    assert made.tables["reports"]["report_id"].to_list() == ["r1", "r2", "r3"]
    assert made.tables["event_history"]["report_id"].to_list() == ["r1"]


def test_a_report_without_a_date_counts_from_its_first_release(small: Path, tmp_path: Path) -> None:
    report = Report("r1", None, [Said(start=D(2024, 5, 1))])
    one = release(tmp_path, [report], small, None, V1, as_of=D(2024, 6, 1))
    two = release(tmp_path, [report], small, one, V2, as_of=D(2024, 7, 1))
    assert two.tables["events"].equals(one.tables["events"])
    assert two.tables["events"]["first_reported"].to_list() == [D(2024, 6, 1)]


def test_a_part_is_linked_to_its_whole_once_in_one_direction(small: Path, tmp_path: Path) -> None:
    day = D(2024, 5, 1)
    visit, talk = Said("visit", day), Said("meeting", day, part_of="e1")
    reports = [Report(f"r{n}", day, [visit, talk]) for n in range(2)]
    reports.append(Report("r3", day, [Said("visit", day, part_of="e2"), Said("meeting", day)]))
    made = release(tmp_path, reports, small, None, V1)
    types = dict(made.tables["events"].select("event_id", "event_type").iter_rows())
    assert [(types[a], types[b], r) for a, b, r in made.tables["event_links"].iter_rows()] == [
        ("meeting", "visit", "part_of")
    ]


def test_correction_is_applied_marked_and_guarded(small: Path, tmp_path: Path) -> None:
    report = Report("r1", D(2024, 5, 1), [Said(start=D(2024, 5, 1))])
    event = release(tmp_path / "before", [report], small, None, V1).event_of("r1")
    entry = "- {{table: events, id: {}, field: place_name, expect: {}, value: Bogor, reason: the page says so, by: A, date: 2024-05-02}}\n"
    (small / "curation/corrections.yml").write_text(
        entry.format(event, "Jakarta") + entry.format(event, "Solo")
    )
    made = release(tmp_path, [report], small, None, V1)
    row = made.row("events", event)
    assert (row["place_name"], row["review_state"]) == ("Bogor", "corrected")
    assert "Bogor" in row["title_en"]
    assert "curation:A" in made.tables["evidence"].filter(pl.col("field") == "place_name")["method"].to_list()
    assert issues(made) == [
        "raw/curation/corrections.yml, entry 2: skipped: "
        f"{event} place_name is now 'Bogor', not 'Solo' as when it was corrected; renew or remove the entry"
    ]


def test_review_is_accepted_while_the_values_stand(small: Path, tmp_path: Path) -> None:
    report = Report("r1", D(2024, 5, 1), [Said(start=D(2024, 5, 1))])
    event = release(tmp_path / "before", [report], small, None, V1).event_of("r1")
    (small / "curation/reviews.yml").write_text(
        f"- {{table: events, id: {event}, expect: {{status: occurred, date_start: 2024-05-01}}, reason: read, by: A, date: 2024-05-02}}\n"
        "- {table: actors, id: bnpt, expect: {name: Another}, reason: read, by: A, date: 2024-05-02}\n"
    )
    made = release(tmp_path, [report], small, None, V1)
    assert made.row("events", event)["review_state"] == "reviewed"
    assert made.row("actors", "bnpt")["review_state"] == "machine"
    assert [message.split(":")[0] for message in issues(made)] == ["raw/curation/reviews.yml, entry 2"]


def test_a_person_joins_what_dates_keep_apart_and_others_may_still_join(small: Path, tmp_path: Path) -> None:
    days = {"r1": D(2024, 5, 6), "r2": D(2024, 5, 4), "r3": D(2024, 5, 6)}
    reports = [Report(r, D(2024, 5, 7), [Said("meeting", day)]) for r, day in days.items()]
    (small / "curation/same.yml").write_text(
        "- {table: events, records: [{report: r1, event_type: meeting}, {report: r2, event_type: meeting}], reason: one, by: A, date: 2024-05-08}\n"
    )
    made = release(tmp_path, reports, small, None, V1)
    assert len({made.event_of(r) for r in days}) == 1


def test_id_change_redirects_a_discovered_actor(small: Path, tmp_path: Path) -> None:
    report = Report(
        "r1", D(2024, 5, 1), [Said(start=D(2024, 5, 1), parts=("Kantor Kontra Teror PBB", "BNPT"))]
    )
    one = release(tmp_path, [report], small, None, V1)
    old = next(i for i in ids(one) if i.startswith("act-"))
    (small / "curation/ids.yml").write_text(
        f"- {{table: actors, old: {old}, new: unoct, reason: its name, by: A, date: 2024-05-02}}\n"
    )
    two = release(tmp_path, [report], small, one, V2)
    assert set(two.tables["event_actors"]["actor_id"]) == {"unoct", "bnpt"}
    assert two.tables["redirects"].rows() == [(old, "unoct", V2, "curated")]
    three = release(tmp_path, [report], small, two, V3)
    assert set(three.tables["event_actors"]["actor_id"]) == {"unoct", "bnpt"}


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        (
            "corrections",
            "- {table: events, id: x, field: status, expect: a, value: b, by: A, date: 2024-05-02}",
            "entry 1: `reason` is missing",
        ),
        (
            "corrections",
            "- {table: maps, id: x, field: f, expect: a, value: b, reason: r, by: A, date: 2024-05-02}",
            "`table` is 'maps'",
        ),
        (
            "same",
            "- {table: events, records: [{report: a, event_type: visit}], reason: r, by: A, date: 2024-05-02}",
            "two records or more",
        ),
        ("retractions", "- {reason: r, by: A, date: 2024-05-02}", "give `report`, or `table` and `id`"),
        (
            "reviews",
            "- {table: events, id: x, expect: {}, reason: r, by: A, date: soon}",
            "`date` must be a day",
        ),
        ("ids", "old: a", "the file must be a list"),
    ],
)
def test_a_decision_that_cannot_be_read_names_its_place(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    (tmp_path / f"{file}.yml").write_text(text)
    with pytest.raises(CurationError, match=file) as caught:
        curate.read(tmp_path)
    assert message in str(caught.value) and "\n" not in str(caught.value)
