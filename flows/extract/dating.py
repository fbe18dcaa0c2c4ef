"""Which of a report's date expressions says when an event is, or that none does: a choice over plain features.

Reports give a day once and tell of an event in many sentences, and the day beside an event word is often that of
a statement or of history, so closeness, the kind of the expression, its distance from publication and the claims
of the other events are weighed together.  The weights stand in weights.yml under `date`.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from flows.extract.candidates import Candidate
from flows.extract.frames import Frame
from flows.extract.hints import Phrases
from flows.extract.model import DateMention, Sentence
from flows.extract.page import Page
from flows.extract.weights import choice

WEEK = 7  # days
WINDOW = 8  # sentences: a date farther from an event is not weighed for it
MOST = 40  # dates weighed for one event
_JOINED = frozenset({"opened-closed", "duration"})
_ORDER = Phrases(
    "sebelum(?:nya)?|setelah|usai|sejak|menyusul|menindaklanjuti|tindak lanjut|berdasarkan|before|after|following|since|"
    "earlier|previous(?:ly)?"
)
_TOPIC = Phrases(
    "mengenai|tentang|membahas|membicarakan|soal|terkait|rencana|about|regarding|to discuss|discussed|plans? (?:for|to)|"
    "ahead of|jelang|menjelang"
)
_SAME = Phrases(
    "(?:hari|kesempatan|acara|upacara|waktu|forum|momen|rangkaian|kegiatan|pertemuan) (?:yang )?(?:sama|itu|tersebut|ini)|"
    "same (?:day|occasion|event|ceremony|time|visit)|di sela|sela-sela|sidelines|margins|during|dalam rangkaian|"
    "that occasion|the occasion|sekaligus",
    holding=(
        "sama", " itu", "tersebut", " ini", "same ", "di sela", "sela-sela", "sidelines", "margins", "during",
        "dalam rangkaian", "that occasion", "the occasion", "sekaligus",
    ),
)  # fmt: skip


class Calendar:
    """What every frame's features share: the dates by sentence, and which frames claim which date."""

    def __init__(self, page: Page, frames: Sequence[Frame]) -> None:
        self.page = page
        self.dates = [d for d in page.dates if d.role != "period" and d.precision != "unknown" and d.last]
        self.at = [page.sentence_at(d.start) for d in self.dates]
        self.claimed = Counter(
            key for frame in frames for key in {id(d) for c in frame.candidates for d in c.dates}
        )
        told = [
            d
            for d, at in zip(self.dates, self.at, strict=True)
            if d.role == "event"
            and d.precision == "day"
            and page.sentences[at].segment not in ("related", "tags")
        ]
        self.first = told[0] if told else None
        self.often = Counter((d.first, d.last) for d in told)

    def near(self, frame: Frame) -> list[DateMention]:
        """The dates weighed for `frame`: its own, then those told within WINDOW sentences of it."""
        low, high = min(frame.sentences) - WINDOW, max(frame.sentences) + WINDOW
        around = self.dates[bisect_left(self.at, low) : bisect_left(self.at, high + 1)]
        own = [d for d in frame.dates if d.rule != "same-occasion"]
        found = {(d.start, d.first, d.last): d for d in own if d.last is not None}
        for when in (*frame.dates, *around):
            if when.last is not None and self._can_be(frame, when):
                found.setdefault((when.start, when.first, when.last), when)
        return list(found.values())[:MOST]

    def _can_be(self, frame: Frame, when: DateMention) -> bool:
        """False for a day to come of what is told as past, and for a past day of what is told as planned."""
        published, teller = self.page.published, frame.teller
        if published is None or when.last is None or not teller.explicit:
            return True
        if teller.status not in ("planned", "occurred"):
            return True
        return (when.last > published) == (teller.status == "planned")


def features(calendar: Calendar, frame: Frame, when: DateMention) -> dict[str, float]:
    """Return the features of `when` as the time of `frame`, but for those that are 0."""
    return dict.fromkeys(_said(Asked(calendar, frame), when), 1.0)


class Asked:
    """What the features of every date weighed for one frame share."""

    def __init__(self, calendar: Calendar, frame: Frame) -> None:
        page = calendar.page
        self.calendar, self.frame, self.lead = calendar, frame, frame.lead
        dates = [d for c in frame.candidates for d in c.dates]
        self.own = {id(d) for d in dates}
        self.has_own = any(d.role == "event" for d in dates)
        self.lead_own = {id(d) for d in self.lead.dates}
        self.ruled = ruled(frame)
        told_by = page.sentences[self.lead.index]
        self.same_occasion = page.hints.holds(_SAME, told_by.start, told_by.end)
        self.said = [name for name in ("definite", "background") if getattr(self.lead, name)]


def _said(asked: Asked, when: DateMention) -> list[str]:
    """The names of the features that hold of `when`."""
    calendar, frame, lead = asked.calendar, asked.frame, asked.lead
    page = calendar.page
    index = page.sentence_at(when.start)
    sentence = page.sentences[index]
    ago = _when(page, when)
    said = [
        *asked.said,
        f"role_{when.role}",
        f"precision_{when.precision}",
        f"basis_{when.basis}",
        f"segment_{sentence.segment}",
        f"planned_{ago}" if lead.status == "planned" else f"told_{ago}",
    ]
    if id(when) in asked.own:
        said += ("own", f"role_{when.role}_own", f"precision_{when.precision}_own", f"type_{frame.type}_own")
    else:
        said += (
            f"type_{frame.type}_not_own",
            f"{ago}_not_own",
            "not_own_has_own" if asked.has_own else "not_own_has_none",
        )
        if calendar.claimed[id(when)] > 0:
            said.append("claimed")
    if id(when) in asked.lead_own:
        said.append("lead_own")
        if when is lead.dates[0]:
            said.append("first_own")
    if when is frame.when:
        said.append("picked")
    if when is asked.ruled:
        said.append("ruled")
    if when.rule in _JOINED:
        said.append("joined")
    elif when.rule == "same-occasion":
        said.append("inherited")
    if when.conflict:
        said.append("conflict")
    if when.future:
        said.append("future")
    if when.precision == "day" and when.first is not None and when.first != when.last:
        said.append("range")
    if page.quoted(when.start):
        said.append("quoted")
    if calendar.first and (when.first, when.last) == (calendar.first.first, calendar.first.last):
        said.append("first")
    if calendar.often[(when.first, when.last)] >= 2:
        said.append("often")
    beside = [c for c in frame.candidates if c.index == index]
    if beside:
        return said + _beside(page, sentence, beside, when)
    said.append(f"gap_{min([4, *[abs(index - i) for i in frame.sentences]])}")
    if index < min(frame.sentences):
        said.append("before")
    if asked.same_occasion:
        said.append("same_occasion")
    return said


def _beside(page: Page, sentence: Sentence, triggers: list[Candidate], when: DateMention) -> list[str]:
    """What the words between a date and the nearest of the `triggers` in its sentence say."""
    near = min(triggers, key=lambda c: _apart(c.start, c.end, when))
    apart = _apart(near.start, near.end, when)
    low, high = (near.end, when.start) if when.start >= near.end else (when.end, near.start)
    between = page.report.text[low:high]
    said = [
        "here",
        f"apart_{0 if apart < 15 else 1 if apart < 40 else 2 if apart < 90 else 3 if apart < 180 else 4}",
    ]
    if when.end <= near.start:
        said.append("left")
    if when.start - sentence.start < 25:
        said.append("opens")
    if page.hints.may_hold(_ORDER, low, high) and _ORDER.pattern.search(between):
        said.append("order_between")
    if page.hints.may_hold(_TOPIC, low, high) and _TOPIC.pattern.search(between):
        said.append("topic_between")
    if "," in between:
        said.append("comma_between")
    if ";" in between or " yang " in between or " which " in between or " who " in between:
        said.append("clause_between")
    if when.start >= near.end:
        last = between.rsplit(" ", 3)[-3:]
        said.append(f"ends_{' '.join(last[-2:-1]).lower().strip('(,')}")
    return said


def _apart(start: int, end: int, when: DateMention) -> int:
    """How many characters lie between a trigger and a date."""
    return when.start - end if when.start >= end else start - when.end


def _when(page: Page, date: DateMention) -> str:
    """How long before or after the report a date lies, in words."""
    if page.published is None or date.last is None:
        return "undated"
    days = (page.published - date.last).days
    if days < 0:
        return "soon" if days > -60 else "far_ahead"
    return (
        "today"
        if days == 0
        else "days"
        if days <= 4
        else "weeks"
        if days <= 21
        else "months"
        if days <= 200
        else "years"
    )


def window(when: DateMention) -> tuple[date | None, date | None]:
    """Return the span of `when`, widened to the whole month or year that its precision names ("late May")."""
    first, last = when.first, when.last
    if first is None or last is None or (last - first).days < WEEK:
        return first, last
    if when.precision == "month" and (first.year, first.month) == (last.year, last.month):
        return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    if when.precision == "year" and first.year == last.year:
        return date(first.year, 1, 1), date(first.year, 12, 31)
    return first, last


def ruled(frame: Frame) -> DateMention | None:
    """The date that the rules give `frame`: the most exact one, or a span of days ("8-11 August") before a day within it."""
    if frame.when and frame.when.rule in _JOINED:
        return frame.when
    dates = [d for c in (frame.lead, *frame.candidates) for d in c.dates]
    spans = [
        d
        for d in dates
        if d.precision == "day" and d.first and d.last and d.first < d.last and d.role == "event"
    ]
    return spans[0] if spans else frame.when


def options(calendar: Calendar, frame: Frame) -> list[tuple[DateMention | None, dict[str, float]]]:
    """Return the dates that may be the time of `frame`, and None for no date, each with its features."""
    return [(when, dict.fromkeys(said, 1.0)) for when, said in _weighed(calendar, frame)]


def _weighed(calendar: Calendar, frame: Frame) -> list[tuple[DateMention | None, Iterable[str]]]:
    """The dates that may be the time of `frame`, and None, each with the names of the features that hold of it."""
    asked = Asked(calendar, frame)
    dates: list[tuple[DateMention | None, Iterable[str]]] = [
        (when, _said(asked, when)) for when in calendar.near(frame)
    ]
    return [*dates, (None, _undated(frame))]


def _undated(frame: Frame) -> list[str]:
    """What speaks for an event without a date."""
    lead = frame.lead
    found = {
        "none": True,
        f"none_{lead.status}": True,
        f"none_{frame.type}": True,
        f"none_{lead.segment}": True,
        "none_has_own": any(d.role == "event" for c in frame.candidates for d in c.dates),
        "none_ruled": frame.when is None,
        "none_background": lead.background,
        "none_definite": lead.definite,
        "none_draft": lead.strength == "draft",
        "none_quoted": lead.quoted,
    }
    return [name for name, true in found.items() if true]


def settle_dates(page: Page, frames: Sequence[Frame]) -> None:
    """Give each frame the one date that it is likeliest to have, or none."""
    calendar = Calendar(page, frames)
    chosen = []
    for frame in frames:
        if frame.when and frame.when.rule in _JOINED:
            chosen.append((frame.when, frame.when.confidence))
            continue
        dates, features_of = zip(*_weighed(calendar, frame), strict=True)
        best, probability = choice("date").best(dict(enumerate(features_of)))
        chosen.append((dates[best], probability))
    for frame, (when, probability) in zip(frames, chosen, strict=True):
        frame.settle(replace(when, confidence=round(probability, 3)) if when else None)
