"""Link tables: who takes part in what, and how records belong together."""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas import checks
from schemas.columns import Table, column


class EventActors(Table):
    """Who takes part in an event, in which role; one row per event, actor and role."""

    event_id: str = column("Event id", "The event.", references="events.event_id")
    actor_id: str = column("Actor id", "The actor.", references="actors.actor_id")
    role: str = column(
        "Role", "What the actor does in the event.", codelist="event_actor_role", evidence=True
    )
    position_title: str = column(
        "Position",
        "Office in which a person, or an unnamed office-holder, takes part, as written.",
        nullable=True,
    )
    on_behalf_of: str = column(
        "On behalf of", "The actor that a person stands for.", nullable=True, references="actors.actor_id"
    )


class EventProgrammes(Table):
    """Which programmes an event is about, carries out, starts, reviews or funds."""

    event_id: str = column("Event id", "The event.", references="events.event_id")
    programme_id: str = column("Programme id", "The programme.", references="programmes.programme_id")
    relation: str = column(
        "Relation", "What the event is to the programme.", codelist="event_programme_relation", evidence=True
    )


class ProgrammeActors(Table):
    """Who leads, carries out, funds, joins or benefits from a programme."""

    programme_id: str = column("Programme id", "The programme.", references="programmes.programme_id")
    actor_id: str = column("Actor id", "The actor.", references="actors.actor_id")
    role: str = column("Role", "What the actor is to the programme.", codelist="programme_actor_role")
    iati_role: str = column(
        "IATI role", "Code of the IATI OrganisationRole codelist.", nullable=True, pattern=r"^[1-4]$"
    )


class Positions(Table):
    """Offices that persons are reported to hold; one row per person, organisation and title."""

    person_id: str = column("Person id", "The person.", references="actors.actor_id")
    organisation_id: str = column(
        "Organisation id",
        "The organisation, or country, that the office belongs to.",
        references="actors.actor_id",
    )
    title: str = column("Title", "The office, as most often written.", evidence=True)
    observed_from: pl.Date = column(
        "Observed from", "Publication date of the earliest report that gives the office."
    )
    observed_to: pl.Date = column(
        "Observed to", "Publication date of the latest report that gives the office."
    )

    @pa.dataframe_check
    @classmethod
    def observed_in_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """observed_from is not after observed_to."""
        return data.lazyframe.select(checks.in_order("observed_from", "observed_to"))


class EventLinks(Table):
    """How events belong together; `event_id` is the part, the follow-up or the later occasion."""

    event_id: str = column("Event id", "The event.", references="events.event_id")
    related_event_id: str = column(
        "Related event", "The event that it belongs to.", references="events.event_id"
    )
    relation: str = column(
        "Relation", "How they belong together.", codelist="event_link_relation", evidence=True
    )

    @pa.dataframe_check
    @classmethod
    def not_itself(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """An event is not linked to itself."""
        return data.lazyframe.select(pl.col("event_id") != pl.col("related_event_id"))
