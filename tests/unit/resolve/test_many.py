"""What keeps resolve small: packed claims, groups clustered apart and nearest claims give what the plain way gives."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest

from flows.common.issues import IssueLog
from flows.resolve import block, gather, shelf
from flows.resolve.claims import Claim, weigh
from flows.resolve.cluster import Bounds, cluster
from flows.resolve.nearest import nearest
from flows.resolve.shelf import Shelf, by_date
from tests.unit.resolve.test_score import DAY, PLAIN


def crowd(count: int, seed: int) -> list[Claim]:
    """Return claims of about half as many reports, some of them twins, on a few days."""
    chance = random.Random(seed)
    claims = [
        replace(
            PLAIN, report_id=f"r{(report := chance.randrange(count // 2)):03}", key=f"e{n}", as_of=DAY + report % 9, start=(day := DAY - chance.randrange(6)),
            end=day, parts=frozenset(chance.sample(["bnpt", "unoct", "ppatk", "dfat"], 3)), syndication=f"s{n}", words=frozenset({f"w{n}"}),
        )
        for n in range(count)
    ]  # fmt: skip
    return sorted(claims, key=lambda claim: claim.id)


def packed(claims: list[Claim]) -> Shelf:
    return Shelf(sorted(enumerate(claims), key=lambda one: (one[1].as_of, one[1].id)))


def test_packed_claims_are_the_same_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "PAGE", 4)
    monkeypatch.setattr(shelf, "OPEN", 2)
    claims = crowd(30, 1)
    held = packed(claims)
    assert list(held) == claims
    days = [claim.as_of for _, claim in by_date(held)]
    assert days == sorted(days) and len(days) == 30
    nothing: frozenset[str] = frozenset()
    assert held.bare() == [
        replace(claim, words=nothing, company=nothing, people=nothing, programmes=nothing) for claim in claims
    ]


@pytest.mark.parametrize("seed", range(8))
def test_groups_clustered_apart_are_the_clusters_of_all(seed: int) -> None:
    claims, chance = crowd(40, seed), random.Random(seed)
    pairs = sorted(chance.sample(list(combinations(range(40), 2)), 200))
    points = {frozenset((a.id, b.id)): round(chance.gauss(-1.0, 1.5), 1) for a, b in combinations(claims, 2)}
    bounds = Bounds(0.0, -1.5)
    same, apart = [(3, 17), (17, 30)], [(0, 1), (3, 30)]

    def score(a: Claim, b: Claim) -> float:
        return points[frozenset((a.id, b.id))]

    frames = [pl.DataFrame(pairs[n::3], schema=["a", "b"], orient="row") for n in range(3)]
    expected = cluster(claims, pairs, score, bounds, same, apart)
    assert any(len(members) > 2 for members in expected) and len(expected) > 10
    assert gather.clusters(claims, frames, score, bounds, same, apart) == expected
    assert gather.clusters(packed(claims), frames, score, bounds, same, apart) == expected


@pytest.mark.parametrize("seed", range(4))
def test_the_nearest_are_those_found_one_by_one(seed: int) -> None:
    chance, most = random.Random(seed), 3
    rows = [
        (n, chance.choice(["visit", "meeting"]), 100 + chance.randrange(12), chance.random() < 0.4, sorted({f"h{chance.randrange(3)}", "h1"}))
        for n in range(60)
    ]  # fmt: skip
    claims = pl.DataFrame(rows, schema=["claim", "type", "day", "poor", "halves"], orient="row")
    expected = set()
    for one, kind, day, poor, halves in rows:
        met = [
            (abs(day - when), other)
            for half in halves
            for other, its, when, _, there in rows
            if other != one and its == kind and half in there
        ]
        expected |= {(min(one, other), max(one, other)) for _, other in sorted(met)[:most] if poor}
    assert set(nearest(claims, most).iter_rows()) == expected


def test_blocks_paired_by_shares_are_those_paired_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims = crowd(120, 5)

    def found() -> tuple[list[tuple[int, int]], list[str]]:
        issues = IssueLog("resolve")
        frames = list(block.pairs(packed(claims), weigh(claims), issues, tmp_path))
        rows = [pair for some in frames for pair in some.iter_rows()]
        assert len(rows) == len(set(rows))
        return sorted(rows), [issue.message for issue in issues.entries]

    whole, told = found()
    monkeypatch.setattr(block, "SHARE", 300)
    monkeypatch.setattr(block, "BATCH", 7)
    monkeypatch.setattr(block, "ROWS", 10)
    assert found() == (whole, told)
    assert told and "(largest: 'k|talk|bnpt|unoct|2022-06', 120)" in told[0]


def test_a_crowd_is_parted_where_it_is_least_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather, "LARGE", 4)
    claims = [replace(PLAIN, report_id=f"r{n}", syndication=f"s{n}") for n in range(8)]
    chain = [(n, n + 1, 1.0 if n == 3 else 3.0 - n / 10) for n in range(7)]  # weakest in the middle
    points = {frozenset((claims[a].id, claims[b].id)): likeness for a, b, likeness in chain}

    def score(a: Claim, b: Claim) -> float:
        return points.get(frozenset((a.id, b.id)), 0.5)

    def groups(same: list[tuple[int, int]]) -> list[list[int]]:
        frame = pl.DataFrame([(a, b) for a, b, _ in chain], schema=["a", "b"], orient="row")
        return gather.clusters(claims, [frame], score, Bounds(0.0, -2.0), same)

    assert groups([]) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert any({3, 4} <= set(one) for one in groups([(3, 4)]))  # a person's word is not left out
    monkeypatch.setattr(gather, "LARGE", 8)
    assert groups([]) == [list(range(8))]


def test_claims_are_taken_in_the_order_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "PAGE", 4)
    monkeypatch.setattr(shelf, "OPEN", 1)
    claims = crowd(30, 2)
    wanted = [29, 3, 17, 0]
    assert shelf.taken(packed(claims), wanted) == shelf.taken(claims, wanted) == [claims[n] for n in wanted]
