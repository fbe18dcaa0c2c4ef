"""What two claims of different reports have in common and where they differ: the features that their score is summed from.

Each rule gives named values, most of them 1 where something holds and left out where it does not.  A rule may also
forbid the pair; then its name is the veto.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import log2, sqrt

from flows.resolve.claims import Claim, Weights, one_in_other
from flows.resolve.timing import timing
from flows.resolve.words import is_telling, occasion_likeness, telling_words

Pairs = Iterator[tuple[str, float]]
SHARED = 6.0  # summed weight of shared participants from which more says nothing more
SUBJECT = 2.5  # the same for programmes
ENOUGH = 10  # words that a passage must have to say as much as it can
_DEEDS = frozenset({"agreement", "launch"})
# Talks move to another town, and reports give their host's; what is done is done where it is done.
_PLACED = frozenset({"agreement", "launch", "training", "exercise", "assistance", "operation"})
_FAR = 400  # days
# A visit and the meeting held on it are two events; they are one only where a report itself says `also`.
_NEIGHBOURS = frozenset(
    frozenset(pair)
    for pair in (
        ("meeting", "conference"),
        ("conference", "training"),
        ("agreement", "launch"),
        ("launch", "assistance"),
        ("launch", "operation"),
        ("operation", "assistance"),
    )
)


@dataclass(frozen=True, slots=True)
class Compared:
    """The features of a pair; `veto` names the rule that forbids it."""

    values: dict[str, float] = field(default_factory=dict)
    veto: str | None = None


LIKENESS = (
    ("words", "words across languages"),
    ("company",),
)  # features of `_likeness`, from 0 to 1: one of each


def compare(
    a: Claim, b: Claim, weights: Weights, worth: Callable[[dict[str, float]], bool] | None = None
) -> Compared:
    """Return the features of the pair of claims.

    `worth` is asked, given all features but those of LIKENESS, which are dear, whether these can matter; where not, that is the veto.
    """
    kind = _type(a, b)
    if kind is None:
        return Compared(veto="type")
    if a.series is not None and b.series is not None and a.series != b.series:
        return Compared(veto="series")
    when = timing(a, b)
    if when is None:
        return Compared(veto="date")
    where = _where(a, b)
    if where is None:
        return Compared(veto="country")
    values = {f"type {kind}": 1.0, f"date {when}": 1.0, f"place {where}": 1.0}
    if where.startswith("in two towns") and {a.type, b.type} <= _PLACED:
        values["place in two towns of a deed"] = 1.0
    for rule in (
        _names(a, b),
        _who(a, b, weights),
        _programmes(a, b, weights),
        _reports(a, b),
    ):
        values.update(rule)
    if worth is not None and not worth(values):
        return Compared(veto="unlike")
    values.update(_likeness(a, b, weights))
    return Compared(values)


def _type(a: Claim, b: Claim) -> str | None:
    if a.type == b.type:
        return a.type
    if a.type in b.also or b.type in a.also:
        return "also"
    both = sorted((a.type, b.type))
    return ", ".join(both) if a.also & b.also or frozenset(both) in _NEIGHBOURS else None


def _names(a: Claim, b: Claim) -> Pairs:
    """Named occasion, instrument and number in a series."""
    if a.series is not None and a.series == b.series and a.series > 1:  # much is called the first
        yield "series same", 1.0
    for name, left, right in (
        ("occasion", a.occasion, b.occasion),
        ("instrument", a.instrument, b.instrument),
    ):
        if left and right and is_telling(left) and is_telling(right):
            like = occasion_likeness(left, right)
            if like >= 0.5:
                yield f"{name} alike", like
            elif like < 0.35:
                yield f"{name} differs" + ("" if a.lang == b.lang else " across languages"), 1.0
    told = [
        len(words & other.words) / len(words)
        for one, other in ((a, b), (b, a))
        if other.words and (words := telling_words(one.occasion or one.instrument or ""))
    ]
    if told:
        yield "name in the other's words", max(told)
        yield "name to be found", 1.0


def _where(a: Claim, b: Claim) -> str | None:
    """Places: two countries forbid the pair, two towns speak against it.

    The same persons cannot be in two countries on one day, nor one meeting of a series: there one of the reports is misread,
    and the pair may stand.
    """
    if a.country and b.country and a.country != b.country:
        known = bool(a.people & b.people) or (a.series == b.series and (a.series or 0) > 1)
        misread = a.exact and a.window == b.window and known
        return "in two countries" if misread or a.open or b.open else None
    if a.place and b.place:
        if a.place == b.place:
            return "same" if a.place_precision != "country" else "same country's name"
        if one_in_other(a.place, b.place):
            return "holds the other"
        if {a.place_precision, b.place_precision} == {"city"}:
            return "in two towns, one announced" if a.open or b.open else "in two towns"
        return "of two kinds"
    if a.country and b.country:
        return "in the same country"
    return "not said"


def _who(a: Claim, b: Claim, weights: Weights) -> Pairs:
    """Participants: what is shared, weighted by rarity, against the smaller and the larger side."""
    if not a.parts or not b.parts:
        yield "no participants", 1.0
        if not (a.exact and b.exact):
            yield "no participants, and no two days", 1.0
        return
    (left, of_left), (right, of_right) = weights.side(a), weights.side(b)
    shared = weights.sum(left & right)
    least, most = sorted((of_left, of_right))
    if not a.parts & b.parts:
        yield "participants differ", 1.0
        if shared == 0:
            yield "countries differ", 1.0
    else:
        yield "participants of the smaller side", shared / least
        yield "participants of both sides", shared / (least + most - shared)
        yield "participants shared", min(shared, SHARED) / SHARED
    deed = " of a deed" if a.type in _DEEDS and b.type in _DEEDS else ""
    if len(a.lands) >= 2 and a.lands == b.lands:
        yield "same countries", 1.0
    if a.bodies and b.bodies and not a.bodies & b.bodies:
        yield f"bodies differ{deed}", 1.0
    if (
        a.bodies & b.bodies
        and a.bodies - b.bodies
        and b.bodies - a.bodies
        and min(len(a.bodies), len(b.bodies)) <= 3
    ):
        yield f"one host, two guests{deed}", 1.0
    if a.people and b.people:
        yield ("same person" if a.people & b.people else "persons differ"), 1.0
    if "appointment" in (a.type, b.type) and a.people and b.people and not a.people & b.people:
        yield "appointees differ", 1.0
    apart = a.lands and b.lands and not (a.lands <= b.lands or b.lands <= a.lands)
    if apart and len(a.lands) <= 3 and len(b.lands) <= 3:
        yield "with another country", 1.0


def _programmes(a: Claim, b: Claim, weights: Weights) -> Pairs:
    """A shared programme says the more the rarer it is; of an instrument signed or launched it is the subject itself."""
    if not a.programmes or not b.programmes:
        return
    subject = " of a deed" if a.type in _DEEDS and b.type in _DEEDS else ""
    shared = weights.sum("#" + one for one in a.programmes & b.programmes)
    if shared:
        yield f"programme shared{subject}", min(shared, SUBJECT) / SUBJECT
    else:
        yield f"programmes differ{subject}", 1.0


def _reports(a: Claim, b: Claim) -> Pairs:
    """The two reports: copies of one text, how far apart, and how much else in them is like the event."""
    if a.syndication == b.syndication:
        yield "copies of one text", 1.0
    if a.words and b.words:
        yield f"words there{_across(a, b)}", 1.0
    if a.rivals or b.rivals:
        yield "others like it", log2(1 + a.rivals + b.rivals)
    days = abs(a.as_of - b.as_of)
    yield "reports days apart", sqrt(min(days, _FAR) / _FAR)


def _likeness(a: Claim, b: Claim, weights: Weights) -> Pairs:
    """The words that tell of the event, and everyone whom the two reports name."""
    if a.words and b.words:
        enough = min(1.0, min(len(a.words), len(b.words)) / ENOUGH)
        yield f"words{_across(a, b)}", round(enough * _cosine(a.words, b.words, weights, "~"), 4)
    if a.company and b.company:
        yield "company", _cosine(a.company, b.company, weights, "")


def _across(a: Claim, b: Claim) -> str:
    return "" if a.lang == b.lang else " across languages"


def _cosine(left: frozenset[str], right: frozenset[str], weights: Weights, mark: str) -> float:
    shared = weights.squared(left & right, mark)
    return round(shared / sqrt(weights.norm(left, mark) * weights.norm(right, mark)), 4)
