"""Finds date expressions and what they say, before any of it is placed in the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from flows.extract import date_words as w
from flows.extract.date_forms import (
    TAIL,
    Raw,
    read_iso,
    read_month_first,
    read_numeric,
    read_textual,
    start_of_word_before,
    word_before,
)
from flows.extract.date_relative import STARTERS, read_relative
from flows.extract.date_words import DASH, RANGE, SP, SP1, WEEKDAY, WORD, YEAR

MAX_MENTIONS = 2_000


@dataclass(slots=True)
class Scan:
    """The expressions of a text and the cue words around them, in the order of the text."""

    raws: list[Raw] = field(default_factory=list)
    cues: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)


_I = re.IGNORECASE
_YEARS = re.compile(
    rf"({YEAR})(?:{SP}{DASH}{SP}|{SP1}(?:sampai|hingga|s\.d\.|s/d|to|until|through){SP1})"
    rf"(?:tahun{SP1})?({YEAR}|\d\d(?![\d/]))",
    _I,
)
_WEEKDAYS = re.compile(
    rf"({WEEKDAY})(?:(?:{RANGE}|{SP1}(?:dan|and){SP1}|{SP}&{SP})({WEEKDAY}))?"
    rf"((?:{SP1}{w.DAY_PART}(?![^\W_])){{0,2}})",
    _I,
)
_AFTER_WEEKDAY = re.compile(rf"{SP},?{SP}(?:{w.DATE_NOUN}{SP1})?(\(?){SP}", _I)
_WEEK_SHIFT = re.compile(
    rf"{SP1}(?:(?:pada{SP1})?(pekan|minggu){SP1})?({w.alternatives(w.SHIFT_AFTER)})(?![^\W_])", _I
)
_TRAILING_WEEKDAY = re.compile(rf"{SP},?{SP}(\(?)({WEEKDAY})(\)?)", _I)


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
        inner = (
            read_textual(text, gap.end()) or read_numeric(text, gap.end(), True) or read_iso(text, gap.end())
        )
        if inner is None and not word.islower():
            inner = read_month_first(text, gap.end(), word.lower() in w.ENGLISH_WEEKDAYS)
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
    before = word_before(text, raw.start)
    if before in w.SHIFT_BEFORE:
        raw.shift, raw.part = w.SHIFT_BEFORE[before], "near"
        raw.tail = {-1: "past", 1: "future"}.get(raw.shift)
        raw.start = start_of_word_before(text, raw.start)


def _heads_sentence(text: str, at: int) -> bool:
    return (
        not text[max(0, at - 3) : at].strip(" \"'“”‘(") or text[max(0, at - 3) : at].rstrip()[-1:] in ".!?\n"
    )


_CLOSED = re.compile(r"[^()\n]{3,24}\)")


def _number_first(text: str, at: int, digits: str) -> Raw | None:
    before = text[at - 1 : at]
    if before and (before in "/." or (before in "-–" and text[at - 2 : at - 1].isdigit())):
        return None
    if (
        len(digits) <= 3
        and (m := _LEGAL_SLASH.match(text, at))
        and _LEGAL_LEFT.search(text, max(0, at - 30), at)
    ):
        return Raw(m.start(1), m.end(), "date.legal", "years", (int(m[1]), None, None))
    if len(digits) <= 2:
        opened = before == "(" or word_before(text, at) in {"tanggal", "tgl", "pada"}
        if opened and before == "(":
            opened = _CLOSED.match(text, at) is not None
        return read_textual(text, at) or read_numeric(text, at, opened)
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return read_iso(text, at) or _years(text, at)
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
    follow = WORD.match(text, at + 5)
    if word_before(text, at) not in w.YEAR_BEFORE or (follow and follow[0].lower() in w.COUNT_NOUNS):
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
        key = WORD.match(word.lower())
        if key:
            _STARTERS[key[0]] = tuple(dict.fromkeys((*_STARTERS.get(key[0], ()), reader)))


_register([*w.WEEKDAYS], _weekday)
_register([*w.MONTHS], read_month_first)
_register([*STARTERS], _relative)
# what each word that says something of dates is a cue of, and what may begin with it
_KNOWN = {
    word: (w.CUES.get(word), _STARTERS.get(word, ()))
    for word in {*w.CUES, *_STARTERS}
    if not word[0].isdecimal()
}


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


def _take_trailing_weekday(text: str, raw: Raw) -> None:
    """Reads the weekday of "12 March 2023 (Sunday)"."""
    m = _TRAILING_WEEKDAY.match(text, raw.end)
    if m and bool(m[1]) == bool(m[3]) and m[2][0].isupper():
        raw.weekday, raw.end = w.WEEKDAYS[m[2].rstrip(".").lower()], m.end()


_AFTER_FIGURES = ":"  # words, and figures that are no ASCII, come after it in order


def scan(text: str) -> Scan:
    """Every date expression of a text, left to right, without overlap; and its cue words."""
    found = Scan()
    raws, cues = found.raws, found.cues
    done = 0
    for match in WORD.finditer(text):
        word = match[0]
        known = _KNOWN.get(word.lower())
        if known is None and word > _AFTER_FIGURES:
            continue
        at = match.start()
        if known is None:
            if at < done or len(word) > 4:
                continue
            raw = _number_first(text, at, word) or (_relative(text, at) if len(word) <= 2 else None)
        else:
            kinds, readers = known
            if kinds:
                cues.append((at, match.end(), kinds))
            if not readers or at < done:
                continue
            raw = None
            for reader in readers:
                raw = reader(text, at)
                if raw:
                    break
        if raw is None:
            continue
        if raw.start < done:  # the word before it ends the expression before it
            raw.start = at
        if text[raw.end - 1] == ".":
            raw.end -= 1
        if raw.tail is None and raw.kind in ("day", "month", "year") and (tail := TAIL.match(text, raw.end)):
            raw.tail, raw.end = w.TAILS[w.squeeze(tail[1])], tail.end()
        if raw.kind == "day" and raw.weekday is None:
            _take_trailing_weekday(text, raw)
        if raws and (joined := _join(text, raws[-1], raw)):
            raws[-1] = joined
        else:
            raws.append(raw)
        done = raw.end
        if len(raws) >= MAX_MENTIONS:
            break
    return found
