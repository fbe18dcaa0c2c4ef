"""Claims made from the gold annotations, so that resolution is measured on right facts; and noise to put on them.

What annotators do not note (the words that tell of an event, the names of occasions and instruments, numbers in a series) is taken
from what extraction reads, where it reads the event at all.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.common import tables
from flows.common.ids import sha256_text
from flows.common.paths import GOLD, NOTES, REGISTRIES, Work
from flows.extract.model import Event, Report
from flows.extract.reader import Resources, load_resources, read
from flows.validate.matching import EVENT_LIKENESS, Happening, event_likeness, forms, pair_up
from schemas.stages import CLAIM_TABLES, Documents

Rows = dict[str, list[dict[str, Any]]]
_ROLES = {"agreement": "signatory", "launch": "organiser"}


@dataclass(slots=True)
class Truth:
    """The gold key of every event claim, by report and local key."""

    key_of: dict[tuple[str, str], str] = field(default_factory=dict)

    def pairs(self) -> set[frozenset[tuple[str, str]]]:
        """Return the pairs of claims of different reports that are one happening."""
        return _pairs(self.key_of)


def _pairs(label: dict[tuple[str, str], str]) -> set[frozenset[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for claim, key in sorted(label.items()):
        groups.setdefault(key, []).append(claim)
    return {
        frozenset((a, b))
        for g in groups.values()
        for i, a in enumerate(g)
        for b in g[i + 1 :]
        if a[0] != b[0]
    }


def measure(
    truth: Truth, found: dict[tuple[str, str], str]
) -> tuple[float, float, list[frozenset[tuple[str, str]]], list[frozenset[tuple[str, str]]]]:
    """Return precision and recall of same-event pairs, and the wrong and the missed pairs."""
    true, got = truth.pairs(), _pairs(found)
    right = len(true & got)
    wrong, missed = sorted(got - true, key=sorted), sorted(true - got, key=sorted)
    return right / max(1, len(got)), right / max(1, len(true)), wrong, missed


def gold_files(splits: Iterable[str] = ("dev",)) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each gold file with its content."""
    for split in splits:
        for path in sorted((GOLD / split).glob("*.json")):
            yield path, json.loads(path.read_text(encoding="utf-8"))


def note(report: str) -> tuple[dict[str, Any], str]:
    """Return front matter and text of a bundled note."""
    path = next(NOTES.glob(f"*/{report}.md"))
    _, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), text


@cache
def _resources() -> Resources:
    return load_resources(REGISTRIES)


@cache
def _read(report: str) -> dict[str, Event]:
    """Return what extraction reads of the gold events of a bundled note, by gold key."""
    head, text = note(report)
    gold = next(found for _, found in gold_files(("dev", "test")) if found["id"] == report)
    page = read(
        Report(report, text, head["lang"], _day(head.get("published")), head.get("publisher")), _resources()
    )
    named = {actor.key: forms(actor.name, actor.aliases) for actor in page.actors}
    truth = {actor["name"]: forms(actor["name"], actor["aliases"]) for actor in gold["actors"]}
    told = [
        Happening(
            one["key"], one["type"], frozenset(one.get("also", ())), one["status"], _day(one["start"]), _day(one["end"]),
            one["precision"], one["country"], tuple(truth.get(name, frozenset()) for name in one["participants"]),
        )
        for one in gold["events"]
    ]  # fmt: skip
    said = [
        Happening(
            one.key, one.type, frozenset(one.also), one.status, one.date_start, one.date_end, one.date_precision, one.country,
            tuple(named[party.actor_key] for party in one.participants),
        )
        for one in page.events
    ]  # fmt: skip
    return {told[i].key: page.events[j] for i, j in pair_up(told, said, event_likeness, EVENT_LIKENESS)}


def claims(splits: Iterable[str] = ("dev",)) -> tuple[Rows, Truth]:
    """Return documents and claims made from gold files."""
    rows: Rows = {name: [] for name in ("documents", *CLAIM_TABLES)}
    truth = Truth()
    for _, gold in gold_files(splits):
        head, text = note(gold["id"])
        rows["documents"].append(
            document(
                gold["id"],
                text,
                head["lang"],
                _day(head.get("published")),
                head.get("publisher"),
                gold["relevant"],
            )
        )
        rows["readings"].append(
            {
                "report_id": gold["id"],
                "published_at": _day(head.get("published")),
                "is_relevant": gold["relevant"],
                "seconds": 0.0,
            }
        )
        if gold["relevant"]:
            _one(gold, text, rows, truth)
    return rows, truth


def document(
    report: str,
    text: str,
    lang: str,
    published: date | None,
    publisher: str | None,
    relevant: bool = True,
    syndication: str = "",
) -> dict[str, Any]:
    """Return a row of documents."""
    return {
        "report_id": report, "source_ref": f"{report}.md", "url": None, "title": text.strip().split("\n")[0][:80], "publisher": publisher,
        "lang": lang, "published_at": published, "retrieved_at": None, "source_type": "note", "licence": None, "quote_allowed": True,
        "text": text, "text_sha256": sha256_text(text), "text_length": len(text), "syndication_id": syndication or report,
        "is_relevant": relevant, "relevance": 1.0 if relevant else 0.0,
    }  # fmt: skip


def _one(gold: dict[str, Any], text: str, rows: Rows, truth: Truth) -> None:
    report = gold["id"]
    actors: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for n, actor in enumerate(gold["actors"], 1):
        key = f"a{n}"
        for form in (actor["name"], *actor["aliases"]):
            actors.setdefault(form, key)
        kinds[key] = actor["kind"]
        rows["claims_actors"].append(
            {"report_id": report, "key": key, "kind": actor["kind"], "name": actor["name"], "aliases": sorted(set(actor["aliases"])),
             "registry_id": None, "country": actor.get("country"), "category": None, "confidence": 0.8}
        )  # fmt: skip
        _proof(rows, report, "actors", key, "name", actor["name"], text, actor["name"])
        if actor.get("office"):
            at = max(0, text.find(actor["office"]))
            rows["claims_offices"].append(
                {"report_id": report, "actor_key": key, "title": actor["office"], "organisation_key": None, "former": False,
                 "char_start": at, "char_end": at + len(actor["office"])}
            )  # fmt: skip
    programmes: dict[str, str] = {}
    for n, programme in enumerate(gold["programmes"], 1):
        key = f"p{n}"
        for form in (programme["name"], *programme["aliases"]):
            programmes.setdefault(form, key)
        rows["claims_programmes"].append(
            {"report_id": report, "key": key, "kind": programme["kind"], "name": programme["name"], "aliases": sorted(set(programme["aliases"])),
             "registry_id": None, "start_date": programme.get("start"), "end_date": programme.get("end"), "confidence": 0.8}
        )  # fmt: skip
    for n, event in enumerate(gold["events"], 1):
        key = f"e{n}"
        truth.key_of[report, key] = event["key"]
        seen = _read(report).get(event["key"])
        rows["claims_events"].append(_event(report, key, event, seen))
        for proof in seen.proofs if seen else ():
            if proof.field in {"event_type", "date_start", "place_name"}:
                rows["claims_proofs"].append(
                    {"report_id": report, "record_type": "events", "key": key, "field": proof.field, "value": proof.value,
                     "char_start": proof.start, "char_end": proof.end, "method": proof.rule, "confidence": 0.9}
                )  # fmt: skip
        for name in event["participants"]:
            if name in actors:
                role = (
                    "appointee"
                    if event["type"] == "appointment" and kinds[actors[name]] == "person"
                    else _ROLES.get(event["type"], "participant")
                )
                rows["claims_participants"].append(
                    {
                        "report_id": report,
                        "event_key": key,
                        "actor_key": actors[name],
                        "role": role,
                        "position_title": None,
                        "on_behalf_of": None,
                    }
                )
        for name in event["programmes"]:
            if name in programmes:
                rows["claims_event_programmes"].append(
                    {
                        "report_id": report,
                        "event_key": key,
                        "programme_key": programmes[name],
                        "relation": "about",
                    }
                )


def _event(report: str, key: str, event: dict[str, Any], seen: Event | None) -> dict[str, Any]:
    return {
        "report_id": report, "key": key, "event_type": event["type"], "also": sorted(event.get("also", [])), "status": event["status"],
        "date_start": _day(event["start"]), "date_end": _day(event["end"]), "date_precision": event["precision"],
        "date_basis": "none" if event["precision"] == "unknown" else "stated", "place_name": event["place"],
        "place_precision": _precision(event), "country": event["country"], "latitude": None, "longitude": None, "is_online": False,
        "themes": [], "part_of": None, "occasion": seen.name if seen else None, "instrument": seen.instrument if seen else None,
        "series_number": seen.series_number if seen else None, "confidence": 0.8,
    }  # fmt: skip


def _precision(event: dict[str, Any]) -> str | None:
    if not event["place"]:
        return None
    return (
        "country"
        if event["place"] in {"Indonesia", "Amerika Serikat", "Arab Saudi", "Maroko", "Malaysia"}
        else "city"
    )


def _proof(
    rows: Rows, report: str, table: str, key: str, name: str, value: str, text: str, words: str
) -> None:
    at = max(0, text.find(words)) if words else 0
    rows["claims_proofs"].append(
        {"report_id": report, "record_type": table, "key": key, "field": name, "value": value, "char_start": at,
         "char_end": at + (len(words) or 40), "method": "gold", "confidence": 0.9}
    )  # fmt: skip


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) or value is None else date.fromisoformat(str(value))


def write(rows: Rows, root: Path) -> Work:
    """Write documents and claims as the stages before would."""
    work = Work(root)
    tables.write(tables.frame(rows["documents"], Documents), Documents, work.ingest / "documents.parquet")
    for name, model in CLAIM_TABLES.items():
        tables.write(tables.frame(rows[name], model), model, work.extract / f"{name}.parquet")
    return work


def perturb(rows: Rows, seed: int, rate: float = 0.15) -> Rows:
    """Return the claims as a weaker extractor might give them: dates and participants missing, neighbouring types, wrong places."""
    chance = random.Random(seed)
    neighbours = {
        "visit": "meeting",
        "meeting": "visit",
        "conference": "meeting",
        "training": "conference",
        "launch": "agreement",
    }
    events = []
    for row in rows["claims_events"]:
        row = dict(row)
        if chance.random() < rate:
            row |= {"date_start": None, "date_end": None, "date_precision": "unknown", "date_basis": "none"}
        elif chance.random() < rate / 2 and row["date_precision"] == "day":
            first = row["date_start"].replace(day=1)
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
            row |= {"date_start": first, "date_end": last, "date_precision": "month"}
        if chance.random() < rate / 2:
            row["event_type"] = neighbours.get(row["event_type"], row["event_type"])
        if chance.random() < rate:
            row |= {"place_name": None, "place_precision": None}
            if chance.random() < 0.5:
                row["country"] = None
        events.append(row)
    participants = [row for row in rows["claims_participants"] if chance.random() >= rate]
    return {**rows, "claims_events": events, "claims_participants": participants}
