"""Which claims are compared: those that share something telling, and for claims that say little the nearest of their kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.common.issues import IssueLog
from flows.resolve import block
from flows.resolve.claims import Claim, weigh
from tests.unit.resolve.test_score import DAY, OTHER, PLAIN, undated

NOBODY: dict[str, frozenset[str]] = dict.fromkeys(("parts", "bodies", "lands", "company"), frozenset())


def compared(*claims: Claim) -> list[tuple[int, int]]:
    """Return the pairs that blocking finds among `claims`."""
    found = block.pairs(claims, weigh(claims), IssueLog("resolve"))
    return sorted(pair for some in found for pair in some.iter_rows())


@pytest.mark.parametrize(
    ("other", "met"),
    [
        (OTHER, True),
        (replace(OTHER, report_id="r1", key="e2"), False),  # one report tells of two happenings
        (replace(OTHER, start=DAY + 40, end=DAY + 40, as_of=DAY + 41), False),  # too far apart
        (
            replace(OTHER, country=None, place=None, parts=frozenset({"bnpt"})),
            True,
        ),  # a participant and a day
        (replace(undated(OTHER), place=None, **NOBODY), True),  # says little: the nearest of its type
        (replace(undated(OTHER), place=None, type="visit", **NOBODY), False),
    ],
)
def test_who_meets(other: Claim, met: bool) -> None:
    assert compared(PLAIN, other) == ([(0, 1)] if met else [])


def test_a_claim_that_says_little_meets_no_more_than_the_nearest() -> None:
    crowd = [
        replace(PLAIN, report_id=f"r{n}", start=DAY - n, end=DAY - n, parts=frozenset({f"act-{n}"}), company=frozenset(), place=f"town {n}",
                country=f"C{n:02}")
        for n in range(2 * block.WIDE)
    ]  # fmt: skip
    bare = replace(undated(OTHER), report_id="bare", as_of=DAY, place=None, country=None, **NOBODY)
    met = [a for a, b in compared(*crowd, bare) if b == len(crowd)]
    assert met == list(range(block.WIDE))


def test_each_claim_meets_those_with_which_it_shares_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "MET", 3)
    crowd = [
        replace(PLAIN, report_id=f"r{n}", syndication=f"s{n}", place=f"town {n}", parts=frozenset({"bnpt", f"act-{n}"}),
                company=frozenset())
        for n in range(12)
    ]  # fmt: skip
    like = replace(crowd[7], report_id="like", syndication="like")
    pairs = compared(*crowd, like)
    assert (7, 12) in pairs  # of all that it meets only this shares place and both participants
    chosen = [sum(n in pair for pair in pairs) for n in range(13)]
    assert min(chosen) >= 3 and len(pairs) <= 3 * 13
