"""The forms of written dates: what day, month and year an expression gives, each as far as it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from flows.extract import date_words as w
from flows.extract.date_words import DAY, LIST, MONTH, RANGE, SP, SP1, YEAR


@dataclass(slots=True)
class Raw:
    """A date expression as written; `first` and `last` are (year, month, day), each part None if not said."""

    start: int
    end: int
    rule: str
    kind: str  # day | month | year | years | quarter | half | weekday | offset | unit | count | vague
    first: tuple[int | None, int | None, int | None] = (None, None, None)
    last: tuple[int | None, int | None, int | None] | None = None
    swappable: bool = False  # d/m that could be m/d
    weekday: int | None = None
    weekday_last: int | None = None
    unit: str | None = None  # day | week | weekend | month | quarter | year
    shift: int = 0
    part: str | None = None  # early | mid | late
    tail: str | None = None  # past | future | this_year | last_year | next_year | this_month | here


_I = re.IGNORECASE
_Y = rf"(?:{SP},?{SP}(?:{w.alternatives(w.YEAR_WORDS)}{SP1})?({YEAR}))?"
_D = rf"({DAY})(?:{SP1}of(?={SP1}))?"
_M = f"({MONTH})"
_CROSS = re.compile(rf"{_D}{SP}{_M}{_Y}{RANGE}({DAY}){SP}{_M}{_Y}", _I)
_SAME = re.compile(rf"({DAY})(?:(?:{LIST}|{RANGE})({DAY})){{1,8}}{SP}{_M}{_Y}", _I)
_DMY = re.compile(rf"{_D}{SP}{_M}{_Y}", _I)
_MDY_CROSS = re.compile(rf"{_M}{SP}({DAY})(?:,{SP}({YEAR}))?{RANGE}{_M}{SP}({DAY})(?:,?{SP}({YEAR}))?", _I)
_MDY = re.compile(
    rf"{_M}{SP}({DAY})(?!{SP}[:%])(?:(?:{LIST}|{RANGE})({DAY})(?!{SP}{MONTH})){{0,8}}(?:,?{SP}({YEAR}))?", _I
)
_MONTH_YEARS = re.compile(rf"{_M}{_Y}(?:{RANGE}|{LIST}|{SP1}(?:atau|or){SP1}){_M}{_Y}", _I)
_MONTH_YEAR = re.compile(rf"{_M}{_Y}", _I)
_ISO = re.compile(rf"({YEAR})-(\d{{1,2}})-(\d{{1,2}})(?![\d/-])")
_NUM_RANGE = re.compile(
    rf"(\d{{1,2}})/(\d{{1,2}})(?:/((?:20|19)?\d\d))?{RANGE}(\d{{1,2}})/(\d{{1,2}})(?:/((?:20|19)?\d\d))?(?![\d/])",
    _I,
)
_NUM_SAME = re.compile(
    rf"(\d{{1,2}})(?:{RANGE}|{LIST})(\d{{1,2}})/(\d{{1,2}})(?:/((?:20|19)?\d\d))?(?![\d/])", _I
)
_NUM_FULL = re.compile(
    r"(\d{1,2})(?:/(\d{1,2})/((?:20|19)?\d\d)|([.-])(\d{1,2})\4((?:20|19)\d\d))(?![\d/]|[.-]\d)"
)
_NUM_DM = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/]|[.-]\d)")
TAIL = re.compile(rf"{SP1}(?:pada{SP1})?({w.alternatives(w.TAILS)})(?![^\W_])", _I)
_MONTH_TAILS = {"past", "future", "this_year", "last_year", "next_year", "here"}


@cache
def _number(word: str) -> int:
    return int(re.match(r"\d+", word)[0])  # type: ignore[index]


def _month(word: str) -> int:
    return w.MONTHS[word.rstrip(".").lower()]


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def read_textual(text: str, at: int) -> Raw | None:
    """ "12 s.d. 14 April 2023" and its like, that begin with the day."""
    if m := _CROSS.match(text, at):
        d1, m1, y1, d2, m2, y2 = m.groups()
        first = (_year(y1), _month(m1), _number(d1))
        return Raw(at, m.end(), "date.cross_month", "day", first, (_year(y2), _month(m2), _number(d2)))
    if m := _SAME.match(text, at):
        d1, d2, month, year = m.groups()
        first, last = (_year(year), _month(month), _number(d1)), (_year(year), _month(month), _number(d2))
        return Raw(at, m.end(), "date.day_range", "day", first, last)
    if m := _DMY.match(text, at):
        day, month, year = m.groups()
        if not year and month.islower() and month in w.ENGLISH_MONTHS and month not in w.INDONESIAN_MONTHS:
            return None  # "3 may", "2 march"
        return Raw(at, m.end(), "date.day_month", "day", (_year(year), _month(month), _number(day)))
    return None


def read_numeric(text: str, at: int, bare_day_month: bool) -> Raw | None:
    """ "13/9/2022", "3-5/7/2023", "5-7/9"; day and month alone only where the place makes them a date."""
    if m := _NUM_RANGE.match(text, at):
        d1, m1, y1, d2, m2, y2 = m.groups()
        if y1 or y2 or bare_day_month:
            first, last = (_year(y1), int(m1), int(d1)), (_year(y2), int(m2), int(d2))
            return Raw(at, m.end(), "date.numeric_range", "day", first, last)
    if m := _NUM_SAME.match(text, at):
        d1, d2, month, year = m.groups()
        if year or bare_day_month:
            first, last = (_year(year), int(month), int(d1)), (_year(year), int(month), int(d2))
            return Raw(at, m.end(), "date.numeric_range", "day", first, last)
    if m := _NUM_FULL.match(text, at):
        day, month, year = m[1], m[2] or m[5], m[3] or m[6]
        return Raw(at, m.end(), "date.numeric", "day", (_year(year), int(month), int(day)), swappable=True)
    if bare_day_month and (m := _NUM_DM.match(text, at)):
        return Raw(at, m.end(), "date.numeric_day_month", "day", (None, int(m[2]), int(m[1])), swappable=True)
    return None


def read_month_first(text: str, at: int, english: bool = False) -> Raw | None:
    """ "July 3-5, 2023", "Maret 2023", "Oktober-November 2022"; a month alone is left to its context."""
    m = _MONTH_YEAR.match(text, at)
    if not m:
        return None
    month, year = m.groups()
    name = month.rstrip(".").lower()
    if name in w.ENGLISH_MONTHS and not month.islower() and not year:
        if c := _MDY_CROSS.match(text, at):
            m1, d1, y1, m2, d2, y2 = c.groups()
            first = (_year(y1), _month(m1), _number(d1))
            return Raw(at, c.end(), "date.cross_month", "day", first, (_year(y2), _month(m2), _number(d2)))
        if (d := _MDY.match(text, at)) and (
            d[4] or name not in w.INDONESIAN_MONTHS or d[3] or english or _english(text, at)
        ):
            _, d1, d2, y = d.groups()
            first = (_year(y), _month(month), _number(d1))
            last = (_year(y), _month(month), _number(d2)) if d2 else None
            return Raw(at, d.end(), "date.month_day", "day", first, last)
    if name not in w.FULL_MONTHS and not year:
        return None
    if c := _MONTH_YEARS.match(text, at):
        m1, y1, m2, y2 = c.groups()
        if y1 or y2 or not m1.islower():
            return Raw(
                at,
                c.end(),
                "date.months",
                "month",
                (_year(y1), _month(m1), None),
                (_year(y2), _month(m2), None),
            )
    if year and not (month.islower() and name in ("may", "march")):
        return Raw(at, m.end(), "date.month_year", "month", (_year(year), _month(month), None))
    if month.islower() and name in w.ENGLISH_MONTHS and name not in w.INDONESIAN_MONTHS:
        return None
    tail = TAIL.match(text, at + len(month))
    if word_before(text, at) in w.MONTH_BEFORE or (tail and w.TAILS[w.squeeze(tail[1])] in _MONTH_TAILS):
        return Raw(at, at + len(month.rstrip(".")), "date.month", "month", (None, _month(month), None))
    return None


def _english(text: str, at: int) -> bool:
    return (
        word_before(text, at)
        in {"on", "from", "of", "until", "by", "since", "between", "the", "last", "this", "next"}
        or text[at - 1 : at] == "("
    )


_LAST_WORD = re.compile(r"([^\W\d_]+)[-\s]{1,3}$")


def word_before(text: str, at: int) -> str:
    """The word before a position, in lower case."""
    m = _LAST_WORD.search(text, max(0, at - 24), at)
    return m[1].lower() if m else ""


def start_of_word_before(text: str, at: int) -> int:
    """Where the word before a position begins; the position itself where there is none."""
    m = _LAST_WORD.search(text, max(0, at - 24), at)
    return m.start(1) if m else at


def read_iso(text: str, at: int) -> Raw | None:
    """ "2023-03-28"."""
    if m := _ISO.match(text, at):
        return Raw(at, m.end(), "date.iso", "day", (int(m[1]), int(m[2]), int(m[3])))
    return None
