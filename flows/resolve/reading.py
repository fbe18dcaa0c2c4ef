"""The claims with lasting ids in place of local keys: what clustering and the tables are made from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.common.paths import Work
from flows.resolve import naming
from flows.resolve.claims import ActorFacts, build
from flows.resolve.curate import Curation
from flows.resolve.discover import best_name
from flows.resolve.link import Linker, actor_linker, organisation_in, programme_linker
from flows.resolve.load import Inputs
from flows.resolve.previous import Previous
from flows.resolve.shelf import Shelf
from flows.resolve.telling import texts, told


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
    homes: pl.DataFrame  # report_id, person_id -> organisation_id of the office held


class _Texts:
    """The texts of reports that are asked for in order; a batch is held at a time, the file is read once."""

    def __init__(self, documents: Path) -> None:
        self._documents = documents
        self._ahead: Iterator[pl.DataFrame] = iter(())
        self._held: dict[str, str] = {}

    def __call__(self, report: str) -> str:
        return self._text(report) or ""

    def _text(self, report: str) -> str | None:
        for ahead in (self._ahead, None):  # on from where it stands, else once more from the start
            if report in self._held:
                break
            self._ahead = texts(self._documents) if ahead is None else ahead
            for batch in self._ahead:
                self._held = dict(batch.iter_rows())
                if report in self._held:
                    break
        return self._held.get(report)


def link(work: Work, inputs: Inputs, previous: Previous, curation: Curation) -> Linked:
    """Give every actor and programme that reports name its lasting id."""
    text = _Texts(work.ingest / "documents.parquet")
    registries = inputs.registries
    used = previous.used_ids | set(registries.actors) | set(registries.countries) | set(registries.programmes)
    linker = actor_linker(registries, text)
    actors, countries = _actors(inputs, linker, previous, curation, used)
    planned = naming.named_programmes(inputs)
    claims = inputs.claims
    around = _around(claims["claims_actors"]["report_id"], actors.ids, {one.report_id for one in planned})
    programmes = naming.name(
        naming.PROGRAMMES, planned, programme_linker(registries, text, around), naming.no_bodies(planned), inputs, previous, curation, used,
    )  # fmt: skip
    actor_table = claims["claims_actors"].with_columns(country=countries)
    actor_table = _numbered(actor_table, "actor_id", actors.ids, curation.retracted_records("actors"))
    programme_table = _numbered(
        claims["claims_programmes"], "programme_id", programmes.ids, curation.retracted_records("programmes")
    )
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
            "organisation_id",
            pl.col("title").cast(pl.String).replace_strict(titles, default=None, return_dtype=pl.Categorical),
        )
    )
    current = offices.filter(pl.col("organisation_id").is_not_null()).sort(
        "report_id", "person_id", "char_start", descending=[False, False, True], maintain_order=True
    )
    homes = current.unique(["report_id", "person_id"], keep="last", maintain_order=True).select(
        "report_id", "person_id", "organisation_id"
    )
    return Linked(
        actor_table, programme_table, parts, serving.filter(pl.col("programme_id").is_not_null()), offices,
        {**actors.redirects, **programmes.redirects}, _facts(actor_table, homes, inputs), homes,
    )  # fmt: skip


def _actors(
    inputs: Inputs, linker: Linker, previous: Previous, curation: Curation, used: set[str]
) -> tuple[naming.Names, pl.Series]:
    """Return the names of claims_actors, and their countries with those that linking gave to bodies which every state has."""
    named = naming.named_actors(inputs)
    bodies = naming.actor_bodies(inputs, named, linker)
    names = naming.name(naming.ACTORS, named, linker, bodies, inputs, previous, curation, used)
    held = inputs.claims["claims_actors"].schema["country"]
    return names, pl.Series("country", [one.country for one in named], dtype=pl.String).cast(held)


def _around(reports: pl.Series, ids: list[str], wanted: Collection[str]) -> dict[str, set[str]]:
    """Return the linked actors of each of the `wanted` reports; `reports` and `ids` go together."""
    found: dict[str, set[str]] = {report: set() for report in wanted}
    for report, actor in zip(reports, ids, strict=True):
        if report in found:
            found[report].add(actor)
    return found


def _numbered(table: pl.DataFrame, column: str, ids: list[str], retracted: dict[str, str]) -> pl.DataFrame:
    """Return a claims table with the lasting ids as `column`, without retracted records."""
    table = naming.with_ids(table, column, ids).cast({column: pl.Categorical})
    return table.filter(~pl.col(column).is_in(sorted(retracted))) if retracted else table


def _facts(actors: pl.DataFrame, homes: pl.DataFrame, inputs: Inputs) -> dict[str, ActorFacts]:
    """Return kind and country of every actor: the registry's, else what reports say most often."""
    registries = inputs.registries
    facts: dict[str, ActorFacts] = {}
    told = {name: _commonest(actors, name) for name in ("kind", "country")}
    for one in actors["actor_id"].unique():
        record = registries.actors.get(one)
        land = registries.countries.get(one)
        if land is not None:
            facts[one] = ActorFacts("country", land.alpha3)
        elif record is not None:
            facts[one] = ActorFacts(record.kind, record.country)
        else:
            facts[one] = ActorFacts(told["kind"][one], told["country"].get(one))
    for body in homes["organisation_id"].unique():
        record = registries.actors.get(body)
        if body not in facts and record is not None:
            facts[body] = ActorFacts(record.kind, record.country)
    return facts


def _commonest(actors: pl.DataFrame, column: str) -> dict[str, str]:
    """Return the value of `column` that each actor has most often, as `best_name` takes it."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for one, value, count in actors.drop_nulls(column).group_by("actor_id", column).len().iter_rows():
        counted[one][value] = count
    return {one: best_name(values) for one, values in counted.items()}


def claims_of(work: Work, inputs: Inputs, linked: Linked) -> Shelf:
    """Return every event claim, by its position in claims_events."""
    how = told(work, inputs.relevant)
    keys = ["report_id", "key"]
    of_reports = inputs.reports.select("report_id", "as_of", "lang", "syndication_id")
    named = linked.actors.group_by("report_id").agg(named=pl.col("actor_id").unique())
    events = inputs.claims["claims_events"].with_row_index("position")
    events = events.join(of_reports, on="report_id", how="left").join(named, on="report_id", how="left")
    for more in (_parts(linked), _programmes(linked), how.claims):
        events = events.join(more, on=keys, how="left")
    return Shelf(build(events.sort("as_of", *keys), linked.facts, how.vocabulary))


def _parts(linked: Linked) -> pl.DataFrame:
    """Return who takes part in each event claim: with those they stand for and the organisations of their offices.

    The latter so that a report that names the person and one that names the organisation meet.
    """
    home = linked.homes.rename({"person_id": "actor_id", "organisation_id": "home_id"})
    wide = linked.participants.select("report_id", pl.col("event_key").alias("key"), "actor_id", "behalf_id")
    wide = wide.join(home, on=["report_id", "actor_id"], how="left")
    long = pl.concat(
        wide.select("report_id", "key", pl.col(name).alias("parts")).drop_nulls("parts")
        for name in ("actor_id", "behalf_id", "home_id")
    )
    return long.unique().group_by("report_id", "key").agg("parts")


def _programmes(linked: Linked) -> pl.DataFrame:
    serving = linked.event_programmes.select(
        "report_id", pl.col("event_key").alias("key"), "programme_id"
    ).unique()
    return serving.group_by("report_id", "key").agg(programmes=pl.col("programme_id"))
