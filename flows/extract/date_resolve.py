"""Places a date expression in the calendar, against the day that the text was published."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from flows.extract.date_forms import Raw

YMD = tuple[int | None, int | None, int | None]
_NEAR = 45  # days: a numeric date this near to publication is read so when d/m and m/d are both possible
_AHEAD = 1.3  # of two readings as near, the past one is the likelier
_FAR = 30  # days: a cue of the future overrules the nearest year only when that lies further back


@dataclass(slots=True)
class Placed:
    """The interval of an expression and how it was found."""

    first: date | None
    last: date | None
    precision: str
    basis: str
    confidence: float
    conflict: bool = False


UNKNOWN = Placed(None, None, "unknown", "none", 0.3)


def month_span(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month; months beyond 1-12 run into the neighbouring years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _week_span(anchor: date, shift: int) -> tuple[date, date]:
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def _make(year: int, month: int | None, day: int | None) -> date | None:
    try:
        return date(year, month or 1, day or 1)
    except ValueError:
        return None


def _gap(first: date, last: date, anchor: date) -> int:
    """Days from the anchor to the interval; negative when the interval lies before it."""
    if last < anchor:
        return (last - anchor).days
    return max(0, (first - anchor).days)


def _away(gap: int) -> float:
    """How far a reading lies from publication; what is to come counts for a little more."""
    return -gap if gap <= 0 else gap * _AHEAD


def _tail_year(raw: Raw, anchor: date) -> int | None:
    shift = {"this_year": 0, "last_year": -1, "next_year": 1}.get(raw.tail or "")
    return None if shift is None else anchor.year + shift


def _intervals(first: YMD, last: YMD, years: list[int]) -> list[tuple[date, date]]:
    """The readings of a day or a span of days, one for each year that it could begin in."""
    found = []
    for year in years:
        start = _make(year, first[1], first[2])
        end = _make(year, last[1], last[2])
        if last[0] is not None:
            end = _make(last[0], last[1], last[2])
        elif start and end and end < start:
            end = _make(year + 1, last[1], last[2])
        if start and end and start <= end and (end - start).days <= 366:
            found.append((start, end))
    return found


def _pick(
    readings: list[tuple[date, date]], raw: Raw, anchor: date, future: bool, past: bool
) -> tuple[date, date]:
    nearest = min(readings, key=lambda r: (_away(_gap(r[0], r[1], anchor)), r))
    gap = _gap(*nearest, anchor)
    if future and gap < -_FAR:
        later = [r for r in readings if r[1] >= anchor]
        return min(later, default=nearest)
    if past and gap > _FAR:
        earlier = [r for r in readings if r[0] <= anchor]
        return max(earlier, default=nearest)
    if raw.weekday is not None and nearest[0].weekday() != raw.weekday and abs(gap) > 100:
        fits = [r for r in readings if r[0].weekday() == raw.weekday]
        return min(fits, default=nearest, key=lambda r: abs(_gap(r[0], r[1], anchor)))
    return nearest


def _years(raw: Raw, first: YMD, last: YMD, anchor: date | None) -> list[int]:
    if first[0] is not None:
        return [first[0]]
    if last[0] is not None:
        return [last[0], last[0] - 1]
    if anchor is None:
        return []
    fixed = _tail_year(raw, anchor)
    return [fixed] if fixed else [anchor.year - 1, anchor.year, anchor.year + 1]


def _day(raw: Raw, anchor: date | None, future: bool, past: bool, lang: str) -> Placed | None:
    first, last = raw.first, raw.last or raw.first
    orders = [(first, last)]
    if raw.swappable and raw.last is None and first[1] != first[2]:
        swapped = (first[0], first[2], first[1])
        orders.append((swapped, swapped))
    stated = first[0] is not None or last[0] is not None
    choices: list[tuple[bool, bool, int, tuple[date, date]]] = []
    possible = False
    for rank, (a, b) in enumerate(orders):
        years = _years(raw, a, b, anchor)
        possible = possible or not years
        readings = _intervals(a, b, years)
        if first[0] is None and last[0] is not None:
            readings = readings[:1]
        if not readings:
            continue
        best = _pick(readings, raw, anchor, future, past) if anchor and not stated else readings[0]
        weekday_off = raw.weekday is not None and best[0].weekday() != raw.weekday
        far = anchor is not None and lang == "en" and len(orders) > 1 and abs(_gap(*best, anchor)) > _NEAR
        choices.append((weekday_off, far, rank, best))
    if not choices:
        return UNKNOWN if possible and anchor is None else None
    if all(c[0] for c in choices):
        choices = choices[:1]  # no reading fits the weekday: keep the date as written
    weekday_off, _, rank, (start, end) = min(choices, key=lambda c: c[:3])
    confidence = 0.95 if stated else 0.88
    if raw.weekday is not None:
        confidence = 0.6 if weekday_off else confidence + 0.03
    elif rank or (len(choices) > 1 and choices[0][1] == choices[1][1]):
        confidence -= 0.15
    if raw.part == "to_weekday" and raw.weekday_last is not None:
        end = start + timedelta(days=(raw.weekday_last - start.weekday()) % 7)
    return Placed(start, end, "day", "stated" if stated else "relative", confidence, weekday_off)


def _month(raw: Raw, anchor: date | None, future: bool, past: bool) -> Placed | None:
    first, last = raw.first, raw.last or raw.first
    if first[1] is None or last[1] is None:
        return None
    stated = first[0] is not None or last[0] is not None
    if not stated and anchor is None:
        return UNKNOWN
    readings = []
    for year in _years(raw, first, last, anchor):
        last_year = last[0] or year + (last[1] < first[1])
        span = month_span(year, first[1])[0], month_span(last_year, last[1])[1]
        if span[0] <= span[1]:
            readings.append(span)
    if not readings:
        return None
    strict_past, strict_future = raw.tail == "past", raw.tail == "future"
    if anchor and strict_past:
        readings = [r for r in readings if r[1] < anchor] or readings
    if anchor and strict_future:
        readings = [r for r in readings if r[0] > anchor] or readings
    start, end = _pick(readings, raw, anchor, future, past) if anchor and not stated else readings[0]
    if raw.part:
        start, end = _part_of(raw.part, start, end)
    return Placed(start, end, "month", "stated" if stated else "relative", 0.9 if stated else 0.8)


def _part_of(part: str, start: date, end: date) -> tuple[date, date]:
    """The early, middle or late third of a month; the same by months in a year."""
    if (end - start).days < 7:
        return start, end
    if (end - start).days < 32:
        third = {"early": (1, 10), "mid": (11, 20), "late": (21, end.day)}[part]
        return start.replace(day=third[0]), start.replace(day=third[1])
    months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
    return month_span(start.year, months[0])[0], month_span(start.year, months[1])[1]


def _year(raw: Raw, first: int, last: int, basis: str, confidence: float) -> Placed:
    start, end = date(first, 1, 1), date(last, 12, 31)
    if raw.part and first == last:
        start, end = _part_of(raw.part, start, end)
    return Placed(start, end, "year", basis, confidence)


def _quarter(raw: Raw, anchor: date | None) -> Placed | None:
    year, number = raw.first[0], raw.first[1] or 1
    basis = "stated" if year else "relative"
    if year is None:
        if anchor is None:
            return UNKNOWN
        year = _tail_year(raw, anchor) or anchor.year
    months = 3 if raw.kind == "quarter" else 6
    if number * months > 12:
        return None
    start = month_span(year, (number - 1) * months + 1)[0]
    return Placed(
        start, month_span(year, number * months)[1], "quarter" if months == 3 else "year", basis, 0.9
    )


def _weekday(raw: Raw, anchor: date | None, future: bool) -> Placed:
    if anchor is None or raw.weekday is None:
        return UNKNOWN
    if raw.part == "week":
        day = _week_span(anchor, raw.shift)[0] + timedelta(days=raw.weekday)
        return Placed(day, day, "day", "weekday", 0.8)
    ahead = (raw.weekday - anchor.weekday()) % 7
    back = (anchor.weekday() - raw.weekday) % 7
    if raw.part == "near" and raw.shift:
        day = anchor + timedelta(days=ahead or 7) if raw.shift > 0 else anchor - timedelta(days=back or 7)
        return Placed(day, day, "day", "weekday", 0.85)
    if raw.part == "near":  # "this Thursday"
        day = _week_span(anchor, 0)[0] + timedelta(days=raw.weekday)
        return Placed(day, day, "day", "weekday", 0.8)
    day = anchor + timedelta(days=ahead) if future else anchor - timedelta(days=back)
    end = day
    if raw.weekday_last is not None:
        end = day + timedelta(days=(raw.weekday_last - raw.weekday) % 7)
        if not future and end > anchor:
            day, end = day - timedelta(days=7), end - timedelta(days=7)
    return Placed(day, end, "day", "weekday", 0.75 if future else 0.85)


def _unit(raw: Raw, anchor: date | None) -> Placed:
    if anchor is None:
        return UNKNOWN
    if raw.unit == "week":
        start, end = _week_span(anchor, raw.shift)
        precision = "month"
    elif raw.unit == "weekend":
        monday = _week_span(anchor, raw.shift)[0]
        start, end, precision = monday + timedelta(days=5), monday + timedelta(days=6), "day"
    elif raw.unit == "month":
        start, end = month_span(anchor.year, anchor.month + raw.shift)
        precision = "month"
    elif raw.unit == "quarter":
        head = (anchor.month - 1) // 3 * 3 + 1 + 3 * raw.shift
        start, end = month_span(anchor.year, head)[0], month_span(anchor.year, head + 2)[1]
        precision = "quarter"
    else:
        start, end = date(anchor.year + raw.shift, 1, 1), date(anchor.year + raw.shift, 12, 31)
        precision = "year"
    if raw.part == "to_early":
        end = anchor
    elif raw.part == "to_late":
        start = anchor
    elif raw.part and precision in ("month", "year") and raw.unit != "week":
        start, end = _part_of(raw.part, start, end)
    return Placed(start, end, precision, "relative", 0.75)


def _count(raw: Raw, anchor: date | None) -> Placed:
    if anchor is None:
        return UNKNOWN
    if raw.unit == "day":
        day = anchor + timedelta(days=raw.shift)
        return Placed(day, day, "day", "relative", 0.75)
    if raw.unit in ("week", "weekend"):
        return Placed(*_week_span(anchor, raw.shift), "month", "relative", 0.65)
    if raw.unit == "month":
        return Placed(*month_span(anchor.year, anchor.month + raw.shift), "month", "relative", 0.65)
    return Placed(
        date(anchor.year + raw.shift, 1, 1), date(anchor.year + raw.shift, 12, 31), "year", "relative", 0.65
    )


def place(
    raw: Raw, anchor: date | None, *, future: bool = False, past: bool = False, lang: str = "id"
) -> Placed | None:
    """The interval of an expression; None when it is no date (31/2).

    `future` and `past` are cues in its clause; `lang` breaks ties of d/m against m/d (English uses both).
    """
    future = future or raw.tail == "future"
    past = past or raw.tail == "past"
    try:
        return _place(raw, anchor, future, past, lang)
    except (OverflowError, ValueError):  # beyond the calendar, such as a year before 1
        return None


def _place(raw: Raw, anchor: date | None, future: bool, past: bool, lang: str) -> Placed | None:
    if raw.kind == "day":
        return _day(raw, anchor, future, past and not future, lang)
    if raw.kind == "month":
        return _month(raw, anchor, future, past and not future)
    if raw.kind == "year":
        return _year(raw, raw.first[0] or 1, raw.first[0] or 1, "stated", 0.8)
    if raw.kind == "years":
        return _year(raw, raw.first[0] or 1, (raw.last or raw.first)[0] or 1, "stated", 0.9)
    if raw.kind in ("quarter", "half"):
        return _quarter(raw, anchor)
    if raw.kind == "weekday":
        return _weekday(raw, anchor, future)
    if raw.kind in ("offset", "step"):
        if anchor is None:
            return UNKNOWN
        day = anchor + timedelta(days=raw.shift)
        return Placed(day, day, "day", "relative", 0.75)
    if raw.kind == "vague":
        return Placed(None, anchor, "before", "relative", 0.85)
    return _unit(raw, anchor) if raw.kind == "unit" else _count(raw, anchor)
