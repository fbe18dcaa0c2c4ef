"""The release before this one: what it held, and since when a row stands as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from flows.common import tables
from schemas.release import TABLES

STAMPS = ("first_release", "last_changed_release")


class Tables(Mapping[str, pl.DataFrame]):
    """The tables of a release (its data/*.parquet, files or folders of parts) by name, each read when asked for and not kept."""

    def __init__(self, folder: Path | None) -> None:
        """Look in the release at `folder`; None is an empty release."""
        self._folder = (folder or Path("/nonexistent")) / "data"

    def path(self, name: str) -> Path:
        """Return where a table lies."""
        path = self._folder / f"{name}.parquet"
        return path if path.exists() else path.with_suffix("")

    def __getitem__(self, name: str) -> pl.DataFrame:
        return tables.read(self.path(name), TABLES[name].model)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


@dataclass(slots=True)
class Previous:
    """The tables of the previous release by name; empty ones where there is none."""

    tables: Tables

    def names(self, table: str) -> pl.DataFrame:
        """Return by which name each report knew a record of `table`: record_id, report_id and value, each once and in order."""
        columns = ("record_id", "report_id", "value")
        path = self.tables.path("evidence")
        files = sorted(path.glob("*.parquet")) if path.is_dir() else [path] if path.exists() else []
        if not files:
            return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
        rows = pl.scan_parquet(files, hive_partitioning=False).filter(
            (pl.col("record_type") == table)
            & (pl.col("field") == "name")
            & ~pl.col("method").str.starts_with("curation")
        )
        return rows.select(columns).unique().collect().sort(columns)

    @property
    def redirects(self) -> dict[str, str]:
        """Old id -> new id, as the previous release has them."""
        return dict(self.tables["redirects"].select("old_id", "new_id").sort("old_id").iter_rows())

    @property
    def dates(self) -> dict[str, date]:
        """The date from which each report counts."""
        return dict(
            self.tables["event_history"]
            .select("report_id", "as_of")
            .unique()
            .sort("report_id", "as_of", descending=[False, True])
            .iter_rows()
        )

    @property
    def used_ids(self) -> set[str]:
        """Every id that is or was in use."""
        used = set(self.tables["redirects"]["old_id"]) | set(self.tables["redirects"]["new_id"])
        for name, key in (("events", "event_id"), ("actors", "actor_id"), ("programmes", "programme_id")):
            used |= set(self.tables[name][key])
        return used


def read(folder: Path | None) -> Previous:
    """Read the release at `folder`; None is an empty release."""
    return Previous(Tables(folder))


def stamp(rows: pl.DataFrame, name: str, previous: Previous, version: str) -> pl.DataFrame:
    """Return `rows` with first_release and last_changed_release: this version where the row is new or differs."""
    key = TABLES[name].primary_key[0]
    columns = [column for column in TABLES[name].model.to_schema().columns if column not in STAMPS]
    bare = rows.select(columns)
    before = previous.tables[name]
    same = (
        bare.join(before.select(columns), on=columns, how="semi", nulls_equal=True).select(
            key, same_=pl.lit(True)
        )
        if before.height
        else None
    )
    old = before.select(key, first_=pl.col("first_release"), changed_=pl.col("last_changed_release"))
    stamped = bare.join(old, on=key, how="left", maintain_order="left")
    stamped = (
        stamped.join(same, on=key, how="left", maintain_order="left")
        if same is not None
        else stamped.with_columns(same_=pl.lit(None, pl.Boolean))
    )
    return stamped.with_columns(
        first_release=pl.coalesce("first_", pl.lit(version)),
        last_changed_release=pl.when(pl.col("same_")).then(pl.col("changed_")).otherwise(pl.lit(version)),
    ).select(list(TABLES[name].model.to_schema().columns))
