"""From what one report says to rows of the `claims_*` tables."""

from __future__ import annotations

from typing import Any

from flows.extract.model import Actor, Event, Programme, Reading

Rows = dict[str, list[dict[str, Any]]]


def rows(reading: Reading) -> Rows:
    """Return the rows of each claims table (see schemas.stages.CLAIM_TABLES) for one report."""
    report = {"report_id": reading.report_id}
    return {
        "claims_actors": [{**report, **_actor(actor)} for actor in reading.actors],
        "claims_offices": [
            {
                **report,
                "actor_key": actor.key,
                "title": office.title,
                "organisation_key": office.organisation_key,
                "former": office.former,
                "char_start": office.start,
                "char_end": office.end,
            }
            for actor in reading.actors
            for office in actor.offices
        ],
        "claims_programmes": [{**report, **_programme(programme)} for programme in reading.programmes],
        "claims_events": [{**report, **_event(event)} for event in reading.events],
        "claims_participants": [
            {
                **report,
                "event_key": event.key,
                "actor_key": part.actor_key,
                "role": part.role,
                "position_title": part.position_title,
                "on_behalf_of": part.on_behalf_of,
            }
            for event in reading.events
            for part in event.participants
        ],
        "claims_event_programmes": [
            {**report, "event_key": event.key, "programme_key": key, "relation": relation}
            for event in reading.events
            for key, relation in event.programmes
        ],
        "claims_proofs": [{**report, **row} for row in _proofs(reading)],
    }


def _actor(actor: Actor) -> dict[str, Any]:
    return {
        "key": actor.key,
        "kind": actor.kind,
        "name": actor.name,
        "aliases": sorted(set(actor.aliases)),
        "registry_id": actor.registry_id,
        "country": actor.country,
        "category": actor.category,
        "confidence": actor.confidence,
    }


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "key": programme.key,
        "kind": programme.kind,
        "name": programme.name,
        "aliases": sorted(set(programme.aliases)),
        "registry_id": programme.registry_id,
        "start_date": programme.start,
        "end_date": programme.end,
        "confidence": programme.confidence,
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "key": event.key,
        "event_type": event.type,
        "also": sorted(event.also),
        "status": event.status,
        "date_start": event.date_start,
        "date_end": event.date_end,
        "date_precision": event.date_precision,
        "date_basis": event.date_basis,
        "place_name": event.place_name,
        "place_precision": event.place_precision,
        "country": event.country,
        "latitude": event.latitude,
        "longitude": event.longitude,
        "is_online": event.is_online,
        "themes": sorted(event.themes),
        "part_of": event.part_of,
        "occasion": event.name,
        "instrument": event.instrument,
        "series_number": event.series_number,
        "confidence": event.confidence,
    }


def _proofs(reading: Reading) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    def add(
        table: str, key: str, field: str, value: str, span: tuple[int, int], method: str, confidence: float
    ) -> None:
        found.append(
            {
                "record_type": table,
                "key": key,
                "field": field,
                "value": value,
                "char_start": span[0],
                "char_end": span[1],
                "method": method,
                "confidence": confidence,
            }
        )

    for actor in reading.actors:
        for mention in actor.mentions:
            add(
                "actors",
                actor.key,
                "name",
                mention.text,
                (mention.start, mention.end),
                mention.rule,
                mention.confidence,
            )
        for office in actor.offices:
            if office.organisation_key is not None and not office.former:
                key = f"{actor.key}|{office.organisation_key}"
                add(
                    "positions",
                    key,
                    "title",
                    office.title,
                    (office.start, office.end),
                    "office",
                    actor.confidence,
                )
    for programme in reading.programmes:
        for start, end, rule in programme.spans:
            add("programmes", programme.key, "name", programme.name, (start, end), rule, programme.confidence)
    for event in reading.events:
        for proof in event.proofs:
            table, key = "events", event.key
            if proof.field.startswith("role:"):
                table, key = "event_actors", f"{event.key}|{proof.field[5:]}"
            elif proof.field.startswith("relation:"):
                table, key = "event_programmes", f"{event.key}|{proof.field[9:]}"
            elif proof.field == "part_of":
                table, key = "event_links", f"{event.key}|{proof.value}"
            field = {"event_actors": "role", "event_programmes": "relation", "event_links": "relation"}.get(
                table, proof.field
            )
            value = "part_of" if proof.field == "part_of" else proof.value
            add(table, key, field, value, (proof.start, proof.end), proof.rule, proof.confidence)
    return found
