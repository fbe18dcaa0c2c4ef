"""Lasting ids for everything that reports name: registry records by form, the rest as discovered records."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from flows.resolve import curate, identity
from flows.resolve.curate import Curation
from flows.resolve.discover import group
from flows.resolve.link import Linker, Named, organisation_in
from flows.resolve.load import Inputs
from flows.resolve.previous import Previous
from flows.resolve.words import is_acronym, name_key

Bodies = Callable[[list[str | None]], dict[int, set[str]]]  # of those without a link, by position


@dataclass(slots=True)
class Names:
    """The id of each row of claims_actors or claims_programmes, and what became of older ids."""

    ids: list[str]
    redirects: dict[str, tuple[str, str]]  # old id -> new id, reason
    origin: dict[str, str]  # id -> registry | discovered


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between actors and programmes."""

    table: str  # actors | programmes
    key: str  # actor_id | programme_id
    prefix: str


ACTORS = Kind("actors", "actor_id", "act")
PROGRAMMES = Kind("programmes", "programme_id", "prg")


def named_actors(inputs: Inputs) -> list[Named]:
    """Return the rows of claims_actors as values."""
    columns = ("report_id", "key", "kind", "name", "aliases", "registry_id", "country")
    rows = inputs.claims["claims_actors"].select(columns).iter_rows()
    known: dict[Any, Any] = {}
    return [Named(*_shared(known, row)) for row in rows]


def named_programmes(inputs: Inputs) -> list[Named]:
    """Return the rows of claims_programmes as values; their kinds are one family."""
    columns = ("report_id", "key", pl.lit("programme").alias("kind"), "name", "aliases", "registry_id")
    rows = inputs.claims["claims_programmes"].select(columns).iter_rows()
    known: dict[Any, Any] = {}
    return [Named(*_shared(known, row)) for row in rows]


def _shared(known: dict[Any, Any], row: Iterable[Any]) -> list[Any]:
    """Return the values of a row, lists as tuples, of equal ones always the first: millions of mentions hold each but once."""
    values = [tuple(one) if isinstance(one, list) else one for one in row]
    return [known.setdefault(one, one) for one in values]


def name(
    kind: Kind, named: list[Named], linker: Linker, bodies: Bodies, inputs: Inputs,
    previous: Previous, curation: Curation, used: set[str],
) -> Names:  # fmt: skip
    """Return the lasting id of each of `named`.

    `bodies` is asked, once registry links are known, for the organisations and countries that each other one belongs to.
    """
    indonesian = {
        report for report, lang in zip(inputs.as_of, inputs.reports["lang"], strict=True) if lang == "id"
    }
    linked = linker.link(named, inputs.as_of, indonesian)
    same, apart = (curate.pairs_of_names(curation, file, kind.table) for file in ("same", "not_same"))
    _judge(named, linked, same, linker)
    renamed = _renamed(kind, curation, linker)
    _remember(kind, named, linked, renamed, previous)
    loose = [n for n, found in enumerate(linked) if found is None]
    belongs = bodies(linked)
    groups = group(
        [named[n] for n in loose], [belongs.get(n, ()) for n in loose], _keyed(same), _keyed(apart)
    )
    labels: list[str] = [found or "" for found in linked]
    for number, members in enumerate(groups):
        for member in members:
            labels[loose[member]] = f"#{number}"
    settled = _settle(kind, named, labels, linker, previous)
    discovered = {f"#{n}": [named[loose[m]] for m in members] for n, members in enumerate(groups)}
    ids = {
        label: settled.keeps.get(label) or _mint(kind, discovered[label], inputs, used)
        for label in discovered
    }
    redirects = {
        old: (ids.get(label, label), "promoted" if label not in ids else "merged")
        for old, label in settled.merged.items()
    }
    for old, new in renamed.items():
        ids = {label: new if found == old else found for label, found in ids.items()}
        redirects = {
            one: (new if to == old else to, why) for one, (to, why) in redirects.items() if one != new
        }
        redirects[old] = (new, "curated")
    final = [ids.get(label, label) for label in labels]
    known = {one for one in linked if one}
    return Names(
        final,
        redirects,
        {one: "registry" if one in known or linker.record(one) else "discovered" for one in set(final)},
    )


def _judge(
    named: list[Named],
    linked: list[str | None],
    same: Iterable[tuple[tuple[str, str], tuple[str, str]]],
    linker: Linker,
) -> None:
    """Give the registry id of one name to the other where a person said that the two are the same."""
    by_name: dict[tuple[str, str], str] = {}
    for one, other in same:
        for kind, text in (one, other):
            found = linker.index.candidates(kind, [text])[0]
            if len(found) == 1:
                by_name[one[0], name_key(*one)] = by_name[other[0], name_key(*other)] = next(iter(found))
    if by_name:
        for place, one_named in enumerate(named):
            if linked[place] is None:
                linked[place] = by_name.get((one_named.kind, name_key(one_named.kind, one_named.name)))


def _renamed(kind: Kind, curation: Curation, linker: Linker) -> dict[str, str]:
    """Return the ids that a person changed into a registry record's."""
    found = {}
    for entry in curation.of("ids", kind.table):
        old, new = str(entry.values["old"]), str(entry.values["new"])
        if linker.record(new) is None:
            raise curate.CurationError(
                f"{entry.where}: `new` is {new!r}, which is no record of the registry; two discovered records are joined in same.yml"
            )
        found[old] = new
    return found


def _remember(
    kind: Kind, named: list[Named], linked: list[str | None], renamed: dict[str, str], previous: Previous
) -> None:
    """Link the names that an id change gave to a registry record, as the previous release has them."""
    if not renamed:
        return
    known: dict[tuple[str, str], str] = {}
    for row in (
        previous.tables[kind.table]
        .filter(pl.col(kind.key).is_in(sorted(set(renamed.values()))))
        .iter_rows(named=True)
    ):
        family = row["kind"] if kind is ACTORS else "programme"
        known.update(
            {(family, name_key(family, form)): row[kind.key] for form in (row["name"], *row["aliases"])}
        )
    for place, one in enumerate(named):
        if linked[place] is None:
            linked[place] = known.get((one.kind, name_key(one.kind, one.name)))


def _keyed(
    pairs: Iterable[tuple[tuple[str, str], tuple[str, str]]],
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    return [((a, name_key(a, x)), (b, name_key(b, y))) for (a, x), (b, y) in pairs]


def _mint(kind: Kind, members: list[Named], inputs: Inputs, used: set[str]) -> str:
    first = min(members, key=lambda one: (inputs.as_of[one.report_id], one.report_id, one.key))
    return identity.fresh(kind.prefix, used, kind.table, first.report_id, first.kind, first.name)


def _settle(
    kind: Kind, named: list[Named], labels: list[str], linker: Linker, previous: Previous
) -> identity.Settled:
    """Match old discovered records, and registry records that are gone, with those of this run."""
    table = previous.tables[kind.table]
    gone = [row for row in table.sort(kind.key).iter_rows(named=True) if linker.record(row[kind.key]) is None]
    if not gone:
        return identity.Settled({}, {})
    where: dict[tuple[str, str], str] = {}
    by_form: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one, label in zip(named, labels, strict=True):
        for form in one.forms:
            where[one.report_id, name_key(one.kind, form)] = label
        by_form[one.kind, name_key(one.kind, one.name)].add(label)
    old_ids = {row[kind.key] for row in gone}
    kinds = {row[kind.key]: row["kind"] if kind is ACTORS else "programme" for row in gone}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for old, report, value in previous.names(kind.table).iter_rows():
        if old in old_ids:
            held = where.get((report, name_key(kinds[old], value)))
            if held:
                votes[old][held] += 1
    for row in gone:
        old = row[kind.key]
        if not votes[
            old
        ]:  # its reports are gone, or are read otherwise: the same name is still the same record
            names = [row["name"], *(a for a in row["aliases"] if " " in a)]
            found = {label for n in names for label in by_form.get((kinds[old], name_key(kinds[old], n)), ())}
            found |= linker.index.candidates(kinds[old], [row["name"]])[0]
            if len(found) == 1:
                votes[old][next(iter(found))] = 1
    links = [
        identity.Link(old, label, float(count))
        for old, counted in votes.items()
        for label, count in counted.items()
    ]
    age = {row[kind.key]: (row["first_release"], str(row["first_reported"] or "9999")) for row in gone}
    return identity.settle(links, age, fixed={label for label in labels if not label.startswith("#")})


def actor_bodies(inputs: Inputs, named: list[Named], linker: Linker) -> Bodies:
    """Return what tells, for each actor, the registry organisations and the country that it is reported to belong to."""

    def bodies(linked: list[str | None]) -> dict[int, set[str]]:
        found = {n: {f"@{one.country}"} for n, one in enumerate(named) if linked[n] is None and one.country}
        for place, offices in _with_offices(named, inputs):
            for _, actor, title, organisation in offices:
                holder = place.get(actor)
                if holder is None or linked[holder] is not None:
                    continue
                body = place.get(organisation) if organisation else None
                home = (
                    (linked[body] or f"name:{name_key('organisation', named[body].name)}")
                    if body is not None
                    else None
                )
                home = home or organisation_in(title, linker.index)
                if home:
                    found.setdefault(holder, set()).add(home)
        return found

    return bodies


def _with_offices(
    named: list[Named], inputs: Inputs
) -> Iterator[tuple[dict[str, int], Iterable[tuple[str, str, str, str | None]]]]:
    """Yield, for each report that tells of offices, the places of its actors in `named` by key, and its rows of claims_offices."""
    columns = ("report_id", "actor_key", "title", "organisation_key")
    mentions = groupby(enumerate(named), key=lambda one: one[1].report_id)
    report, some = next(mentions, ("", iter(())))
    for telling, offices in groupby(
        inputs.claims["claims_offices"].select(columns).iter_rows(), key=itemgetter(0)
    ):
        while report < telling:  # both are in order of report
            report, some = next(mentions, (telling, iter(())))
        yield {one.key: n for n, one in (some if report == telling else ())}, offices


def no_bodies(_: list[Named]) -> Bodies:
    """Programmes belong to nobody as far as names go."""
    return lambda _: {}


def acronym_of(forms: Iterable[str], full: str) -> str | None:
    """Return the acronym among `forms` that stands for `full`: the one most used."""
    counted = Counter(form for form in forms if is_acronym(form) and form != full)
    return min(counted, key=lambda form: (-counted[form], form)) if counted else None


def with_ids(table: pl.DataFrame, column: str, ids: list[str]) -> pl.DataFrame:
    """Return the claims table with the lasting ids as `column`."""
    return table.with_columns(pl.Series(column, ids, dtype=pl.String))


def join_ids(table: pl.DataFrame, names: pl.DataFrame, local: str, column: str, lasting: str) -> pl.DataFrame:
    """Return `table` with the lasting id of its local key `local` as `column` (null where there is none)."""
    keys = names.select("report_id", pl.col("key").alias(local), pl.col(lasting).alias(column))
    return table.join(keys, on=["report_id", local], how="left", maintain_order="left")
