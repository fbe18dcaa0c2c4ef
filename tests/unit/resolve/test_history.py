"""The status rules, one by one."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from flows.resolve.history import Entry, contradictions, derive

D = date


def said(as_of: date, status: str, start: date | None = None, end: date | None = None) -> Entry:
    return Entry(as_of, status, start, end or start, f"r{as_of:%m%d}{status[:2]}")


CASES = [
    ("announced, window open", [said(D(2024, 1, 1), "planned", D(2024, 3, 1))], D(2024, 2, 1), "planned"),
    ("59 days after the window", [said(D(2024, 1, 1), "planned", D(2024, 3, 1))], D(2024, 4, 29), "planned"),
    (
        "60 days after the window",
        [said(D(2024, 1, 1), "planned", D(2024, 3, 1))],
        D(2024, 4, 30),
        "unconfirmed",
    ),
    ("no date, half a year and 60 days", [said(D(2024, 1, 1), "planned")], D(2024, 8, 28), "unconfirmed"),
    ("no date, not yet", [said(D(2024, 1, 1), "planned")], D(2024, 8, 27), "planned"),
    (
        "held",
        [said(D(2024, 1, 1), "planned", D(2024, 3, 1)), said(D(2024, 3, 2), "occurred", D(2024, 3, 1))],
        D(2024, 9, 1),
        "occurred",
    ),
    (
        "held, then an old announcement again",
        [said(D(2024, 3, 2), "occurred"), said(D(2024, 3, 9), "planned")],
        D(2025, 1, 1),
        "occurred",
    ),
    (
        "put off",
        [said(D(2024, 1, 1), "planned", D(2024, 3, 1)), said(D(2024, 2, 20), "postponed")],
        D(2025, 1, 1),
        "postponed",
    ),
    (
        "put off, then planned anew",
        [said(D(2024, 2, 20), "postponed"), said(D(2024, 3, 20), "planned", D(2024, 9, 1))],
        D(2024, 6, 1),
        "planned",
    ),
    (
        "put off, then held",
        [said(D(2024, 2, 20), "postponed"), said(D(2024, 9, 2), "occurred")],
        D(2025, 1, 1),
        "occurred",
    ),
    (
        "called off",
        [said(D(2024, 2, 1), "planned", D(2024, 3, 1)), said(D(2024, 2, 20), "cancelled")],
        D(2025, 1, 1),
        "cancelled",
    ),
    (
        "held, and later called off by another",
        [said(D(2024, 2, 1), "occurred"), said(D(2024, 2, 20), "cancelled")],
        D(2025, 1, 1),
        "occurred",
    ),
    (
        "called off before planned on one day",
        [said(D(2024, 2, 1), "planned"), said(D(2024, 2, 1), "cancelled")],
        D(2024, 3, 1),
        "cancelled",
    ),
    ("under way", [said(D(2024, 3, 1), "ongoing", D(2024, 3, 1), D(2024, 3, 5))], D(2024, 3, 5), "ongoing"),
    (
        "was under way",
        [said(D(2024, 3, 1), "ongoing", D(2024, 3, 1), D(2024, 3, 5))],
        D(2024, 3, 6),
        "occurred",
    ),
    ("under way without an end", [said(D(2024, 3, 1), "ongoing")], D(2024, 4, 2), "occurred"),
    (
        "held, said before its own day",
        [said(D(2024, 3, 1), "occurred", D(2024, 3, 9))],
        D(2024, 3, 2),
        "planned",
    ),
    (
        "reports after the release's date wait",
        [said(D(2024, 1, 1), "planned", D(2024, 3, 1)), said(D(2024, 3, 2), "occurred")],
        D(2024, 2, 1),
        "planned",
    ),
]


@pytest.mark.parametrize(
    ("entries", "as_of", "status"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_status(entries: list[Entry], as_of: date, status: str) -> None:
    assert {derive(order, as_of) for order in permutations(entries)} == {status}


def test_contradictions_are_told_in_words() -> None:
    entries = [
        said(D(2022, 6, 9), "occurred", D(2022, 6, 9)),
        said(D(2022, 6, 10), "occurred", D(2022, 6, 8)),
        said(D(2022, 6, 12), "cancelled"),
    ]
    told = contradictions(entries)
    assert told[0].endswith("says cancelled after r0609oc said occurred")
    assert told[1] == "reports give 2022-06-08 and 2022-06-09 as the first day"
    assert contradictions(entries[:1]) == []
