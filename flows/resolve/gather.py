"""Clusters of many claims, a connected group at a time: pairs are scored as they come, and of these only links are kept.

Clusters join along links alone, so what is not held together by links, by twins in one report or by a person's "same" is
clustered apart; the outcome is that of `cluster` over all claims at once.  Where links hold together a crowd, the likeliest
come first and those that would join two groups to more than LARGE claims are left out: no happening is told so often, and
what is held at a time stays bounded however many reports there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

import numpy as np
import polars as pl
from numpy.typing import NDArray

from flows.resolve.batches import batches
from flows.resolve.claims import Claim
from flows.resolve.cluster import Bounds, Pair, cluster, twins
from flows.resolve.shelf import Shelf, by_date, taken

LARGE = 1_000  # claims in a group that links alone hold together
HELD = (
    40_000  # claims that are clustered at a time: a crowd lies in many pages, which are unpacked once for all
)

Points = Callable[[Claim, Claim], float]
Positions = NDArray[np.int64]
Name = tuple[str, str]  # report and key of a claim
# positions that are held together, and their links with their points
Group = tuple[list[int], dict[Pair, float]]


def clusters(
    claims: Sequence[Claim],
    pairs: Iterable[pl.DataFrame],
    points: Points,
    bounds: Bounds,
    same: Sequence[Pair] = (),
    apart: Sequence[Pair] = (),
    link_points: Points | None = None,
) -> list[list[int]]:
    """Return clusters of positions in `claims`, each sorted, in order of their first member; `pairs` holds columns `a` and `b`.

    `link_points` gives the points of a link as `points` does, and may give any lower figure for what is none.
    """
    links = linked(claims, pairs, link_points or points, bounds.link)
    found: list[list[int]] = []
    together = np.zeros(len(claims), bool)
    groups = _groups(claims, links, [*same, *_all_twins(claims)])
    for batch in batches(groups, HELD, lambda group: len(group[0])):
        positions = [position for group, _ in batch for position in group]
        together[positions] = True
        held = dict(zip(positions, taken(claims, positions), strict=True))
        for group, scores in batch:
            found += _clustered(group, scores, held, points, bounds, same, apart)
    return sorted([*found, *([n] for n in np.flatnonzero(~together).tolist())])


def _clustered(
    group: Sequence[int],
    scores: Mapping[Pair, float],
    held: Mapping[int, Claim],
    points: Points,
    bounds: Bounds,
    same: Sequence[Pair],
    apart: Sequence[Pair],
) -> Iterator[list[int]]:
    """Yield the clusters of one group, by position; `held` are its claims."""
    place = {position: n for n, position in enumerate(group)}
    known = {(held[a].id, held[b].id): score for (a, b), score in scores.items()}
    for members in cluster(
        [held[position] for position in group],
        [(place[a], place[b]) for a, b in scores],
        _known(known, points),
        bounds,
        [(place[a], place[b]) for a, b in same if a in place and b in place],
        [(place[a], place[b]) for a, b in apart if a in place and b in place],
    ):
        yield [group[n] for n in members]


def linked(
    claims: Sequence[Claim], pairs: Iterable[pl.DataFrame], points: Points, least: float
) -> pl.DataFrame:
    """Return `a`, `b` and `points` of the pairs that have `least` points or more."""
    schema = {"a": pl.Int64, "b": pl.Int64, "points": pl.Float64}
    kept = [pl.DataFrame(schema=schema)]
    for some in pairs:
        rows = [(a, b, points(claims[a], claims[b])) for a, b in some.iter_rows()]
        kept.append(pl.DataFrame([row for row in rows if row[2] >= least], schema=schema, orient="row"))
    return pl.concat(kept)


def _known(known: Mapping[tuple[Name, Name], float], points: Points) -> Points:
    """Return `points`, with those that are known looked up by the ids of the two claims."""

    def look(a: Claim, b: Claim) -> float:
        found = known.get((a.id, b.id))
        return points(a, b) if found is None else found

    return look


def _all_twins(claims: Sequence[Claim]) -> Iterator[Pair]:
    """Yield pairs of positions of twins; the claims of a report follow each other."""
    for _, told in groupby(by_date(claims), key=lambda one: one[1].report_id):
        some = list(told)
        if len(some) > 1:
            for a, b in twins([claim for _, claim in some]):
                yield some[a][0], some[b][0]


def _groups(claims: Sequence[Claim], links: pl.DataFrame, also: Iterable[Pair]) -> Iterator[Group]:
    """Yield the positions of each group that is held together, sorted, with its links and their points; by date."""
    likeliest = links.sort("points", "a", "b", descending=[True, False, False]).select("a", "b").iter_rows()
    root = _roots(len(claims), also, likeliest)
    links = links.filter(
        pl.Series(root[links["a"].to_numpy()] == root[links["b"].to_numpy()], dtype=pl.Boolean)
    )
    turn = _turns(claims, root)
    rows = links.with_columns(turn=turn[links["a"].to_numpy()]).sort("turn", "a", "b")
    turns = rows["turn"].to_numpy()
    held = np.flatnonzero(np.bincount(root, minlength=len(claims))[root] > 1)
    held = held[np.argsort(turn[held], kind="stable")]
    groups = np.split(held, np.flatnonzero(np.diff(turn[held])) + 1) if held.size else []
    taken = np.array([turn[group[0]] for group in groups])
    bounds = zip(
        np.searchsorted(turns, taken).tolist(), np.searchsorted(turns, taken + 1).tolist(), strict=True
    )
    a, b, points = (rows[name].to_numpy() for name in ("a", "b", "points"))
    for group, (first, last) in zip(groups, bounds, strict=True):
        pairs = zip(a[first:last].tolist(), b[first:last].tolist(), strict=True)
        yield group.tolist(), dict(zip(pairs, points[first:last].tolist(), strict=True))


def _turns(claims: Sequence[Claim], root: Positions) -> Positions:
    """Return for each claim when its group is taken: by the first of its members in the order in which claims lie."""
    turn = np.full(len(claims), len(claims))
    order = claims.order if isinstance(claims, Shelf) else np.arange(len(claims))
    np.minimum.at(turn, root[order], np.arange(len(claims)))
    return turn[root]


def _roots(count: int, edges: Iterable[Pair], links: Iterable[Pair]) -> Positions:
    """Return for each of `count` items the smallest one that it is held together with.

    `edges` always hold; `links`, after these and in the order given, unless more than LARGE items would come together.
    """
    root = list(range(count))
    size = [1] * count

    def find(item: int) -> int:
        while root[item] != item:
            root[item] = item = root[root[item]]
        return item

    for pairs, most in ((edges, count), (links, LARGE)):
        for a, b in pairs:
            low, high = sorted((find(a), find(b)))
            if low != high and size[low] + size[high] <= most:
                root[high] = low
                size[low] += size[high]
    return np.array([find(item) for item in range(count)], np.int64)
