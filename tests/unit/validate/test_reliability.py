"""How far the confidence of events can be relied on: bins of a tenth, with the share that is right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flows.validate.matching import Happening, ReportFacts
from flows.validate.reliability import Bin, reliability

DAY = date(2024, 5, 14)
HELD = Happening("k", "meeting", frozenset(), "occurred", DAY, DAY, "day", "IDN")


def test_each_tenth_tells_how_much_of_it_is_right() -> None:
    false = replace(
        HELD, key="e3", type="launch", start=date(2020, 1, 1), end=date(2020, 1, 1), confidence=0.81
    )
    gold = {
        "r": ReportFacts("r", True, events=(HELD,)),
        "unread": ReportFacts("unread", True, events=(HELD,)),
    }
    said = {"r": ReportFacts("r", True, events=(replace(HELD, key="e1", confidence=0.85), false))}
    assert reliability(gold, said) == [Bin(0.8, 0.9, 2, 0.83, 0.5)]


def test_certainty_stands_in_the_last_tenth() -> None:
    said = {"r": ReportFacts("r", True, events=(HELD,))}
    assert reliability(said, said) == [Bin(0.9, 1.0, 1, 1.0, 1.0)]
    assert reliability({}, said) == []
