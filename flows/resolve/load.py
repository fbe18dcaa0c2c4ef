"""Everything that resolve reads, in one canonical order, whatever order it was written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.common import tables
from flows.common.paths import Work
from flows.common.registries import Registries, load_registries
from schemas.stages import CLAIM_TABLES, Documents, Readings

_ORDER = {
    "claims_actors": ["report_id", "key"],
    "claims_offices": ["report_id", "actor_key", "char_start", "title"],
    "claims_programmes": ["report_id", "key"],
    "claims_events": ["report_id", "key"],
    "claims_participants": ["report_id", "event_key", "actor_key", "role"],
    "claims_event_programmes": ["report_id", "event_key", "programme_key", "relation"],
}


_CODES = (  # few distinct values, many rows: kept as codes
    "key", "actor_key", "event_key", "programme_key", "organisation_key", "on_behalf_of", "kind", "name", "registry_id", "country",
    "category", "role", "relation", "position_title", "title", "event_type", "status", "date_precision", "date_basis", "place_name",
    "place_precision", "part_of",
)  # fmt: skip
_UNREAD = ("readings", "claims_proofs")  # not held in memory


@dataclass(slots=True)
class Inputs:
    """The reports, and what the relevant ones among them claim; `as_of` is each report's date."""

    reports: pl.DataFrame  # report_id, lang, syndication_id, published_at, is_relevant, as_of
    claims: dict[str, pl.DataFrame]  # all but the proofs
    relevant: pl.DataFrame  # report_id
    registries: Registries
    as_of: dict[str, date]
    spill: Path  # a folder for what does not fit in memory


def load(
    work: Work,
    raw: Path,
    as_of: date,
    retracted: frozenset[str] = frozenset(),
    earlier: Mapping[str, date] | None = None,
) -> Inputs:
    """Read documents, claims and registries; claims of irrelevant or retracted reports are left out.

    A report without a date counts from the release that first had it: `earlier` gives those of the previous release.
    """
    reports = documents(work, ["report_id", "lang", "syndication_id", "published_at", "is_relevant"])
    days = [
        day or (earlier or {}).get(report, as_of)
        for report, day in reports.select("report_id", "published_at").iter_rows()
    ]
    ids = pl.Enum(reports["report_id"])
    reports = reports.with_columns(pl.col("report_id").cast(ids), as_of=pl.Series(days, dtype=pl.Date))
    relevant = reports.filter(pl.col("is_relevant") & ~pl.col("report_id").is_in(sorted(retracted))).select(
        "report_id"
    )
    return Inputs(
        reports=reports,
        claims={name: _claims(work.extract, name, relevant) for name in CLAIM_TABLES if name not in _UNREAD},
        relevant=relevant,
        registries=load_registries(raw / "registries"),
        as_of=dict(zip(reports["report_id"].cast(pl.String), _shared(days), strict=True)),
        spill=work.resolve / ".spill",
    )


def _shared(days: Iterable[date]) -> Iterator[date]:
    """Yield `days`, equal ones as one object."""
    known: dict[date, date] = {}
    return (known.setdefault(day, day) for day in days)


def documents(work: Work, columns: list[str]) -> pl.DataFrame:
    """Return `columns` of the documents in order of report, with date and relevance as reading settled them."""
    found = tables.read(work.ingest / "documents.parquet", Documents, columns).sort("report_id")
    parts = [tables.read(file, Readings) for file in claim_files(work.extract, "readings")]
    read = pl.concat(parts) if parts else tables.frame([], Readings)
    given = read.select("report_id", found=pl.col("published_at"), read_relevant=pl.col("is_relevant"))
    return (
        found.join(given, on="report_id", how="left", maintain_order="left")
        .with_columns(
            published_at=pl.coalesce("published_at", "found"),
            is_relevant=pl.col("is_relevant") & pl.col("read_relevant").fill_null(True),
        )
        .drop("found", "read_relevant")
    )


def _claims(folder: Path, name: str, relevant: pl.DataFrame) -> pl.DataFrame:
    """Return a table of claims of the relevant reports, each row once and in order; report ids and what repeats as codes."""
    parts = [_coded(tables.read(file, CLAIM_TABLES[name]), name) for file in claim_files(folder, name)]
    whole = pl.concat(parts) if parts else _coded(tables.frame([], CLAIM_TABLES[name]), name)
    whole = whole.with_columns(pl.col("report_id").cast(relevant.schema["report_id"], strict=False))
    whole = whole.join(relevant, on="report_id", how="semi", maintain_order="left")
    return whole.unique(maintain_order=True).sort(_ORDER[name], maintain_order=True)


def _coded(table: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return a part of a claims table, tidied, with what repeats as codes."""
    if name in {"claims_actors", "claims_programmes"}:
        table = tidy_names(table)
    if name == "claims_events":
        table = tidy_dates(table)
    return table.with_columns(
        pl.col(column).cast(pl.Categorical) for column in table.columns if column in _CODES
    )


def tidy_names(named: pl.DataFrame) -> pl.DataFrame:
    """Return named claims with every run of white space in a name as one space."""
    return named.with_columns(
        name=pl.col("name").str.replace_all(r"\s+", " ").str.strip_chars(),
        aliases=pl.col("aliases").list.eval(pl.element().str.replace_all(r"\s+", " ").str.strip_chars()),
    )


def tidy_dates(events: pl.DataFrame) -> pl.DataFrame:
    """Return the event claims with dates, precision and basis that agree; what cannot be read is unknown."""
    start, end, precision = pl.col("date_start"), pl.col("date_end"), pl.col("date_precision")
    dated = ~precision.is_in(["before", "unknown"])
    events = events.with_columns(
        date_start=pl.when(precision == "unknown")
        .then(None)
        .when(precision == "before")
        .then(None)
        .otherwise(pl.coalesce(start, end)),
        date_end=pl.when(precision == "unknown").then(None).otherwise(pl.coalesce(end, start)),
    )
    events = events.with_columns(
        date_start=pl.when(start > end).then(end).otherwise(start),
        date_end=pl.when(start > end).then(start).otherwise(end),
        date_precision=pl.when(dated & start.is_null())
        .then(pl.lit("unknown"))
        .when((precision == "before") & end.is_null())
        .then(pl.lit("unknown"))
        .otherwise(precision),
    )
    basis = pl.col("date_basis")
    return events.with_columns(
        date_basis=pl.when(precision == "unknown")
        .then(pl.lit("none"))
        .when(basis == "none")
        .then(pl.lit("relative"))
        .otherwise(basis)
    )


def claim_files(folder: Path, name: str) -> list[Path]:
    """Return the files of the claims table `name`: one, or the parts in a folder."""
    whole = folder / f"{name}.parquet"
    return [whole] if whole.exists() else sorted((folder / name).glob("*.parquet"))
