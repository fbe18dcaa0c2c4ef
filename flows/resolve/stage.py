"""Resolve: from what reports claim to the records of a release.

read decisions, the previous release, claims
-> link names to lasting ids           (link, discover, naming)
-> pack what is compared, by date      (telling, claims, shelf)
-> find claims of one happening        (block, nearest, score, gather, cluster)
-> carry on the ids of old events      (matching, identity)
-> make one record of many reports     (assemble, consolidate, history, events, records, links)
-> apply people's decisions            (curate)
-> write the tables with their proof   (proof, evidence, release_tables)

What grows with the reports is held as codes in tables, packed or on disk; texts, proofs, pairs and evidence pass by in batches.
"""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.common import tables
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.resolve import (
    assemble,
    block,
    curate,
    gather,
    identity,
    load,
    matching,
    previous,
    reading,
    release_tables,
    score,
)
from flows.resolve.built import Found
from flows.resolve.claims import Claim, weigh
from flows.resolve.cluster import Bounds
from flows.resolve.curate import Curation
from flows.resolve.load import Inputs
from flows.resolve.previous import Previous
from flows.resolve.reading import Linked
from flows.resolve.shelf import by_date
from schemas.stages import EventKeys


def resolve(work: Work, raw: Path, previous_folder: Path | None, version: str, as_of: date) -> dict[str, int]:
    """Write every released table but `changes` to `work.resolve`; return their numbers of rows.

    `raw` holds registries/ and curation/; `previous_folder` is the folder of the previous release, or None.
    """
    with _uncollected():
        return _resolve(work, raw, previous_folder, version, as_of)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the collector of garbage back: claims and rows form no cycles, and it would walk through all of them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _resolve(
    work: Work, raw: Path, previous_folder: Path | None, version: str, as_of: date
) -> dict[str, int]:
    issues = IssueLog("resolve")
    curation = curate.read(raw / "curation")
    before = previous.read(previous_folder)
    inputs = load.load(work, raw, as_of, curation.retracted_reports, before.dates)
    inputs.spill.mkdir(parents=True, exist_ok=True)
    linked = reading.link(work, inputs, before, curation)
    shelf = reading.claims_of(work, inputs, linked)
    clusters = find_clusters(shelf, inputs, curation, issues)
    claims = shelf.bare()
    del shelf
    found = find_events(claims, clusters, linked, inputs, before, curation)
    redirects = release_tables.redirects(
        before, {**linked.redirects, **{old: (new, "merged") for old, new in found.merged.items()}}, version
    )
    built = assemble.build(claims, found, linked, inputs, curation, redirects, as_of, issues)
    del claims
    tables.write(built.event_of.cast(pl.String), EventKeys, work.resolve / "event_keys.parquet")
    counts = release_tables.write(work, built, linked, inputs, before, redirects, version, issues)
    shutil.rmtree(inputs.spill)
    return counts


def find_clusters(
    claims: Sequence[Claim], inputs: Inputs, curation: Curation, issues: IssueLog
) -> list[list[int]]:
    """Return clusters of claims that tell of one happening."""
    weights, judge = weigh(claim for _, claim in by_date(claims)), score.judgement()
    named = curate.reports_judged(curation)
    by_report: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
    told = inputs.claims["claims_events"].with_row_index("position").filter(pl.col("report_id").is_in(named))
    for row in told.iter_rows(named=True):
        by_report.setdefault(row["report_id"], []).append((row["position"], row))
    return gather.clusters(
        claims,
        block.pairs(claims, weights, issues, inputs.spill),
        lambda a, b: judge.points(a, b, weights),
        Bounds(judge.link, judge.stand),
        same=curate.pairs_of_events(curation, "same", by_report, inputs.as_of, issues),
        apart=curate.pairs_of_events(curation, "not_same", by_report, inputs.as_of, issues),
        link_points=lambda a, b: judge.link_points(a, b, weights),
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
