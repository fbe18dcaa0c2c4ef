"""Expressions that say a date by its distance from the day of publication, or only a part of a period."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from flows.extract import date_words as w
from flows.extract.date_words import MONTH, SP, SP1, YEAR

_I = re.IGNORECASE
_END = r"(?![^\W_])"
Found = tuple[
    int, str, str, tuple[int | None, int | None, int | None], str | None, int, str | None, str | None
]

_SHIFT_AFTER = w.alternatives(w.SHIFT_AFTER)
_SHIFT_BEFORE = w.alternatives(w.SHIFT_BEFORE)
_UNIT = w.alternatives(w.UNITS)
_UNIT_AFTER = rf"(?:{_UNIT}{SP1}{_SHIFT_AFTER})"
_UNIT_BEFORE = rf"(?:{_SHIFT_BEFORE}{SP1}{_UNIT})"
_YEAR_WORD = w.alternatives(w.YEAR_WORDS)
_COUNT = rf"(?:\d{{1,2}}|{w.alternatives(w.NUMBERS)})"
_ORD = w.alternatives(w.ORDINALS)

_DAYS = re.compile(w.alternatives(w.DAYS) + _END, _I)
_STEPS = re.compile(w.alternatives(w.STEPS) + _END, _I)
_VAGUE = re.compile(w.alternatives(w.VAGUE) + _END, _I)
_AFTER = re.compile(rf"({_UNIT}){SP1}({_SHIFT_AFTER}){_END}", _I)
_BEFORE = re.compile(rf"({_SHIFT_BEFORE}){SP1}({_UNIT}|{MONTH}){_END}", _I)
_WINDOW = re.compile(rf"({w.alternatives(w.WINDOW_BEFORE)}){SP1}this{SP1}({_UNIT}){_END}", _I)
_AGO = re.compile(
    rf"({_COUNT}){SP1}({_UNIT}){SP1}({w.alternatives([*w.COUNT_PAST, *w.COUNT_FUTURE])}){_END}", _I
)
_ONE_AGO = re.compile(rf"({w.alternatives(w.ONE_UNIT)}){SP1}({w.alternatives(w.COUNT_PAST)}){_END}", _I)
_PART = re.compile(
    rf"({w.alternatives(w.PARTS)})(?:{SP1}|-)(?:in{SP1})?(?:(?:bulan|tahun|the{SP1}year){SP1})?"
    rf"(?:({MONTH})(?:{SP1}(?:{_YEAR_WORD}{SP1})?({YEAR}))?|({YEAR})|({_UNIT_AFTER}|{_UNIT_BEFORE}))"
    rf"(?:{SP1}(tahun{SP1}(?:ini|lalu|depan)|(?:this|last|next){SP1}year))?{_END}",
    _I,
)
_SPLIT = (
    rf"(?:of{SP1}(?:the{SP1}year{SP1})?|tahun{SP1})?"
    rf"({YEAR}|(?:tahun{SP1})?(?:ini|lalu|depan)|(?:this|last|next){SP1}year)"
)
_ID_QUARTER = re.compile(
    rf"({w.alternatives([*w.QUARTERS, *w.HALVES])}){SP1}(?:ke-?)?({_ORD}){_END}(?:{SP},?{SP}{_SPLIT}{_END})?",
    _I,
)
_EN_QUARTER = re.compile(
    rf"(?:the{SP1})?({_ORD}){SP1}({w.alternatives([*w.QUARTERS, *w.HALVES])}){SP1}{_SPLIT}{_END}", _I
)
_Q = re.compile(rf"Q([1-4]){SP1}({YEAR})")
_DAY_BEHIND = re.compile(rf"\.?{SP1}\d{{1,2}}(?!\d)")
_NONE = (None, None, None)


def _tail_of(shift: int) -> str | None:
    return "past" if shift < 0 else "future" if shift > 0 else None


def _year_tail(words: str | None) -> str | None:
    """ "tahun depan", "next year" and "depan" as the tail that the resolver knows."""
    if not words:
        return None
    last = w.squeeze(words)
    if last.endswith(("lalu", "last year")):
        return "last_year"
    return "next_year" if last.endswith(("depan", "next year")) else "this_year"


def _part(m: re.Match[str]) -> Found | None:
    part = w.PARTS[w.squeeze(m[1])]
    if m[2]:
        if m[2].islower() and m[2] in ("may", "march"):
            return None
        first = (int(m[3]) if m[3] else None, w.MONTHS[m[2].rstrip(".").lower()], None)
        return m.end(), "month", "date.part_of_month", first, None, 0, part, _year_tail(m[6])
    if m[4]:
        return m.end(), "year", "date.part_of_year", (int(m[4]), None, None), None, 0, part, None
    unit, shift = _unit_and_shift(w.squeeze(m[5]))
    return m.end(), "unit", "date.part_of_unit", _NONE, unit, shift, part, _tail_of(shift)


def _unit_and_shift(words: str) -> tuple[str, int]:
    head, _, rest = words.partition(" ")
    if head in w.SHIFT_BEFORE:
        return w.UNITS[rest], w.SHIFT_BEFORE[head]
    for unit in sorted(w.UNITS, key=len, reverse=True):
        if words.startswith(unit + " "):
            return w.UNITS[unit], w.SHIFT_AFTER[words[len(unit) + 1 :]]
    raise ValueError(f"not a unit and a direction: {words!r}")


def _quarter(m: re.Match[str], name: str, ordinal: str, year: str | None) -> Found:
    number = w.ORDINALS[ordinal.lower()]
    kind = "half" if name.lower() in w.HALVES else "quarter"
    value = int(year) if year and year.isdecimal() else None
    return (
        m.end(),
        kind,
        f"date.{kind}",
        (value, number, None),
        None,
        0,
        None,
        None if value else _year_tail(year),
    )


def _day(m: re.Match[str]) -> Found:
    shift = w.DAYS[w.squeeze(m[0])]
    return m.end(), "offset", "date.relative_day", _NONE, "day", shift, None, _tail_of(shift)


def _after(m: re.Match[str]) -> Found | None:
    unit, shift = w.UNITS[w.squeeze(m[1])], w.SHIFT_AFTER[w.squeeze(m[2])]
    if unit == "day":
        return None
    return m.end(), "unit", "date.relative_unit", _NONE, unit, shift, None, _tail_of(shift)


def _window(m: re.Match[str]) -> Found:
    part = w.WINDOW_BEFORE[m[1].lower()]
    tail = "past" if part == "early" else "future"
    return m.end(), "unit", "date.part_of_unit", _NONE, w.UNITS[m[2].lower()], 0, "to_" + part, tail


def _before(m: re.Match[str]) -> Found | None:
    shift = w.SHIFT_BEFORE[m[1].lower()]
    name = m[2].rstrip(".").lower()
    if name in w.MONTHS:
        if m[2].islower() or _DAY_BEHIND.match(m.string, m.end()):  # "last April 14": a day of its own
            return None
        tail = {-1: "past", 0: "this_year", 1: "future"}[shift]
        first = (None, w.MONTHS[name], None)
        return m.end(), "month", "date.relative_month", first, None, shift, None, tail
    unit = w.UNITS[name]
    if unit == "day" or m[1].lower() == "past" or name.endswith("s"):
        return None
    return m.end(), "unit", "date.relative_unit", _NONE, unit, shift, None, _tail_of(shift)


def _ago(m: re.Match[str]) -> Found:
    number = int(m[1]) if m[1].isdecimal() else w.NUMBERS[w.squeeze(m[1])]
    sign = -1 if w.squeeze(m[3]) in w.COUNT_PAST else 1
    unit = w.UNITS[w.squeeze(m[2])]
    return m.end(), "count", "date.relative_count", _NONE, unit, sign * number, None, _tail_of(sign)


# every form with the words that may begin it, in the order in which they are tried
_FORMS: tuple[tuple[Iterable[str], re.Pattern[str], Callable[[re.Match[str]], Found | None]], ...] = (
    (w.VAGUE, _VAGUE, lambda m: (m.end(), "vague", "date.vague", _NONE, None, 0, None, "past")),
    (
        w.STEPS,
        _STEPS,
        lambda m: (m.end(), "step", "date.step", _NONE, "day", w.STEPS[w.squeeze(m[0])], None, None),
    ),
    (w.DAYS, _DAYS, _day),
    (w.UNITS, _AFTER, _after),
    (w.PARTS, _PART, _part),
    (w.WINDOW_BEFORE, _WINDOW, _window),
    (w.SHIFT_BEFORE, _BEFORE, _before),
    ((*w.NUMBERS, "0"), _AGO, _ago),
    (
        w.ONE_UNIT,
        _ONE_AGO,
        lambda m: (
            m.end(), "count", "date.relative_count", _NONE, w.ONE_UNIT[m[1].lower()], -1, None, "past",
        ),
    ),
    ((*w.QUARTERS, *w.HALVES), _ID_QUARTER, lambda m: _quarter(m, m[1], m[2], m[3])),
    ((*w.ORDINALS, "the"), _EN_QUARTER, lambda m: _quarter(m, m[2], m[1], m[3])),
    (
        ("q",),
        _Q,
        lambda m: (
            m.end(), "quarter", "date.quarter", (int(m[2]), int(m[1]), None), None, 0, None, None,
        ),
    ),
)  # fmt: skip


def _key(text: str, at: int = 0) -> str:
    """The first word of an expression as the forms are looked up by it: all figures are one."""
    first = w.WORD.match(text, at)
    return "" if first is None else "0" if first[0].isdecimal() else first[0].lower()


# by its first word, the forms that an expression may have
_BY_WORD = {
    word: tuple(
        (pattern, found) for words, pattern, found in _FORMS if word in {_key(known) for known in words}
    )
    for word in {_key(known) for words, _, _ in _FORMS for known in words}
}
STARTERS = frozenset(_BY_WORD) - {"0"}  # the words that may begin a relative expression


def read_relative(text: str, at: int) -> Found | None:
    """The relative or partial expression that begins at `at`."""
    for pattern, found in _BY_WORD.get(_key(text, at), ()):
        if m := pattern.match(text, at):
            return found(m)
    return None
