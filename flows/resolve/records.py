"""Rows of actors and programmes: what the registry says of them, and what reports add."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from flows.common.registries import ActorRecord, CountryRecord, ProgrammeRecord, Registries
from flows.resolve import codes
from flows.resolve.consolidate import combine
from flows.resolve.discover import best_name
from flows.resolve.links import most
from flows.resolve.load import Inputs
from flows.resolve.naming import acronym_of

Row = dict[str, Any]


@dataclass(slots=True)
class Seen:
    """What reports say of one record."""

    reports: int
    first: date
    last: date
    names: list[str]
    forms: list[str]
    kinds: list[str]
    countries: list[str | None]
    categories: list[str | None]
    starts: list[str | None]
    ends: list[str | None]
    confidence: float


def seen(table: pl.DataFrame, key: str, inputs: Inputs) -> dict[str, Seen]:
    """Return what reports say of each record of `table`, a claims table with lasting ids in `key`."""
    columns = table.columns
    days = inputs.reports.select("report_id", day="as_of", text="syndication_id")
    table = table.join(days, on="report_id", how="left", maintain_order="left")
    texts: dict[str, dict[str, float]] = defaultdict(dict)
    for one, text, best in (
        table.group_by(key, "text").agg(pl.col("confidence").max()).sort(key, "text").iter_rows()
    ):
        texts[one][text] = best

    def listed(name: str) -> pl.Expr:
        return pl.col(name) if name in columns else pl.lit(None, pl.String).alias(name)

    grouped = (
        table.sort(key, "report_id", "key", maintain_order=True)
        .group_by(key, maintain_order=True)
        .agg(
            pl.col("report_id").n_unique().alias("reports"),
            pl.col("day").min().alias("first"),
            pl.col("day").max().alias("last"),
            pl.col("name"),
            pl.col("aliases").explode().drop_nulls().unique().sort().alias("forms"),
            pl.col("kind"),
            *(listed(name) for name in ("country", "category", "start_date", "end_date")),
        )
    )
    found = {}
    for row in grouped.iter_rows(named=True):
        values = {
            name: row[name] if isinstance(row[name], list) else [row[name]]
            for name in ("country", "category", "start_date", "end_date")
        }
        found[row[key]] = Seen(
            row["reports"], row["first"], row["last"], row["name"], row["forms"], row["kind"], values["country"], values["category"],
            values["start_date"], values["end_date"], combine(texts[row[key]]),
        )  # fmt: skip
    return found


def actor_rows(
    told: Mapping[str, Seen], also: Iterable[str], registries: Registries, event_count: Mapping[str, int]
) -> dict[str, Row]:
    """Return the rows of `actors`: those named in reports, and the registry's `also` with all ancestors."""
    rows: dict[str, Row] = {}
    waiting = [*sorted(told), *sorted(also)]
    while waiting:
        one = waiting.pop()
        if one in rows:
            continue
        record = registries.actors.get(one) or registries.countries.get(one)
        row = _actor(one, record, told.get(one), registries)
        if row is None:
            continue
        rows[one] = {**row, **_counts(told.get(one), event_count.get(one, 0))}
        if row["parent_actor_id"]:
            waiting.append(row["parent_actor_id"])
    for row in rows.values():
        if row["parent_actor_id"] not in rows:
            row["parent_actor_id"] = None
    return rows


def _actor(
    one: str, record: ActorRecord | CountryRecord | None, told: Seen | None, registries: Registries
) -> Row | None:
    forms = {*(told.names if told else ()), *(told.forms if told else ())}
    if isinstance(record, CountryRecord):
        return _actor_row(
            one,
            "country",
            record.name,
            forms | set(record.names),
            "registry",
            record.name_id,
            record.name,
            None,
            "government",
            record.alpha3,
        )
    if record is not None:
        row = _actor_row(
            one, record.kind, record.name, forms | set(record.names), "registry", record.name_id, record.name_en, record.acronym,
            record.category, record.country,
        )  # fmt: skip
        row["parent_actor_id"] = (
            record.parent
            if record.parent in registries.actors or record.parent in registries.countries
            else None
        )
        row["wikidata_id"] = record.wikidata_id
        row["iati_organisation_type"] = record.iati_organisation_type or row["iati_organisation_type"]
        row["plover_sector"] = record.plover_sector or row["plover_sector"]
        return row
    if told is None:
        return None
    kind, name = most(told.kinds) or "organisation", best_name(told.names)
    acronym = acronym_of(told.forms, name) if kind == "organisation" else None
    return _actor_row(
        one, kind, name, forms, "discovered", None, None, acronym, most(told.categories), most(told.countries)
    )


def _actor_row(
    one: str, kind: str, name: str, forms: set[str], origin: str, name_id: str | None, name_en: str | None, acronym: str | None,
    category: str | None, country: str | None,
) -> Row:  # fmt: skip
    return {
        "actor_id": one,
        "kind": kind,
        "name": name,
        "name_id": name_id,
        "name_en": name_en,
        "acronym": acronym,
        "aliases": sorted(form for form in forms if form and form != name),
        "category": category,
        "country": country,
        "parent_actor_id": None,
        "wikidata_id": None,
        "ftm_schema": codes.ftm_schema(kind, category),
        "iati_organisation_type": codes.iati_organisation_type(kind, category),
        "plover_sector": codes.plover_sector(kind, category),
        "origin": origin,
    }


def _counts(told: Seen | None, events: int) -> Row:
    return {
        "event_count": events,
        "report_count": told.reports if told else 0,
        "first_reported": told.first if told else None,
        "last_reported": told.last if told else None,
        "confidence": told.confidence if told else 1.0,
        "review_state": "machine",
    }


def programme_rows(
    told: Mapping[str, Seen], registries: Registries, event_count: Mapping[str, int]
) -> dict[str, Row]:
    """Return the rows of `programmes`: those named in reports, with all ancestors."""
    rows: dict[str, Row] = {}
    waiting = sorted(told)
    while waiting:
        one = waiting.pop()
        if one in rows:
            continue
        record = registries.programmes.get(one)
        row = (
            _registered(record, told.get(one), registries)
            if record
            else _discovered(one, told[one])
            if one in told
            else None
        )
        if row is None:
            continue
        rows[one] = {**row, **_counts(told.get(one), event_count.get(one, 0))}
        if row["parent_programme_id"]:
            waiting.append(row["parent_programme_id"])
    return rows


def _registered(record: ProgrammeRecord, told: Seen | None, registries: Registries) -> Row:
    forms = {*record.names, *(told.names if told else ()), *(told.forms if told else ())}
    dates = (record.start_date, record.end_date)
    return {
        "programme_id": record.id,
        "kind": record.kind,
        "name": record.name,
        "name_id": record.name_id,
        "name_en": record.name_en,
        "acronym": record.acronym,
        "aliases": sorted(forms - {record.name}),
        "status": record.status,
        "start_date": dates[0],
        "end_date": dates[1],
        "period_precision": record.period_precision or _period(*dates),
        "parent_programme_id": record.parent if record.parent in registries.programmes else None,
        "countries": sorted(record.countries),
        "themes": sorted(record.themes),
        "url": record.url,
        "wikidata_id": record.wikidata_id,
        "iati_identifier": record.iati_identifier,
        "origin": "registry",
    }


def _discovered(one: str, told: Seen) -> Row:
    name = best_name(told.names)
    start, end = most(told.starts), most(told.ends)
    if start and end and start[: min(len(start), len(end))] > end[: min(len(start), len(end))]:
        start = end = None  # reports disagree: neither is taken
    return {
        "programme_id": one,
        "kind": most(told.kinds) or "programme",
        "name": name,
        "name_id": None,
        "name_en": None,
        "acronym": acronym_of(told.forms, name),
        "aliases": sorted({*told.names, *told.forms} - {name}),
        "status": None,
        "start_date": start,
        "end_date": end,
        "period_precision": _period(start, end),
        "parent_programme_id": None,
        "countries": [],
        "themes": [],
        "url": None,
        "wikidata_id": None,
        "iati_identifier": None,
        "origin": "discovered",
    }


def _period(*dates: str | None) -> str | None:
    lengths = [len(day) for day in dates if day]
    return {4: "year", 7: "month", 10: "day"}[min(lengths)] if lengths else None
