"""From events, as clusters of claims, to the rows of every table; the many rows of events in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import polars as pl

from flows.common import tables
from flows.common.issues import IssueLog
from flows.resolve import curate, events, follow, links, records
from flows.resolve.built import Built, Found, with_event
from flows.resolve.claims import Claim
from flows.resolve.consolidate import Told
from flows.resolve.curate import Curation
from flows.resolve.load import Inputs
from flows.resolve.reading import Linked
from schemas.release import TABLES

Row = dict[str, Any]
Corrected = list[tuple[str, str, str, curate.Entry]]
BATCH = 10_000  # events whose rows are made at a time
ACTOR_FIELDS = dict.fromkeys(
    ("name", "name_id", "name_en", "acronym", "category", "country", "wikidata_id"), "text"
) | {"aliases": "list"}
PROGRAMME_FIELDS = dict.fromkeys(("kind", "name", "name_id", "name_en", "acronym", "status", "start_date", "end_date", "url"), "text") | {
    "aliases": "list", "countries": "list", "themes": "list",
}  # fmt: skip


def build(
    claims: Sequence[Claim], found: Found, linked: Linked, inputs: Inputs, curation: Curation, redirects: Mapping[str, tuple[str, str, str]],
    as_of: date, issues: IssueLog,
) -> Built:  # fmt: skip
    """Return the rows of every table."""
    event_of = events_of_claims(inputs.claims["claims_events"], found)
    participants = with_event(linked.participants, "event_key", event_of)
    serving = with_event(linked.event_programmes, "event_key", event_of)
    takes_part, role_stands = links.event_actors(participants)
    serves = serving.select("event_id", "programme_id", "relation").unique()
    serves = serves.cast(pl.String).sort("event_id", "programme_id", "relation")
    offices, title_stands = links.positions(linked.offices, inputs.as_of)
    told = records.seen(linked.programmes, "programme_id", inputs)
    programmes = records.programme_rows(told, inputs.registries, _count(serves, "programme_id"))
    kinds = {one: fact.kind for one, fact in linked.facts.items()}
    with_programme = takes_part.join(serves.select("event_id").unique(), on="event_id", how="semi")
    roles = links.programme_actors(
        inputs.registries, sorted(programmes), serves.rows(named=True), with_programme.rows(named=True), kinds
    )
    wanted = {row["actor_id"] for row in roles} | {row["organisation_id"] for row in offices}
    wanted -= set(curation.retracted_records("actors"))
    told = records.seen(linked.actors, "actor_id", inputs)
    actors = records.actor_rows(told, wanted, inputs.registries, _count(takes_part, "actor_id"))
    lead = {old: new for old, (new, _, _) in redirects.items()}
    judged = _rows(claims, found, inputs, _judged(curation, lead), as_of)
    corrected = _decide(curation, "events", judged, lead, events.CORRECTABLE, issues)
    corrected += _decide(curation, "actors", actors, lead, ACTOR_FIELDS, issues)
    corrected += _decide(curation, "programmes", programmes, lead, PROGRAMME_FIELDS, issues)
    linkage = _Linkage(actors, programmes, takes_part, serves, participants)
    rows, history = _events(claims, found, inputs, judged, linkage, as_of, issues)
    related = _related(claims, found, inputs, event_of, rows)
    return Built(
        rows, actors, programmes, takes_part, serves, [row for row in roles if row["actor_id"] in actors],
        [row for row in offices if row["organisation_id"] in actors], history, related, event_of, role_stands, title_stands, corrected,
    )  # fmt: skip


def events_of_claims(told: pl.DataFrame, found: Found) -> pl.DataFrame:
    """Return report_id, key and event_id of every row of claims_events that tells of an event."""
    ids: list[str | None] = [None] * told.height
    for event, members in found.members.items():
        for position in members:
            ids[position] = event
    named = told.select("report_id", "key", event_id=pl.Series(ids, dtype=pl.Categorical))
    return named.drop_nulls("event_id")


def _count(rows: pl.DataFrame, key: str) -> dict[str, int]:
    """Return in how many events each actor or programme stands."""
    return dict(rows.group_by(key).agg(pl.col("event_id").n_unique()).iter_rows())


def _frame(rows: list[Row], name: str) -> pl.DataFrame:
    return tables.frame(rows, TABLES[name].model)


def _judged(curation: Curation, lead: Mapping[str, str]) -> set[str]:
    """Return the events that a person corrected or accepted."""
    entries = [entry for file in ("corrections", "reviews") for entry in curation.of(file, "events")]
    return {lead.get(one, one) for one in (str(entry.values["id"]) for entry in entries)}


def _decide(
    curation: Curation, table: str, rows: dict[str, Row], lead: Mapping[str, str], fields: Mapping[str, str], issues: IssueLog
) -> Corrected:  # fmt: skip
    """Apply people's corrections and reviews to `rows`; return what was corrected."""
    done = curate.corrections(curation, table, rows, lead, fields, issues)
    curate.reviews(curation, table, rows, lead, issues)
    return [(table, *one) for one in done]


def _told(
    claims: Sequence[Claim], found: Found, inputs: Inputs, wanted: Iterable[str]
) -> Iterator[tuple[str, list[Told]]]:
    """Yield what each of the `wanted` events is told by."""
    members = {event: found.members[event] for event in wanted if event in found.members}
    positions = [n for some in members.values() for n in some]
    rows = iter(inputs.claims["claims_events"][positions].rows(named=True))
    for event, some in members.items():
        yield event, [Told(claims[n], next(rows)) for n in some]


def _rows(
    claims: Sequence[Claim], found: Found, inputs: Inputs, wanted: Iterable[str], as_of: date
) -> dict[str, Row]:
    """Return the rows of the `wanted` events as reports tell of them."""
    told = _told(claims, found, inputs, sorted(wanted))
    return {event: events.event_row(event, some, events.ledger(some), as_of) for event, some in told}


@dataclass(frozen=True, slots=True)
class _Linkage:
    """What titles of events are made from."""

    actors: Mapping[str, Row]
    programmes: Mapping[str, Row]
    takes_part: pl.DataFrame
    serves: pl.DataFrame
    participants: pl.DataFrame  # as reports give them: who is named more often comes first

    def dress(self, rows: dict[str, Row], inputs: Inputs) -> None:
        """Give `rows` their titles and codes."""
        wanted = pl.DataFrame({"event_id": list(rows)}, schema={"event_id": pl.String})
        part, serve = (
            some.join(wanted, on="event_id", how="semi") for some in (self.takes_part, self.serves)
        )
        told = self.participants.join(wanted.cast(pl.Categorical), on="event_id", how="semi")
        counted = told.group_by("event_id", "actor_id").len().iter_rows()
        weight = {(event, actor): count for event, actor, count in counted}
        events.dress(rows, self.actors, self.programmes, part.rows(named=True), serve.rows(named=True), weight, inputs.registries)  # fmt: skip


def _events(
    claims: Sequence[Claim], found: Found, inputs: Inputs, judged: Mapping[str, Row], linkage: _Linkage, as_of: date, issues: IssueLog,
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """Return the rows of events and of their history; of `judged` events the rows stand as a person left them."""
    made, history = [_unstamped([])], [_frame([], "event_history")]
    waiting = iter(sorted(found.members))
    while batch := list(islice(waiting, BATCH)):
        rows: dict[str, Row] = {}
        ledger: list[Row] = []
        for event, told in _told(claims, found, inputs, batch):
            entries = events.ledger(told)
            events.flag_contradictions(event, entries, issues)
            rows[event] = judged.get(event) or events.event_row(event, told, entries, as_of)
            ledger += events.history_rows(event, entries)
        linkage.dress(rows, inputs)
        made.append(_unstamped(rows.values()))
        history.append(_frame(ledger, "event_history"))
    return pl.concat(made), pl.concat(history)


def _unstamped(rows: Iterable[Row]) -> pl.DataFrame:
    return _frame([{**row, "first_release": "", "last_changed_release": ""} for row in rows], "events")


def _related(
    claims: Sequence[Claim], found: Found, inputs: Inputs, event_of: pl.DataFrame, rows: pl.DataFrame
) -> list[tuple[str, str, str, str, str]]:
    """Return event, related event, relation, report and local keys of every link between two events."""
    related = [
        (a, b, "part_of", report, keys)
        for a, b, report, keys in links.part_of(inputs.claims["claims_events"], event_of)
    ]
    named = {
        event: [claims[n] for n in numbers]
        for event, numbers in found.members.items()
        if any(claims[n].occasion for n in numbers)
    }
    starts = dict(rows.filter(pl.col("event_id").is_in(named)).select("event_id", "date_start").iter_rows())
    related += [(a, b, "same_series", report, key) for a, b, report, key in links.same_series(named, starts)]
    linked_already = {frozenset((a, b)) for a, b, _, _, _ in related}
    together = event_of.filter(pl.len().over("report_id") > 1)["event_id"].unique().cast(pl.String)
    members = {event: [claims[n] for n in found.members[event]] for event in together}
    columns = ("event_id", "event_type", "status", "date_start", "date_end", "date_precision")
    of_event = {
        row["event_id"]: row
        for row in rows.filter(pl.col("event_id").is_in(together.implode()))
        .select(columns)
        .iter_rows(named=True)
    }
    return related + [
        (a, b, "follow_up_of", report, keys)
        for a, b, report, keys in follow.follow_ups(members, of_event)
        if frozenset((a, b)) not in linked_already
    ]
