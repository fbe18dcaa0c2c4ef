"""A small, hand-made run: documents and resolved tables that keep the contract, to be bent by tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from flows.common import tables
from flows.common.ids import sha256_text
from flows.common.paths import Work
from schemas.release import TABLES
from schemas.stages import Documents

V1 = "2025-01-31.1"
TEXTS = {
    "r1": "BNPT and UNODC will hold a training on prison management in Bandung on 3 March 2024, said Rina Wati, Deputy of BNPT.",
    "r2": "BNPT and UNODC held a training in Bandung on 3 March 2024. The Bali Work Plan was praised.",
    "r3": "Australia and Indonesia signed a memorandum in Canberra on 5 June 2024 with BNPT.",
}
PUBLISHED = {"r1": date(2024, 2, 1), "r2": date(2024, 3, 4), "r3": date(2024, 6, 6)}
Rows = dict[str, list[dict[str, Any]]]


def span(report: str, words: str) -> dict[str, Any]:
    """Return where `words` stand in a report's text."""
    start = TEXTS[report].index(words)
    return {"report_id": report, "char_start": start, "char_end": start + len(words)}


def proof(
    table: str, record: str, field: str, value: str, report: str, words: str, **more: Any
) -> dict[str, Any]:
    """Return one row of evidence."""
    return {
        "record_type": table, "record_id": record, "field": field, "value": value, **span(report, words),
        "quote": None, "method": "rule.sample", "extractor_version": "1", "confidence": 0.9, **more,
    }  # fmt: skip


def _actor(actor_id: str, kind: str, name: str, reports: int, events: int, **more: Any) -> dict[str, Any]:
    schema = {"person": "Person", "country": "Country", "organisation": "PublicBody"}[kind]
    return {
        "actor_id": actor_id, "kind": kind, "name": name, "aliases": [], "ftm_schema": schema, "origin": "registry",
        "event_count": events, "report_count": reports, "first_reported": date(2024, 2, 1), "last_reported": date(2024, 6, 6),
        "confidence": 0.95, "review_state": "machine", "first_release": V1, "last_changed_release": V1, **more,
    }  # fmt: skip


def _event(
    event_id: str, kind: str, status: str, day: date, place: str, country: str, **more: Any
) -> dict[str, Any]:
    return {
        "event_id": event_id, "event_type": kind, "status": status, "title_id": f"{kind} di {place}",
        "title_en": f"{kind.title()} in {place}", "date_start": day, "date_end": day, "date_precision": "day",
        "date_basis": "stated", "place_name": place, "place_precision": "city", "country": country, "is_online": False,
        "themes": ["capacity_building"], "report_count": 1, "source_count": 1, "first_reported": date(2024, 2, 1),
        "last_reported": date(2024, 6, 6), "confidence": 0.8, "review_state": "machine", "first_release": V1,
        "last_changed_release": V1, **more,
    }  # fmt: skip


def rows() -> Rows:
    """Return the rows of every released table but `changes`."""
    events = [
        _event(
            "ev-training",
            "training",
            "occurred",
            date(2024, 3, 3),
            "Bandung",
            "IDN",
            report_count=2,
            source_count=2,
        ),
        _event("ev-memo", "agreement", "occurred", date(2024, 6, 5), "Canberra", "AUS"),
    ]
    actors = [
        _actor(
            "bnpt",
            "organisation",
            "Badan Nasional Penanggulangan Terorisme",
            3,
            2,
            acronym="BNPT",
            category="government",
            country="IDN",
            aliases=["BNPT"],
        ),
        _actor(
            "unodc",
            "organisation",
            "United Nations Office on Drugs and Crime",
            2,
            1,
            acronym="UNODC",
            category="un_entity",
            parent_actor_id="un",
        ),
        _actor(
            "un",
            "organisation",
            "United Nations",
            0,
            0,
            category="un_entity",
            first_reported=None,
            last_reported=None,
        ),
        _actor("aus", "country", "Australia", 1, 1, country="AUS"),
        _actor("idn", "country", "Indonesia", 1, 1, country="IDN"),
        _actor("ac-rina", "person", "Rina Wati", 1, 0, origin="discovered"),
    ]
    programmes = [
        {
            "programme_id": "bali-work-plan", "kind": "plan", "name": "Bali Work Plan", "aliases": [], "status": "closed",
            "start_date": "2019", "end_date": "2025", "period_precision": "year", "countries": ["IDN"],
            "themes": ["prevention"], "url": "https://example.org/bali", "origin": "registry", "event_count": 1,
            "report_count": 1, "first_reported": date(2024, 3, 4), "last_reported": date(2024, 3, 4), "confidence": 0.9,
            "review_state": "machine", "first_release": V1, "last_changed_release": V1,
        }
    ]  # fmt: skip
    event_actors = [
        {"event_id": "ev-training", "actor_id": "bnpt", "role": "organiser"},
        {"event_id": "ev-training", "actor_id": "unodc", "role": "trainer"},
        {"event_id": "ev-memo", "actor_id": "aus", "role": "signatory"},
        {"event_id": "ev-memo", "actor_id": "idn", "role": "signatory"},
        {"event_id": "ev-memo", "actor_id": "bnpt", "role": "participant"},
    ]
    return {
        "events": events,
        "actors": actors,
        "programmes": programmes,
        "event_actors": event_actors,
        "event_programmes": [
            {"event_id": "ev-training", "programme_id": "bali-work-plan", "relation": "implements"}
        ],
        "programme_actors": [
            {"programme_id": "bali-work-plan", "actor_id": "bnpt", "role": "lead", "iati_role": "2"}
        ],
        "positions": [
            {
                "person_id": "ac-rina",
                "organisation_id": "bnpt",
                "title": "Deputy of BNPT",
                "observed_from": date(2024, 2, 1),
                "observed_to": date(2024, 2, 1),
            }
        ],
        "event_links": [],
        "reports": [report(one) for one in TEXTS],
        "evidence": _evidence(event_actors),
        "event_history": [
            {
                "event_id": "ev-training",
                "as_of": PUBLISHED["r1"],
                "status": "planned",
                "date_start": date(2024, 3, 3),
                "date_end": date(2024, 3, 3),
                "report_id": "r1",
            },
            {
                "event_id": "ev-training",
                "as_of": PUBLISHED["r2"],
                "status": "occurred",
                "date_start": date(2024, 3, 3),
                "date_end": date(2024, 3, 3),
                "report_id": "r2",
            },
            {
                "event_id": "ev-memo",
                "as_of": PUBLISHED["r3"],
                "status": "occurred",
                "date_start": date(2024, 6, 5),
                "date_end": date(2024, 6, 5),
                "report_id": "r3",
            },
        ],
        "redirects": [],
    }


def report(one: str) -> dict[str, Any]:
    """Return the row of `reports` for a sample text."""
    return {
        "report_id": one, "source_ref": f"{one}.md", "url": f"https://example.org/{one}", "title": f"Headline {one}",
        "publisher": "Example Post", "lang": "en", "published_at": PUBLISHED[one], "source_type": "note",
        "licence": "CC-BY-4.0", "text_sha256": sha256_text(TEXTS[one]), "text_length": len(TEXTS[one]),
        "syndication_id": one, "is_relevant": True, "relevance": 0.9,
    }  # fmt: skip


def _evidence(event_actors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    facts = {
        "ev-training": ("r2", "training", "held", "3 March 2024", "Bandung", "IDN", "2024-03-03"),
        "ev-memo": ("r3", "memorandum", "signed", "5 June 2024", "Canberra", "AUS", "2024-06-05"),
    }
    for event, (where, kind, told, day, place, country, iso) in facts.items():
        for field, value, words in (
            ("event_type", kind, kind), ("status", "occurred", told), ("date_start", iso, day), ("date_end", iso, day),
            ("place_name", place, place), ("country", country, place),
        ):  # fmt: skip
            found.append(proof("events", event, field, value, where, words))
    for actor, report_id, words in (
        ("bnpt", "r1", "BNPT"), ("bnpt", "r2", "BNPT"), ("bnpt", "r3", "BNPT"), ("unodc", "r1", "UNODC"), ("unodc", "r2", "UNODC"),
        ("aus", "r3", "Australia"), ("idn", "r3", "Indonesia"), ("ac-rina", "r1", "Rina Wati"),
    ):  # fmt: skip
        found.append(proof("actors", actor, "name", words, report_id, words))
    found.append(proof("programmes", "bali-work-plan", "name", "Bali Work Plan", "r2", "Bali Work Plan"))
    words_of = {"bnpt": "BNPT", "unodc": "UNODC", "aus": "Australia", "idn": "Indonesia"}
    for link in event_actors:
        key = f"{link['event_id']}|{link['actor_id']}|{link['role']}"
        where = "r2" if link["event_id"] == "ev-training" else "r3"
        found.append(proof("event_actors", key, "role", link["role"], where, words_of[link["actor_id"]]))
    found.append(
        proof(
            "event_programmes",
            "ev-training|bali-work-plan|implements",
            "relation",
            "implements",
            "r2",
            "Bali Work Plan",
        )
    )
    found.append(
        proof("positions", "ac-rina|bnpt|Deputy of BNPT", "title", "Deputy of BNPT", "r1", "Deputy of BNPT")
    )
    return found


def write(
    root: Path, given: Mapping[str, list[dict[str, Any]]] | None = None, texts: Mapping[str, str] = TEXTS
) -> Work:
    """Write a run's documents and resolved tables below `root`."""
    work = Work(root)
    for name, table in (given or rows()).items():
        tables.write(
            tables.frame(table, TABLES[name].model), TABLES[name].model, work.resolve / f"{name}.parquet"
        )
    documents = [
        {
            **report(one),
            "quote_allowed": False,
            "text": text,
            "text_sha256": sha256_text(text),
            "text_length": len(text),
        }
        for one, text in texts.items()
    ]
    tables.write(tables.frame(documents, Documents), Documents, work.ingest / "documents.parquet")
    return work
