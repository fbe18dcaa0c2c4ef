"""Resolve: from what reports claim to the records of a release.

read decisions, the previous release, claims
-> link names to lasting ids           (link, discover, naming)
-> find claims of one happening        (block, score, cluster)
-> carry on the ids of old events      (matching, identity)
-> make one record of many reports     (consolidate, history, events, records, links)
-> apply people's decisions            (curate)
-> write the tables with their proof   (evidence, release_tables)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flows.common import tables
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.resolve import (
    block,
    curate,
    events,
    follow,
    identity,
    links,
    load,
    matching,
    previous,
    reading,
    records,
    release_tables,
    score,
)
from flows.resolve.built import Built, Found
from flows.resolve.claims import Claim, weigh
from flows.resolve.cluster import Bounds, cluster
from flows.resolve.consolidate import Told
from flows.resolve.curate import Curation
from flows.resolve.load import Inputs
from flows.resolve.previous import Previous
from flows.resolve.reading import Linked
from schemas.stages import EventKeys

Row = dict[str, Any]
ACTOR_FIELDS = dict.fromkeys(
    ("name", "name_id", "name_en", "acronym", "category", "country", "wikidata_id"), "text"
) | {"aliases": "list"}
PROGRAMME_FIELDS = dict.fromkeys(("kind", "name", "name_id", "name_en", "acronym", "status", "start_date", "end_date", "url"), "text") | {
    "aliases": "list", "countries": "list", "themes": "list",
}  # fmt: skip


def resolve(work: Work, raw: Path, previous_folder: Path | None, version: str, as_of: date) -> dict[str, int]:
    """Write every released table but `changes` to `work.resolve`; return their numbers of rows.

    `raw` holds registries/ and curation/; `previous_folder` is the folder of the previous release, or None.
    """
    issues = IssueLog("resolve")
    curation = curate.read(raw / "curation")
    before = previous.read(previous_folder)
    inputs = load.load(work, raw, as_of, curation.retracted_reports, before.dates)
    linked = reading.link(work, inputs, before, curation)
    claims = reading.claims_of(work, inputs, linked)
    clusters = find_clusters(claims, inputs, curation, issues)
    found = find_events(claims, clusters, linked, inputs, before, curation)
    redirects = release_tables.redirects(
        before, {**linked.redirects, **{old: (new, "merged") for old, new in found.merged.items()}}, version
    )
    built = build(claims, found, linked, inputs, curation, redirects, as_of, issues)
    _write_event_keys(work, built.event_of)
    return release_tables.write(work, built, linked, inputs, before, redirects, version, issues)


def _write_event_keys(work: Work, event_of: Mapping[tuple[str, str], str]) -> None:
    """Keep which resolved event each claim tells of, for the evaluation."""
    rows = [
        {"report_id": report, "key": key, "event_id": event}
        for (report, key), event in sorted(event_of.items())
    ]
    tables.write(tables.frame(rows, EventKeys), EventKeys, work.resolve / "event_keys.parquet")


def find_clusters(
    claims: Sequence[Claim], inputs: Inputs, curation: Curation, issues: IssueLog
) -> list[list[int]]:
    """Return clusters of claims that tell of one happening."""
    weights, judge = weigh(claims), score.judgement()
    by_report: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, row in enumerate(inputs.claims["claims_events"].iter_rows(named=True)):
        by_report.setdefault(row["report_id"], []).append((number, row))
    return cluster(
        claims,
        block.pairs(claims, weights, issues),
        lambda a, b: judge.points(a, b, weights),
        Bounds(judge.link, judge.stand),
        same=curate.pairs_of_events(curation, "same", by_report, inputs.published, issues),
        apart=curate.pairs_of_events(curation, "not_same", by_report, inputs.published, issues),
    )


def find_events(
    claims: Sequence[Claim],
    clusters: Sequence[Sequence[int]],
    linked: Linked,
    inputs: Inputs,
    before: Previous,
    curation: Curation,
) -> Found:
    """Give every cluster its lasting id: that of the old event it carries on, or a new one."""
    moved = {**before.redirects, **{old: new for old, (new, _) in linked.redirects.items()}}
    groups = [[claims[n] for n in members] for members in clusters]
    settled = matching.match(groups, before, moved)
    used = before.used_ids
    raw_names = release_tables.participant_names(inputs)
    ids: dict[str, str] = dict(settled.keeps)
    for number, group in sorted(enumerate(groups), key=lambda item: min((c.as_of, c.id) for c in item[1])):
        if str(number) not in ids:
            first = min(group, key=lambda c: (c.as_of, c.id))
            parts = (first.report_id, first.type, str(first.start), *raw_names.get(first.id, ()))
            ids[str(number)] = identity.fresh("evt", used, "events", *parts)
    merged = {old: ids[label] for old, label in settled.merged.items()}
    gone = curation.retracted_records("events")
    members = {ids[str(n)]: list(group) for n, group in enumerate(clusters) if ids[str(n)] not in gone}
    return Found(members, merged)


def build(
    claims: Sequence[Claim], found: Found, linked: Linked, inputs: Inputs, curation: Curation, redirects: Mapping[str, tuple[str, str, str]],
    as_of: date, issues: IssueLog,
) -> Built:  # fmt: skip
    """Return the rows of every table."""
    source = inputs.claims["claims_events"].rows(named=True)
    event_of = {claims[n].id: event for event, members in found.members.items() for n in members}
    rows: dict[str, Row] = {}
    ledger: list[Row] = []
    for event in sorted(found.members):
        told = [Told(claims[n], source[n]) for n in found.members[event]]
        entries = events.ledger(told)
        events.flag_contradictions(event, entries, issues)
        rows[event] = events.event_row(event, told, entries, as_of)
        ledger += events.history_rows(event, entries)
    del source
    participants = release_tables.with_event(linked.participants, "event_key", event_of)
    serving = release_tables.with_event(linked.event_programmes, "event_key", event_of)
    takes_part, role_stands = links.event_actors(participants)
    serves = [
        {"event_id": e, "programme_id": p, "relation": r}
        for e, p, r in serving.select("event_id", "programme_id", "relation")
        .unique()
        .sort("event_id", "programme_id", "relation")
        .iter_rows()
    ]
    offices, title_stands = links.positions(linked.offices, inputs.as_of)
    actor_told = records.seen(linked.actors, "actor_id", inputs)
    programmes = records.programme_rows(
        records.seen(linked.programmes, "programme_id", inputs),
        inputs.registries,
        _count(serves, "programme_id"),
    )
    kinds = {one: fact.kind for one, fact in linked.facts.items()}
    roles = links.programme_actors(inputs.registries, sorted(programmes), serves, takes_part, kinds)
    wanted = {row["actor_id"] for row in roles} | {row["organisation_id"] for row in offices}
    retracted = set(curation.retracted_records("actors"))
    actors = records.actor_rows(
        actor_told, wanted - retracted, inputs.registries, _count(takes_part, "actor_id")
    )
    corrected = []
    lead = {old: new for old, (new, _, _) in redirects.items()}
    for table, into, fields in (
        ("events", rows, events.CORRECTABLE),
        ("actors", actors, ACTOR_FIELDS),
        ("programmes", programmes, PROGRAMME_FIELDS),
    ):
        corrected += [
            (table, *done) for done in curate.corrections(curation, table, into, lead, fields, issues)
        ]
        curate.reviews(curation, table, into, lead, issues)
    weight = Counter(
        (event, actor) for event, actor in participants.select("event_id", "actor_id").iter_rows()
    )
    events.dress(rows, actors, programmes, takes_part, serves, weight, inputs.registries)
    members = {event: [claims[n] for n in numbers] for event, numbers in found.members.items()}
    starts = {event: row["date_start"] for event, row in rows.items()}
    related = [
        (a, b, "part_of", report, keys)
        for a, b, report, keys in links.part_of(inputs.claims["claims_events"], event_of)
    ]
    related += [
        (a, b, "same_series", report, key) for a, b, report, key in links.same_series(members, starts)
    ]
    linked_already = {frozenset((a, b)) for a, b, _, _, _ in related}
    related += [
        (a, b, "follow_up_of", report, keys)
        for a, b, report, keys in follow.follow_ups(members, rows)
        if frozenset((a, b)) not in linked_already
    ]
    return Built(
        rows, actors, programmes, takes_part, serves, [row for row in roles if row["actor_id"] in actors],
        [row for row in offices if row["organisation_id"] in actors], ledger, related, event_of, role_stands, title_stands, corrected,
    )  # fmt: skip


def _count(rows: Sequence[Row], key: str) -> dict[str, int]:
    """Return in how many events each actor or programme stands."""
    return dict(Counter(one for one, _ in {(row[key], row["event_id"]) for row in rows}))
