"""What most needs a person: contradictions, likely duplicates, unsure records, and unknown names met often.

Every item carries the evidence and the lines to put into `raw/curation` for each answer.  What is decided there is
applied by the next run and shows as `reviewed` or `corrected`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl

from flows.common import tables
from flows.resolve import curate, history
from flows.resolve.history import Entry
from flows.resolve.words import name_key, near
from schemas.release import TABLES

Tables = Mapping[str, pl.DataFrame]
UNSURE = 0.6
OFTEN = 3
SHOWN = 6
_ORDER = ("contradiction", "near_duplicate", "same_name", "low_confidence", "unknown_name")
_NEED = ("events", "actors", "programmes", "event_actors", "event_history", "evidence", "reports")


@dataclass(frozen=True, slots=True)
class Proof:
    """The words of one report behind a value."""

    report_id: str
    publisher: str | None
    published_at: str | None
    url: str | None
    field: str
    value: str
    quote: str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at: what, why, the evidence, and the entry for each possible decision."""

    kind: str
    table: str
    record_id: str
    title: str
    why: str
    weight: float  # the larger, the more is gained by looking
    proofs: tuple[Proof, ...] = ()
    decisions: Mapping[str, str] = field(default_factory=dict)  # answer -> entry for raw/curation


def read(release: Path) -> dict[str, pl.DataFrame]:
    """Read the tables of a release that review looks at."""
    found = {}
    for name in _NEED:
        path = release / "data" / f"{name}.parquet"
        found[name] = tables.read(path if path.exists() else path.with_suffix(""), TABLES[name].model)
    return found


def items(of: Tables, limit: int = 200) -> list[Item]:
    """Return what to look at, the most rewarding first; at most `limit` of each kind."""
    proofs = _Proofs(of)
    found = [
        *_contradictions(of, proofs),
        *_near_duplicates(of, proofs),
        *_same_names(of),
        *_unsure(of, proofs),
        *_unknown(of),
    ]
    found.sort(key=lambda item: (_ORDER.index(item.kind), -item.weight, item.table, item.record_id))
    counted: Counter[str] = Counter()
    kept = []
    for item in found:
        counted[item.kind] += 1
        if counted[item.kind] <= limit:
            kept.append(item)
    return kept


def table(found: Iterable[Item]) -> pl.DataFrame:
    """Return the items as a table, one row each."""
    rows = [(i.kind, i.table, i.record_id, i.title, i.why, i.weight) for i in found]
    names = {
        "kind": pl.String,
        "table": pl.String,
        "record_id": pl.String,
        "title": pl.String,
        "why": pl.String,
        "weight": pl.Float64,
    }
    return pl.DataFrame(rows, schema=names, orient="row")


class _Proofs:
    """Evidence by record, read once."""

    def __init__(self, of: Tables) -> None:
        reports = of["reports"].select(
            "report_id", "publisher", pl.col("published_at").cast(pl.String), "url"
        )
        self._table = (
            of["evidence"].filter(pl.col("record_type") == "events").join(reports, on="report_id", how="left")
        )
        self._by_record: dict[str, list[Proof]] | None = None

    def of(self, record: str) -> tuple[Proof, ...]:
        """Return the first proofs of each report for an event."""
        if self._by_record is None:
            self._by_record = defaultdict(list)
            columns = (
                "record_id",
                "report_id",
                "publisher",
                "published_at",
                "url",
                "field",
                "value",
                "quote",
            )
            for one, *rest in (
                self._table.sort("record_id", "report_id", "field", "char_start").select(columns).iter_rows()
            ):
                self._by_record[one].append(Proof(*rest))
        wanted = {"event_type", "status", "date_start", "place_name"}
        return tuple(proof for proof in self._by_record.get(record, []) if proof.field in wanted)[: SHOWN * 4]


def _contradictions(of: Tables, proofs: _Proofs) -> list[Item]:
    """Events whose reports contradict each other and on which nobody has decided."""
    rows = {row["event_id"]: row for row in of["events"].iter_rows(named=True)}
    told: dict[str, list[Entry]] = defaultdict(list)
    for event, day, status, start, end, report in (
        of["event_history"].select(list(TABLES["event_history"].model.to_schema().columns)).iter_rows()
    ):
        told[event].append(Entry(day, status, start, end, report))
    found = []
    for event in sorted(told):
        said = history.contradictions(told[event])
        if said and rows[event]["review_state"] == "machine":
            row = rows[event]
            answers = {
                "accept as it stands": _accept("events", event, row, ("status", "date_start", "date_end"))
            }
            answers |= {
                f"correct {name}": _correct("events", event, row, name)
                for name in ("date_start", "date_end", "status")
            }
            found.append(
                Item(
                    "contradiction",
                    "events",
                    event,
                    row["title_en"],
                    "; ".join(said),
                    len(told[event]),
                    proofs.of(event),
                    answers,
                )
            )
    return found


def _near_duplicates(of: Tables, proofs: _Proofs) -> list[Item]:
    """Pairs of events of one type on nearly the same days with participants in common: one happening, or two?"""
    parts: dict[str, set[str]] = defaultdict(set)
    for event, actor in of["event_actors"].select("event_id", "actor_id").iter_rows():
        parts[event].add(actor)
    commonness = Counter(actor for actors in parts.values() for actor in actors)
    by_block: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in (
        of["events"]
        .filter(pl.col("date_start").is_not_null())
        .sort("date_start", "event_id")
        .iter_rows(named=True)
    ):
        rarest = sorted(parts[row["event_id"]], key=lambda actor: (commonness[actor], actor))[:2]
        for actor in rarest:
            by_block[row["event_type"], actor].append(row)
    reports: dict[str, set[str]] = defaultdict(set)
    for event, report in of["event_history"].select("event_id", "report_id").iter_rows():
        reports[event].add(report)
    found: dict[tuple[str, str], Item] = {}
    for rows in by_block.values():
        for one, other in pairwise(rows):
            a, b = one["event_id"], other["event_id"]
            close = (other["date_start"] - one["date_end"]).days <= 3 and (
                one["country"] or other["country"]
            ) == (other["country"] or one["country"])
            shared = parts[a] & parts[b]
            alike = len(shared) / max(1, min(len(parts[a]), len(parts[b])))
            if close and alike >= 0.5 and not reports[a] & reports[b] and (a, b) not in found:
                found[a, b] = _duplicate(of, one, other, alike, proofs)
    return list(found.values())


def _duplicate(
    of: Tables, one: Mapping[str, Any], other: Mapping[str, Any], alike: float, proofs: _Proofs
) -> Item:
    a, b = one["event_id"], other["event_id"]
    first, second = (next(iter(proofs.of(event)), None) for event in (a, b))
    records = [
        {"report": proof.report_id, "event_type": next((p.value for p in proofs.of(event) if p.field == "event_type" and p.report_id == proof.report_id), "")}
        for event, proof in ((a, first), (b, second)) if proof is not None
    ]  # fmt: skip
    answers = {}
    if len(records) == 2:
        answers = {
            "one happening": _pair("same.yml", records),
            "two happenings": _pair("not_same.yml", records),
        }
    why = f"also {b}: {other['title_en']}"
    return Item(
        "near_duplicate",
        "events",
        a,
        one["title_en"],
        why,
        round(alike, 3),
        (*proofs.of(a)[:SHOWN], *proofs.of(b)[:SHOWN]),
        answers,
    )


def _same_names(of: Tables) -> list[Item]:
    """Discovered names that differ from another record's by a slip of the pen only."""
    blocks: dict[tuple[str, str], list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for row in of["actors"].filter(pl.col("report_count") > 0).sort("actor_id").iter_rows(named=True):
        key = name_key(row["kind"], row["name"])
        if len(key) >= 8:
            blocks[row["kind"], key[:4]].append((key, row))
    found = []
    for rows in blocks.values():
        for (key, one), (after, other) in pairwise(sorted(rows, key=lambda r: (r[0], r[1]["actor_id"]))):
            if key != after and near(key, after) and "discovered" in (one["origin"], other["origin"]):
                records = [{"kind": row["kind"], "name": row["name"]} for row in (one, other)]
                answers = {
                    "one actor": _pair("same.yml", records, "actors"),
                    "two actors": _pair("not_same.yml", records, "actors"),
                }
                why = f"also {other['actor_id']}: {other['name']}"
                found.append(
                    Item(
                        "same_name",
                        "actors",
                        one["actor_id"],
                        one["name"],
                        why,
                        one["report_count"] + other["report_count"],
                        (),
                        answers,
                    )
                )
    return found


def _unsure(of: Tables, proofs: _Proofs) -> list[Item]:
    """Events of low confidence that nobody has looked at."""
    rows = of["events"].filter((pl.col("confidence") < UNSURE) & (pl.col("review_state") == "machine"))
    return [
        Item(
            "low_confidence", "events", row["event_id"], row["title_en"], f"confidence {row['confidence']:.2f} from {row['report_count']} report(s)",
            round(1 - row["confidence"], 4), proofs.of(row["event_id"]),
            {"accept as it stands": _accept("events", row["event_id"], row, ("event_type", "status", "date_start")),
             "not an event": _entry("retractions.yml", {"table": "events", "id": row["event_id"]})},
        )
        for row in rows.iter_rows(named=True)
    ]  # fmt: skip


def _unknown(of: Tables) -> list[Item]:
    """Actors and programmes that several reports name and no registry holds."""
    found = []
    for name, key, folder in (
        ("actors", "actor_id", "actors/*.yml"),
        ("programmes", "programme_id", "programmes/<id>.yml"),
    ):
        rows = of[name].filter(
            (pl.col("origin") == "discovered")
            & (pl.col("report_count") >= OFTEN)
            & (pl.col("review_state") == "machine")
        )
        for row in rows.iter_rows(named=True):
            forms = ", ".join((row["name"], *row["aliases"][:SHOWN]))
            why = f"{row['report_count']} reports name it: {forms}; if it is a lasting body, enter it in raw/registries/{folder}"
            answers = {"accept as it stands": _accept(name, row[key], row, ("name", "kind"))}
            found.append(
                Item("unknown_name", name, row[key], row["name"], why, row["report_count"], (), answers)
            )
    return found


def _accept(name: str, record: str, row: Mapping[str, Any], fields: Iterable[str]) -> str:
    return _entry(
        "reviews.yml", {"table": name, "id": record, "expect": {one: curate.text(row[one]) for one in fields}}
    )


def _correct(name: str, record: str, row: Mapping[str, Any], column: str) -> str:
    values = {
        "table": name,
        "id": record,
        "field": column,
        "expect": curate.text(row[column]),
        "value": "<the right value>",
    }
    return _entry("corrections.yml", values)


def _pair(file: str, records: list[dict[str, str]], name: str = "events") -> str:
    return _entry(file, {"table": name, "records": records})


def _entry(file: str, values: Mapping[str, Any]) -> str:
    """Return the lines to add to a file of raw/curation."""
    lines = [f"# raw/curation/{file}"]
    for number, (key, value) in enumerate(
        {**values, "reason": "<why>", "by": "<name>", "date": "<YYYY-MM-DD>"}.items()
    ):
        lines.append(f"{'- ' if number == 0 else '  '}{key}: {_scalar(value)}")
    return "\n".join(lines)


def _scalar(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_scalar(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(one) for one in value) + "]"
    if value is None:
        return "null"
    text = str(value)
    plain = (
        text.replace("-", "").replace("_", "").isalnum()
        and not text[:1].isdigit()
        and text not in {"null", "true", "false", "yes", "no", "on", "off"}
    )
    return text if plain or text.startswith("<") else "'" + text.replace("'", "''") + "'"
