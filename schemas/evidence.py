"""Proof: the words behind every value, and the ledger of what was announced and what became of it."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas import checks
from schemas.columns import Table, column


class Evidence(Table):
    """The words behind one value: a span of a report, the rule that read it and its confidence."""

    record_type: str = column("Record type", "Table that the value stands in.", codelist="record_type")
    record_id: str = column("Record id", "Primary key of the row; parts of a compound key are joined by `|`.")
    field: str = column("Field", "Column that the value stands in.")
    value: str = column("Value", "The value as text, as this report gives it.")
    report_id: str = column("Report id", "The report.", references="reports.report_id")
    char_start: int = column("Start", "First character of the span in the report's text, from 0.", low=0)
    char_end: int = column("End", "Character after the span.", low=0)
    quote: str = column(
        "Quote",
        "The words, only where the source's licence allows it (at most 240 characters).",
        nullable=True,
    )
    method: str = column("Method", "Rule or model that read it.")
    extractor_version: str = column("Extractor version", "Version of the extractor.")
    confidence: float = column("Confidence", "Confidence (0-1) of this reading.", low=0, high=1)

    @pa.dataframe_check
    @classmethod
    def span_not_empty(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """char_start is before char_end."""
        return data.lazyframe.select(pl.col("char_start") < pl.col("char_end"))

    @pa.dataframe_check
    @classmethod
    def quote_is_short(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """quote has at most 240 characters."""
        return data.lazyframe.select((pl.col("quote").str.len_chars() <= 240).fill_null(True))


class EventHistory(Table):
    """One row per report and event: the status and dates that the report gave."""

    event_id: str = column("Event id", "The event.", references="events.event_id")
    as_of: pl.Date = column("As of", "Publication date of the report.")
    status: str = column("Status", "Status as of the report.", codelist="event_status")
    date_start: pl.Date = column("Start date", "First day, as the report gives it.", nullable=True)
    date_end: pl.Date = column("End date", "Last day, as the report gives it.", nullable=True)
    report_id: str = column("Report id", "The report.", references="reports.report_id")

    @pa.dataframe_check
    @classmethod
    def dates_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """date_start is not after date_end."""
        return data.lazyframe.select(checks.in_order("date_start", "date_end"))

    @pa.dataframe_check
    @classmethod
    def no_derived_status(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """`unconfirmed` is derived, never reported."""
        return data.lazyframe.select(pl.col("status") != "unconfirmed")
