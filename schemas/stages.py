"""Hand-over tables between stages (not released).

`ingest` writes `documents`; `extract` writes the `claims_*` tables, in which keys such as a1, p1, e1 are local
to one report; `resolve` turns them into the released tables.
"""

from __future__ import annotations

import polars as pl

from schemas.columns import COUNTRY, PARTIAL_DATE, RECORD_ID, SHA256, StringList, Table, UtcTime, column


class Documents(Table):
    """One row per captured report with its text: what ingest hands to extract."""

    report_id: str = column("Report id", "As in reports.", pattern=RECORD_ID, unique=True)
    source_ref: str = column("Source", "As in reports.")
    url: str = column("Address", "As in reports.", nullable=True)
    title: str = column("Title", "As in reports.", nullable=True)
    publisher: str = column("Publisher", "As in reports.", nullable=True)
    byline: str = column("Byline", "Who signed the report, as written; never released.", nullable=True)
    lang: str = column("Language", "As in reports.", codelist="language")
    published_at: pl.Date = column(
        "Published", "As in reports; null where only the text may tell.", nullable=True
    )
    published_basis: str = column(
        "Basis of the date",
        "Where it is stated: front matter, json-ld, a meta tag, address, time element, page, feed or record.",
        nullable=True,
    )
    retrieved_at: UtcTime = column("Retrieved", "As in reports.", nullable=True)
    source_type: str = column("Source type", "As in reports.", codelist="source_type")
    licence: str = column("Licence", "As in reports.", nullable=True)
    quote_allowed: bool = column("Quote allowed", "True where the licence lets a release carry short quotes.")
    text: str = column("Text", "The text that every offset points into.")
    text_sha256: str = column("Text digest", "As in reports.", pattern=SHA256)
    text_length: int = column("Text length", "As in reports.", low=0)
    syndication_id: str = column("Syndication id", "As in reports.", pattern=RECORD_ID)
    is_relevant: bool = column("Relevant", "As in reports.")
    relevance: float = column("Relevance", "As in reports.", low=0, high=1)


class Readings(Table):
    """One row per report that was read: the date that its own text gives, for reports without one."""

    report_id: str = column("Report id", "The report.", pattern=RECORD_ID, unique=True)
    published_at: pl.Date = column(
        "Published", "Date of publication, given or found in the text.", nullable=True
    )
    is_relevant: bool = column("Relevant", "True where the report is in scope after reading.")
    seconds: float = column("Seconds", "Time it took to read.", low=0)


class ClaimsActors(Table):
    """One row per report and actor."""

    report_id: str = column("Report id", "The report.", references="reports.report_id")
    key: str = column("Key", "Local key (a1, a2, ...).")
    kind: str = column("Kind", "As in actors.", codelist="actor_kind")
    name: str = column("Name", "Fullest form in the report.")
    aliases: StringList = column("Aliases", "Every other surface form.")
    registry_id: str = column("Registry id", "Registry record that the form belongs to.", nullable=True)
    country: str = column("Country", "As in actors.", nullable=True, pattern=COUNTRY)
    category: str = column("Category", "As in actors.", nullable=True, codelist="actor_category")
    confidence: float = column("Confidence", "Confidence of the reading.", low=0, high=1)


class ClaimsOffices(Table):
    """One row per report, person and office."""

    report_id: str = column("Report id", "The report.", references="reports.report_id")
    actor_key: str = column("Actor", "Local key of the person.")
    title: str = column("Title", "Office as written.")
    organisation_key: str = column("Organisation", "Local key of the organisation or country.", nullable=True)
    former: bool = column("Former", "True where the report says that the office is no longer held.")
    char_start: int = column("Start", "Span of the office.", low=0)
    char_end: int = column("End", "Span of the office.", low=0)


class ClaimsProgrammes(Table):
    """One row per report and programme."""

    report_id: str = column("Report id", "The report.", references="reports.report_id")
    key: str = column("Key", "Local key (p1, p2, ...).")
    kind: str = column("Kind", "As in programmes.", codelist="programme_kind")
    name: str = column("Name", "Fullest form in the report.")
    aliases: StringList = column("Aliases", "Every other surface form.")
    registry_id: str = column("Registry id", "Registry record that the form belongs to.", nullable=True)
    start_date: str = column("Start", "As in programmes.", nullable=True, pattern=PARTIAL_DATE)
    end_date: str = column("End", "As in programmes.", nullable=True, pattern=PARTIAL_DATE)
    confidence: float = column("Confidence", "Confidence of the reading.", low=0, high=1)


class ClaimsEvents(Table):
    """One row per report and event."""

    report_id: str = column("Report id", "The report.", references="reports.report_id")
    key: str = column("Key", "Local key (e1, e2, ...).")
    event_type: str = column("Event type", "As in events.", codelist="event_type")
    also: StringList = column("Also", "Types that would be as right.")
    status: str = column("Status", "As of the report.", codelist="event_status")
    date_start: pl.Date = column("Start date", "As in events.", nullable=True)
    date_end: pl.Date = column("End date", "As in events.", nullable=True)
    date_precision: str = column("Date precision", "As in events.", codelist="date_precision")
    date_basis: str = column("Date basis", "As in events.", codelist="date_basis")
    place_name: str = column("Place", "As in events.", nullable=True)
    place_precision: str = column(
        "Place precision", "As in events.", nullable=True, codelist="place_precision"
    )
    country: str = column("Country", "As in events.", nullable=True, pattern=COUNTRY)
    latitude: float = column("Latitude", "As in events.", nullable=True)
    longitude: float = column("Longitude", "As in events.", nullable=True)
    is_online: bool = column("Online", "As in events.")
    themes: StringList = column("Themes", "As in events.")
    part_of: str = column("Part of", "Local key of the event that holds this one.", nullable=True)
    occasion: str = column("Occasion", "Named occasion, as written.", nullable=True)
    instrument: str = column("Instrument", "What is signed or launched, as written.", nullable=True)
    series_number: int = column("Series number", "The 8 of an 8th consultation.", nullable=True)
    confidence: float = column("Confidence", "Confidence of the reading.", low=0, high=1)


class ClaimsParticipants(Table):
    """One row per report, event and participant."""

    report_id: str = column("Report id", "The report.", references="reports.report_id")
    event_key: str = column("Event", "Local key of the event.")
    actor_key: str = column("Actor", "Local key of the actor.")
    role: str = column("Role", "As in event_actors.", codelist="event_actor_role")
    position_title: str = column("Position", "As in event_actors.", nullable=True)
    on_behalf_of: str = column(
        "On behalf of", "Local key of the actor that a person stands for.", nullable=True
    )


class ClaimsEventProgrammes(Table):
    """One row per report, event and programme."""

    report_id: str = column("Report id", "The report.", references="reports.report_id")
    event_key: str = column("Event", "Local key of the event.")
    programme_key: str = column("Programme", "Local key of the programme.")
    relation: str = column("Relation", "As in event_programmes.", codelist="event_programme_relation")


class ClaimsProofs(Table):
    """One row per value and span.

    For actors, programmes and events `key` is the local key; for a participation it is `event|actor`, for a
    programme link `event|programme`, for an office `person|organisation`, for a part-whole link `event|event`.
    """

    report_id: str = column("Report id", "The report.", references="reports.report_id")
    record_type: str = column("Record type", "Table that the value is for.", codelist="record_type")
    key: str = column("Key", "Local key or keys, joined by `|`.")
    field: str = column("Field", "Column that the value is for.")
    value: str = column("Value", "The value as text.")
    char_start: int = column("Start", "First character of the span.", low=0)
    char_end: int = column("End", "Character after the span.", low=0)
    method: str = column("Method", "Rule or model that read it.")
    confidence: float = column("Confidence", "Confidence of the reading.", low=0, high=1)


class EventKeys(Table):
    """One row per report and event claim: the resolved event that it tells of."""

    report_id: str = column("Report id", "The report.", references="reports.report_id")
    key: str = column("Key", "Local key of the event claim.")
    event_id: str = column("Event id", "The resolved event.", references="events.event_id")


class Issues(Table):
    """One row per problem met on the way: nothing is dropped in silence."""

    stage: str = column("Stage", "Where it was met.")
    level: str = column("Level", "info, warning or error.", pattern="^(info|warning|error)$")
    code: str = column("Code", "Short name of the problem.")
    source_ref: str = column("Source", "File, address or record that it concerns.")
    message: str = column("Message", "What is wrong, where, and how to mend it.")


CLAIM_TABLES: dict[str, type[Table]] = {
    "readings": Readings,
    "claims_actors": ClaimsActors,
    "claims_offices": ClaimsOffices,
    "claims_programmes": ClaimsProgrammes,
    "claims_events": ClaimsEvents,
    "claims_participants": ClaimsParticipants,
    "claims_event_programmes": ClaimsEventProgrammes,
    "claims_proofs": ClaimsProofs,
}
