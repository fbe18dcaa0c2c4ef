"""How likely two claims of different reports are one happening: a sum of points, or a veto.

Points are additive and each rule is a small function, so that `explain` can be printed in a review sheet.
A pair is a link from `LINK` points; two claims stand in one cluster only from `STAND` points.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.resolve.claims import Claim, Weights
from flows.resolve.words import is_telling, occasion_likeness, plain

LINK = 4.8
STAND = 2.5

# A visit and the meeting held on it are two events; they are one only where a report itself says `also`.
_NEIGHBOURS = {
    frozenset(pair): points
    for pair, points in {
        ("meeting", "conference"): 0.4,
        ("conference", "training"): 0.2,
        ("agreement", "launch"): -1.0,
        ("launch", "assistance"): -1.0,
        ("operation", "assistance"): -1.0,
        ("launch", "operation"): -0.6,
    }.items()
}


@dataclass(frozen=True, slots=True)
class Points:
    """What each rule gives; `veto` names the rule that forbids the pair."""

    rules: tuple[tuple[str, float], ...]
    veto: str | None = None

    @property
    def total(self) -> float:
        """The sum, or minus a hundred where a rule forbids the pair."""
        return -100.0 if self.veto else round(sum(points for _, points in self.rules), 4)


def score(a: Claim, b: Claim, weights: Weights) -> float:
    """Return the points of the pair; -100 where a rule forbids it."""
    return explain(a, b, weights).total


def explain(a: Claim, b: Claim, weights: Weights) -> Points:
    """Return the points of the pair rule by rule."""
    kind = _type(a, b)
    if kind is None:
        return Points((), "type")
    names, veto = _names(a, b)
    if veto:
        return Points((), veto)
    named_alike = names >= 2.0
    when = _when(a, b, named_alike)
    if when is None:
        return Points((), "date")
    where = _where(a, b)
    if where is None:
        return Points((), "country")
    who, subject, company = _who(a, b, weights), _programmes(a, b, weights), _company(a, b, weights)
    rules = (
        ("type", kind),
        ("names", names),
        ("date", when),
        ("place", where),
        ("participants", who),
        ("programmes", subject),
        ("company", company),
        ("text", 2.0 if a.syndication == b.syndication else 0.0),
        ("bare", _bare(a, b, max(names, who, subject, company))),
        ("vague", 0.0 if (a.exact and b.exact) or max(who - 1.0, names, subject) >= 0.9 else -0.6),
    )
    return Points(rules)


def _type(a: Claim, b: Claim) -> float | None:
    if a.type == b.type:
        return 2.0
    if a.type in b.also or b.type in a.also:
        return 1.5
    if a.also & b.also:
        return 0.5
    return _NEIGHBOURS.get(frozenset((a.type, b.type)))


def _names(a: Claim, b: Claim) -> tuple[float, str | None]:
    """Named occasion, instrument and number in a series."""
    if a.series is not None and b.series is not None and a.series != b.series:
        return 0.0, "series"
    points = 0.0
    if a.series is not None and a.series == b.series:
        points += 1.0
    if a.occasion and b.occasion:
        points += _likeness(a.occasion, b.occasion, a.lang == b.lang, 3.0)
    if a.instrument and b.instrument:
        points += _likeness(a.instrument, b.instrument, a.lang == b.lang, 2.5)
        differ = occasion_likeness(a.instrument, b.instrument) < 0.2
        if differ and is_telling(a.instrument, 2) and is_telling(b.instrument, 2):
            points -= 1.5  # two things signed or launched
    return points, None


def _likeness(left: str, right: str, same_language: bool, most: float) -> float:
    both = is_telling(left) and is_telling(right)
    if plain(left) == plain(right):
        return most if both else 0.3
    like = occasion_likeness(left, right)
    if like >= 0.5:
        return most * like if both else 0.3
    if both and (is_telling(left, 2) or is_telling(right, 2)):
        return -0.4 if like >= 0.35 else -2.5 if same_language else -1.0
    return 0.0


def _when(a: Claim, b: Claim, named_alike: bool) -> float | None:
    """Dates: equal days say most; two exact spans further apart than a day forbid the pair unless one is only announced."""
    first, second = a.window, b.window
    if first is None or second is None:
        return _undated(a, b)
    if "before" in (a.precision, b.precision):
        return _before(a, b)
    gap = max(first[0] - second[1], second[0] - first[1])
    if gap > 1:
        return _moved(a, b, gap, named_alike)
    if a.exact and b.exact:
        if first == second:
            return 3.0
        if gap == 1:  # a slip, or the eve of the event: likelier a slip where the day had to be worked out
            return 0.3 if a.basis == b.basis == "stated" else 1.0
        return 1.8 if first[0] == first[1] or second[0] == second[1] else 1.4
    coarser = max(first[1] - first[0], second[1] - second[0])
    return (1.6 if coarser <= 45 else 1.2 if coarser <= 100 else 0.6) + _fresh(a, b)


def _fresh(a: Claim, b: Claim) -> float:
    """A report with a coarse date that comes out right after the day which the other gives is likely its news."""
    if a.exact == b.exact:
        return 0.0
    coarse, exact = (b, a) if a.exact else (a, b)
    behind = coarse.as_of - (exact.end or exact.as_of)
    return 0.5 if not coarse.open and 0 <= behind <= 5 else 0.0


def _moved(a: Claim, b: Claim, gap: int, named_alike: bool) -> float | None:
    """A date that moved: the earlier word announced it or put it off, and the later one is not older than that."""
    earlier, later = sorted((a, b), key=lambda c: (c.as_of, c.report_id))
    if not earlier.open or (later.end or 0) < earlier.as_of - 1:
        return None
    if "postponed" in (a.status, b.status) or named_alike:
        return -0.5 if gap <= 400 else None
    return -2.5 if gap <= 10 and earlier.status == "planned" else None


def _undated(a: Claim, b: Claim) -> float | None:
    """One or both have no date: how near the reports are, and whether one can be the announcement of the other."""
    slow = "agreement" in (a.type, b.type)  # an instrument is long in preparation
    if a.window is None and b.window is None:
        apart = abs(a.as_of - b.as_of)
        return (
            1.2
            if apart <= 3
            else 0.3
            if apart <= 30
            else -0.3
            if slow and apart <= 400
            else -1.2
            if apart <= 400
            else None
        )
    bare, dated = (a, b) if a.window is None else (b, a)
    start, end = dated.window or (0, 0)
    if bare.open:  # announced without a date: the event lies at or after the report
        if end < bare.as_of - 1:
            return None
        ahead = start - bare.as_of
        return 1.2 if ahead <= 45 else 0.4 if slow and ahead <= 400 else 0.0 if ahead <= 400 else None
    if start > bare.as_of + 1:
        return None
    behind = bare.as_of - end
    return (
        1.4
        if behind <= 2
        else 0.7
        if behind <= 7
        else 0.0
        if behind <= 60
        else -1.2
        if behind <= 400
        else None
    )


def _before(a: Claim, b: Claim) -> float | None:
    """One is known only to lie before its report: the closer the other's day to that report, the likelier."""
    bounded, other = (a, b) if a.precision == "before" else (b, a)
    limit, day = bounded.end or bounded.as_of, other.end or other.as_of
    if other.precision == "before":
        apart = abs(a.as_of - b.as_of)
        return 1.2 if apart <= 3 else 0.2 if apart <= 30 else -1.0 if apart <= 400 else None
    if (other.start or day) > limit + 1:
        return _moved(a, b, (other.start or day) - limit, False) if bounded.open else None
    behind = limit - day
    return (
        1.6
        if behind <= 4
        else 0.8
        if behind <= 14
        else 0.0
        if behind <= 60
        else -0.6
        if behind <= 200
        else -1.4
    )


def _where(a: Claim, b: Claim) -> float | None:
    """Places: the same name says much; two countries forbid the pair, two towns speak against it.

    The same persons cannot be in two countries on one day: there one of the reports is misread, and the pair may stand.
    """
    moved = a.exact and b.exact and a.open != b.open and a.window != b.window
    if a.country and b.country and a.country != b.country:
        misread = a.exact and a.window == b.window and bool(a.people & b.people) and a.lands == b.lands
        loose = any(one.open and one.window is None for one in (a, b))
        return -1.5 if misread or loose or "postponed" in (a.status, b.status) else None
    if a.place and b.place:
        if a.place == b.place:
            return 1.2 if a.place_precision != "country" else 0.4
        if _holds(a.place, b.place):
            return 0.9
        if {a.place_precision, b.place_precision} == {"city"}:
            return -0.5 if moved else -1.6
        return 0.1
    return 0.4 if a.country and a.country == b.country else 0.0


def _holds(left: str, right: str) -> bool:
    return f" {left} " in f" {right} " or f" {right} " in f" {left} "


def _who(a: Claim, b: Claim, weights: Weights) -> float:
    """Participants: what is shared, weighted by rarity, against the smaller and the larger side."""
    if not a.parts or not b.parts:
        return 0.0
    left = a.parts | {"@" + land for land in a.lands}
    right = b.parts | {"@" + land for land in b.lands}
    shared = weights.sum(left & right)
    least, most = sorted((weights.sum(left), weights.sum(right)))
    union = least + most - shared
    if not a.parts & b.parts and not (len(a.lands & b.lands) >= 2):
        return -2.5 if shared == 0 else -1.5
    points = (2.0 if a.type == b.type else 1.0) * shared / least + 1.5 * shared / union
    points *= min(1.0, 0.3 + 0.14 * shared)  # one shared commonplace is thin
    if len(a.lands) >= 2 and a.lands == b.lands:
        points += 1.0  # the same states on both sides
    if a.bodies and b.bodies and not a.bodies & b.bodies:
        points -= 2.0 if "agreement" in (a.type, b.type) else 0.8
    rest = (a.bodies - b.bodies, b.bodies - a.bodies)
    if a.bodies & b.bodies and all(rest) and min(len(a.bodies), len(b.bodies)) <= 3:
        points -= (
            1.5 if "agreement" in (a.type, b.type) and a.window != b.window else 0.8
        )  # one host, two guests
    if "appointment" in (a.type, b.type) and a.people and b.people and not a.people & b.people:
        points -= 3.0
    outside = (
        (a.lands ^ b.lands)
        if a.lands and b.lands and not (a.lands <= b.lands or b.lands <= a.lands)
        else frozenset()
    )
    if outside and len(a.lands) <= 3 and len(b.lands) <= 3:
        points -= 1.5  # bilateral with one country, and with another
    return round(points, 4)


def _programmes(a: Claim, b: Claim, weights: Weights) -> float:
    """A shared programme says the more the rarer it is; of an instrument signed or launched it is the subject itself."""
    if not a.programmes or not b.programmes:
        return 0.0
    subject = {a.type, b.type} <= {"agreement", "launch"}
    shared = weights.sum("#" + one for one in a.programmes & b.programmes)
    if shared:
        return round(min(shared, 2.5) * (1.0 if subject else 0.5), 4)
    return -1.0 if subject else -0.4


def _company(a: Claim, b: Claim, weights: Weights) -> float:
    """Everyone whom the two reports name, whatever for: reports of one happening share their cast."""
    if not a.company or not b.company:
        return 0.0
    shared = weights.sum(a.company & b.company)
    if shared < 1.5:
        return 0.0
    union = weights.sum(a.company | b.company)
    near = 1.5 if abs(a.as_of - b.as_of) <= 7 else 0.8
    return round(near * shared / union, 4)


def _bare(a: Claim, b: Claim, told: float) -> float:
    """Against linking on a date and a place alone: without a shared name, participant or programme something must be said."""
    return 0.0 if told > 0.7 or a.syndication == b.syndication else -1.2
