"""Planned, ongoing, occurred, postponed or cancelled: read from the cue words and dates around a trigger."""

from __future__ import annotations

import re
from datetime import date

from flows.extract.candidates import Candidate
from flows.extract.cues import Cue
from flows.extract.governing import Governing, words_before
from flows.extract.model import Sentence
from flows.extract.page import Page

PLAN_LEFT = 48  # a planning word governs what follows it within this many characters
PLAN_TODAY = 150  # "today ... will", when the day itself leaves it open
PLAN_RIGHT = 75  # "the meeting ... will be held"
CALLED_OFF = 130  # characters
MOST_DAYS = 25  # an event told as past that runs on after its report; a longer span is a month or a year
_PURPOSE = re.compile(
    r"^(?:kunjungan|pertemuan|kegiatan|acara|kerja sama|visit|meeting|this|it|program|hal)\b", re.I
)
_HELD = frozenset({
    "digelar", "diadakan", "diselenggarakan", "dilaksanakan", "berlangsung", "dilakukan", "dimulai", "dihadiri", "diikuti",
    "dibuka", "held", "take place", "taking place", "be held", "begin", "begins", "hosted", "terlaksana", "disepakati",
    "dijadwalkan", "direncanakan", "diagendakan", "is scheduled", "dipusatkan", "ditandatangani", "diteken", "conducted", "organised", "organized",
})  # fmt: skip
_HELD_AFTER_ALL = re.compile(
    r"\b(?:went ahead|finally|eventually|akhirnya|jadi digelar|kembali digelar)\b", re.I
)
_PAST_BEFORE = Governing(
    "usai|seusai|selepas|setelah|telah|sudah|sempat|after|following|had|has|have", r"\s(?:[\w-]+\s){0,2}"
)
_TO_BE = re.compile(
    r"(?:akan|bakal) (?:segera )?(?:di|ber)\w+|(?:will|is to|are to) (?:also |then |soon )?be(?:gin)? \w+",
    re.I,
)
_WAS_TO = frozenset({"was to", "were to", "is to", "are to", "next", "depan", "would"})


def read_status(page: Page, sentence: Sentence, candidate: Candidate, others: list[Candidate]) -> None:
    """Set the status of `candidate`, the cue that gave it and whether it was read or assumed."""
    cues = page.cues_in(sentence.start, sentence.end)
    if candidate.strength == "draft":
        candidate.status, candidate.explicit = "planned", True
        candidate.status_cue = (candidate.start, candidate.end)
        candidate.dates = []
        return
    called_off = _near(cues, ("cancelled", "postponed"), candidate, CALLED_OFF)
    if called_off and not _HELD_AFTER_ALL.search(page.report.text, sentence.start, sentence.end):
        _set(candidate, called_off.category, called_off)
        return
    published = page.published
    spans = [(d.first, d.last) for d in candidate.dates if d.last is not None and d.precision != "before"]
    if published and spans:
        start, end = spans[0]
        if start is not None and start > published:
            _set(candidate, "planned", None)
            return
        if (
            start is not None
            and end is not None
            and start <= published < end
            and candidate.dates[0].precision == "day"
        ):
            _set(candidate, "ongoing", _near(cues, ("ongoing",), candidate, 120))
            return
        if end is not None and end < published:
            _set(candidate, "occurred", None)
            return
    if any(d.precision == "before" for d in candidate.dates):
        _set(candidate, "occurred", None)
        return
    ongoing = _near(cues, ("ongoing",), candidate, 60)
    if ongoing and " " in ongoing.form:
        _set(candidate, "ongoing", ongoing)
        return
    plan = _plan_cue(page, sentence, candidate, cues, others)
    if plan:
        _set(candidate, "planned", plan)
        return
    past = _near(cues, ("occurred",), candidate, PLAN_LEFT)
    if past:
        _set(candidate, "occurred", past)


def _set(candidate: Candidate, status: str, cue: Cue | None) -> None:
    candidate.status, candidate.explicit = status, True
    candidate.status_cue = (cue.start, cue.end) if cue else None


def _near(cues: list[Cue], categories: tuple[str, ...], candidate: Candidate, reach: int) -> Cue | None:
    found = [
        cue
        for cue in cues
        if cue.category in categories
        and (
            candidate.start - reach <= cue.end <= candidate.start
            or candidate.end <= cue.start <= candidate.end + reach
        )
    ]
    return min(found, key=lambda cue: abs(cue.start - candidate.start)) if found else None


def _plan_cue(
    page: Page, sentence: Sentence, candidate: Candidate, cues: list[Cue], others: list[Candidate]
) -> Cue | None:
    """A planning word left of the trigger with no other trigger between, or right of it before a word of holding."""
    text = page.report.text
    low = max(sentence.start, candidate.start - 40)
    if _PAST_BEFORE.before(text, low, candidate.start, words_before(text, low, candidate.start)):
        return None
    plans = [cue for cue in cues if cue.category == "planned" and not page.quoted(cue.start)]
    today = any(d.first == d.last == page.published for d in candidate.dates if d.first)
    reach = PLAN_TODAY if today else PLAN_LEFT
    for cue in reversed(plans):
        if cue.end <= candidate.start and candidate.start - cue.end <= reach:
            between = [o for o in others if cue.end <= o.start < candidate.start and o.strength == "verb"]
            if not between and not _breaks(text[cue.end : candidate.start]) and cue.form not in _WAS_TO:
                return cue
        if cue.start <= candidate.start and candidate.end <= cue.end:
            return cue
    for cue in plans:
        if candidate.end <= cue.start <= candidate.end + PLAN_RIGHT and candidate.strength != "verb":
            held = [c for c in cues if c.category in ("support", "planned") and c.form in _HELD]
            coming = _TO_BE.match(text, cue.start)
            if (coming or any(0 <= h.start - cue.start <= 30 for h in held)) and not _breaks(
                text[candidate.end : cue.start]
            ):
                return cue
            if (
                cue.form in ("mendatang", "akan datang", "nanti", "next", "upcoming")
                and cue.start - candidate.end <= 40
            ):
                return cue
    return None


_BREAK = re.compile(
    r"[;:]|, (?:kata|ujar|sementara|sedangkan|while|but|namun)\b|\b(?:yang telah|setelah|usai|after|when|saat|ketika)\b",
    re.I,
)


def _breaks(between: str) -> bool:
    return bool(_BREAK.search(between))


def settled(status: str, start: date | None, end: date | None, published: date | None) -> str:
    """Return `status` made to agree with the dates of the whole event as of the report's date."""
    if published is None or end is None:
        return status
    if status in ("cancelled", "postponed"):
        return status
    if start is not None and start > published:
        return "planned"
    if end < published and status in ("planned", "ongoing"):
        return "occurred"
    if (
        start is not None
        and start <= published < end
        and status == "occurred"
        and (end - start).days < MOST_DAYS
    ):
        return "ongoing"
    return status
