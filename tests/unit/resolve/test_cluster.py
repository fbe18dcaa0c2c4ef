"""Clusters of claims: the likeliest pairs first, and none where one of the two may as well be another happening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.resolve.claims import Claim
from flows.resolve.cluster import Bounds, cluster
from flows.resolve.score import FORBIDDEN
from tests.unit.resolve.test_score import PLAIN

BOUNDS = Bounds(link=0.0, stand=-2.0)


def clusters(reports: str, points: Mapping[str, float]) -> list[str]:
    """Return the clusters of claims named `reports` (a letter each; a capital is a second claim of that report).

    `points` gives the likeness of pairs; of all others it is -9.
    """
    claims = [replace(PLAIN, report_id=name.lower(), key=name, parts=frozenset()) for name in reports]
    pairs = [(i, j) for i in range(len(claims)) for j in range(i + 1, len(claims))]

    def likeness(a: Claim, b: Claim) -> float:
        return points.get(a.key + b.key, points.get(b.key + a.key, -9.0))

    return ["".join(reports[n] for n in one) for one in cluster(claims, pairs, likeness, BOUNDS)]


def test_the_likeliest_pair_is_joined_and_no_chain_follows() -> None:
    assert clusters("abc", {"ab": 3.0, "bc": 2.5}) == ["ab", "c"]
    assert clusters("abc", {"ab": 3.0, "bc": 2.5, "ac": -1.0}) == ["abc"]


def test_two_claims_of_one_report_stay_apart() -> None:
    assert clusters("aAb", {"ab": 3.0, "Ab": 2.9}) == ["ab", "A"]


def test_a_pair_that_is_not_sure_is_left_where_another_is_as_like() -> None:
    assert clusters("aAb", {"ab": 1.0, "Ab": 0.5}) == ["a", "A", "b"]
    assert clusters("aAb", {"ab": 1.9, "Ab": 0.5}) == ["ab", "A"], "one is clearly the likelier"
    assert clusters("abc", {"ab": 1.0, "bc": 0.9, "ac": -1.0}) == ["abc"], "all three may be one"
    assert clusters("abc", {"ab": 1.0, "bc": 0.9}) == ["a", "b", "c"], "the two exclude each other"


def test_of_five_pairs_across_one_may_be_odd_but_none_that_a_rule_forbids() -> None:
    points = {"ab": 4.0, "ac": 4.0, "bc": 4.0, "ad": 4.0, "bd": 4.0, "cd": 4.0}
    points |= {"ae": 3.5, "be": 3.0, "ce": 3.0, "de": 3.0}
    later = {"af": 3.4, "bf": 3.0, "cf": 3.0, "df": 3.0, "ef": -4.0}
    assert clusters("abcdef", {**points, **later}) == ["abcdef"]
    assert clusters("abcdef", {**points, **later, "df": -4.0}) == ["abcde", "f"]
    assert clusters("abcdef", {**points, **later, "ef": FORBIDDEN}) == ["abcde", "f"]
