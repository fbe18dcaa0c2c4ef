"""Says what a date is the date of: a happening, a statement, history, or the period of a plan."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from flows.extract import date_words as w
from flows.extract.date_forms import Raw
from flows.extract.date_grammar import Scan
from flows.extract.date_resolve import Placed
from flows.extract.model import Sentence

_REACH = 240  # characters left of a date in which a statement may govern it
_CUE_REACH = 45  # characters left of a date in which "akan" or "will" may point it forward
_OPENING = 45  # a date this near to the head of its sentence may belong to the verb after it
_HARD_BY = 18  # characters: "sejak tanggal", "since the end of"
_RECENT = 30  # days: history told of so recent a day is the happening itself
_LONG_AGO = 366
_SAID_WITHIN = 45  # days: what a report quotes was said no longer ago
_SAYABLE = {"day", "weekday", "offset", "vague"}  # a statement is dated to the day, or only vaguely

_QUOTE_END = re.compile(r"[\"”»'’],?\s{0,2}$|,[\"”»'’]\s{0,2}$")
_NOUN_LEAD = re.compile(
    r"(?<![^\W_])"
    + w.alternatives(w.TABLES["id"]["cues"]["frame_before"] + w.TABLES["en"]["cues"]["frame_before"])
    + r"(?:\s(?:[a-z]{1,12}|[^\W\d_]{1,20})){0,2}\s$",
    re.IGNORECASE,
)
_PRESS = re.compile(r"\s{1,2}(?:pers|press)(?![^\W_])", re.IGNORECASE)


class Context:
    """The sentences and cue words of a text, for the questions asked about each of its dates."""

    def __init__(self, text: str, scan: Scan, sentences: list[Sentence]) -> None:
        """Keeps what every date of the text will be asked about."""
        self.text = text
        self.cues = scan.cues
        self.starts = [cue[0] for cue in scan.cues]
        self.sentences = sentences
        self.heads = [sentence.start for sentence in sentences]

    def sentence(self, at: int) -> Sentence | None:
        """The sentence that holds a position."""
        index = bisect_left(self.heads, at + 1) - 1
        if index >= 0 and self.sentences[index].start <= at < self.sentences[index].end:
            return self.sentences[index]
        return None

    def bounds(self, raw: Raw) -> tuple[int, int]:
        """Where the sentence of a date begins and ends; a window around it when there is none."""
        sentence = self.sentence(raw.start)
        if sentence:
            return sentence.start, sentence.end
        return max(0, raw.start - _REACH), min(len(self.text), raw.end + _REACH)

    def between(self, first: int, last: int) -> list[tuple[int, int, frozenset[str]]]:
        """The cue words that begin in [first, last)."""
        return self.cues[bisect_left(self.starts, first) : bisect_left(self.starts, last)]

    def points(self, raw: Raw, kind: str) -> bool:
        """Whether a cue of the future or the past stands close before the date, in its own clause."""
        start, _ = self.bounds(raw)
        low = max(start, raw.start - _CUE_REACH)
        gap = self.text[low : raw.start]
        low += max(gap.rfind(","), gap.rfind(";"), gap.rfind('"'), gap.rfind("”")) + 1
        return any(kind in cue[2] for cue in self.between(low, raw.start))

    def states(self, cue: tuple[int, int, frozenset[str]]) -> bool:
        """Whether a cue word is one of saying here, not an ordinary word."""
        if "statement" in cue[2]:
            return True
        if "statement_after_quote" in cue[2]:
            return bool(_QUOTE_END.search(self.text, max(0, cue[0] - 4), cue[0]))
        return "statement_noun" in cue[2] or self.press(cue)

    def press(self, cue: tuple[int, int, frozenset[str]]) -> bool:
        """Whether a noun is one of the press: "konferensi pers", "siaran pers"."""
        return bool(_PRESS.match(self.text, cue[1]))

    def frames(self, cue: tuple[int, int, frozenset[str]]) -> bool:
        """Whether a cue word names the happening at which something was said."""
        if self.press(cue):
            return False
        if "frame" in cue[2]:
            return True
        return "frame_noun" in cue[2] and bool(_NOUN_LEAD.search(self.text, max(0, cue[0] - 60), cue[0]))


def is_reporting(context: Context, raw: Raw) -> bool:
    """Whether a date says when a statement was made and not when something happened."""
    if raw.kind not in _SAYABLE or (raw.kind == "day" and raw.last is not None):
        return False
    start, end = context.bounds(raw)
    left = context.between(max(start, raw.start - _REACH), raw.start)
    framed = False
    for cue in reversed(left):
        if context.states(cue):
            return not framed
        framed = framed or context.frames(cue)
    if framed or raw.start - start > _OPENING or raw.tail == "future":
        return False
    for cue in context.between(raw.end, min(end, raw.end + 90)):
        if context.frames(cue):
            return False
        if "statement" in cue[2]:
            return True
    return False


def said_lately(placed: Placed, anchor: date | None) -> bool:
    """Whether a statement of that day can be the news: not after publication, nor long before it."""
    if anchor is None or placed.last is None:
        return True
    return -2 <= (anchor - placed.last).days <= _SAID_WITHIN


def _history(context: Context, raw: Raw, placed: Placed, anchor: date | None) -> bool:
    start, end = context.bounds(raw)
    span = raw.last is not None and raw.kind == "day"
    near = context.between(max(start, raw.start - 30), raw.start)
    away = abs((placed.last - anchor).days) if anchor and placed.last else 0
    day = placed.precision == "day"
    if not span and not (day and away <= _RECENT):
        reach = raw.start - _HARD_BY
        if any("background" in cue[2] and cue[1] >= reach for cue in near):
            return True
    if any("attack" in cue[2] for cue in near if cue[0] >= raw.start - 20) and away > _RECENT:
        return True
    if any("attack" in cue[2] for cue in context.between(raw.end, min(end, raw.end + 14))):
        return True
    past = anchor is not None and placed.last is not None and placed.last < anchor
    if past and away > _RECENT and placed.precision != "before":
        wide = context.between(max(start, raw.start - 80), raw.start)
        if any("background_far" in cue[2] for cue in wide):
            return True
    return past and away > _LONG_AGO and not day and any("background_law" in cue[2] for cue in near)


def role_of(context: Context, raw: Raw, placed: Placed, anchor: date | None, reporting: bool) -> str:
    """The role of a placed date: event | reporting | background | period."""
    sentence = context.sentence(raw.start)
    segment = sentence.segment if sentence else "body"
    if segment in ("related", "tags"):
        return "background"
    if raw.kind == "years":
        return "period"
    if segment in ("dateline", "byline"):
        return "reporting"
    if raw.kind in ("year", "month"):
        near = context.between(max(0, raw.start - 25), raw.start)
        if any("period" in cue[2] for cue in near):
            return "period"
    if reporting:
        return "reporting"
    return "background" if _history(context, raw, placed, anchor) else "event"
