"""Table `programmes`: named programmes, projects, plans, strategies, frameworks, agreements, laws, campaigns."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas import checks
from schemas.columns import PARTIAL_DATE, RECORD_ID, RELEASE, StringList, Table, column


class Programmes(Table):
    """One row per named programme, project, plan, strategy, framework, agreement, law or campaign."""

    programme_id: str = column(
        "Programme id",
        "Readable for registry records, opaque for discovered ones; kept for ever.",
        pattern=RECORD_ID,
        unique=True,
    )
    kind: str = column(
        "Kind",
        "Programme, project, plan, strategy, framework, agreement, law or campaign.",
        codelist="programme_kind",
    )
    name: str = column("Name", "Canonical name.", evidence=True)
    name_id: str = column("Name (Indonesian)", "Name in Indonesian.", nullable=True)
    name_en: str = column("Name (English)", "Name in English.", nullable=True)
    acronym: str = column("Acronym", "Usual acronym.", nullable=True)
    aliases: StringList = column("Aliases", "Every other form of the name, sorted.")
    status: str = column("Status", "IATI activity status.", nullable=True, codelist="programme_status")
    start_date: str = column(
        "Start",
        "Start as precisely as known: YYYY, YYYY-MM or YYYY-MM-DD.",
        nullable=True,
        pattern=PARTIAL_DATE,
    )
    end_date: str = column(
        "End", "End as precisely as known: YYYY, YYYY-MM or YYYY-MM-DD.", nullable=True, pattern=PARTIAL_DATE
    )
    period_precision: str = column(
        "Period precision", "Precision of start and end.", nullable=True, codelist="period_precision"
    )
    parent_programme_id: str = column(
        "Parent", "The programme that it is a part of.", nullable=True, references="programmes.programme_id"
    )
    countries: StringList = column(
        "Countries", "ISO 3166-1 alpha-3 codes of the countries that it is for, sorted."
    )
    themes: StringList = column("Themes", "What it deals with (codelist theme), sorted.")
    url: str = column("Address", "Official page.", nullable=True, pattern=r"^https?://")
    wikidata_id: str = column("Wikidata id", "Wikidata item.", nullable=True, pattern=r"^Q\d+$")
    iati_identifier: str = column("IATI identifier", "IATI activity identifier.", nullable=True)
    origin: str = column("Origin", "Written in the registry or found by form.", codelist="origin")
    event_count: int = column("Events", "Number of events linked to it.", low=0)
    report_count: int = column("Reports", "Number of reports that name it.", low=0)
    first_reported: pl.Date = column(
        "First reported", "Publication date of the earliest report that names it.", nullable=True
    )
    last_reported: pl.Date = column(
        "Last reported", "Publication date of the latest report that names it.", nullable=True
    )
    confidence: float = column(
        "Confidence", "Calibrated probability (0-1) that this is a programme, rightly named.", low=0, high=1
    )
    review_state: str = column("Review state", "Whether a person looked at it.", codelist="review_state")
    first_release: str = column("First release", "Release in which the record first stood.", pattern=RELEASE)
    last_changed_release: str = column(
        "Last changed", "Release in which the record last changed.", pattern=RELEASE
    )

    @pa.dataframe_check
    @classmethod
    def period_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """start_date is not after end_date, at the coarser of their precisions."""
        start, end = pl.col("start_date"), pl.col("end_date")
        shorter = pl.min_horizontal(start.str.len_chars(), end.str.len_chars())
        return data.lazyframe.select(
            (start.str.slice(0, shorter) <= end.str.slice(0, shorter)).fill_null(True)
        )

    @pa.dataframe_check
    @classmethod
    def reported_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """first_reported is not after last_reported."""
        return data.lazyframe.select(checks.in_order("first_reported", "last_reported"))
