"""Everything that resolve reads, in one canonical order, whatever order it was written in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.common import tables
from flows.common.paths import Work
from flows.common.registries import Registries, load_registries
from schemas.stages import CLAIM_TABLES, Documents

_ORDER = {
    "readings": ["report_id"],
    "claims_actors": ["report_id", "key"],
    "claims_offices": ["report_id", "actor_key", "char_start", "title"],
    "claims_programmes": ["report_id", "key"],
    "claims_events": ["report_id", "key"],
    "claims_participants": ["report_id", "event_key", "actor_key", "role"],
    "claims_event_programmes": ["report_id", "event_key", "programme_key", "relation"],
    "claims_proofs": [
        "report_id",
        "record_type",
        "key",
        "field",
        "char_start",
        "char_end",
        "value",
        "method",
    ],
}


@dataclass(slots=True)
class Inputs:
    """The reports, and what the relevant ones among them claim; `as_of` is each report's date."""

    documents: pl.DataFrame  # without the text
    claims: dict[str, pl.DataFrame]
    registries: Registries
    as_of: dict[str, date]
    published: dict[str, date | None]
    lang: dict[str, str]
    syndication: dict[str, str]
    relevant: frozenset[str]


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
    documents = tables.read(work.ingest / "documents.parquet", Documents).drop("text").sort("report_id")
    claims = {name: read_claims(work.extract, name) for name in CLAIM_TABLES}
    given = claims["readings"].select(
        "report_id", found=pl.col("published_at"), read_relevant=pl.col("is_relevant")
    )
    documents = documents.join(given, on="report_id", how="left", maintain_order="left").with_columns(
        published_at=pl.coalesce("published_at", "found"),
        is_relevant=pl.col("is_relevant") & pl.col("read_relevant").fill_null(True),
    )
    documents = documents.drop("found", "read_relevant")
    for name in ("claims_actors", "claims_programmes"):
        claims[name] = tidy_names(claims[name])
    claims["claims_events"] = tidy_dates(claims["claims_events"])
    relevant = frozenset(documents.filter("is_relevant")["report_id"]) - retracted
    kept = pl.DataFrame({"report_id": sorted(relevant)}, schema={"report_id": pl.String})
    published = dict(documents.select("report_id", "published_at").iter_rows())
    return Inputs(
        documents=documents,
        claims={
            name: table.join(kept, on="report_id", how="semi")
            .unique(maintain_order=True)
            .sort(_ORDER[name], maintain_order=True)
            for name, table in claims.items()
        },
        registries=load_registries(raw / "registries"),
        as_of={report: day or (earlier or {}).get(report, as_of) for report, day in published.items()},
        published=published,
        lang=dict(documents.select("report_id", "lang").iter_rows()),
        syndication=dict(documents.select("report_id", "syndication_id").iter_rows()),
        relevant=relevant,
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


def read_claims(folder: Path, name: str) -> pl.DataFrame:
    """Read the claims table `name`: one file, or a folder of parts."""
    whole = folder / f"{name}.parquet"
    return tables.read(whole if whole.exists() else folder / name, CLAIM_TABLES[name])


def texts(work: Work, reports: list[str]) -> dict[str, str]:
    """Return the text of `reports`."""
    wanted = pl.DataFrame({"report_id": reports}, schema={"report_id": pl.String})
    documents = tables.read(work.ingest / "documents.parquet", Documents).select("report_id", "text")
    return dict(documents.join(wanted, on="report_id", how="semi").iter_rows())
