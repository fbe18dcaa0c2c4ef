"""Change: what differs from the previous release, and where old ids lead."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.columns import RELEASE, StringList, Table, column


class Changes(Table):
    """One row per record that differs from the previous release."""

    table_name: str = column("Table", "Released table.")
    record_id: str = column("Record id", "Primary key; parts of a compound key are joined by `|`.")
    op: str = column("Operation", "What happened to the record.", codelist="change_op")
    fields: StringList = column("Fields", "Columns that changed, sorted; empty for rows added or removed.")
    release: str = column("Release", "This release.", pattern=RELEASE)
    previous_release: str = column(
        "Previous release", "The release compared with.", nullable=True, pattern=RELEASE
    )


class Redirects(Table):
    """Ids that are no longer in use and the record that holds them now; kept for ever."""

    old_id: str = column("Old id", "Id as it stood in an earlier release.", unique=True)
    new_id: str = column("New id", "Id of the record that holds it now.")
    release: str = column("Release", "Release in which it was redirected.", pattern=RELEASE)
    reason: str = column("Reason", "Why.", codelist="redirect_reason")

    @pa.dataframe_check
    @classmethod
    def leads_elsewhere(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A redirect leads to another id."""
        return data.lazyframe.select(pl.col("old_id") != pl.col("new_id"))
