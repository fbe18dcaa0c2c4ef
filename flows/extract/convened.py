"""When a meeting is a conference."""

from __future__ import annotations

import re

from flows.extract.frames import Frame
from flows.extract.page import Page

MANY = 5  # bodies from which a meeting is a conference
_TWO_PARTIES = re.compile(
    r"\b(?:bilateral|joint working group|jwg|kelompok kerja bersama|konsultasi|consultations?|courtesy|audiensi|talks)\b",
    re.I,
)


_MEETING_WORDS = frozenset({
    "meet", "meets", "met", "meeting", "meetings", "talks", "discussions", "consultation", "consultations", "pertemuan", "rapat",
})  # fmt: skip


def convened_type(page: Page, frame: Frame) -> str:
    """A meeting of many bodies, or one with a name or number that is not of two parties, is a conference; what is
    told of two parties in words that a meeting is told in as well is a meeting."""
    if frame.type not in ("meeting", "conference"):
        return frame.type
    bodies = max(
        ({key for key in c.actors if page.by_key[key].kind != "person"} for c in frame.candidates),
        key=len,
        default=set(),
    )
    told = " ".join(f"{c.form} {c.occasion or ''}" for c in frame.candidates)
    if frame.type == "conference":
        loosely = all(c.strength == "wide" and c.form in _MEETING_WORDS for c in frame.candidates)
        return "meeting" if loosely and len(bodies) == 2 and frame.occasion is None else "conference"
    if _TWO_PARTIES.search(told):
        return "meeting"
    titled = frame.occasion is not None and len(frame.occasion.split()) >= 3
    if len(bodies) >= MANY or (titled and len(bodies) >= 3) or (titled and frame.series_number):
        return "conference"
    return "meeting"
