"""How gold and system are matched: names after folding, pairs from the likest down, events by likeness."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.validate.matching import (
    EVENT_LIKENESS,
    Happening,
    Named,
    event_likeness,
    forms,
    normal,
    overlap,
    pair_up,
    same_name,
)

A, B, C = (frozenset({name}) for name in ("bnpt", "unodc", "lpsk"))
MEETING = Happening(
    "k", "meeting", frozenset(), "occurred", date(2024, 5, 13), date(2024, 5, 13), "day", "IDN", (A, B)
)


@pytest.mark.parametrize(
    ("form", "folded"),
    [
        ("BNPT", "bnpt"),
        ("  Badan   Nasional ", "badan nasional"),
        ("Côte d’Ivoire", "cote d ivoire"),
        ("Co-operation", "co operation"),
        ("The Hague", "hague"),
        ("the United Nations", "united nations"),
        ("Pemerintah Indonesia", "indonesia"),
        ("Government of the Philippines", "philippines"),
        ("Government of Japan", "japan"),
        ("Republik Korea", "korea"),
        ("Kementerian Luar Negeri RI", "kementerian luar negeri"),
        ("Kejaksaan Agung Republik Indonesia", "kejaksaan agung"),
        ("Densus 88", "densus 88"),
        ("a_b", "a b"),
        ("Theodor Meyer", "theodor meyer"),
        ("Sari", "sari"),
        ("The", "the"),
        ("RI", "ri"),
        ("Republik Indonesia", "indonesia"),
        ("", ""),
    ],
)
def test_forms_are_folded(form: str, folded: str) -> None:
    assert normal(form) == folded


def test_folding_twice_changes_nothing_more() -> None:
    for form in ("Kementerian Luar Negeri RI", "Côte d’Ivoire", "P/CVE"):
        assert normal(normal(form)) == normal(form)


def test_forms_are_name_and_aliases_without_empty_ones() -> None:
    assert forms("UN Office (UNOCT)", ["UNOCT", " ", ""]) == {"un office unoct", "unoct"}


def named(kind: str, *names: str) -> Named:
    return Named(kind, names[0], forms(names[0], names[1:]))


def test_a_shared_form_of_one_kind_matches() -> None:
    long = named("organisation", "Badan Nasional Penanggulangan Terorisme", "BNPT")
    assert same_name(long, named("organisation", "BNPT RI")) == pytest.approx(1.1)
    assert same_name(long, named("country", "BNPT")) == 0.0
    assert same_name(long, named("organisation", "LPSK")) == 0.0
    assert same_name(named("", "RAN PE"), named("", "RAN PE", "Rencana Aksi")) >= 1.0


def test_more_shared_forms_are_likelier_and_never_reach_two() -> None:
    many = named("person", *[f"name {i}" for i in range(20)])
    one = named("person", "name 3")
    assert 1.0 < same_name(many, one) < same_name(many, many) < 2.0


def test_pairs_are_taken_from_the_likest_down() -> None:
    table = {("a", "x"): 0.6, ("a", "y"): 0.9, ("b", "x"): 0.5, ("b", "y"): 0.8}
    assert pair_up(["a", "b"], ["x", "y"], lambda p, q: table[p, q], 0.5) == [(0, 1), (1, 0)]


def test_each_side_is_used_once_and_the_least_is_met() -> None:
    assert pair_up(["a", "b"], ["x"], lambda p, q: 0.5, 0.5) == [(0, 0)]
    assert pair_up(["a"], ["x"], lambda p, q: 0.49, 0.5) == []
    assert pair_up([], ["x"], lambda p, q: 1.0, 0.5) == pair_up(["a"], [], lambda p, q: 1.0, 0.5) == []


def test_ties_go_to_the_earlier() -> None:
    assert pair_up(["a", "b"], ["x", "y"], lambda p, q: 1.0, 0.5) == [(0, 0), (1, 1)]


def test_the_same_event_is_as_like_as_can_be() -> None:
    assert event_likeness(MEETING, MEETING) == pytest.approx(0.4 + 0.3 + 0.3 + 0.1)


@pytest.mark.parametrize(
    ("gold", "system", "worth"),
    [
        ("meeting", "meeting", 0.4),
        ("meeting", "visit", 0.2),
        ("visit", "conference", 0.2),
        ("conference", "training", 0.2),
        ("exercise", "conference", 0.2),
        ("launch", "agreement", 0.2),
        ("meeting", "agreement", 0.0),
        ("appointment", "meeting", 0.0),
    ],
)
def test_the_type_counts_and_a_neighbour_counts_half(gold: str, system: str, worth: float) -> None:
    rest = event_likeness(MEETING, MEETING) - 0.4
    assert event_likeness(replace(MEETING, type=gold), replace(MEETING, type=system)) - rest == pytest.approx(
        worth
    )


def test_a_type_that_would_be_as_right_counts_whole() -> None:
    either = replace(MEETING, type="visit", also=frozenset({"meeting"}))
    assert event_likeness(either, MEETING) == pytest.approx(event_likeness(MEETING, MEETING))
    assert event_likeness(MEETING, either) < event_likeness(MEETING, MEETING)


DAY = date(2024, 5, 13)


@pytest.mark.parametrize(
    ("gold", "system", "worth"),
    [
        ((DAY, DAY), (DAY, DAY), 0.3),
        ((None, None), (None, None), 0.2),
        ((DAY, DAY), (None, None), 0.05),
        ((None, None), (DAY, DAY), 0.05),
        ((date(2024, 5, 12), date(2024, 5, 14)), (DAY, DAY), 0.15),
        ((None, date(2024, 5, 16)), (DAY, DAY), 0.15),
        ((None, date(2024, 5, 16)), (None, date(2024, 5, 16)), 0.3),
        ((date(2024, 5, 1), date(2024, 5, 2)), (DAY, DAY), -0.3),
    ],
)
def test_dates_that_agree_count_and_dates_that_exclude_each_other_count_against(
    gold: tuple[date | None, date | None], system: tuple[date | None, date | None], worth: float
) -> None:
    rest = event_likeness(MEETING, MEETING) - 0.3
    one, other = (
        replace(MEETING, start=gold[0], end=gold[1]),
        replace(MEETING, start=system[0], end=system[1]),
    )
    assert event_likeness(one, other) - rest == pytest.approx(worth)


def test_a_different_status_costs_a_tenth() -> None:
    planned = replace(MEETING, status="planned")
    assert event_likeness(MEETING, MEETING) - event_likeness(MEETING, planned) == pytest.approx(0.1)


def test_the_country_does_not_count() -> None:
    assert event_likeness(MEETING, replace(MEETING, country="AUS")) == event_likeness(MEETING, MEETING)


def test_same_day_and_type_match_without_a_shared_participant_and_other_days_do_not() -> None:
    strangers = replace(MEETING, participants=(C,))
    assert event_likeness(MEETING, strangers) >= EVENT_LIKENESS
    other = replace(MEETING, start=date(2023, 1, 1), end=date(2023, 1, 1), participants=(C,))
    assert event_likeness(MEETING, other) < EVENT_LIKENESS


def test_overlap_is_the_f1_of_two_lists() -> None:
    assert overlap((), ()) == 1.0
    assert overlap((A,), ()) == overlap((), (A,)) == 0.0
    assert overlap((A, B), (B, A)) == 1.0
    assert overlap((A, B), (A,)) == pytest.approx(2 / 3)
    assert overlap((A, B), (A, C)) == pytest.approx(0.5)


def test_overlap_uses_each_participant_once() -> None:
    both = frozenset({"bnpt", "unodc"})
    assert overlap((A, B), (both,)) == pytest.approx(2 / 3)
    assert overlap((A,), (A, A)) == pytest.approx(2 / 3)
