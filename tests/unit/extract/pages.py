"""Reads short reports for tests with the project's own registries, which are loaded once per process."""

from __future__ import annotations

from datetime import date
from functools import cache

from flows.common.paths import REGISTRIES
from flows.extract.events import find_events
from flows.extract.model import Event, Participant, Programme, Reading, Report
from flows.extract.page import Page
from flows.extract.reader import Resources, load_resources, read, read_page

PUBLISHED = date(2024, 5, 16)  # a Thursday


@cache
def resources() -> Resources:
    """The registries, the automaton of names and the cue words."""
    return load_resources(REGISTRIES)


def report_of(text: str, lang: str = "id", published: date | None = PUBLISHED) -> Report:
    """A report of these words, published on a Thursday unless told otherwise."""
    return Report("r", text, lang, published)


@cache
def page_of(text: str, lang: str = "id", published: date | None = PUBLISHED) -> Page:
    """The page of `text`: everything before its events."""
    return read_page(report_of(text, lang, published), resources())


@cache
def reading_of(text: str, lang: str = "id", published: date | None = PUBLISHED) -> Reading:
    """Everything that `text` says."""
    return read(report_of(text, lang, published), resources())


def events_of(text: str, lang: str = "id", published: date | None = PUBLISHED) -> list[Event]:
    """The events of `text`."""
    return find_events(page_of(text, lang, published))


def only_event(text: str, lang: str = "id", published: date | None = PUBLISHED) -> Event:
    """The one event of `text`; fails where there are more or none."""
    events = events_of(text, lang, published)
    assert len(events) == 1, [(e.type, e.status, str(e.date_start)) for e in events]
    return events[0]


def event_of(text: str, kind: str, lang: str = "id", published: date | None = PUBLISHED) -> Event:
    """The one event of `text` of type `kind`."""
    events = [event for event in events_of(text, lang, published) if event.type == kind]
    assert len(events) == 1, [(e.type, e.status) for e in events_of(text, lang, published)]
    return events[0]


def names_of(event: Event, page: Page) -> set[str]:
    """The registry ids of an event's participants, or their names where they have none."""
    return {_name(part, page) for part in event.participants}


def roles_of(event: Event, page: Page) -> dict[str, str]:
    """The role of each participant, by registry id or name."""
    return {_name(part, page): part.role for part in event.participants}


def span_of(event: Event) -> tuple[str, str]:
    """First and last day as ISO dates; empty where there is none."""
    return (
        event.date_start.isoformat() if event.date_start else "",
        event.date_end.isoformat() if event.date_end else "",
    )


def programmes_of(text: str, lang: str = "id") -> dict[str, Programme]:
    """The programmes of `text` by registry id, or name where they have none."""
    return {p.registry_id or p.name: p for p in page_of(text, lang).programmes}


def _name(part: Participant, page: Page) -> str:
    actor = page.by_key[part.actor_key]
    return actor.registry_id or actor.name
