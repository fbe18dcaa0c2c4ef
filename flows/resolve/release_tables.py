"""The released tables as frames: stamped, in order, with their proof, written one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl

from flows.common import tables
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.resolve import identity, proof
from flows.resolve.built import Built
from flows.resolve.load import Inputs, documents
from flows.resolve.previous import Previous, stamp
from flows.resolve.reading import Linked
from schemas.arrow import polars_schema
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
    counts = {"evidence": proof.write(work, built, linked, inputs)}
    related = sorted({(a, b, relation) for a, b, relation, _, _ in built.linked_events})
    frames: dict[str, pl.DataFrame] = {
        "events": stamp(built.events, "events", before, version),
        "actors": stamp(_unstamped(built.actors.values(), "actors"), "actors", before, version),
        "programmes": stamp(
            _unstamped(built.programmes.values(), "programmes"), "programmes", before, version
        ),
        "event_actors": built.event_actors,
        "event_programmes": built.event_programmes,
        "programme_actors": _frame(built.programme_actors, "programme_actors"),
        "positions": _frame(built.positions, "positions"),
        "event_links": _frame(
            [{"event_id": a, "related_event_id": b, "relation": r} for a, b, r in related], "event_links"
        ),
        "reports": documents(work, list(polars_schema(TABLES["reports"].model))),
        "event_history": built.event_history,
        "redirects": _frame(
            [
                {"old_id": old, "new_id": new, "release": release, "reason": why}
                for old, (new, release, why) in led.items()
            ],
            "redirects",
        ),
    }
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
