"""What type an event is that its words leave open: a choice over what they and the bodies that take part say.

A meeting of many, or one in a named series, is a conference; a workshop teaches or confers; a tour is a visit or a
row of meetings.  The weights stand in weights.yml under `type`.
"""

from __future__ import annotations

import re

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
MANY = 5  # bodies from which a meeting is a conference
_MANY = ("igo", "un_entity")  # categories of bodies that have many members
_BESIDE = {"meeting": "conference", "conference": "meeting", "training": "conference"}  # may be meant instead


def options(page: Page, frame: Frame) -> dict[str, dict[str, float]]:
    """Return the types that `frame` may be, each with its features."""
    spoken: dict[str, float] = {}
    for candidate in frame.candidates:
        spoken[candidate.type] = spoken.get(candidate.type, 0.0) + candidate.likelihood
    whole = sum(spoken.values()) or 1.0
    said, ruled = _said(page, frame), _ruled(page, frame)
    found = {}
    for kind in _kinds(page, frame):
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


def _kinds(page: Page, frame: Frame) -> list[str]:
    """The types that the triggers of `frame` have, and those that may be meant instead."""
    spoken = dict.fromkeys(candidate.type for candidate in frame.candidates)
    kinds = dict.fromkeys([*spoken, *(_BESIDE[kind] for kind in spoken if kind in _BESIDE)])
    if {"meeting", "conference"} <= kinds.keys() and (other := _plainly(page, frame)):
        del kinds[other]
    return [*kinds]


def _said(page: Page, frame: Frame) -> list[str]:
    """What the words and bodies of `frame` say of its type."""
    bodies = _bodies(page, frame)
    two_sided = bool(_TWO_PARTIES.search(_told(frame)))
    around = [page.sentences[index] for index in {c.index for c in frame.candidates}]
    said = {
        "two_parties": two_sided,
        "series_of_two": frame.series_number is not None and (two_sided or len(bodies) == 2),
        "series": frame.series_number is not None and not two_sided and len(bodies) != 2,
        "pair": len(bodies) == 2 and frame.occasion is None,
        "named": frame.occasion is not None,
        "titled": frame.occasion is not None and len(frame.occasion.split()) >= 3,
        "titled_of_many": bool(frame.occasion and _OF_MANY.pattern.search(frame.occasion)),
        "of_many": any(page.hints.holds(_OF_MANY, s.start, s.end) for s in around),
        "taught": any(page.hints.holds(_TAUGHT, s.start, s.end) for s in around),
        "sits": len(bodies) == 1 and all(page.by_key[key].category in _MANY for key in bodies),
        "persons": any(page.by_key[k].kind == "person" for k in frame.actors),
        "planned": frame.lead.status == "planned",
        f"bodies_{_few(len(bodies))}": True,
    }
    return [name for name, true in said.items() if true] + sorted(
        {f"form_{c.form}" for c in frame.candidates}
    )


def _bodies(page: Page, frame: Frame) -> set[str]:
    """The organisations and countries that the trigger with most of them gives."""
    given = [{k for k in c.actors if page.by_key[k].kind != "person"} for c in frame.candidates]
    return max(given, key=len, default=set())


def _told(frame: Frame) -> str:
    return " ".join(f"{c.form} {c.occasion or ''}" for c in frame.candidates)


def _plainly(page: Page, frame: Frame) -> str | None:
    """Which of meeting and conference it plainly is not: two bodies that meet hold none, nor do many talk as two."""
    bodies = len(_bodies(page, frame))
    bare = frame.occasion is None and frame.series_number is None
    if (
        bodies == 2
        and bare
        and not any(c.type == "conference" and c.strength == "noun" for c in frame.candidates)
    ):
        return "conference"
    return "meeting" if bodies >= MANY and not _TWO_PARTIES.search(_told(frame)) else None


def _ruled(page: Page, frame: Frame) -> str:
    """The plain rule: a meeting of many, or one with a name or number that is not of two parties, is a conference."""
    if frame.type != "meeting":
        return frame.type
    if _TWO_PARTIES.search(_told(frame)):
        return "meeting"
    bodies = _bodies(page, frame)
    titled = frame.occasion is not None and len(frame.occasion.split()) >= 3
    if len(bodies) >= MANY or (titled and len(bodies) >= 3) or (titled and frame.series_number):
        return "conference"
    return "meeting"


def _few(count: int) -> str:
    return str(count) if count < 3 else "some" if count < 5 else "many"


def settle_type(page: Page, frame: Frame) -> str:
    """Return the type that `frame` likeliest is."""
    kinds = _kinds(page, frame)
    if len(kinds) == 1:
        return kinds[0]
    best, _ = choice("type").best(options(page, frame))
    return best
