"""What type an event is that its words leave open: a choice over what they and the bodies that take part say.

A meeting of many, or one in a named series, is a conference; a workshop teaches or confers; a tour is a visit or a
row of meetings.  The weights stand in weights.yml under `type`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.extract.frames import Frame
from flows.extract.hints import Phrases
from flows.extract.page import Page
from flows.extract.weights import choice

_TWO_PARTIES = re.compile(
    r"\b(?:bilateral|joint working group|jwg|kelompok kerja bersama|konsultasi|consultations?|courtesy|audiensi|talks)\b",
    re.I,
)
_TAUGHT = Phrases(
    "peserta|pelatih|instruktur|materi|modul|keterampilan|sertifikat|trainees?|trainers?|instructors?|skills|modules?|"
    "curriculum|participants|certificates?|dibekali|hands-on"
)
_OF_MANY = Phrases(
    "tingkat menteri|menteri-menteri|para menteri|negara anggota|member states|ministers|delegates|delegasi dari|"
    "negara peserta|multilateral|regional|internasional|international|nasional|national|trilateral|"
    "kelompok (?:kerja|tugas)|gugus (?:kerja|tugas)|working group|task force"
)
_STEPS = 4  # in which the share of what is spoken for a type is counted
_MANY = 5  # bodies from which a meeting is a conference
_SITTING = ("igo", "un_entity")  # categories of bodies that have many members
_BESIDE = {"meeting": "conference", "conference": "meeting", "training": "conference"}  # may be meant instead


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is asked of a frame again and again."""

    bodies: set[str]  # the organisations and countries that the trigger with most of them gives
    two_sided: bool  # its words are of talks between two


def settle_type(page: Page, frame: Frame) -> str:
    """Return the type that `frame` likeliest is."""
    seen = _see(page, frame)
    kinds = _kinds(frame, seen)
    if len(kinds) == 1:
        return kinds[0]
    best, _ = choice("type").best(_features(page, frame, seen, kinds))
    return best


def options(page: Page, frame: Frame) -> dict[str, dict[str, float]]:
    """Return the types that `frame` may be, each with its features."""
    seen = _see(page, frame)
    return _features(page, frame, seen, _kinds(frame, seen))


def _see(page: Page, frame: Frame) -> _Seen:
    given = [{k for k in c.actors if page.by_key[k].kind != "person"} for c in frame.candidates]
    told = " ".join(f"{c.form} {c.occasion or ''}" for c in frame.candidates)
    return _Seen(max(given, key=len, default=set()), bool(_TWO_PARTIES.search(told)))


def _features(page: Page, frame: Frame, seen: _Seen, kinds: list[str]) -> dict[str, dict[str, float]]:
    """Return the features of each of `kinds`."""
    spoken: dict[str, float] = {}
    for candidate in frame.candidates:
        spoken[candidate.type] = spoken.get(candidate.type, 0.0) + candidate.likelihood
    whole = sum(spoken.values()) or 1.0
    said, ruled = _said(page, frame, seen), _ruled(frame, seen)
    found = {}
    for kind in kinds:
        share = round(_STEPS * spoken.get(kind, 0.0) / whole)
        holds = {
            f"is_{kind}": True,
            f"share_{share}": True,
            f"share_{kind}_{share}": True,
            "first": frame.first.type == kind,
            "lead": frame.lead.type == kind,
            "likeliest": frame.type == kind,
            "ruled": kind == ruled,
            **{f"{kind}_{name}": True for name in said},
        }
        found[kind] = {name: 1.0 for name, true in holds.items() if true}
    return found


def _kinds(frame: Frame, seen: _Seen) -> list[str]:
    """The types that the triggers of `frame` have, and those that may be meant instead."""
    spoken = dict.fromkeys(candidate.type for candidate in frame.candidates)
    kinds = dict.fromkeys([*spoken, *(_BESIDE[kind] for kind in spoken if kind in _BESIDE)])
    if {"meeting", "conference"} <= kinds.keys() and (other := _plainly(frame, seen)):
        del kinds[other]
    return [*kinds]


def _said(page: Page, frame: Frame, seen: _Seen) -> list[str]:
    """What the words and bodies of `frame` say of its type."""
    count = len(seen.bodies)
    around = [page.sentences[index] for index in {c.index for c in frame.candidates}]
    said = {
        "two_parties": seen.two_sided,
        "series_of_two": frame.series_number is not None and (seen.two_sided or count == 2),
        "series": frame.series_number is not None and not seen.two_sided and count != 2,
        "pair": count == 2 and frame.occasion is None,
        "named": frame.occasion is not None,
        "titled": frame.occasion is not None and len(frame.occasion.split()) >= 3,
        "titled_of_many": bool(frame.occasion and _OF_MANY.pattern.search(frame.occasion)),
        "of_many": any(page.hints.holds(_OF_MANY, s.start, s.end) for s in around),
        "taught": any(page.hints.holds(_TAUGHT, s.start, s.end) for s in around),
        "sits": count == 1 and all(page.by_key[key].category in _SITTING for key in seen.bodies),
        "persons": any(page.by_key[k].kind == "person" for k in frame.actors),
        "planned": frame.lead.status == "planned",
        f"bodies_{_few(count)}": True,
    }
    return [name for name, true in said.items() if true] + sorted(
        {f"form_{c.form}" for c in frame.candidates}
    )


def _plainly(frame: Frame, seen: _Seen) -> str | None:
    """Which of meeting and conference it plainly is not: two bodies that meet hold none, nor do many talk as two."""
    bare = frame.occasion is None and frame.series_number is None
    if (
        len(seen.bodies) == 2
        and bare
        and not any(c.type == "conference" and c.strength == "noun" for c in frame.candidates)
    ):
        return "conference"
    return "meeting" if len(seen.bodies) >= _MANY and not seen.two_sided else None


def _ruled(frame: Frame, seen: _Seen) -> str:
    """The plain rule: a meeting of many, or one with a name or number that is not of two parties, is a conference."""
    if frame.type != "meeting":
        return frame.type
    if seen.two_sided:
        return "meeting"
    titled = frame.occasion is not None and len(frame.occasion.split()) >= 3
    if len(seen.bodies) >= _MANY or (titled and len(seen.bodies) >= 3) or (titled and frame.series_number):
        return "conference"
    return "meeting"


def _few(count: int) -> str:
    return str(count) if count < 3 else "some" if count < 5 else "many"
