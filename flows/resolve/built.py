"""What the steps of resolve hand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flows.resolve.curate import Entry

Row = dict[str, Any]


@dataclass(slots=True)
class Found:
    """The events of this run: positions of claims by event id, and older ids that lead to another one."""

    members: dict[str, list[int]]
    merged: dict[str, str]


@dataclass(slots=True)
class Built:
    """The rows of a release, by id or in a list, before they are stamped and written."""

    events: dict[str, Row]
    actors: dict[str, Row]
    programmes: dict[str, Row]
    event_actors: list[Row]
    event_programmes: list[Row]
    programme_actors: list[Row]
    positions: list[Row]
    event_history: list[Row]
    linked_events: list[tuple[str, str, str, str, str]]  # event, related event, relation, report, local keys
    event_of: dict[tuple[str, str], str]  # report and local key -> event
    role_stands: dict[tuple[str, str, str], str]
    title_stands: dict[tuple[str, str, str], str]
    corrected: list[tuple[str, str, str, Entry]]  # table, id, field, entry
