"""The plain values that extraction passes from one step to the next.

Offsets are character positions in the report's text, end exclusive.  Every value keeps the span it
was read from, the rule (or model) that read it and a confidence between 0 and 1.  What a report has
dozens of are named tuples, which are made several times as fast as frozen data classes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Report:
    """One text to read: what ingest knows of it and nothing more."""

    report_id: str
    text: str
    lang: str  # id | en; Malay counts as id
    published: date | None = None
    publisher: str | None = None


class Segment(NamedTuple):
    """A zone of the text: headline | dateline | byline | body | caption | related | tags."""

    kind: str
    start: int
    end: int


class Sentence(NamedTuple):
    """One sentence of one segment; `paragraph` counts from 0 over the whole text."""

    start: int
    end: int
    segment: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression resolved to an interval.

    `role` is event | reporting (when a statement was made) | background (an older happening told as
    history, "sejak 2010") | period (of a plan or a term: "2019-2025" in a name).
    `precision` is day | month | quarter | year | before | unknown and `basis` stated | relative |
    weekday | other_report | none, as in the events table.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    precision: str
    basis: str
    role: str
    rule: str
    confidence: float
    conflict: bool = False  # weekday and date disagree
    future: bool = False  # the expression itself points forward ("next week", "mendatang")


class NameMention(NamedTuple):
    """One surface occurrence of an actor: organisation | person | country.

    `registry_id` is set when the form is a registry's; `office` and `organisation` (the words of the
    office, and the organisation's name in it) are set for persons whose office stands beside the name.
    """

    start: int
    end: int
    kind: str
    text: str
    rule: str
    confidence: float
    registry_id: str | None = None
    office: str | None = None
    office_start: int = -1
    office_end: int = -1
    organisation: str | None = None


@dataclass(slots=True)
class Actor:
    """All mentions of one actor in one report; `key` is local to the report (a1, a2, ...)."""

    key: str
    kind: str
    name: str  # the fullest form in the report, without rank, academic title or honorific
    aliases: list[str] = field(default_factory=list)  # every other surface form
    registry_id: str | None = None
    country: str | None = None
    category: str | None = None
    offices: list[Office] = field(default_factory=list)  # persons only
    mentions: list[NameMention] = field(default_factory=list)
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Office:
    """An office as written beside a person's name, and the actor (key) it belongs to."""

    title: str
    organisation_key: str | None
    start: int
    end: int
    former: bool = False


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in the text; `venue` names a building inside `name`'s city where one was read."""

    start: int
    end: int
    name: str
    kind: str  # venue | city | region | country | online
    place_id: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    rule: str
    confidence: float
    located: bool = False  # stands after a locative ("di", "in", "at") or in a dateline


@dataclass(slots=True)
class Programme:
    """All mentions of one named programme in one report; `key` is local (p1, p2, ...)."""

    key: str
    kind: str
    name: str
    aliases: list[str] = field(default_factory=list)
    registry_id: str | None = None
    start: str | None = None  # as precise as known: YYYY, YYYY-MM or YYYY-MM-DD
    end: str | None = None
    spans: list[tuple[int, int, str]] = field(default_factory=list)  # start, end, rule
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor's part in an event."""

    actor_key: str
    role: str
    start: int
    end: int
    rule: str
    position_title: str | None = None
    on_behalf_of: str | None = None  # actor key


class Proof(NamedTuple):
    """The words behind one value of one event: field, value as text, span, rule, confidence."""

    field: str
    value: str
    start: int
    end: int
    rule: str
    confidence: float


@dataclass(slots=True)
class Event:
    """One happening as one report tells it; `key` is local to the report (e1, e2, ...)."""

    key: str
    type: str
    status: str
    also: list[str] = field(default_factory=list)
    date_start: date | None = None
    date_end: date | None = None
    date_precision: str = "unknown"
    date_basis: str = "none"
    place_name: str | None = None
    place_precision: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_online: bool = False
    themes: list[str] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    programmes: list[tuple[str, str]] = field(default_factory=list)  # programme key, relation
    part_of: str | None = None  # key of the event that holds this one
    name: str | None = None  # a named occasion, as written ("The 8th ...", "Rakornas ...")
    instrument: str | None = None  # what an agreement signs, or a launch launches
    series_number: int | None = None  # the 8 of "8th consultation"
    proofs: list[Proof] = field(default_factory=list)
    confidence: float = 0.0


@dataclass(slots=True)
class Reading:
    """Everything that one report says."""

    report_id: str
    actors: list[Actor] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
