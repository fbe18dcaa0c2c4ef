"""Judgements and choices: probabilities whatever they are asked, and the likeliest option first."""

from __future__ import annotations

import pytest

from flows.extract.weights import Choice, Judgement, choice, judgement, sections


@pytest.mark.parametrize("name", ["event", "party"])
def test_a_judgement_gives_probabilities_whatever_it_is_asked(name: str) -> None:
    judge = judgement(name)
    assert 0.0 < judge.threshold < 1.0
    assert judge.weights
    for size in (1e9, -1e9):
        assert 0.0 <= judge.probability(dict.fromkeys(judge.weights, size)) <= 1.0
    assert 0.0 < judge.probability({"unheard_of": 5.0}) < 1.0


def test_a_feature_moves_a_judgement_by_its_weight() -> None:
    judge = Judgement(0.5, -1.0, {"seen": 2.0})
    assert judge.probability({}) < 0.5 < judge.probability({"seen": 1.0})


def test_what_holds_counts_once_and_what_is_unheard_of_not_at_all() -> None:
    judge = Judgement(0.5, -1.0, {"seen": 2.0, "told": 0.25})
    assert judge.holding(["told", "unheard_of", "seen", "seen"]) == judge.probability(
        {"seen": 1.0, "told": 1.0}
    )


def test_a_kind_weighs_a_feature_as_all_do_and_in_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    section = {
        "threshold": 0.5,
        "weights": {"intercept": 0.0, "near": 1.0, "person_near": 0.5, "person_far": -2.0},
    }
    monkeypatch.setitem(sections(), "kinds", section)
    person, body = judgement("kinds", "person"), judgement("kinds", "organisation")
    assert person.weights["near"] == 1.5
    assert person.weights["far"] == -2.0
    assert body.weights["near"] == 1.0
    assert "far" not in body.weights


@pytest.mark.parametrize("name", ["date", "country"])
def test_a_choice_of_nothing_known_takes_the_first_option(name: str) -> None:
    assert choice(name).best({"a": {}, "b": {}}) == ("a", 0.5)


def test_a_choice_takes_the_likeliest_option() -> None:
    chosen, probability = Choice({"near": 1.0, "far": -1.0}).best(
        {"there": {"far": 1.0}, "here": {"near": 1.0}}
    )
    assert chosen == "here"
    assert 0.8 < probability < 0.9
