"""Table `events`: one row per real-world happening, however many reports tell of it."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas import checks
from schemas.columns import COUNTRY, RECORD_ID, RELEASE, StringList, Table, column


class Events(Table):
    """One row per real-world happening, however many reports, outlets and languages tell of it."""

    event_id: str = column(
        "Event id", "Opaque identifier, minted once and kept for ever.", pattern=RECORD_ID, unique=True
    )
    event_type: str = column(
        "Event type", "What happened: the first type that fits.", codelist="event_type", evidence=True
    )
    status: str = column(
        "Status",
        "Planned, ongoing, occurred, postponed, cancelled or unconfirmed as of the release's date.",
        codelist="event_status",
        evidence=True,
    )
    title_id: str = column(
        "Title (Indonesian)", "Composed from the fields in Indonesian; never copied from a report."
    )
    title_en: str = column(
        "Title (English)", "Composed from the fields in English; never copied from a report."
    )
    date_start: pl.Date = column(
        "Start date", "First day of the event, or of the window that holds it.", nullable=True, evidence=True
    )
    date_end: pl.Date = column(
        "End date", "Last day of the event, or of the window that holds it.", nullable=True, evidence=True
    )
    date_precision: str = column(
        "Date precision", "How exactly the span is known.", codelist="date_precision"
    )
    date_basis: str = column(
        "Date basis",
        "What the dates rest on; never the publication date standing in for the event's.",
        codelist="date_basis",
    )
    place_name: str = column(
        "Place", "Most specific named place, city before venue.", nullable=True, evidence=True
    )
    place_precision: str = column(
        "Place precision", "What kind of place is named.", nullable=True, codelist="place_precision"
    )
    country: str = column(
        "Country",
        "ISO 3166-1 alpha-3 code of the country where it takes place.",
        nullable=True,
        pattern=COUNTRY,
        evidence=True,
    )
    latitude: float = column(
        "Latitude",
        "Degrees north (WGS 84) of the named place, from the gazetteer.",
        nullable=True,
        low=-90,
        high=90,
    )
    longitude: float = column(
        "Longitude",
        "Degrees east (WGS 84) of the named place, from the gazetteer.",
        nullable=True,
        low=-180,
        high=180,
    )
    is_online: bool = column("Online", "True where the event is held online.")
    themes: StringList = column("Themes", "What the event deals with (codelist theme), sorted.")
    plover_event: str = column(
        "PLOVER event", "PLOVER event type that the event maps to.", nullable=True, codelist="plover_event"
    )
    plover_mode: str = column(
        "PLOVER mode", "PLOVER mode where the type has one.", nullable=True, codelist="plover_mode"
    )
    cameo_root: str = column(
        "CAMEO code", "CAMEO code that the event maps to.", nullable=True, pattern=r"^\d{2}[0-9x]{0,2}$"
    )
    report_count: int = column("Reports", "Number of reports that tell of the event.", low=1)
    source_count: int = column("Sources", "Number of independent texts: syndicated copies count once.", low=1)
    first_reported: pl.Date = column("First reported", "Publication date of the earliest report.")
    last_reported: pl.Date = column("Last reported", "Publication date of the latest report.")
    confidence: float = column(
        "Confidence", "Calibrated probability (0-1) that the event is real and rightly typed.", low=0, high=1
    )
    review_state: str = column("Review state", "Whether a person looked at it.", codelist="review_state")
    first_release: str = column("First release", "Release in which the record first stood.", pattern=RELEASE)
    last_changed_release: str = column(
        "Last changed", "Release in which the record last changed.", pattern=RELEASE
    )

    @pa.dataframe_check
    @classmethod
    def dates_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """date_start is not after date_end."""
        return data.lazyframe.select(checks.in_order("date_start", "date_end"))

    @pa.dataframe_check
    @classmethod
    def precision_fits_dates(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """date_precision agrees with the dates."""
        return data.lazyframe.select(checks.precision_fits_dates())

    @pa.dataframe_check
    @classmethod
    def basis_fits_precision(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """date_basis is `none` exactly where no date is known."""
        return data.lazyframe.select(checks.basis_fits_precision())

    @pa.dataframe_check
    @classmethod
    def coordinates_together(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """latitude and longitude stand together."""
        return data.lazyframe.select(checks.null_together("latitude", "longitude"))

    @pa.dataframe_check
    @classmethod
    def reported_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """first_reported is not after last_reported."""
        return data.lazyframe.select(checks.in_order("first_reported", "last_reported"))

    @pa.dataframe_check
    @classmethod
    def sources_within_reports(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """source_count is not above report_count."""
        return data.lazyframe.select(checks.in_order("source_count", "report_count"))
