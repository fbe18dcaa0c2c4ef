"""Precision, recall and F1 of the pipeline on annotated reports.

What is measured, and how pairs are matched, is described in `flows.validate.matching` and in the README.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from flows.common import tables
from flows.common.paths import Work
from flows.validate.matching import (
    EVENT_LIKENESS,
    Happening,
    Named,
    ReportFacts,
    event_likeness,
    forms,
    pair_up,
    same_name,
)
from schemas.columns import Table
from schemas.stages import CLAIM_TABLES, EventKeys

_COMPARED = ("readings", "claims_actors", "claims_programmes", "claims_participants", "claims_events")


@dataclass(slots=True)
class Tally:
    """Counts behind a precision and recall."""

    true_positive: int = 0
    false_positive: int = 0
    false_negative: int = 0

    def add(self, hit: int, system: int, gold: int) -> None:
        """Count `hit` matches among `system` and `gold` items."""
        self.true_positive += hit
        self.false_positive += system - hit
        self.false_negative += gold - hit

    @property
    def precision(self) -> float:
        """Share of what the system says that is right; 1 where it says nothing."""
        said = self.true_positive + self.false_positive
        return self.true_positive / said if said else 1.0

    @property
    def recall(self) -> float:
        """Share of what the annotator says that the system found; 1 where there is nothing to find."""
        there = self.true_positive + self.false_negative
        return self.true_positive / there if there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = 2 * self.true_positive + self.false_positive + self.false_negative
        return 2 * self.true_positive / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """One line of the evaluation: counts and rates of one measure, whole or for one kind or type."""

    measure: str
    group: str
    precision: float
    recall: float
    f1: float
    count: int  # annotated items, or matched events for their attributes


def load_gold(folder: Path) -> dict[str, ReportFacts]:
    """Read every `<id>.json` below `folder`.  Raises ValueError naming a file that is not in the form."""
    found: dict[str, ReportFacts] = {}
    for path in sorted(folder.rglob("*.json")):
        try:
            facts = _gold_facts(json.loads(path.read_text(encoding="utf-8")))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path}: not a gold file ({error}); see the README on annotation") from error
        found[facts.report_id] = facts
    return found


def _gold_facts(data: Mapping[str, Any]) -> ReportFacts:
    by_name = {actor["name"]: forms(actor["name"], actor.get("aliases", ())) for actor in data["actors"]}
    return ReportFacts(
        report_id=data["id"],
        relevant=data["relevant"],
        actors=tuple(Named(a["kind"], a["name"], by_name[a["name"]]) for a in data["actors"]),
        programmes=tuple(
            Named("", p["name"], forms(p["name"], p.get("aliases", ()))) for p in data["programmes"]
        ),
        events=tuple(
            Happening(
                key=event["key"],
                type=event["type"],
                also=frozenset(event.get("also", ())),
                status=event["status"],
                start=_day(event.get("start")),
                end=_day(event.get("end")),
                precision=event["precision"],
                country=event.get("country"),
                participants=tuple(by_name.get(name, forms(name, ())) for name in event["participants"]),
            )
            for event in data["events"]
        ),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def report_ids(work: Work) -> frozenset[str]:
    """Return the ids of the reports of a run."""
    path = work.ingest / "documents.parquet"
    found = [pq.read_table(part, columns=["report_id"]).column(0).to_pylist() for part in _parts(path)]
    return frozenset(one for ids in found for one in ids)


def system_facts(work: Work, wanted: Collection[str] | None = None) -> dict[str, ReportFacts]:
    """Return what the run in `work` says of each report, or of those `wanted`; events carry their resolved id where
    there is one."""
    reports = report_ids(work) if wanted is None else frozenset(wanted)
    claims = {
        name: _claims(work.extract / f"{name}.parquet", CLAIM_TABLES[name], reports) for name in _COMPARED
    }
    actors = _grouped(claims["claims_actors"])
    programmes = _grouped(claims["claims_programmes"])
    participants = _grouped(claims["claims_participants"])
    events = _grouped(claims["claims_events"])
    ids = _event_ids(work, reports)
    relevant = dict(claims["readings"].select("report_id", "is_relevant").iter_rows())
    facts: dict[str, ReportFacts] = {}
    for report_id in sorted(reports):
        forms_of = {row["key"]: forms(row["name"], row["aliases"]) for row in actors[report_id]}
        facts[report_id] = ReportFacts(
            report_id=report_id,
            relevant=relevant.get(report_id, False),
            actors=tuple(Named(row["kind"], row["name"], forms_of[row["key"]]) for row in actors[report_id]),
            programmes=tuple(
                Named("", row["name"], forms(row["name"], row["aliases"])) for row in programmes[report_id]
            ),
            events=tuple(
                Happening(
                    key=ids.get((report_id, row["key"]), f"{report_id}/{row['key']}"),
                    type=row["event_type"],
                    also=frozenset(row["also"]),
                    status=row["status"],
                    start=row["date_start"],
                    end=row["date_end"],
                    precision=row["date_precision"],
                    country=row["country"],
                    participants=tuple(
                        forms_of[key]
                        for key in dict.fromkeys(
                            part["actor_key"]
                            for part in participants[report_id]
                            if part["event_key"] == row["key"]
                        )
                    ),
                    confidence=row["confidence"],
                )
                for row in events[report_id]
            ),
        )
    return facts


def _parts(path: Path) -> list[Path]:
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


def _claims(path: Path, model: type[Table], reports: frozenset[str]) -> pl.DataFrame:
    """Read what a table says of some reports, a part at a time."""
    found = [tables.read(part, model).filter(pl.col("report_id").is_in(reports)) for part in _parts(path)]
    return pl.concat(found) if found else tables.read(path, model)


def _grouped(frame: pl.DataFrame) -> defaultdict[str, list[dict[str, Any]]]:
    grouped: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        grouped[row["report_id"]].append(row)
    return grouped


def _event_ids(work: Work, reports: frozenset[str]) -> dict[tuple[str, str], str]:
    """Map (report id, local event key) to the resolved event id, where resolve has run."""
    frame = _claims(work.resolve / "event_keys.parquet", EventKeys, reports)
    return {(row["report_id"], row["key"]): row["event_id"] for row in frame.iter_rows(named=True)}


def evaluate(gold: Mapping[str, ReportFacts], system: Mapping[str, ReportFacts]) -> list[Score]:
    """Compare `system` with `gold` over the reports in `gold`; a report that the system lacks says nothing."""
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    rates: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    same: dict[tuple[str, str], str] = {}
    for report_id, truth in sorted(gold.items()):
        said = system.get(report_id, ReportFacts(report_id, relevant=False))
        rates["relevance", "all"].append(truth.relevant == said.relevant)
        _named(tallies, "actors", truth.actors, said.actors)
        _named(tallies, "programmes", truth.programmes, said.programmes)
        pairs = pair_up(truth.events, said.events, event_likeness, EVENT_LIKENESS)
        _events(tallies, rates, truth, said, pairs)
        same.update({(report_id, truth.events[i].key): said.events[j].key for i, j in pairs})
    _same_event(tallies, gold, system, same)
    scores = [
        Score(
            measure,
            group,
            tally.precision,
            tally.recall,
            tally.f1,
            tally.true_positive + tally.false_negative,
        )
        for (measure, group), tally in tallies.items()
    ]
    for (measure, group), hits in rates.items():
        rate = sum(hits) / len(hits)
        scores.append(Score(measure, group, rate, rate, rate, len(hits)))
    return sorted(scores, key=lambda score: (_ORDER.index(score.measure), score.group != "all", score.group))


_ORDER = (
    "relevance", "actors", "programmes", "events", "event type", "event status", "event start date",
    "event dates", "event country", "event participants", "same-event pairs",
)  # fmt: skip


def _named(
    tallies: defaultdict[tuple[str, str], Tally], measure: str, gold: Iterable[Named], system: Iterable[Named]
) -> None:
    truth, said = list(gold), list(system)
    pairs = pair_up(truth, said, same_name, 1.0)
    tallies[measure, "all"].add(len(pairs), len(said), len(truth))
    for kind in {item.kind for item in (*truth, *said)} - {""}:
        hits = sum(truth[i].kind == kind for i, _ in pairs)
        tallies[measure, kind].add(
            hits, sum(item.kind == kind for item in said), sum(item.kind == kind for item in truth)
        )


def _events(
    tallies: defaultdict[tuple[str, str], Tally],
    rates: defaultdict[tuple[str, str], list[bool]],
    gold: ReportFacts,
    system: ReportFacts,
    pairs: list[tuple[int, int]],
) -> None:
    tallies["events", "all"].add(len(pairs), len(system.events), len(gold.events))
    for kind in {event.type for event in (*gold.events, *system.events)}:
        hits = sum(gold.events[i].type == kind == system.events[j].type for i, j in pairs)
        tallies["events", kind].add(
            hits, sum(e.type == kind for e in system.events), sum(e.type == kind for e in gold.events)
        )
    for i, j in pairs:
        truth, said = gold.events[i], system.events[j]
        rates["event type", "all"].append(said.type == truth.type or said.type in truth.also)
        rates["event status", "all"].append(said.status == truth.status)
        rates["event start date", "all"].append(said.start == truth.start)
        rates["event dates", "all"].append((said.start, said.end) == (truth.start, truth.end))
        rates["event country", "all"].append(said.country == truth.country)
        hits = len(pair_up(truth.participants, said.participants, lambda a, b: float(bool(a & b)), 0.5))
        tallies["event participants", "all"].add(hits, len(said.participants), len(truth.participants))


def _same_event(
    tallies: defaultdict[tuple[str, str], Tally],
    gold: Mapping[str, ReportFacts],
    system: Mapping[str, ReportFacts],
    same: Mapping[tuple[str, str], str],
) -> None:
    """Pairs of matched mentions in two reports: told to be one event by the annotator, and by the system."""
    mentions = [
        (report_id, event.key, same[report_id, event.key])
        for report_id, facts in sorted(gold.items())
        for event in facts.events
        if (report_id, event.key) in same
    ]
    by_gold: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    by_system: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for report_id, key, event_id in mentions:
        by_gold[key].add((report_id, key))
        by_system[event_id].add((report_id, key))
    truth = {pair for group in by_gold.values() for pair in combinations(sorted(group), 2)}
    said = {pair for group in by_system.values() for pair in combinations(sorted(group), 2)}
    tallies["same-event pairs", "all"].add(len(truth & said), len(said), len(truth))
