"""Precision, recall and F1: gold files, tallies, relevance, actors, events and pairs of one event in two reports."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.common.paths import GOLD
from flows.validate.gold import Score, Tally, evaluate, load_gold
from flows.validate.matching import Happening, Named, ReportFacts, forms

GOOD: dict[str, Any] = {
    "id": "n900",
    "relevant": True,
    "actors": [
        {"name": "Badan Contoh", "kind": "organisation", "aliases": ["BC"], "country": "IDN"},
        {"name": "Budi Raharjo", "kind": "person", "aliases": [], "office": "Kepala BC"},
    ],
    "programmes": [{"name": "Rencana Contoh", "kind": "plan", "aliases": ["RC"]}],
    "events": [
        {
            "key": "bc-meeting",
            "type": "meeting",
            "also": ["visit"],
            "status": "occurred",
            "start": "2024-05-13",
            "end": "2024-05-13",
            "precision": "day",
            "place": None,
            "country": "IDN",
            "participants": ["Badan Contoh", "Seorang Tamu"],
            "programmes": [],
        }
    ],
}


def actor(name: str, *aliases: str, kind: str = "organisation") -> Named:
    return Named(kind, name, forms(name, aliases))


def meeting(key: str, day: date = date(2024, 5, 13), **other: Any) -> Happening:
    parts = (forms("BNPT", ()), forms("UNODC", ()))
    return replace(Happening(key, "meeting", frozenset(), "occurred", day, day, "day", "IDN", parts), **other)


def facts(report_id: str, *events: Happening, actors: tuple[Named, ...] = ()) -> ReportFacts:
    return ReportFacts(report_id, True, actors, (), events)


def measured(gold: list[ReportFacts], system: list[ReportFacts]) -> dict[tuple[str, str], Score]:
    scores = evaluate({f.report_id: f for f in gold}, {f.report_id: f for f in system})
    return {(score.measure, score.group): score for score in scores}


# gold files


def write(folder: Path, content: object, name: str = "n900.json") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_a_gold_file_is_read_with_the_forms_of_its_participants(tmp_path: Path) -> None:
    write(tmp_path / "dev", GOOD)
    found = load_gold(tmp_path)["n900"]
    assert [a.forms for a in found.actors] == [{"badan contoh", "bc"}, {"budi raharjo"}]
    assert found.programmes == (Named("", "Rencana Contoh", frozenset({"rencana contoh", "rc"})),)
    (event,) = found.events
    assert (event.start, event.end, event.also) == (date(2024, 5, 13), date(2024, 5, 13), {"visit"})
    assert event.participants == (frozenset({"badan contoh", "bc"}), frozenset({"seorang tamu"}))


def test_missing_dates_and_country_are_none(tmp_path: Path) -> None:
    event = {k: v for k, v in GOOD["events"][0].items() if k not in ("start", "end", "country", "also")}
    write(tmp_path, {**GOOD, "events": [event]})
    (found,) = load_gold(tmp_path)["n900"].events
    assert (found.start, found.end, found.country, found.also) == (None, None, None, frozenset())


@pytest.mark.parametrize(
    "content",
    [
        "{ not json",
        "[]",
        "null",
        {key: value for key, value in GOOD.items() if key != "relevant"},
        {key: value for key, value in GOOD.items() if key != "events"},
        {**GOOD, "actors": [{"kind": "person"}]},
        {**GOOD, "events": [{**GOOD["events"][0], "start": "13 May 2024"}]},
        {**GOOD, "events": [{"key": "k"}]},
        {**GOOD, "actors": None},
    ],
)
def test_a_file_in_another_form_is_named(tmp_path: Path, content: object) -> None:
    path = write(tmp_path / "dev", content, "broken.json")
    with pytest.raises(ValueError, match="not a gold file") as caught:
        load_gold(tmp_path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_folder_without_gold_holds_nothing(tmp_path: Path) -> None:
    assert load_gold(tmp_path) == {}


@pytest.mark.parametrize("split", ["dev", "test"])
def test_the_gold_set_itself_is_in_the_form(split: str) -> None:
    found = load_gold(GOLD / split)
    assert set(found) == {path.stem for path in (GOLD / split).glob("*.json")}
    for report in found.values():
        assert report.relevant or not (report.actors or report.programmes or report.events)


# tallies


def test_a_tally_counts_hits_and_misses() -> None:
    tally = Tally()
    tally.add(hit=2, system=3, gold=4)
    tally.add(hit=1, system=1, gold=1)
    assert (tally.precision, tally.recall) == (3 / 4, 3 / 5)
    assert tally.f1 == pytest.approx(2 * (3 / 4) * (3 / 5) / (3 / 4 + 3 / 5))


def test_a_tally_of_nothing_is_perfect() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (1.0, 1.0, 1.0)


def test_saying_nothing_is_precise_and_finds_nothing() -> None:
    tally = Tally()
    tally.add(hit=0, system=0, gold=2)
    assert (tally.precision, tally.recall, tally.f1) == (1.0, 0.0, 0.0)


def test_saying_too_much_finds_all_there_is() -> None:
    tally = Tally()
    tally.add(hit=0, system=2, gold=0)
    assert (tally.precision, tally.recall, tally.f1) == (0.0, 1.0, 0.0)


# evaluation


def test_what_agrees_scores_one_everywhere() -> None:
    one = facts("n1", meeting("k"), actors=(actor("BNPT"), actor("Budi", kind="person")))
    assert all((s.precision, s.recall, s.f1) == (1.0, 1.0, 1.0) for s in measured([one], [one]).values())


def test_a_report_that_the_system_lacks_says_nothing() -> None:
    scores = measured([facts("n1", meeting("k"), actors=(actor("BNPT"),))], [])
    assert scores["relevance", "all"].f1 == 0.0
    assert (scores["actors", "all"].recall, scores["events", "all"].recall) == (0.0, 0.0)


def test_reports_without_gold_are_left_out() -> None:
    one = facts("n1", meeting("k"))
    assert measured([one], [one, facts("n2", meeting("z"))])["events", "all"].precision == 1.0


def test_an_irrelevant_report_is_right_when_both_say_so() -> None:
    gold, said = ReportFacts("n1", False), ReportFacts("n1", False)
    assert measured([gold], [said])["relevance", "all"].f1 == 1.0
    assert measured([gold], [replace(said, relevant=True)])["relevance", "all"].f1 == 0.0


def test_actors_are_also_measured_by_kind() -> None:
    gold = facts("n1", actors=(actor("BNPT"), actor("Budi Raharjo", kind="person")))
    said = facts("n1", actors=(actor("BNPT"), actor("Rudi Hartanto", kind="person"), actor("Palu")))
    scores = measured([gold], [said])
    assert (scores["actors", "all"].precision, scores["actors", "all"].recall) == (1 / 3, 1 / 2)
    assert (scores["actors", "person"].f1, scores["actors", "organisation"].recall) == (0.0, 1.0)
    assert scores["actors", "all"].count == 2


def test_one_system_actor_matches_one_gold_actor() -> None:
    gold = facts("n1", actors=(actor("BNPT"), actor("Badan Nasional", "BNPT")))
    assert measured([gold], [facts("n1", actors=(actor("BNPT"),))])["actors", "all"].recall == 0.5


def test_attributes_are_measured_on_matched_events_only() -> None:
    gold = facts("n1", meeting("k"), meeting("far", date(2020, 1, 1), type="agreement", participants=()))
    said = facts("n1", meeting("e1", type="visit", country="AUS", status="occurred"))
    scores = measured([gold], [said])
    assert (scores["events", "all"].precision, scores["events", "all"].recall) == (1.0, 0.5)
    assert scores["event type", "all"].count == scores["event country", "all"].count == 1
    assert (scores["event type", "all"].f1, scores["event country", "all"].f1) == (0.0, 0.0)
    assert (scores["event status", "all"].f1, scores["event start date", "all"].f1) == (1.0, 1.0)


def test_a_type_that_would_be_as_right_is_right() -> None:
    gold = facts("n1", meeting("k", type="visit", also=frozenset({"meeting"})))
    assert measured([gold], [facts("n1", meeting("e1"))])["event type", "all"].f1 == 1.0


def test_an_absent_date_or_country_must_be_absent() -> None:
    gold = facts("n1", meeting("k", start=None, end=None, country=None))
    scores = measured([gold], [facts("n1", meeting("e1", start=None, end=None, country=None))])
    assert (scores["event start date", "all"].f1, scores["event country", "all"].f1) == (1.0, 1.0)
    scores = measured([gold], [facts("n1", meeting("e1", start=None, end=None))])
    assert scores["event country", "all"].f1 == 0.0


def test_the_end_counts_in_event_dates_only() -> None:
    scores = measured([facts("n1", meeting("k"))], [facts("n1", meeting("e1", end=date(2024, 5, 14)))])
    assert (scores["event start date", "all"].f1, scores["event dates", "all"].f1) == (1.0, 0.0)


def test_participants_of_matched_events_are_counted_one_by_one() -> None:
    gold = facts("n1", meeting("k"))
    said = facts("n1", meeting("e1", participants=(forms("BNPT", ()), forms("LPSK", ()), forms("TNI", ()))))
    score = measured([gold], [said])["event participants", "all"]
    assert (score.precision, score.recall) == (pytest.approx(1 / 3), 1 / 2)


# pairs of one event in two reports


def test_one_event_in_two_reports_is_a_pair() -> None:
    gold = [facts("n1", meeting("k")), facts("n2", meeting("k"))]
    together = [facts("n1", meeting("ev-1")), facts("n2", meeting("ev-1"))]
    apart = [facts("n1", meeting("ev-1")), facts("n2", meeting("ev-2"))]
    assert measured(gold, together)["same-event pairs", "all"].f1 == 1.0
    score = measured(gold, apart)["same-event pairs", "all"]
    assert (score.precision, score.recall, score.f1) == (1.0, 0.0, 0.0)


def test_two_events_taken_for_one_are_a_false_pair() -> None:
    gold = [facts("n1", meeting("k")), facts("n2", meeting("z"))]
    said = [facts("n1", meeting("ev-1")), facts("n2", meeting("ev-1"))]
    assert measured(gold, said)["same-event pairs", "all"].precision == 0.0


def test_three_reports_of_one_event_make_three_pairs() -> None:
    gold = [facts(f"n{i}", meeting("k")) for i in range(3)]
    said = [facts("n0", meeting("ev-1")), facts("n1", meeting("ev-1")), facts("n2", meeting("ev-2"))]
    score = measured(gold, said)["same-event pairs", "all"]
    assert (score.count, score.precision, score.recall) == (3, 1.0, pytest.approx(1 / 3))


def test_events_that_were_not_found_make_no_pairs() -> None:
    gold = [facts("n1", meeting("k")), facts("n2", meeting("k"))]
    score = measured(gold, [facts("n1", meeting("ev-1")), facts("n2")])["same-event pairs", "all"]
    assert (score.count, score.f1) == (0, 1.0)


def test_scores_come_in_the_order_of_the_report() -> None:
    one = facts("n1", meeting("k"), actors=(actor("BNPT"),))
    scores = evaluate({"n1": one}, {"n1": one})
    assert [s.measure for s in scores if s.group == "all"][:4] == [
        "relevance",
        "actors",
        "programmes",
        "events",
    ]
    assert scores == evaluate({"n1": one}, {"n1": one})
