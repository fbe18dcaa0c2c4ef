"""Clusters of claims that are one happening: the likeliest pairs first, and never a chain.

Two clusters are joined only when the pairs across them may stand in one cluster (of five one may be odd: a misread date or
country is no reason to part many reports), their mean is that of a link, and nothing forbids it: two claims of one report, two numbers of a series, exact days apart, a person's "not the
same".  A pair that is not sure is left where one of the two may as well be another happening: in a crowd of like events
none is better than the wrong one.  A person's "same" is joined first and overrules the points, not another person's "not
the same".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from flows.resolve.claims import Claim
from flows.resolve.score import FORBIDDEN

MEAN = 0.5  # how far below a link the mean of two clusters may lie
ODD = 5  # pairs across two clusters of which one may lie below what may stand
SURE = 2.0  # points from which a pair is a link although one of the two is as like another happening
MARGIN = 1.0  # points within which two likenesses are as good as equal
MOST_COMPARED = 24  # members of a cluster that a newcomer is compared with

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A pair is a link from `link` points, and may stand in a cluster that others made from `stand`."""

    link: float
    stand: float


@dataclass(slots=True)
class _Clusters:
    """The clusters so far; each is known by its smallest member."""

    claims: Sequence[Claim]
    points: Callable[[Claim, Claim], float]
    bounds: Bounds
    apart: frozenset[Pair]
    of: list[int] = field(init=False)
    members: dict[int, list[int]] = field(init=False)
    bound: list[int] = field(init=False)  # claims that a person said are the same count as one
    cache: dict[Pair, float] = field(default_factory=dict)
    links: dict[int, list[tuple[float, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # points, other claim

    def __post_init__(self) -> None:
        self.of = list(range(len(self.claims)))
        self.bound = list(self.of)
        self.members = {number: [number] for number in self.of}

    def between(self, a: int, b: int) -> float:
        """Return the points of a pair, computed once."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self.cache:
            self.cache[pair] = self.points(self.claims[pair[0]], self.claims[pair[1]])
        return self.cache[pair]

    def join(self, a: int, b: int) -> None:
        """Make one cluster of the clusters of `a` and `b`."""
        left, right = sorted((self.of[a], self.of[b]))
        for member in self.members[right]:
            self.of[member] = left
        self.members[left] = sorted(self.members[left] + self.members.pop(right))

    def forbidden(self, left: Iterable[int], right: Iterable[int]) -> bool:
        """True where a person said that two members are not the same."""
        if not self.apart:
            return False
        others = list(right)
        return any((min(a, b), max(a, b)) in self.apart for a in left for b in others)

    def may_join(self, a: int, b: int) -> bool:
        """True where the clusters of `a` and `b` may be one."""
        left, right = self.members[self.of[a]], self.members[self.of[b]]
        if self.of[a] == self.of[b] or self.forbidden(left, right):
            return False
        reports = {self.claims[n].report_id for n in left}
        if any(self.claims[n].report_id in reports for n in right):
            return False
        if self._two_days(left, right):
            return False
        across = self._across(self._sample(left, a), self._sample(right, b))
        return bool(across) and sum(across) / len(across) >= self.bounds.link - MEAN

    def _across(self, left: Sequence[int], right: Sequence[int]) -> list[float]:
        """Return the points of the pairs across two clusters; none where these may not stand in one, which few pairs often tell.

        Claims that a person said are the same count as one, which is as like as the likest of them.
        """
        best: dict[Pair, float] = {}
        alone = all(self.bound[n] == n for n in (*left, *right))
        odd = len(left) * len(right) // ODD
        for x in left:
            for y in right:
                pair, points = (self.bound[x], self.bound[y]), self.between(x, y)
                best[pair] = max(best.get(pair, FORBIDDEN), points)
                odd -= points < self.bounds.stand
                if alone and (points <= FORBIDDEN or odd < 0):
                    return []
        across = sorted(best.values())
        return across if across[0] > FORBIDDEN and across[len(across) // ODD] >= self.bounds.stand else []

    def torn(self, a: int, b: int) -> bool:
        """True where the pair is not sure, and one of the two is nearly as like a claim that cannot be the other's happening."""
        likeness = self.between(a, b)
        if likeness >= SURE or self.of[a] == self.of[b]:
            return False
        return any(
            points > likeness - MARGIN and self.of[rival] != self.of[one] and self._exclude(rival, other)
            for one, other in ((a, b), (b, a))
            for points, rival in self.links[one]
            if rival != other
        )

    def _exclude(self, a: int, b: int) -> bool:
        """True where two claims of two clusters cannot stand in one."""
        if self.of[a] == self.of[b]:
            return False
        return self.claims[a].report_id == self.claims[b].report_id or self.between(a, b) < self.bounds.stand

    def _two_days(self, left: list[int], right: list[int]) -> bool:
        """True where two reports or more on either side agree on a day, and the days differ: the eve and the event."""
        days = []
        for side in (left, right):
            counted = Counter(
                (c.start, c.end) for c in (self.claims[n] for n in side) if c.exact and not c.open
            )
            agreed = [span for span, count in counted.items() if count >= 2]
            if len(agreed) != 1:
                return False
            days.append(agreed[0])
        (_, end), (later, _) = sorted(days, key=lambda span: (span[0] or 0, span[1] or 0))
        return (end or 0) < (later or 0)

    def _sample(self, members: list[int], always: int) -> list[int]:
        """Return the members to compare: all of them, or in a large cluster those that say most."""
        if len(members) <= MOST_COMPARED:
            return members
        telling = sorted(
            members, key=lambda n: (n != always, not self.claims[n].exact, -len(self.claims[n].parts), n)
        )
        return telling[:MOST_COMPARED]


def cluster(
    claims: Sequence[Claim],
    candidates: Iterable[Pair],
    points: Callable[[Claim, Claim], float],
    bounds: Bounds,
    same: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
) -> list[list[int]]:
    """Return clusters of positions in `claims`, each sorted, in order of their first member."""
    clusters = _Clusters(claims, points, bounds, frozenset((min(p), max(p)) for p in apart))
    for a, b in sorted(same):
        if clusters.of[a] != clusters.of[b] and not clusters.forbidden(
            clusters.members[clusters.of[a]], clusters.members[clusters.of[b]]
        ):
            clusters.join(a, b)
            clusters.bound = [clusters.bound[a] if n == clusters.bound[b] else n for n in clusters.bound]
    for a, b in twins(claims):
        if clusters.of[a] != clusters.of[b] and not clusters.forbidden(
            clusters.members[clusters.of[a]], clusters.members[clusters.of[b]]
        ):
            clusters.join(a, b)
    scored = [(clusters.between(a, b), a, b) for a, b in candidates]
    scored = sorted((s for s in scored if s[0] >= bounds.link), key=lambda s: (-s[0], s[1], s[2]))
    for likeness, a, b in scored:
        clusters.links[a].append((likeness, b))
        clusters.links[b].append((likeness, a))
    for _, a, b in scored:
        if not clusters.torn(a, b) and clusters.may_join(a, b):
            clusters.join(a, b)
    return [clusters.members[root] for root in sorted(clusters.members)]


def twins(claims: Sequence[Claim]) -> list[Pair]:
    """Return pairs of claims of one report that are evidently one happening told twice.

    One type, the same exact days, places and names that do not differ, and nearly the same participants.  Instruments
    are left alone: one report often tells of two that were signed by the same hands on one day.
    """
    by_day: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        if claim.exact and claim.parts:
            by_day[claim.report_id, claim.type, claim.start, claim.end].append(number)
    return [
        (a, b)
        for some in by_day.values()
        for i, a in enumerate(some)
        for b in some[i + 1 :]
        if _twins(claims[a], claims[b])
    ]


def _twins(a: Claim, b: Claim) -> bool:
    for one, other in (
        (a.place, b.place),
        (a.occasion, b.occasion),
        (a.instrument, b.instrument),
        (a.series, b.series),
    ):
        if one is not None and other is not None and one != other:
            return False
    if a.open != b.open or (a.programmes and b.programmes and a.programmes != b.programmes):
        return False
    alike = len(a.parts & b.parts) / len(a.parts | b.parts)
    return alike == 1.0 if a.type in {"agreement", "launch"} else alike >= 0.75
