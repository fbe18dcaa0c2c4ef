"""Claims of one report that may be taken for each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.resolve import claims
from flows.resolve.claims import Claim
from tests.unit.resolve.test_score import DAY, PLAIN, undated

SECOND = replace(PLAIN, key="e2")


@pytest.mark.parametrize(
    ("other", "rival"),
    [
        (SECOND, True),
        (replace(SECOND, type="conference"), True),  # of one family
        (replace(SECOND, type="agreement"), False),
        (undated(SECOND), True),
        (replace(SECOND, start=DAY + 5, end=DAY + 5), False),
        (replace(SECOND, place="bandung"), False),
        (replace(SECOND, place="south jakarta"), True),  # one name in the other
        (replace(SECOND, country="SGP", place=None), False),
        (replace(SECOND, parts=frozenset({"unoct", "dfat"})), True),
        (replace(SECOND, parts=frozenset({"dfat"})), False),
        (replace(SECOND, parts=frozenset()), True),  # nobody said
        (replace(SECOND, programmes=frozenset({"bali-work-plan"})), True),
    ],
)
def test_a_rival_is_what_nothing_told_tells_apart(other: Claim, rival: bool) -> None:
    assert claims._rival(PLAIN, other) is rival
    assert claims._rival(other, PLAIN) is rival


@pytest.mark.parametrize("subject", ["occasion", "instrument"])
def test_two_subjects_tell_claims_apart(subject: str) -> None:
    first, second = (replace(SECOND, **{subject: name}) for name in ("Konsultasi ke-1", "Konsultasi ke-2"))
    assert not claims._rival(first, second)
    assert claims._rival(first, SECOND)
