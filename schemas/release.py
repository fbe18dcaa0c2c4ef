"""The tables of a release: model, primary key and sort order of each."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.actors import Actors
from schemas.changes import Changes, Redirects
from schemas.columns import Table
from schemas.events import Events
from schemas.evidence import EventHistory, Evidence
from schemas.links import EventActors, EventLinks, EventProgrammes, Positions, ProgrammeActors
from schemas.programmes import Programmes
from schemas.reports import Reports


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A released table: its model, primary key and the order of its rows on disk."""

    name: str
    model: type[Table]
    primary_key: tuple[str, ...]
    sort_by: tuple[str, ...]


_SPECS = (
    TableSpec("events", Events, ("event_id",), ("date_start", "event_id")),
    TableSpec("actors", Actors, ("actor_id",), ("actor_id",)),
    TableSpec("programmes", Programmes, ("programme_id",), ("programme_id",)),
    TableSpec(
        "event_actors", EventActors, ("event_id", "actor_id", "role"), ("actor_id", "event_id", "role")
    ),
    TableSpec(
        "event_programmes",
        EventProgrammes,
        ("event_id", "programme_id", "relation"),
        ("programme_id", "event_id", "relation"),
    ),
    TableSpec(
        "programme_actors",
        ProgrammeActors,
        ("programme_id", "actor_id", "role"),
        ("programme_id", "actor_id", "role"),
    ),
    TableSpec(
        "positions",
        Positions,
        ("person_id", "organisation_id", "title"),
        ("person_id", "organisation_id", "title"),
    ),
    TableSpec(
        "event_links",
        EventLinks,
        ("event_id", "related_event_id", "relation"),
        ("event_id", "related_event_id", "relation"),
    ),
    TableSpec("reports", Reports, ("report_id",), ("report_id",)),
    TableSpec(
        "evidence",
        Evidence,
        ("record_type", "record_id", "field", "value", "report_id", "char_start", "char_end", "method"),
        ("record_type", "record_id", "field", "report_id", "char_start", "char_end", "value", "method"),
    ),
    TableSpec("event_history", EventHistory, ("event_id", "report_id"), ("event_id", "as_of", "report_id")),
    TableSpec("changes", Changes, ("table_name", "record_id"), ("table_name", "record_id")),
    TableSpec("redirects", Redirects, ("old_id",), ("old_id",)),
)

TABLES: dict[str, TableSpec] = {spec.name: spec for spec in _SPECS}
