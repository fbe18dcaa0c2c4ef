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


def convened_type(page: Page, frame: Frame) -> str:
    """A meeting of many bodies, or one with a name or number that is not of two parties, is a conference."""
    if frame.type != "meeting":
        return frame.type
    told = " ".join(f"{c.form} {c.occasion or ''}" for c in frame.candidates)
    if _TWO_PARTIES.search(told):
        return "meeting"
    bodies = max(
        ({key for key in c.actors if page.by_key[key].kind != "person"} for c in frame.candidates),
        key=len,
        default=set(),
    )
    titled = frame.occasion is not None and len(frame.occasion.split()) >= 3
    if len(bodies) >= MANY or (titled and len(bodies) >= 3) or (titled and frame.series_number):
        return "conference"
    return "meeting"
