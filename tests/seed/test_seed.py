"""What the example article says is in the release made from it alone, line by line of its list of facts.

The article and the list lie beside the project (`../shared/seed`), not in it; without them these tests are skipped.
"""

from __future__ import annotations

import shutil
from datetime import date
from typing import Any

import polars as pl
import pytest

from flows import run
from flows.common.paths import PROJECT, RAW
from flows.common.settings import Settings

SEED = PROJECT.parent / "shared" / "seed"
ARTICLE = SEED / "tribunnews-2022-09-13.txt"
PUBLISHED = date(2022, 9, 13)
BALI, TARGETS = "bali-work-plan-2019-2025", "vulnerable-targets"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ARTICLE.is_file(), reason=f"the example article is not there ({ARTICLE})"),
]

Row = dict[str, Any]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """Every table of a release made from the one file, as `sinergi run --direct` makes it."""
    folder = tmp_path_factory.mktemp("seed")
    documents = folder / "documents"
    documents.mkdir()
    shutil.copy(ARTICLE, documents)
    settings = Settings(
        raw=RAW, gold=folder / "none", work=folder / "work", out=folder / "releases", processes=1
    )
    job = run.plan(settings, sources=(documents,), version="2022-09-13.1", as_of=PUBLISHED)
    assert isinstance(job, run.Job)
    made = run.direct(job)
    return {path.stem: pl.read_parquet(path).to_dicts() for path in sorted((made / "data").glob("*.parquet"))}


def record(release: dict[str, list[Row]], table: str, key: str, value: str) -> Row:
    """The one row of `table` whose `key` is `value`."""
    (row,) = [row for row in release[table] if row[key] == value]
    return row


def event(release: dict[str, list[Row]], kind: str, **fields: object) -> Row:
    """The one event of this type and these fields."""
    found = [
        row
        for row in release["events"]
        if row["event_type"] == kind and all(row[name] == value for name, value in fields.items())
    ]
    assert len(found) == 1, [
        (row["event_type"], row["status"], row["date_start"]) for row in release["events"]
    ]
    return found[0]


def parties(release: dict[str, list[Row]], one: Row) -> dict[str, Row]:
    """The participants of an event, by actor id."""
    return {row["actor_id"]: row for row in release["event_actors"] if row["event_id"] == one["event_id"]}


def kinds(release: dict[str, list[Row]], one: Row) -> dict[str, set[str]]:
    """The participants of an event, by kind of actor."""
    found: dict[str, set[str]] = {}
    for actor_id in parties(release, one):
        found.setdefault(record(release, "actors", "actor_id", actor_id)["kind"], set()).add(actor_id)
    return found


def programmes(release: dict[str, list[Row]], one: Row) -> dict[str, str]:
    """The programmes of an event and what it does with them."""
    return {
        row["programme_id"]: row["relation"]
        for row in release["event_programmes"]
        if row["event_id"] == one["event_id"]
    }


def talks(release: dict[str, list[Row]]) -> Row:
    """The meeting with the guest of the article."""
    return event(release, "meeting", status="occurred")


def named(release: dict[str, list[Row]]) -> set[str]:
    """Actors that the report itself names."""
    return {
        row["record_id"]
        for row in release["evidence"]
        if row["record_type"] == "actors" and row["field"] == "name"
    }


def test_01_the_national_agency_is_an_actor(release: dict[str, list[Row]]) -> None:
    row = record(release, "actors", "actor_id", "bnpt")
    assert (row["kind"], row["country"]) == ("organisation", "IDN")
    assert row["category"] in ("security", "government")
    assert "bnpt" in named(release)


def test_02_the_office_of_the_un_belongs_to_the_un(release: dict[str, list[Row]]) -> None:
    row = record(release, "actors", "actor_id", "unoct")
    assert (row["category"], row["parent_actor_id"]) == ("un_entity", "un")
    assert "unoct" in named(release)


def test_03_the_un_under_its_misspelled_name(release: dict[str, list[Row]]) -> None:
    assert record(release, "actors", "actor_id", "un")["category"] == "igo"
    assert "un" in named(release)


def test_04_the_protection_agency_is_an_actor(release: dict[str, list[Row]]) -> None:
    row = record(release, "actors", "actor_id", "lpsk")
    assert (row["kind"], row["country"]) == ("organisation", "IDN")


@pytest.mark.parametrize(
    ("name", "organisations", "title"),
    [
        pytest.param("Boy Rafli Amar", {"bnpt"}, "Kepala BNPT", id="05"),
        pytest.param("Hasto Atmojo Suroyo", {"lpsk"}, "Ketua", id="06"),
        pytest.param("Vladimir Voronkov", {"un", "unoct"}, "", id="07"),
    ],
)
def test_05_to_07_persons_without_rank_and_with_their_office(
    release: dict[str, list[Row]], name: str, organisations: set[str], title: str
) -> None:
    row = record(release, "actors", "name", name)
    assert row["kind"] == "person"
    held = [p for p in release["positions"] if p["person_id"] == row["actor_id"]]
    assert any(p["organisation_id"] in organisations and p["title"].startswith(title) for p in held)
    assert not any(word in row["name"] for word in ("Komjen", "Mr", "HE ", "H.E."))


def test_08_the_deputy_took_part_without_a_name(release: dict[str, list[Row]]) -> None:
    deputies = [
        row
        for row in release["event_actors"]
        if row["event_id"] == talks(release)["event_id"]
        and (row["position_title"] or "").startswith("Deputi")
    ]
    assert [(row["actor_id"], row["on_behalf_of"] or row["actor_id"]) for row in deputies] == [
        ("bnpt", "bnpt")
    ]


def test_09_asean_and_indonesia_act_in_the_plan(release: dict[str, list[Row]]) -> None:
    assert {"asean", "idn"} <= {row["actor_id"] for row in release["actors"]}
    assert {"asean", "idn"} <= {
        row["actor_id"] for row in release["programme_actors"] if row["programme_id"] == BALI
    }


def test_10_the_meeting_occurred_some_time_ago(release: dict[str, list[Row]]) -> None:
    meeting = talks(release)
    assert (meeting["date_start"], meeting["date_precision"]) == (None, "before")
    assert meeting["date_basis"] in ("relative", "none")
    assert meeting["country"] in ("USA", None)
    found = kinds(release, meeting)
    assert len(found["person"]) == 3
    assert {"bnpt", "lpsk", "unoct"} <= found["organisation"]
    if meeting["place_name"]:
        assert "place_name" in {
            row["field"] for row in release["evidence"] if row["record_id"] == meeting["event_id"]
        }


def test_11_the_visit_to_new_york_holds_the_meeting(release: dict[str, list[Row]]) -> None:
    visit = event(release, "visit", status="occurred")
    assert (visit["country"], visit["place_name"]) == ("USA", "New York")
    assert parties(release, visit)["bnpt"]["role"] == "visitor"
    assert (talks(release)["event_id"], visit["event_id"], "part_of") in {
        (row["event_id"], row["related_event_id"], row["relation"]) for row in release["event_links"]
    }


def test_12_the_congress_of_victims_occurred_in_new_york(release: dict[str, list[Row]]) -> None:
    congress = event(release, "conference", status="occurred", country="USA")
    assert congress["place_name"] == "New York"
    assert "victims" in congress["themes"]
    assert "bnpt" in parties(release, congress)


def test_13_the_visit_to_indonesia_is_planned(release: dict[str, list[Row]]) -> None:
    visit = event(release, "visit", status="planned")
    assert (visit["date_start"], visit["date_end"]) == (date(2022, 11, 29), date(2022, 12, 2))
    assert (visit["date_precision"], visit["country"]) == ("day", "IDN")
    found = parties(release, visit)
    assert (found["unoct"]["role"], found["bnpt"]["role"]) == ("visitor", "host")


def test_14_its_purpose_is_the_global_programme(release: dict[str, list[Row]]) -> None:
    row = record(release, "programmes", "programme_id", TARGETS)
    assert row["name"] == "Global Programme on Countering Terrorist Threats against Vulnerable Targets"
    assert any("Vulnerable Targets Protection" in alias for alias in row["aliases"])
    assert programmes(release, event(release, "visit", status="planned"))[TARGETS] in ("about", "implements")


def test_15_the_plan_has_its_period(release: dict[str, list[Row]]) -> None:
    row = record(release, "programmes", "programme_id", BALI)
    assert (row["kind"], row["start_date"], row["end_date"]) == ("plan", "2019", "2025")
    assert "asean" in {a["actor_id"] for a in release["programme_actors"] if a["programme_id"] == BALI}


def test_16_the_talks_to_come_are_about_the_plan(release: dict[str, list[Row]]) -> None:
    planned = [row for row in release["events"] if row["status"] == "planned"]
    assert any(BALI in programmes(release, row) for row in planned)
    assert all(row["date_start"] is None for row in planned if row["event_type"] == "meeting")


def test_17_programmes_being_prepared_are_themes_and_no_names(release: dict[str, list[Row]]) -> None:
    row = record(release, "programmes", "programme_id", BALI)
    assert {"rehabilitation_reintegration", "capacity_building"} <= set(row["themes"])
    assert all(programme["origin"] == "registry" for programme in release["programmes"])


def test_18_the_caption_tells_of_the_national_meeting(release: dict[str, list[Row]]) -> None:
    meeting = event(release, "conference", status="occurred", country="IDN")
    assert (meeting["date_start"], meeting["date_end"]) == (date(2022, 8, 2), date(2022, 8, 2))
    assert "Jakarta" in meeting["place_name"] or "Borobudur" in meeting["place_name"]
    boy = record(release, "actors", "name", "Boy Rafli Amar")["actor_id"]
    assert {"bnpt", boy} <= set(parties(release, meeting))


def test_19_the_day_of_the_statement_is_no_event(release: dict[str, list[Row]]) -> None:
    assert all(row["date_start"] != PUBLISHED for row in release["events"])
    assert all(row["date_precision"] == "before" for row in release["events"] if row["date_end"] == PUBLISHED)


def test_20_outlet_photographer_and_groups_are_no_actors(release: dict[str, list[Row]]) -> None:
    discovered = {row["name"] for row in release["actors"] if row["origin"] == "discovered"}
    assert not discovered
    assert not any("tribun" in row["name"].casefold() for row in release["actors"])


def test_the_date_and_the_language_were_found_in_the_text(release: dict[str, list[Row]]) -> None:
    (report,) = release["reports"]
    assert (report["published_at"], report["lang"], report["is_relevant"]) == (PUBLISHED, "id", True)


def test_there_is_no_event_beside_those_of_the_list(release: dict[str, list[Row]]) -> None:
    assert len(release["events"]) in (5, 6)
