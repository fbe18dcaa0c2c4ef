"""One frame per happening: triggers that tell of the same event within one report are brought together.

Each trigger in turn tells of one of the events told of so far, or of a new one: a choice over what it shares with
each.  The weights stand in weights.yml under `same`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from flows.extract.candidates import Candidate
from flows.extract.continuation import both_parties, bridge
from flows.extract.frames import Frame
from flows.extract.model import DateMention
from flows.extract.page import Page
from flows.extract.weights import choice

REMEMBERED = 40  # frames: a reader of a long text forgets earlier ones
HISTORY_DAYS = 21
_ASIDE = ("headline", "caption")
_CONVENED = {"meeting", "conference", "training", "exercise"}
_PLAIN_NOUNS = frozenset({
    "pertemuan", "meeting", "forum", "gathering", "gathered", "gathers", "convened", "convene", "convenes", "session", "sidang",
    "rapat", "are meeting", "is meeting", "met", "diskusi", "dialog", "discussions", "talks", "discuss", "discussed", "membahas", "bahas",
})  # fmt: skip


Chooser = Callable[[Candidate, list[dict[str, float]], list[Frame]], Frame | None]


def build_frames(page: Page, candidates: list[Candidate]) -> list[Frame]:
    """Bring `candidates` together into frames; headlines and captions come after the body that explains them."""
    same = choice("same")

    def likeliest(candidate: Candidate, options: list[dict[str, float]], frames: list[Frame]) -> Frame | None:
        chosen, _ = same.best(dict(enumerate(options)))
        return frames[chosen] if chosen < len(frames) else None

    return assemble(page, candidates, likeliest)


def assemble(page: Page, candidates: list[Candidate], choose: Chooser) -> list[Frame]:
    """Build frames from `candidates`, each put where `choose` says: a frame told of so far, or None for a new one.

    `choose` is given the candidate, the features of each frame and, last, of a new one, and the frames.
    """
    frames: list[Frame] = []
    body = [c for c in candidates if c.segment not in _ASIDE]
    rest = [c for c in candidates if c.segment in _ASIDE]
    for candidate in (*body, *sorted(rest, key=lambda c: (c.segment == "headline", c.start))):
        known = frames[-REMEMBERED:]
        options = [shared(page, frame, candidate, frame is known[-1], frame is frames[0]) for frame in known]
        home = choose(candidate, [*options, alone(page, candidate, frames)], known)
        if home is None:
            if candidate.type == "occasion":
                continue
            home = Frame(candidate.type)
            frames.append(home)
            if candidate.definite and candidate.segment == "body":
                bridge(page, frames, candidate)
        both_parties(page, frames, candidate)
        home.add(candidate)
    return frames


def alone(page: Page, candidate: Candidate, frames: list[Frame]) -> dict[str, float]:
    """What speaks for `candidate` telling of an event not told of yet."""
    when = candidate.dates[0] if candidate.dates else None
    said = {
        "new": True,
        f"new_{candidate.type}": True,
        f"new_{candidate.strength}": True,
        f"new_{candidate.segment}": True,
        "new_first": not frames,
        "new_definite": candidate.definite,
        "new_dated": when is not None,
        f"new_{when.precision if when else 'undated'}": True,
        "new_background": candidate.background,
        "new_history": when is not None and _long_past(page, when),
        "new_quoted": candidate.quoted,
        "new_plural": candidate.plural,
        "new_occasion": candidate.occasion is not None,
        "new_series": candidate.series_number is not None,
        f"new_{candidate.status}": candidate.explicit,
        "new_untyped": not any(f.type == candidate.type for f in frames),
        "new_unlikely": candidate.likelihood < 0.3,
        "new_likely": candidate.likelihood >= 0.7,
    }
    return {name: 1.0 for name, true in said.items() if true}


def shared(page: Page, frame: Frame, candidate: Candidate, last: bool, first: bool) -> dict[str, float]:
    """What speaks for and against `candidate` telling of `frame`, but for what is 0."""
    alike = frame.type == candidate.type
    generic = candidate.type == "occasion"
    pair = "alike" if alike else "generic" if generic else "_".join(sorted((frame.type, candidate.type)))
    away = _how_far(frame, candidate)
    said = {
        pair: True,
        "other": not alike and not generic,
        "form": any(c.form == candidate.form for c in frame.candidates),
        f"away_{away}": True,
        f"away_{away}_alike": alike,
        "last": last,
        "last_alike": last and alike,
        "last_definite": last and candidate.definite,
        "first": first,
        f"first_{candidate.segment}": first,
        "definite_alike": candidate.definite and alike,
        "definite_other": candidate.definite and not alike,
        f"{candidate.segment}_alike": alike,
        f"{candidate.segment}_other": not alike,
        "background_apart": candidate.background != frame.lead.background,
        "quoted_alike": candidate.quoted and alike,
        "plural_alike": candidate.plural and alike,
        f"mentions_{min(len(frame.candidates), 4)}": True,
        "likely": candidate.likelihood >= 0.7,
        "unlikely_alike": candidate.likelihood < 0.3 and alike,
        "ruled": _fits(page, frame, candidate),
        "ruled_out": not _fits(page, frame, candidate),
        "apart": candidate.index in {c.index for c in frame.candidates} and _set_apart(page, frame, candidate),
    }
    said |= _dates_shared(page, frame, candidate)
    said |= _actors_shared(page, frame, candidate, alike)
    said |= _names_shared(page, frame, candidate)
    return {name: 1.0 for name, true in said.items() if true}


def _how_far(frame: Frame, candidate: Candidate) -> str:
    gap = min(abs(candidate.index - c.index) for c in frame.candidates)
    return str(gap) if gap < 3 else "near" if gap < 6 else "far"


def _dates_shared(page: Page, frame: Frame, candidate: Candidate) -> dict[str, bool]:
    mine, theirs = (candidate.dates[0] if candidate.dates else None), frame.when
    status = candidate.status == frame.teller.status
    said = {
        "status_apart": not status and candidate.explicit and frame.teller.explicit,
        "status_same": status and candidate.explicit and frame.teller.explicit,
    }
    if mine is None or theirs is None:
        said["dated_one" if mine or theirs else "dated_none"] = True
        said["dated_new"] = mine is not None
        said["dated_history"] = mine is not None and _long_past(page, mine)
    elif (mine.first, mine.last) == (theirs.first, theirs.last):
        said[f"dates_equal_{'day' if mine.precision == 'day' else 'coarse'}"] = True
    elif _overlap(mine, theirs):
        said["dates_overlap"] = True
    else:
        said["dates_adjacent" if _adjacent(mine, theirs) else "dates_apart"] = True
    return said


def _actors_shared(page: Page, frame: Frame, candidate: Candidate, alike: bool) -> dict[str, bool]:
    kinds = {key: page.by_key[key].kind for key in (*frame.actors, *candidate.actors)}
    mine, theirs = set(candidate.actors), set(frame.actors)
    both = mine & theirs
    bodies = {k for k in both if kinds[k] != "person"}
    strange = {k for k in mine - theirs if kinds[k] != "person"}
    missing = {k for k in theirs - mine if kinds[k] != "person"}
    places = {p.name for p in candidate.places} & {p.name for p in frame.places}
    return {
        f"actors_{min(len(both), 3)}": True,
        f"actors_{min(len(both), 3)}_alike": alike,
        "bodies": bool(bodies),
        "persons": bool(both - bodies),
        "actorless": not mine,
        "strangers": bool(strange and missing),
        "strangers_only": bool(strange and missing) and not both,
        "strangers_alike": bool(strange and missing) and alike,
        "places_same": bool(places),
        "places_apart": bool(candidate.places and frame.places) and not places,
    }


def _names_shared(page: Page, frame: Frame, candidate: Candidate) -> dict[str, bool]:
    named = candidate.occasion is not None and frame.occasion is not None
    same = _same_name(frame, candidate)
    numbers = candidate.series_number, frame.series_number
    return {
        "occasion_same": same,
        "occasion_apart": named and not same,
        "series_same": numbers[0] is not None and numbers[0] == numbers[1],
        "series_apart": None not in numbers and numbers[0] != numbers[1],
        "instrument_apart": candidate.type == "agreement" and _different_instruments(page, frame, candidate),
    }


def _fits(page: Page, frame: Frame, candidate: Candidate) -> bool:
    if not _types_fit(page, frame, candidate):
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
