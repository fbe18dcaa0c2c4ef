"""The released tables as frames: stamped, in order, with their proof, written one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.common import tables
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.resolve import evidence, identity
from flows.resolve.built import Built
from flows.resolve.curate import text
from flows.resolve.load import Inputs
from flows.resolve.previous import Previous, stamp
from flows.resolve.reading import Linked
from flows.resolve.words import plain
from schemas.arrow import polars_schema
from schemas.evidence import Evidence
from schemas.release import TABLES

Redirects = Mapping[str, tuple[str, str, str]]  # old id -> new id, release, reason


def redirects(
    before: Previous, new: Mapping[str, tuple[str, str]], version: str
) -> dict[str, tuple[str, str, str]]:
    """Return all redirects, old and new, each leading straight to the record that holds the id now."""
    kept = {
        old: (to, release, why)
        for old, to, release, why in before.tables["redirects"]
        .select("old_id", "new_id", "release", "reason")
        .iter_rows()
    }
    for old, (to, why) in new.items():
        if old != to:
            kept[old] = (to, version, why)
    flat = identity.flatten({old: to for old, (to, _, _) in kept.items()})
    return {old: (flat[old], kept[old][1], kept[old][2]) for old in sorted(flat)}


def with_event(table: pl.DataFrame, key: str, event_of: Mapping[tuple[str, str], str]) -> pl.DataFrame:
    """Return `table` with the event of its local key as event_id; rows of no event are left out."""
    lookup = pl.DataFrame(
        {
            "report_id": [r for r, _ in event_of],
            key: [k for _, k in event_of],
            "event_id": list(event_of.values()),
        },
        schema={"report_id": pl.String, key: pl.String, "event_id": pl.String},
    )
    return table.join(lookup, on=["report_id", key], how="inner", maintain_order="left")


def participant_names(inputs: Inputs) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the names of each event claim's participants as the report gives them, sorted."""
    names = inputs.claims["claims_actors"].select("report_id", pl.col("key").alias("actor_key"), "name")
    joined = inputs.claims["claims_participants"].join(names, on=["report_id", "actor_key"], how="inner")
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for report, event, name in joined.select("report_id", "event_key", "name").iter_rows():
        found[report, event].add(name)
    return {key: tuple(sorted(names)) for key, names in found.items()}


def write(
    work: Work,
    built: Built,
    linked: Linked,
    inputs: Inputs,
    before: Previous,
    led: Redirects,
    version: str,
    issues: IssueLog,
) -> dict[str, int]:
    """Write every table to `work.resolve`; return their numbers of rows."""
    proof = prove(work, built, linked, inputs)
    related = sorted({(a, b, relation) for a, b, relation, _, _ in built.linked_events})
    frames: dict[str, pl.DataFrame] = {
        "events": stamp(_unstamped(built.events.values(), "events"), "events", before, version),
        "actors": stamp(_unstamped(built.actors.values(), "actors"), "actors", before, version),
        "programmes": stamp(
            _unstamped(built.programmes.values(), "programmes"), "programmes", before, version
        ),
        "event_actors": _frame(built.event_actors, "event_actors"),
        "event_programmes": _frame(built.event_programmes, "event_programmes"),
        "programme_actors": _frame(built.programme_actors, "programme_actors"),
        "positions": _frame(built.positions, "positions"),
        "event_links": _frame(
            [{"event_id": a, "related_event_id": b, "relation": r} for a, b, r in related], "event_links"
        ),
        "reports": inputs.documents.select(list(polars_schema(TABLES["reports"].model))),
        "evidence": proof,
        "event_history": _frame(built.event_history, "event_history"),
        "redirects": _frame(
            [
                {"old_id": old, "new_id": new, "release": release, "reason": why}
                for old, (new, release, why) in led.items()
            ],
            "redirects",
        ),
    }
    counts = {}
    for name, frame in frames.items():
        spec = TABLES[name]
        tables.write(frame.sort(*spec.sort_by), spec.model, work.resolve / f"{name}.parquet")
        counts[name] = frame.height
    issues.entries.sort(key=lambda issue: (issue.code, issue.source_ref, issue.message))
    issues.write(work.resolve)
    return counts


def _frame(rows: list[dict[str, Any]], name: str) -> pl.DataFrame:
    return tables.frame(rows, TABLES[name].model)


def _unstamped(rows: Any, name: str) -> pl.DataFrame:
    ordered = [{**row, "first_release": "", "last_changed_release": ""} for row in rows]
    return tables.frame(ordered, TABLES[name].model)


def prove(work: Work, built: Built, linked: Linked, inputs: Inputs) -> pl.DataFrame:
    """Return the evidence of every row."""
    proofs = inputs.claims["claims_proofs"]
    event_claims = with_event(inputs.claims["claims_events"], "key", built.event_of)
    told = evidence.trigger_spans(proofs)
    parts = [
        evidence.of_events(event_claims, proofs),
        evidence.of_names(linked.actors, proofs, "actors", "actor_id"),
        evidence.of_names(linked.programmes, proofs, "programmes", "programme_id"),
        evidence.of_links(_participations(built, linked), proofs, told, "event_actors", "role"),
        evidence.of_links(_programme_links(built, linked), proofs, told, "event_programmes", "relation"),
        _offices(built, linked),
        evidence.of_links(_event_links(built), proofs, told, "event_links", "relation"),
    ]
    decided = _decided(
        built, pl.concat([part.cast({"char_start": pl.Int64, "char_end": pl.Int64}) for part in parts[:3]])
    )
    return evidence.finish([*parts, decided], work.ingest / "documents.parquet")


def _participations(built: Built, linked: Linked) -> pl.DataFrame:
    rows = with_event(linked.participants, "event_key", built.event_of)
    stands = pl.DataFrame(
        [(*key, role) for key, role in built.role_stands.items()],
        schema={"event_id": pl.String, "actor_id": pl.String, "role": pl.String, "stands": pl.String},
        orient="row",
    )
    rows = rows.join(stands, on=["event_id", "actor_id", "role"], how="inner")
    return rows.select(
        pl.concat_str("event_id", "actor_id", "stands", separator="|").alias("record_id"), "report_id",
        pl.concat_str("event_key", "actor_key", separator="|").alias("key"), "event_key", pl.col("role").alias("value"),
    )  # fmt: skip


def _programme_links(built: Built, linked: Linked) -> pl.DataFrame:
    rows = with_event(linked.event_programmes, "event_key", built.event_of)
    return rows.select(
        pl.concat_str("event_id", "programme_id", "relation", separator="|").alias("record_id"), "report_id",
        pl.concat_str("event_key", "programme_key", separator="|").alias("key"), "event_key", pl.col("relation").alias("value"),
    )  # fmt: skip


def _offices(built: Built, linked: Linked) -> pl.DataFrame:
    """Return evidence of positions: the span of the office in the report."""
    known = {(row["person_id"], row["organisation_id"], row["title"]) for row in built.positions}
    columns = ("report_id", "person_id", "organisation_id", "title", "char_start", "char_end")
    rows = []
    for report, person, body, title, start, end in linked.offices.select(columns).iter_rows():
        stands = built.title_stands.get((person, body, plain(title))) if body else None
        if stands is not None and (person, body, stands) in known:
            rows.append(
                ("positions", f"{person}|{body}|{stands}", "title", title, report, start, end, "office", 0.9)
            )
    schema = {
        name: polars_schema(Evidence)[name]
        for name in (
            "record_type",
            "record_id",
            "field",
            "value",
            "report_id",
            "char_start",
            "char_end",
            "method",
            "confidence",
        )
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _event_links(built: Built) -> pl.DataFrame:
    rows = [
        (f"{a}|{b}|{relation}", report, key, key.split("|")[0], relation)
        for a, b, relation, report, key in built.linked_events
    ]
    names = ("record_id", "report_id", "key", "event_key", "value")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def _decided(built: Built, read: pl.DataFrame) -> pl.DataFrame:
    """Return evidence of people's corrections: the span on which the record rests, and who decided."""
    wanted = [(table, record) for table, record, _, _ in built.corrected]
    spans: dict[tuple[str, str], tuple[str, int, int]] = {}
    if wanted:
        rests = read.filter(
            pl.col("record_id").is_in(sorted({record for _, record in wanted}))
            & pl.col("char_start").is_not_null()
        )
        rests = rests.sort("record_type", "record_id", "report_id", "char_start", "char_end", "field")
        for table, record, report, start, end in rests.select(
            "record_type", "record_id", "report_id", "char_start", "char_end"
        ).iter_rows():
            spans.setdefault((table, record), (report, start, end))
    rows = []
    for table, record, column, entry in built.corrected:
        value = text(entry.values["value"])
        if value is not None and (table, record) in spans:
            report, start, end = spans[table, record]
            rows.append((table, record, column, value, report, start, end, f"curation:{entry.by}", 1.0))
    return pl.DataFrame(rows, schema=read.schema, orient="row")
