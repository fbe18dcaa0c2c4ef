"""Table `actors`: organisations, persons in an official or professional capacity, countries."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas import checks
from schemas.columns import COUNTRY, RECORD_ID, RELEASE, StringList, Table, column


class Actors(Table):
    """One row per organisation, person in an official or professional capacity, or country that acts."""

    actor_id: str = column(
        "Actor id",
        "Readable for registry records, opaque for discovered ones; kept for ever.",
        pattern=RECORD_ID,
        unique=True,
    )
    kind: str = column("Kind", "Organisation, person or country.", codelist="actor_kind")
    name: str = column("Name", "Canonical name, without rank, academic title or honorific.", evidence=True)
    name_id: str = column("Name (Indonesian)", "Name in Indonesian.", nullable=True)
    name_en: str = column("Name (English)", "Name in English.", nullable=True)
    acronym: str = column("Acronym", "Usual acronym.", nullable=True)
    aliases: StringList = column("Aliases", "Every other form of the name, sorted.")
    category: str = column("Category", "What sort of body it is.", nullable=True, codelist="actor_category")
    country: str = column(
        "Country", "ISO 3166-1 alpha-3 code of its country.", nullable=True, pattern=COUNTRY
    )
    parent_actor_id: str = column(
        "Parent", "The actor that it is a part of.", nullable=True, references="actors.actor_id"
    )
    wikidata_id: str = column("Wikidata id", "Wikidata item.", nullable=True, pattern=r"^Q\d+$")
    ftm_schema: str = column(
        "FollowTheMoney schema", "FollowTheMoney schema of the record.", codelist="ftm_schema"
    )
    iati_organisation_type: str = column(
        "IATI organisation type",
        "Code of the IATI OrganisationType codelist.",
        nullable=True,
        pattern=r"^\d{2}$",
    )
    plover_sector: str = column("PLOVER sector", "PLOVER sector code.", nullable=True, pattern=r"^[A-Z]{3}$")
    origin: str = column("Origin", "Written in the registry or found by form.", codelist="origin")
    event_count: int = column("Events", "Number of events that it takes part in.", low=0)
    report_count: int = column("Reports", "Number of reports that name it.", low=0)
    first_reported: pl.Date = column(
        "First reported", "Publication date of the earliest report that names it.", nullable=True
    )
    last_reported: pl.Date = column(
        "Last reported", "Publication date of the latest report that names it.", nullable=True
    )
    confidence: float = column(
        "Confidence", "Calibrated probability (0-1) that this is an actor, rightly named.", low=0, high=1
    )
    review_state: str = column("Review state", "Whether a person looked at it.", codelist="review_state")
    first_release: str = column("First release", "Release in which the record first stood.", pattern=RELEASE)
    last_changed_release: str = column(
        "Last changed", "Release in which the record last changed.", pattern=RELEASE
    )

    @pa.dataframe_check
    @classmethod
    def reported_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """first_reported is not after last_reported."""
        return data.lazyframe.select(checks.in_order("first_reported", "last_reported"))
