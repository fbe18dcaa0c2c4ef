"""The claims with lasting ids in place of local keys: what clustering and the tables are made from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.common import tables
from flows.common.paths import Work
from flows.resolve import naming
from flows.resolve.claims import ActorFacts, Claim, build
from flows.resolve.curate import Curation
from flows.resolve.discover import best_name
from flows.resolve.link import actor_linker, organisation_in, programme_linker
from flows.resolve.load import Inputs
from flows.resolve.passages import wordings
from flows.resolve.previous import Previous
from schemas.stages import Documents


@dataclass(slots=True)
class Linked:
    """Claims tables with lasting ids, and what became of older ids of actors and programmes."""

    actors: pl.DataFrame  # actor_id
    programmes: pl.DataFrame  # programme_id
    participants: pl.DataFrame  # actor_id, behalf_id
    event_programmes: pl.DataFrame  # programme_id
    offices: pl.DataFrame  # person_id, organisation_id
    redirects: dict[str, tuple[str, str]]  # old id -> new id, reason
    facts: dict[str, ActorFacts]
    homes: dict[tuple[str, str], str]  # report, person -> organisation of the office held


class _Texts:
    """The texts of reports, read when first asked for."""

    def __init__(self, documents: Path) -> None:
        self._documents = documents
        self._texts: dict[str, str] | None = None

    def __call__(self, report: str) -> str:
        if self._texts is None:
            self._texts = dict(
                tables.read(self._documents, Documents).select("report_id", "text").iter_rows()
            )
        return self._texts.get(report, "")


def link(work: Work, inputs: Inputs, previous: Previous, curation: Curation) -> Linked:
    """Give every actor and programme that reports name its lasting id."""
    texts = _Texts(work.ingest / "documents.parquet")
    registries = inputs.registries
    used = previous.used_ids | set(registries.actors) | set(registries.countries) | set(registries.programmes)
    linker = actor_linker(registries, texts)
    named = naming.named_actors(inputs)
    actors = naming.name(
        naming.ACTORS,
        named,
        linker,
        naming.actor_bodies(inputs, named, linker),
        inputs,
        previous,
        curation,
        used,
    )
    planned = naming.named_programmes(inputs)
    around: dict[str, set[str]] = defaultdict(set)
    for one, actor in zip(named, actors.ids, strict=True):
        around[one.report_id].add(actor)
    programmes = naming.name(
        naming.PROGRAMMES,
        planned,
        programme_linker(registries, texts, around),
        naming.no_bodies(planned),
        inputs,
        previous,
        curation,
        used,
    )
    claims = inputs.claims
    actor_table = _without(
        naming.with_ids(naming.with_countries(claims["claims_actors"], named), "actor_id", actors.ids),
        "actor_id",
        curation.retracted_records("actors"),
    )
    programme_table = naming.with_ids(claims["claims_programmes"], "programme_id", programmes.ids)
    programme_table = _without(programme_table, "programme_id", curation.retracted_records("programmes"))
    parts = naming.join_ids(claims["claims_participants"], actor_table, "actor_key", "actor_id", "actor_id")
    parts = naming.join_ids(parts, actor_table, "on_behalf_of", "behalf_id", "actor_id").filter(
        pl.col("actor_id").is_not_null()
    )
    serving = naming.join_ids(
        claims["claims_event_programmes"], programme_table, "programme_key", "programme_id", "programme_id"
    )
    offices = naming.join_ids(claims["claims_offices"], actor_table, "actor_key", "person_id", "actor_id")
    offices = naming.join_ids(offices, actor_table, "organisation_key", "organisation_id", "actor_id")
    titles = {
        title: organisation_in(title, linker.index)
        for title in offices.filter(pl.col("organisation_id").is_null())["title"].unique().sort()
    }
    offices = offices.filter(~pl.col("former") & pl.col("person_id").is_not_null()).with_columns(
        organisation_id=pl.coalesce(
            "organisation_id", pl.col("title").replace_strict(titles, default=None, return_dtype=pl.String)
        )
    )
    current = offices.filter(pl.col("organisation_id").is_not_null()).sort(
        "report_id", "person_id", "char_start", descending=[False, False, True]
    )
    homes = {
        (report, person): body
        for report, person, body in current.select("report_id", "person_id", "organisation_id").iter_rows()
    }
    return Linked(
        actor_table, programme_table, parts, serving.filter(pl.col("programme_id").is_not_null()), offices,
        {**actors.redirects, **programmes.redirects}, _facts(actor_table, homes, inputs), homes,
    )  # fmt: skip


def _without(table: pl.DataFrame, column: str, retracted: dict[str, str]) -> pl.DataFrame:
    return table.filter(~pl.col(column).is_in(sorted(retracted))) if retracted else table


def _facts(actors: pl.DataFrame, homes: dict[tuple[str, str], str], inputs: Inputs) -> dict[str, ActorFacts]:
    """Return kind and country of every actor: the registry's, else what reports say most often."""
    registries = inputs.registries
    facts: dict[str, ActorFacts] = {}
    grouped = (
        actors.sort("actor_id", "report_id", "key")
        .group_by("actor_id", maintain_order=True)
        .agg("kind", pl.col("country").drop_nulls())
    )
    for one, kinds, countries in grouped.iter_rows():
        record = registries.actors.get(one)
        land = registries.countries.get(one)
        if land is not None:
            facts[one] = ActorFacts("country", land.alpha3)
        elif record is not None:
            facts[one] = ActorFacts(record.kind, record.country)
        else:
            facts[one] = ActorFacts(best_name(kinds), best_name(countries) if countries else None)
    for body in sorted({body for body in homes.values() if body not in facts}):
        record = registries.actors.get(body)
        if record is not None:
            facts[body] = ActorFacts(record.kind, record.country)
    return facts


def claims_of(work: Work, inputs: Inputs, linked: Linked) -> list[Claim]:
    """Return every event claim, in the order of claims_events."""
    told = wordings(inputs.claims["claims_proofs"], work.ingest / "documents.parquet")
    return build(
        inputs.claims["claims_events"], linked.participants, linked.event_programmes, linked.actors, linked.facts, linked.homes,
        inputs.as_of, inputs.lang, inputs.syndication, told,
    )  # fmt: skip
