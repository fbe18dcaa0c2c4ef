"""Finds date expressions and what they say, before any of it is placed in the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from flows.extract import date_words as w
from flows.extract.date_relative import read_relative
from flows.extract.date_words import DASH, DAY, LIST, MONTH, RANGE, SP, SP1, WEEKDAY, YEAR

MAX_MENTIONS = 2_000


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


@dataclass(slots=True)
class Scan:
    """The expressions of a text and the cue words around them, in the order of the text."""

    raws: list[Raw] = field(default_factory=list)
    cues: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)


_I = re.IGNORECASE
_WORD = re.compile(r"\d+|[^\W\d_]+(?:['’](?!s(?![^\W_]))[^\W\d_]+)*")
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
_NUM = r"(\d{1,2})([/.-])(\d{1,2})"
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
_YEARS = re.compile(
    rf"({YEAR})(?:{SP}{DASH}{SP}|{SP1}(?:sampai|hingga|s\.d\.|s/d|to|until|through){SP1})(?:tahun{SP1})?({YEAR}|\d\d(?![\d/]))",
    _I,
)
_YEAR = re.compile(YEAR)
_WEEKDAYS = re.compile(
    rf"({WEEKDAY})(?:(?:{RANGE}|{SP1}(?:dan|and){SP1}|{SP}&{SP})({WEEKDAY}))?"
    rf"((?:{SP1}{w.DAY_PART}(?![^\W_])){{0,2}})",
    _I,
)
_AFTER_WEEKDAY = re.compile(rf"{SP},?{SP}(?:{w.DATE_NOUN}{SP1})?(\(?){SP}", _I)
_WEEK_SHIFT = re.compile(
    rf"{SP1}(?:(?:pada{SP1})?(pekan|minggu){SP1})?({w.alternatives(w.SHIFT_AFTER)})(?![^\W_])", _I
)
_TAIL = re.compile(rf"{SP1}(?:pada{SP1})?({w.alternatives(w.TAILS)})(?![^\W_])", _I)
_TRAILING_WEEKDAY = re.compile(rf"{SP},?{SP}(\(?)({WEEKDAY})(\)?)", _I)
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


def _textual(text: str, at: int) -> Raw | None:
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


def _numeric(text: str, at: int, bare_day_month: bool) -> Raw | None:
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


def _month_first(text: str, at: int, english: bool = False) -> Raw | None:
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
    tail = _TAIL.match(text, at + len(month))
    if _word_before(text, at) in w.MONTH_BEFORE or (tail and w.TAILS[w.squeeze(tail[1])] in _MONTH_TAILS):
        return Raw(at, at + len(month.rstrip(".")), "date.month", "month", (None, _month(month), None))
    return None


def _english(text: str, at: int) -> bool:
    return (
        _word_before(text, at) in {"on", "from", "of", "until", "by", "since", "between", "the"}
        or text[at - 1 : at] == "("
    )


_LAST_WORD = re.compile(r"([^\W\d_]+)[-\s]{1,3}$")


def _word_before(text: str, at: int) -> str:
    m = _LAST_WORD.search(text, max(0, at - 24), at)
    return m[1].lower() if m else ""


def _weekday(text: str, at: int) -> Raw | None:
    """A weekday, with the date that belongs to it when there is one."""
    m = _WEEKDAYS.match(text, at)
    if not m:
        return None
    word = m[1].rstrip(".")
    number = w.WEEKDAYS[word.lower()]
    last = w.WEEKDAYS[m[2].rstrip(".").lower()] if m[2] else None
    gap = _AFTER_WEEKDAY.match(text, m.end())
    if gap:
        inner = _textual(text, gap.end()) or _numeric(text, gap.end(), True) or _iso(text, gap.end())
        if inner is None and not word.islower():
            inner = _month_first(text, gap.end(), word.lower() in w.ENGLISH_WEEKDAYS)
            if inner and inner.kind != "day":
                inner = None
        if inner:
            inner.start, inner.weekday, inner.weekday_last = at, number, last
            if gap[1] and text[inner.end : inner.end + 1] == ")":
                inner.end += 1
            inner.rule = "date.weekday_" + inner.rule.removeprefix("date.")
            return inner
    if not word[0].isupper() or word.lower() in w.SHORT_WEEKDAYS:
        return None
    if (
        word.lower() in w.WEEK_HOMONYMS
        and _WEEK_SHIFT.match(text, at + len(word))
        and _heads_sentence(text, at)
    ):
        return None
    raw = Raw(at, m.end(), "date.weekday", "weekday", weekday=number, weekday_last=last)
    if last is None:
        _place_weekday(text, raw, at + len(word))
    return raw


def _place_weekday(text: str, raw: Raw, end: int) -> None:
    """Reads "depan", "pekan lalu", "last", "next" around a weekday alone."""
    if m := _WEEK_SHIFT.match(text, end):
        raw.end, raw.shift = m.end(), w.SHIFT_AFTER[w.squeeze(m[2])]
        raw.part = "week" if m[1] else "near"
        raw.tail = {-1: "past", 1: "future"}.get(raw.shift)
        return
    before = _word_before(text, raw.start)
    if before in w.SHIFT_BEFORE:
        raw.shift, raw.part = w.SHIFT_BEFORE[before], "near"
        raw.tail = {-1: "past", 1: "future"}.get(raw.shift)
        raw.start = text.rindex(before[1:], 0, raw.start) - 1


def _heads_sentence(text: str, at: int) -> bool:
    return (
        not text[max(0, at - 3) : at].strip(" \"'“”‘(") or text[max(0, at - 3) : at].rstrip()[-1:] in ".!?\n"
    )


def _iso(text: str, at: int) -> Raw | None:
    if m := _ISO.match(text, at):
        return Raw(at, m.end(), "date.iso", "day", (int(m[1]), int(m[2]), int(m[3])))
    return None


_CLOSED = re.compile(r"[^()\n]{3,24}\)")


def _number_first(text: str, at: int, digits: str) -> Raw | None:
    before = text[at - 1 : at]
    if before and (before in "/." or before in "-–" and text[at - 2 : at - 1].isdigit()):
        return None
    if (
        len(digits) <= 3
        and (m := _LEGAL_SLASH.match(text, at))
        and _LEGAL_LEFT.search(text, max(0, at - 30), at)
    ):
        return Raw(m.start(1), m.end(), "date.legal", "years", (int(m[1]), None, None))
    if len(digits) <= 2:
        opened = before == "(" or _word_before(text, at) in {"tanggal", "tgl", "pada"}
        if opened and before == "(":
            opened = _CLOSED.match(text, at) is not None
        return _textual(text, at) or _numeric(text, at, opened)
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return _iso(text, at) or _years(text, at)
    return None


_RES_BEFORE = re.compile(r"\d{3,4}\s?\($")
_LEGAL_SLASH = re.compile(r"\d{1,3}/((?:19|20)\d\d)(?![\d/])")
_LEGAL_LEFT = re.compile(
    r"(?:nomor|no\.?|number|uu|perpres|perppu|pp|inpres|keppres|law|act|decree|regulation)\s{0,2}$", _I
)
_NUMBER_BEFORE = re.compile(r"(?:nomor|no\.?|number)\s{0,2}\d{1,4}[a-z]?\s{1,2}(?:tahun|of)\s{1,2}$", _I)
_LAW_BEFORE = re.compile(
    r"(?:uu|undang-undang|perpres|perppu|pp|inpres|keppres|law|act|regulation|decree)\s(?:\w{1,12}\s)?\d{1,4}\s{1,2}(?:tahun|of)\s{1,2}$",
    _I,
)


def _years(text: str, at: int) -> Raw | None:
    """A span of years, or a year that a preposition makes a date."""
    if m := _YEARS.match(text, at):
        first = int(m[1])
        last = int(m[2]) if len(m[2]) == 4 else first // 100 * 100 + int(m[2])
        if last > first:
            return Raw(at, m.end(), "date.years", "years", (first, None, None), (last, None, None))
    left = text[max(0, at - 60) : at]
    if _RES_BEFORE.search(left) or _NUMBER_BEFORE.search(left) or _LAW_BEFORE.search(left):
        return Raw(at, at + 4, "date.legal", "years", (int(text[at : at + 4]), None, None))
    follow = _WORD.match(text, at + 5)
    if _word_before(text, at) not in w.YEAR_BEFORE or (follow and follow[0].lower() in w.COUNT_NOUNS):
        return None
    return Raw(at, at + 4, "date.year", "year", (int(text[at : at + 4]), None, None))


def _relative(text: str, at: int) -> Raw | None:
    found = read_relative(text, at)
    if found is None:
        return None
    end, kind, rule, first, unit, shift, part, tail = found
    return Raw(at, end, rule, kind, first, None, unit=unit, shift=shift, part=part, tail=tail)


_STARTERS: dict[str, tuple[Callable[[str, int], Raw | None], ...]] = {}


def _register(words: list[str], reader: Callable[[str, int], Raw | None]) -> None:
    for word in words:
        key = _WORD.match(word.lower())
        if key:
            _STARTERS[key[0]] = tuple(dict.fromkeys((*_STARTERS.get(key[0], ()), reader)))


_register([*w.WEEKDAYS], _weekday)
_register([*w.MONTHS], _month_first)
_register(
    [
        *w.DAYS,
        *w.STEPS,
        *w.VAGUE,
        *w.UNITS,
        *w.PARTS,
        *w.NUMBERS,
        *w.ONE_UNIT,
        *w.QUARTERS,
        *w.HALVES,
        *w.ORDINALS,
        "q",
    ],
    _relative,
)
_register([*w.SHIFT_BEFORE, *w.WINDOW_BEFORE, "the"], _relative)


_BETWEEN = re.compile(rf"{RANGE}", _I)


def _join(text: str, first: Raw, last: Raw) -> Raw | None:
    """Two days that a word of range binds, as one span: "Senin (3/7/2023) hingga Rabu (5/7/2023)"."""
    if first.kind != "day" or first.last or last.last or last.kind not in ("day", "weekday") or last.shift:
        return None
    if last.start - first.end > 24 or not _BETWEEN.fullmatch(text, first.end, last.start):
        return None
    if last.kind == "day":
        return replace(
            first, end=last.end, rule="date.joined", last=last.first, swappable=False, tail=last.tail
        )
    return replace(first, end=last.end, rule="date.joined", weekday_last=last.weekday, part="to_weekday")


def scan(text: str) -> Scan:
    """Every date expression of a text, left to right, without overlap; and its cue words."""
    found = Scan()
    raws, cues = found.raws, found.cues
    done = 0
    for match in _WORD.finditer(text):
        word = match[0]
        at = match.start()
        if word[0].isdecimal() and word.isascii():
            if at < done or len(word) > 4:
                continue
            raw = _number_first(text, at, word) or (_relative(text, at) if len(word) <= 2 else None)
        else:
            low = word.lower()
            kinds = w.CUES.get(low)
            if kinds:
                cues.append((at, match.end(), kinds))
            readers = _STARTERS.get(low)
            if readers is None or at < done:
                continue
            raw = None
            for reader in readers:
                raw = reader(text, at)
                if raw:
                    break
        if raw is None:
            continue
        if text[raw.end - 1] == ".":
            raw.end -= 1
        if raw.tail is None and raw.kind in ("day", "month", "year") and (tail := _TAIL.match(text, raw.end)):
            raw.tail, raw.end = w.TAILS[w.squeeze(tail[1])], tail.end()
        if raw.kind == "day" and raw.weekday is None and (t := _TRAILING_WEEKDAY.match(text, raw.end)):
            if bool(t[1]) == bool(t[3]) and t[2][0].isupper():
                raw.weekday, raw.end = w.WEEKDAYS[t[2].rstrip(".").lower()], t.end()
        if raws and (joined := _join(text, raws[-1], raw)):
            raws[-1] = joined
        else:
            raws.append(raw)
        done = raw.end
        if len(raws) >= MAX_MENTIONS:
            break
    return found
