"""How sure a reading is: where a frame is told, and how likely its triggers are."""

from __future__ import annotations

from flows.extract.candidates import Candidate
from flows.extract.confidence import DEEP, features
from flows.extract.frames import Frame
from tests.unit.extract.pages import page_of

TEXT = "BNPT meneken nota kesepahaman. " + "Warga berkumpul di alun-alun. " * DEEP + "Forum itu dibentuk."


def frame(index: int, likelihood: float) -> Frame:
    candidate = Candidate("launch", index, 0, 5, "verb", "form", "body")
    candidate.likelihood = likelihood
    return Frame("launch", [candidate], sentences=[index])


def test_what_is_told_deep_in_a_report_is_noted() -> None:
    page = page_of(TEXT)
    assert features(page, frame(page.first_body + DEEP, 0.5))["deep"] == 0.0
    assert features(page, frame(page.first_body + DEEP + 1, 0.5))["deep"] == 1.0


def test_a_surer_trigger_has_higher_odds_up_to_a_limit() -> None:
    page = page_of(TEXT)
    even, sure, surest = (features(page, frame(0, chance))["odds"] for chance in (0.5, 0.9, 1.0))
    assert even == 0.0 < sure < surest < 5.0
