"""How the dates of two claims stand to each other, in words: what the pair's score weighs, or None where they forbid it."""

from __future__ import annotations

from flows.resolve.claims import Claim

MOVED = 400  # days by which a date that was put off may move
SHIFTED = 200  # days by which an announced date may move
SLIP = 3  # days that two reports of one happening may differ by
YEARS = 400  # days between two reports without a date, or from one to the day that another gives


def timing(a: Claim, b: Claim) -> str | None:
    """Return how the two dates stand to each other; None where the two claims cannot be one happening."""
    first, second = a.window, b.window
    if first is None or second is None:
        return _undated(a, b)
    if "before" in (a.precision, b.precision):
        return _before(a, b)
    gap = max(first[0] - second[1], second[0] - first[1])
    if gap > 1:
        return _moved(a, b, gap)
    if a.exact and b.exact:
        if first == second:
            return "the same day"
        if gap == 1:  # a slip, or the eve of the event: likelier a slip where the day had to be worked out
            return "the next day" if a.basis == b.basis == "stated" else "the next day, worked out"
        if first[0] == first[1] or second[0] == second[1]:
            return "a day of the other's span"
        return (
            "one span in the other" if first[0] == second[0] or first[1] == second[1] else "overlapping spans"
        )
    if a.exact or b.exact:
        coarse, exact = (b, a) if a.exact else (a, b)
        behind = coarse.as_of - (exact.end or exact.as_of)
        if not coarse.open and 0 <= behind <= 5:
            return "a day, and fresh news of its month"
        return f"a day in the other's {_length(coarse)}"
    lengths = sorted({_length(a), _length(b)})
    return f"one {lengths[0]}" if first == second else f"{lengths[0]} and {lengths[-1]}"


def _length(claim: Claim) -> str:
    start, end = claim.window or (0, 0)
    return "month" if end - start <= 45 else "quarter" if end - start <= 100 else "year"


def _moved(a: Claim, b: Claim, gap: int) -> str | None:
    """A date that moved, where the earlier word announced it or put it off and the later one is not older; or a slip."""
    earlier, later = sorted((a, b), key=lambda c: (c.as_of, c.report_id))
    if earlier.open and (later.end or 0) >= earlier.as_of - 1:
        if "postponed" in (a.status, b.status):
            return "put off" if gap <= MOVED else None
        if gap <= SHIFTED:
            return "moved by days" if gap <= 10 else "moved by weeks"
    if a.type == b.type == "appointment" and gap <= 120:
        return "another day of one appointment"
    return "a slip of days" if gap <= SLIP and not (a.open or b.open) else None


def _undated(a: Claim, b: Claim) -> str | None:
    """One or both have no date: how near the reports are, and whether one can be the announcement of the other."""
    if a.window is None and b.window is None:
        apart = abs(a.as_of - b.as_of)
        return "no dates, " + _nearness(apart) if apart <= YEARS else None
    bare, dated = (a, b) if a.window is None else (b, a)
    start, end = dated.window or (0, 0)
    if bare.open:  # announced without a date: the event lies at or after the report
        ahead = start - bare.as_of
        if end < bare.as_of - 1 or ahead > YEARS:
            return None
        return "put off without a date" if bare.status == "postponed" else f"announced, {_nearness(ahead)}"
    behind = bare.as_of - end
    if start > bare.as_of + 1 or behind > YEARS:
        return None
    return f"no date, {_nearness(behind)} after"


def _before(a: Claim, b: Claim) -> str | None:
    """One is known only to lie before its report: the closer the other's day to that report, the likelier."""
    bounded, other = (a, b) if a.precision == "before" else (b, a)
    limit, day = bounded.end or bounded.as_of, other.end or other.as_of
    if other.precision == "before":
        apart = abs(a.as_of - b.as_of)
        return f"before two reports, {_nearness(apart)}" if apart <= YEARS else None
    if (other.start or day) > limit + 1:
        return _moved(a, b, (other.start or day) - limit) if bounded.open else None
    return f"before the other, {_nearness(limit - day)}"


def _nearness(days: int) -> str:
    return (
        "days"
        if days <= 4
        else "two weeks"
        if days <= 14
        else "two months"
        if days <= 60
        else "months"
        if days <= 200
        else "long"
    )
