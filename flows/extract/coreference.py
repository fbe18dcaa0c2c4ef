"""One frame per happening: triggers that tell of the same event within one report are brought together."""

from __future__ import annotations

import re
from datetime import date

from flows.extract.candidates import Candidate
from flows.extract.continuation import both_parties, bridge
from flows.extract.frames import Frame
from flows.extract.model import DateMention
from flows.extract.page import Page

REMEMBERED = 40  # frames: a reader of a long text forgets earlier ones
HISTORY_DAYS = 21
_CONVENED = {"meeting", "conference", "training", "exercise"}
_PLAIN_NOUNS = frozenset({
    "pertemuan", "meeting", "forum", "gathering", "gathered", "gathers", "convened", "convene", "convenes", "session", "sidang",
    "rapat", "are meeting", "is meeting", "met", "diskusi", "dialog", "discussions", "talks", "discuss", "discussed", "membahas", "bahas",
})  # fmt: skip


def build_frames(page: Page, candidates: list[Candidate]) -> list[Frame]:
    """Bring `candidates` together into frames; headlines and captions come after the body that explains them."""
    frames: list[Frame] = []
    body = [c for c in candidates if c.segment not in ("headline", "caption")]
    rest = [c for c in candidates if c.segment in ("headline", "caption")]
    for candidate in (*body, *sorted(rest, key=lambda c: (c.segment == "headline", c.start))):
        home = _home(page, frames, candidate)
        if home is None:
            home = Frame(candidate.type)
            frames.append(home)
            if candidate.definite and candidate.segment == "body":
                bridge(page, frames, candidate)
        both_parties(page, frames, candidate)
        home.add(candidate)
    return frames


def _home(page: Page, frames: list[Frame], candidate: Candidate) -> Frame | None:
    """The frame that `candidate` tells of, if one fits; the nearest before it wins."""
    fitting = [frame for frame in frames[-REMEMBERED:] if _fits(page, frame, candidate)]
    if not fitting:
        return None
    return max(
        fitting,
        key=lambda f: (
            _bond(f, candidate),
            max(c.start for c in f.candidates if c.segment != "headline")
            if f.candidates[0].segment != "headline"
            else 0,
        ),
    )


def _bond(frame: Frame, candidate: Candidate) -> float:
    """How much speaks for `candidate` telling of `frame`: shared date, actors, name, sentence."""
    shared = len(set(frame.actors) & set(candidate.actors))
    same_date = bool(candidate.dates and frame.when and _overlap(candidate.dates[0], frame.when))
    return (
        2.0 * same_date
        + min(shared, 3) * 0.5
        + (1.5 if _same_name(frame, candidate) else 0.0)
        + 0.5 * (frame.type == candidate.type)
    )


def _fits(page: Page, frame: Frame, candidate: Candidate) -> bool:
    if not _types_fit(page, frame, candidate):
        return False
    if candidate.turn and not any(c.turn == candidate.turn for c in frame.candidates):
        return False
    when = candidate.dates[0] if candidate.dates else None
    if candidate.series_number != frame.series_number and candidate.index not in frame.sentences:
        if candidate.series_number and frame.series_number:
            return False
        if candidate.series_number and not (when and frame.when) and not _same_name(frame, candidate):
            return False
    if when and frame.when is None and not candidate.definite and _long_past(page, when):
        return False
    if (
        when
        and frame.when
        and when.precision != "before"
        and frame.when.precision != "before"
        and not _overlap(when, frame.when)
    ) and not (candidate.definite and _adjacent(when, frame.when)):
        return False
    if (
        candidate.explicit
        and candidate.status != frame.lead.status
        and frame.lead.explicit
        and not candidate.definite
    ) and {candidate.status, frame.lead.status} & {"planned"}:
        return False
    if candidate.type == "agreement" and _different_instruments(page, frame, candidate):
        return False
    if candidate.segment == "caption" and when and (frame.when is None or frame.when.precision == "before"):
        return False
    if candidate.definite or candidate.segment in ("headline", "caption") or _same_name(frame, candidate):
        return True
    if candidate.index in frame.sentences and frame.type == candidate.type:
        return not (candidate.occasion and _set_apart(page, frame, candidate))
    if when and frame.when and _overlap(when, frame.when):
        return _share(page, frame, candidate) or not candidate.actors or not frame.actors
    if candidate.background and when:
        return False
    return _share(page, frame, candidate) or not candidate.actors


def _adjacent(when: DateMention, other: DateMention) -> bool:
    """True for days of one event told apart: it opened on Thursday, it closed on Friday."""
    if when.precision != "day" or other.precision != "day":
        return False
    return when.last is not None and other.last is not None and abs((when.last - other.last).days) <= 4


def _long_past(page: Page, when: DateMention) -> bool:
    """True for a day so long before the report that it is history beside undated news."""
    return (
        page.published is not None
        and when.last is not None
        and (page.published - when.last).days > HISTORY_DAYS
    )


def _types_fit(page: Page, frame: Frame, candidate: Candidate) -> bool:
    if frame.type == candidate.type:
        return True
    if candidate.strength == "weak" and candidate.type == "meeting" and frame.type in ("visit", "conference"):
        return candidate.status == frame.lead.status == "planned" and bool(
            set(frame.actors) & set(candidate.actors)
        )
    if {frame.type, candidate.type} <= _CONVENED:
        if candidate.definite or candidate.segment == "headline":
            return True
        same_day = bool(
            candidate.dates
            and frame.when
            and candidate.dates[0].precision == "day"
            and _overlap(candidate.dates[0], frame.when)
        )
        if candidate.index in frame.sentences and _same_name(frame, candidate):
            return True
        plain = candidate.form in _PLAIN_NOUNS or any(c.form in _PLAIN_NOUNS for c in frame.candidates)
        if candidate.index in frame.sentences and _set_apart(page, frame, candidate):
            return False
        return plain and (same_day or candidate.index in frame.sentences)
    return False


_APART = re.compile(
    r"\b(?:menghadiri|dalam rangka\w*|rangkaian|sela|saat|ketika|usai|setelah|sebelum|to attend|attending|sidelines|margins|during|after|before|ahead of|following)\b",
    re.I,
)


def _set_apart(page: Page, frame: Frame, candidate: Candidate) -> bool:
    """True where the words between two triggers of a sentence make them two occasions ("met ... while attending ...")."""
    beside = [c for c in frame.candidates if c.index == candidate.index]
    nearest = min(beside, key=lambda c: abs(c.start - candidate.start))
    low, high = sorted((nearest.start, candidate.start))
    return bool(_APART.search(page.report.text, low, high))


def _share(page: Page, frame: Frame, candidate: Candidate) -> bool:
    ours, theirs = set(frame.actors), set(candidate.actors)
    shared = ours & theirs
    if not shared:
        return False
    strangers = [k for k in theirs - ours if page.by_key[k].kind != "person"]
    others = [k for k in ours - theirs if page.by_key[k].kind != "person"]
    return not (
        len(shared) == 1 and strangers and others and candidate.index - frame.candidates[-1].index > 1
    )


def _same_name(frame: Frame, candidate: Candidate) -> bool:
    if not candidate.occasion:
        return False
    mine = _words(candidate.occasion)
    return any(
        c.occasion and len(mine & _words(c.occasion)) >= 0.6 * min(len(mine), len(_words(c.occasion)))
        for c in frame.candidates
    )


def _words(name: str) -> set[str]:
    return {
        w for w in re.findall(r"\w{3,}", name.casefold()) if w not in {"the", "and", "for", "dan", "untuk"}
    }


def _different_instruments(page: Page, frame: Frame, candidate: Candidate) -> bool:
    """True where both name a different instrument (two named declarations, a law and a memorandum)."""
    mine = _instrument_word(page, candidate)
    other = {_instrument_word(page, c) for c in frame.candidates} - {None}
    return mine is not None and bool(other) and mine not in other


_KINDS = (
    ("memorandum", re.compile(r"mou|memorand|nota kesepahaman|kesepahaman|nota kerja|kesepakatan|naskah|dokumen|document|perjanjian|agreement|pks|pact|deal|text|kontrak|moa|loi|intent", re.I)),
    ("declaration", re.compile(r"deklarasi|declaration|statement|pernyataan|communi|komunike|ikrar", re.I)),
    ("plan", re.compile(r"rencana|plan|strategy|strategi|roadmap", re.I)),
    ("law", re.compile(r"undang|perpres|peraturan|law|bill|act\b|ruu|resolu|konvensi|convention|protocol|protokol|treaty", re.I)),
)  # fmt: skip


def _instrument_word(page: Page, candidate: Candidate) -> str | None:
    if candidate.instrument is None:
        return None
    words = page.report.text[slice(*candidate.instrument)]
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), None)


def _overlap(one: DateMention, other: DateMention) -> bool:
    if one.last is None or other.last is None:
        return True
    return (one.first or date.min) <= other.last and (other.first or date.min) <= one.last
