"""The score of a pair of claims: how dates stand to each other, what forbids a pair, what its reasons say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from flows.resolve.claims import Claim, weigh
from flows.resolve.features import compare
from flows.resolve.passages import passage, passage_words
from flows.resolve.score import FORBIDDEN, judgement
from flows.resolve.timing import timing

DAY = date(2022, 6, 9).toordinal()
PLAIN = Claim(
    report_id="r1", key="e1", as_of=DAY + 1, lang="en", syndication="s1", type="meeting", also=frozenset(), status="occurred",
    start=DAY, end=DAY, precision="day", basis="stated", place="jakarta", place_precision="city", country="IDN",
    parts=frozenset({"bnpt", "unoct"}), bodies=frozenset({"bnpt", "unoct"}), people=frozenset(), lands=frozenset({"IDN"}),
    programmes=frozenset(), company=frozenset({"bnpt", "unoct"}), occasion=None, instrument=None, series=None,
    words=frozenset(), follows=False, rivals=0, confidence=0.8,
)  # fmt: skip
OTHER = replace(PLAIN, report_id="r2", syndication="s2", as_of=DAY + 2)


def undated(claim: Claim, **changes: object) -> Claim:
    """Return the claim without a date."""
    return replace(claim, start=None, end=None, precision="unknown", basis="none", **changes)  # type: ignore[arg-type]


def month(claim: Claim) -> Claim:
    """Return the claim with the month alone."""
    first, last = date(2022, 6, 1).toordinal(), date(2022, 6, 30).toordinal()
    return replace(claim, start=first, end=last, precision="month")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (OTHER, "the same day"),
        (replace(OTHER, start=DAY + 1, end=DAY + 1), "the next day"),
        (replace(OTHER, start=DAY + 1, end=DAY + 1, basis="relative"), "the next day, worked out"),
        (replace(OTHER, end=DAY + 2), "a day of the other's span"),
        (month(OTHER), "a day, and fresh news of its month"),
        (month(replace(OTHER, as_of=DAY + 90)), "a day in the other's month"),
        (replace(OTHER, start=DAY + 3, end=DAY + 3, as_of=DAY + 4), "a slip of days"),
        (replace(OTHER, start=DAY + 14, end=DAY + 14, as_of=DAY + 15), None),
        (replace(OTHER, start=DAY + 30, end=DAY + 30, as_of=DAY - 9, status="planned"), "moved by weeks"),
        (replace(OTHER, start=DAY - 90, end=DAY - 90, as_of=DAY - 95, status="postponed"), "put off"),
        (undated(OTHER), "no date, days after"),
        (undated(OTHER, as_of=DAY - 30, status="planned"), "announced, two months"),
        (undated(OTHER, as_of=DAY + 30, status="planned"), None),
        (replace(OTHER, start=None, end=DAY + 10, as_of=DAY + 10, precision="before"), "before the other, two weeks"),
    ],
)  # fmt: skip
def test_how_dates_stand_to_each_other(other: Claim, said: str | None) -> None:
    assert timing(PLAIN, other) == said
    assert timing(other, PLAIN) == said


@pytest.mark.parametrize(
    ("other", "veto"),
    [
        (replace(OTHER, type="visit"), "type"),
        (replace(OTHER, type="visit", also=frozenset({"meeting"})), None),
        (replace(OTHER, series=9), "series"),
        (replace(OTHER, start=DAY + 14, end=DAY + 14, as_of=DAY + 15), "date"),
        (replace(OTHER, country="AUS"), "country"),
        (OTHER, None),
    ],
)
def test_what_forbids_a_pair(other: Claim, veto: str | None) -> None:
    one = replace(PLAIN, series=8)
    found = compare(one, other, weigh([one, other]))
    assert found.veto == veto
    assert (judgement().points(one, other, weigh([one, other])) == FORBIDDEN) == (veto is not None)


def test_one_meeting_of_a_series_on_one_day_may_be_misread_into_another_country() -> None:
    eighth = replace(PLAIN, series=8)
    assert compare(eighth, replace(OTHER, country="AUS", series=8), weigh([PLAIN, OTHER])).veto is None
    assert compare(eighth, replace(OTHER, country="AUS"), weigh([PLAIN, OTHER])).veto == "country"


def test_two_towns_speak_against_a_deed_more_than_against_talks() -> None:
    shares = weigh([PLAIN, OTHER])
    talks = compare(PLAIN, replace(OTHER, place="bali"), shares).values
    deeds = compare(replace(PLAIN, type="launch"), replace(OTHER, type="launch", place="bali"), shares).values
    assert "place in two towns of a deed" in deeds and "place in two towns of a deed" not in talks
    assert judgement().weights["place in two towns of a deed"] < 0


def test_points_are_the_sum_of_the_reasons_and_do_not_depend_on_the_order() -> None:
    shares = weigh([PLAIN, OTHER, replace(PLAIN, report_id="r3", parts=frozenset({"bnpt"}))])
    judge = judgement()
    total = judge.intercept + sum(points for _, points in judge.reasons(PLAIN, OTHER, shares))
    assert judge.points(PLAIN, OTHER, shares) == pytest.approx(total, abs=0.02)
    assert judge.points(PLAIN, OTHER, shares) == judge.points(OTHER, PLAIN, shares)


def test_the_same_day_place_and_parties_are_a_link_and_other_parties_are_none() -> None:
    strangers = replace(
        OTHER,
        parts=frozenset({"afp"}),
        bodies=frozenset({"afp"}),
        lands=frozenset({"AUS"}),
        company=frozenset({"afp"}),
    )
    shares = weigh([PLAIN, OTHER, strangers])
    judge = judgement()
    assert judge.points(PLAIN, OTHER, shares) >= judge.link
    assert judge.points(PLAIN, strangers, shares) < judge.link


def test_a_passage_is_the_sentences_of_its_spans() -> None:
    text = "Title\nFirst sentence. BNPT signed the accord in Bali. On 9 June 2022 it took effect. Last one."
    signed, day = text.index("signed"), text.index("9 June")
    told = passage(text, {(signed, signed + 6), (day, day + 11)})
    assert told == "BNPT signed the accord in Bali On 9 June 2022 it took effect"
    assert passage_words("215 korban, 9 Juni 2022, 1.846 rumah") >= {"215", "1846"}
    assert not passage_words("9 Juni 2022") & {"9", "2022"}


@pytest.mark.parametrize("shared", [frozenset(), frozenset({"counter", "radicalisation", "exchange"})])
def test_what_is_scored_for_links_alone_gives_a_link_the_same_points(shared: frozenset[str]) -> None:
    told = replace(PLAIN, words=shared | {"vienna"})
    others = [
        replace(OTHER, words=shared | {"bali"}),
        replace(OTHER, parts=frozenset({"kemlu"}), as_of=DAY + 300),
    ]
    judge, shares = judgement(), weigh([told, *others])
    for other in others:
        points, link = judge.points(told, other, shares), judge.link_points(told, other, shares)
        assert link == points if points >= judge.link else link < judge.link


def test_words_are_not_compared_where_they_cannot_make_a_link() -> None:
    claims = [replace(PLAIN, words=frozenset({"a"})), replace(OTHER, words=frozenset({"a"}))]
    assert compare(*claims, weigh(claims), lambda values: False).veto == "unlike"
    assert "words" not in compare(*claims, weigh(claims), lambda values: False).values
