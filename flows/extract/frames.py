"""One frame per happening: triggers that tell of the same event within one report are brought together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from flows.extract.model import DateMention, PlaceMention
from flows.extract.page import Page
from flows.extract.triggers import Candidate

_EXACTNESS = {"day": 0, "month": 1, "quarter": 2, "year": 3, "before": 4, "unknown": 5}
_GENERIC = re.compile(
    r"\b(?:kegiatan|acara|agenda|gelaran|rangkaian|forum|perhelatan|program)(?: [\w-]+){0,2} (?:ini|itu|tersebut)\b|"
    r"\b(?:the|this) (?:event|occasion|gathering|activity|ceremony|programme|program|session|exercise)\b|^(?:It|Acara|Kegiatan|Agenda)\b",
    re.I,
)
_JOINED_RULES = ("opened-closed", "duration")
HISTORY_DAYS = 21
_CONVENED = {"meeting", "conference", "training", "exercise"}
_PLAIN_NOUNS = frozenset({
    "pertemuan", "meeting", "forum", "gathering", "gathered", "gathers", "convened", "convene", "convenes", "session", "sidang",
    "rapat", "are meeting", "is meeting", "met", "diskusi", "dialog", "discussions", "talks", "discuss", "discussed", "membahas", "bahas",
})  # fmt: skip


@dataclass(slots=True)
class Frame:
    """A happening and the triggers that tell of it, in order."""

    type: str
    candidates: list[Candidate] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # every sentence that tells of it
    borrowed_date: bool = False  # its day is that of the event it belongs to

    @property
    def first(self) -> Candidate:
        """The first trigger."""
        return self.candidates[0]

    @property
    def lead(self) -> Candidate:
        """The trigger that tells most: with an exact date, then with most actors, then the first."""
        return min(
            self.candidates,
            key=lambda c: (
                c.segment == "headline",
                _EXACTNESS[c.dates[0].precision] if c.dates else 6,
                -len(c.actors),
                c.start,
            ),
        )

    @property
    def teller(self) -> Candidate:
        """The trigger that tells the status: the lead, unless only another one says it."""
        lead = self.lead
        return lead if lead.explicit else next((c for c in self.candidates if c.explicit), lead)

    @property
    def when(self) -> DateMention | None:
        """The date mention that says most exactly when it is."""
        return min(
            self.dates,
            key=lambda d: (
                d.role != "event",
                _EXACTNESS[d.precision],
                d.rule not in _JOINED_RULES,
                d.conflict,
                d.start,
            ),
            default=None,
        )

    @property
    def series_number(self) -> int | None:
        """The number in its series, where a trigger gives one."""
        return next((c.series_number for c in self.candidates if c.series_number), None)

    @property
    def occasion(self) -> str | None:
        """The longest name of the occasion."""
        names = [c.occasion for c in self.candidates if c.occasion]
        return max(names, key=lambda name: (len(name), name)) if names else None

    def add(self, candidate: Candidate) -> None:
        """Take in one more trigger with what it was given."""
        self.candidates.append(candidate)
        self.actors += [key for key in candidate.actors if key not in self.actors]
        self.dates += [d for d in candidate.dates if d not in self.dates]
        self.places += [p for p in candidate.places if p not in self.places]
        if candidate.index not in self.sentences:
            self.sentences.append(candidate.index)

    def absorb(self, other: Frame) -> None:
        """Take in every trigger of another frame."""
        for candidate in other.candidates:
            self.add(candidate)
        self.actors += [key for key in other.actors if key not in self.actors]
        self.sentences += [index for index in other.sentences if index not in self.sentences]


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
                _bridge(page, frames, candidate)
        _both_parties(page, frames, candidate)
        home.add(candidate)
    return frames


def _bridge(page: Page, frames: list[Frame], candidate: Candidate) -> None:
    """ "The audience ...", told of first without an event word: the sentence before gives its date, place, actors."""
    if candidate.index == 0 or any(candidate.index - 1 in frame.sentences for frame in frames):
        return
    before = page.sentences[candidate.index - 1]
    if before.segment != "body":
        return
    if not candidate.dates:
        candidate.dates = [
            d
            for d in page.dates_in(before.start, before.end)
            if d.role == "event" and not page.quoted(d.start)
        ]
    if not candidate.places:
        candidate.places = [
            p for p in page.places_in(before.start, before.end) if p.located and not page.quoted(p.start)
        ]
    for _, actor in page.names_in(before.start, before.end):
        if actor.key not in candidate.actors:
            candidate.actors.append(actor.key)


def _both_parties(page: Page, frames: list[Frame], candidate: Candidate) -> None:
    """ "The two sides agreed to ...": the bodies of the event told of last take part."""
    sentence = page.sentences[candidate.index]
    if not any(
        c.category == "both_parties" and not page.quoted(c.start)
        for c in page.cues_in(sentence.start, sentence.end)
    ):
        return
    if sum(page.by_key[key].kind != "person" for key in candidate.actors) >= 2:
        return
    earlier = [f for f in frames if any(i < candidate.index for i in f.sentences)]
    if earlier:
        last = max(earlier, key=lambda f: max(i for i in f.sentences if i < candidate.index))
        candidate.actors += [
            k for k in last.actors if page.by_key[k].kind != "person" and k not in candidate.actors
        ]


def _home(page: Page, frames: list[Frame], candidate: Candidate) -> Frame | None:
    """The frame that `candidate` tells of, if one fits; the nearest before it wins."""
    fitting = [frame for frame in frames if _fits(page, frame, candidate)]
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
    ):
        if not (candidate.definite and _adjacent(when, frame.when)):
            return False
    if (
        candidate.explicit
        and candidate.status != frame.lead.status
        and frame.lead.explicit
        and not candidate.definite
    ):
        if {candidate.status, frame.lead.status} & {"planned"}:
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


def follow_ups(page: Page, frames: list[Frame]) -> None:
    """Give frames the dates, places and actors of sentences that go on about them without a trigger of their own."""
    triggered = {index for frame in frames for index in frame.sentences}
    for index, sentence in enumerate(page.sentences):
        if index in triggered or sentence.segment != "body":
            continue
        frame = _current(frames, index)
        if frame is None:
            continue
        words = page.report.text[sentence.start : sentence.end]
        cues = page.cues_in(sentence.start, sentence.end)
        if _GENERIC.search(words):
            dates = [
                d
                for d in page.dates_in(sentence.start, sentence.end)
                if d.role == "event" and not page.quoted(d.start)
            ]
            if frame.when is None and dates:
                frame.dates += dates
            elif dates and frame.when and frame.when.precision == "day":
                frame.dates += [
                    d
                    for d in dates
                    if d.precision == "day" and d not in frame.dates and _follows(frame.when, d)
                ]
            if not frame.places:
                frame.places += [
                    p
                    for p in page.places_in(sentence.start, sentence.end)
                    if p.located and not page.quoted(p.start)
                ]
        elif frame.when is None and index - max(frame.sentences) == 1 and frame.lead.status == "occurred":
            frame.dates += [
                d
                for d in page.dates_in(sentence.start, sentence.end)
                if d.role == "event" and d.precision == "day" and not page.quoted(d.start)
            ]
        if any(c.category == "companions" and not page.quoted(c.start) for c in cues) and not _only_speech(
            words
        ):
            frame.actors += [
                actor.key
                for _, actor in page.names_in(sentence.start, sentence.end)
                if actor.key not in frame.actors
            ]
            frame.sentences.append(index)


def _follows(when: DateMention, other: DateMention) -> bool:
    return when.last is not None and other.last is not None and abs((other.last - when.last).days) <= 14


_ATTENDED = re.compile(
    r"\b(?:hadir|dihadiri|didampingi|diikuti|disaksikan|turut|menghadiri|perwakilan|delegasi|diwakili|mewakili|peserta|rombongan|"
    r"attend\w*|present|accompanied|joined|delegat\w*|represent\w*|participa\w*|taking part|took part|alongside|witness\w*|led by|chaired|flanked)\b",
    re.I,
)


def _only_speech(words: str) -> bool:
    return not _ATTENDED.search(words)


def _current(frames: list[Frame], index: int) -> Frame | None:
    """The frame told of last before sentence `index`, at most three sentences back; else the first frame."""
    near = [
        (max(i for i in f.sentences if i < index), f) for f in frames if any(i < index for i in f.sentences)
    ]
    near = [(i, f) for i, f in near if index - i <= 4]
    return max(near, key=lambda item: (item[0], len(item[1].actors)))[1] if near else None


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
