"""Brings together frames that were told apart and are one event: same type, same day, the same bodies."""

from __future__ import annotations

import re

from flows.extract.frames import Frame
from flows.extract.page import Page

RECENT = 20  # frames back
_APART = re.compile(
    r"\b(?:juga|sebelumnya|kemudian|selanjutnya|selain itu|terpisah|also|later|earlier|separately|another|then|second|kedua)\b",
    re.I,
)
_CONVENED = frozenset({"meeting", "conference"})
NEAR = 6  # sentences within which two undated events of the same parties are one


def unite(page: Page, frames: list[Frame]) -> list[Frame]:
    """Return the frames with those that tell of one event brought together, in order."""
    kept: list[Frame] = []
    for frame in frames:
        home = next((other for other in reversed(kept[-RECENT:]) if _one(page, other, frame)), None)
        if home is None:
            kept.append(frame)
        else:
            home.absorb(frame)
    return kept


def _one(page: Page, one: Frame, other: Frame) -> bool:
    if one.type != other.type and not {one.type, other.type} <= _CONVENED:
        return False
    if one.series_number and other.series_number and one.series_number != other.series_number:
        return False
    if one.lead.status != other.lead.status or not _one_time(one, other):
        return False
    mine, theirs = _bodies(page, one), _bodies(page, other)
    smaller = min(mine, theirs, key=len)
    if one.type != other.type and (one.occasion is None) == (other.occasion is None) and not smaller:
        return False
    if _told_apart(page, one) or _told_apart(page, other):
        return False
    return smaller <= mine and smaller <= theirs


def _one_time(one: Frame, other: Frame) -> bool:
    """True for the same days; of two undated events, for the same actors named within a few sentences."""
    if one.when is None and other.when is None:
        ours, theirs = set(one.actors), set(other.actors)
        near = min(abs(i - j) for i in one.sentences for j in other.sentences) <= NEAR
        return near and len(ours & theirs) > 1 and (ours <= theirs or theirs <= ours)
    if one.when is None or other.when is None or one.when.precision != "day" or other.when.precision != "day":
        return False
    return (one.when.first, one.when.last) == (other.when.first, other.when.last)


def _bodies(page: Page, frame: Frame) -> set[str]:
    """The organisations and countries that the triggers of `frame` give it."""
    return {key for c in frame.candidates for key in c.actors if page.by_key[key].kind != "person"}


def _told_apart(page: Page, frame: Frame) -> bool:
    """True where the sentence of the first trigger says that it is one more event."""
    first = frame.first
    sentence = page.sentences[first.index]
    return bool(_APART.search(page.report.text, sentence.start, first.start))
