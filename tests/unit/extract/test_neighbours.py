"""What the other triggers of a report say of one trigger."""

from __future__ import annotations

from flows.extract.candidates import Candidate
from flows.extract.neighbours import Neighbours, root


def trigger(kind: str, index: int, start: int, strength: str = "verb") -> Candidate:
    return Candidate(kind, index, start, start + 5, strength, "form", "body")


SIGNED, MET = trigger("agreement", 0, 10), trigger("meeting", 0, 40, "noun")
AGAIN = trigger("agreement", 3, 200, "wide")


def test_the_triggers_of_its_sentence_are_counted_and_named() -> None:
    said = Neighbours([SIGNED, MET, AGAIN]).said(MET)
    assert {"beside_1_noun", "place_1_noun", "beside_agreement_with_meeting"} <= set(said)
    assert "beside_same" not in said


def test_a_trigger_alone_in_its_sentence_has_none_beside_it() -> None:
    assert "beside_0_wide" in Neighbours([SIGNED, MET, AGAIN]).said(AGAIN)


def test_two_readings_of_one_word_are_no_neighbours() -> None:
    rival = trigger("launch", 0, 10)
    assert "beside_0_verb" in Neighbours([SIGNED, rival]).said(SIGNED)


def test_what_was_told_before_is_noted() -> None:
    neighbours = Neighbours([AGAIN, SIGNED, MET])
    assert {"after_wide", "after_agreement"} <= set(neighbours.said(AGAIN))
    assert {"first_verb", "first_agreement"} <= set(neighbours.said(SIGNED))


def test_a_wide_word_tells_nothing_before_another() -> None:
    assert "first_agreement" in Neighbours([trigger("agreement", 0, 0, "wide"), AGAIN]).said(AGAIN)


def test_forms_of_one_word_share_their_root() -> None:
    assert {root(word) for word in ("meluncurkan", "diluncurkan", "peluncuran")} == {"luncu"}
    assert root("mou") == "mou"
