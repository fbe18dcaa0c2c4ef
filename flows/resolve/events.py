"""Rows of `events` and `event_history`, made from the clusters."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flows.common.issues import IssueLog
from flows.common.registries import Registries
from flows.resolve import codes, compose, consolidate, history
from flows.resolve.consolidate import Told
from flows.resolve.history import Entry

Row = dict[str, Any]
CORRECTABLE = {
    "event_type": "text", "status": "text", "date_start": "date", "date_end": "date", "date_precision": "text", "date_basis": "text",
    "place_name": "text", "place_precision": "text", "country": "text", "latitude": "float", "longitude": "float",
    "is_online": "bool", "themes": "list",
}  # fmt: skip
_ROLE_ORDER = (
    "signatory", "appointee", "visitor", "organiser", "host", "provider", "trainer", "funder", "participant", "recipient", "trainee",
    "speaker", "observer",
)  # fmt: skip


def ledger(told: Iterable[Told]) -> list[Entry]:
    """Return one entry per report; a report that tells of the event twice is taken at its furthest word."""
    order = {"occurred": 0, "ongoing": 1, "cancelled": 2, "postponed": 3, "planned": 4}
    entries: dict[str, Entry] = {}
    for one in sorted(told, key=lambda t: (t.claim.report_id, order.get(t.row["status"], 5), t.claim.key)):
        status = "planned" if one.row["status"] == "unconfirmed" else one.row["status"]
        start, end = one.row["date_start"], one.row["date_end"]
        entry = Entry(date.fromordinal(one.claim.as_of), status, start, end, one.claim.report_id)
        entries.setdefault(one.claim.report_id, entry)
    return sorted(entries.values(), key=lambda e: (e.as_of, e.report_id))


def event_row(event_id: str, told: Sequence[Told], entries: Sequence[Entry], as_of: date) -> Row:
    """Return the row of one event, without title and codes."""
    when, where = consolidate.when(told), consolidate.where(told)
    return {
        "event_id": event_id,
        "event_type": consolidate.event_type(told),
        "status": history.derive(entries, as_of),
        "date_start": when.start,
        "date_end": when.end,
        "date_precision": when.precision,
        "date_basis": when.basis,
        "place_name": where.name,
        "place_precision": where.precision,
        "country": where.country,
        "latitude": where.latitude,
        "longitude": where.longitude,
        "is_online": consolidate.is_online(told),
        "themes": consolidate.themes(told),
        "report_count": len({one.claim.report_id for one in told}),
        "source_count": len({one.claim.syndication for one in told}),
        "first_reported": entries[0].as_of,
        "last_reported": entries[-1].as_of,
        "confidence": consolidate.confidence(told),
        "review_state": "machine",
    }


def history_rows(event_id: str, entries: Iterable[Entry]) -> list[Row]:
    """Return the event's rows of `event_history`."""
    return [
        {
            "event_id": event_id,
            "as_of": e.as_of,
            "status": e.status,
            "date_start": e.start,
            "date_end": e.end,
            "report_id": e.report_id,
        }
        for e in entries
    ]


def flag_contradictions(event_id: str, entries: Sequence[Entry], issues: IssueLog) -> None:
    """Write an issue where the event's reports contradict each other."""
    for what in history.contradictions(entries):
        issues.add(
            "warning",
            "contradiction",
            event_id,
            f"{event_id}: {what}; a person should decide (raw/curation/corrections.yml)",
        )


def dress(
    rows: Mapping[str, Row], actors: Mapping[str, Row], programmes: Mapping[str, Row], takes_part: Sequence[Row], serves: Sequence[Row],
    weight: Mapping[tuple[str, str], int], registries: Registries,
) -> None:  # fmt: skip
    """Give each event its titles and codes, from the fields as they stand after people's corrections."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for link in takes_part:
        if link["actor_id"] in actors:
            parts[link["event_id"]].append(link)
    about: dict[str, Counter[str]] = defaultdict(Counter)
    for link in serves:
        about[link["event_id"]][link["programme_id"]] += 2 if link["relation"] in {"launches", "about"} else 1
    lands = {country.alpha3: country for country in registries.countries.values()}
    rank = {role: n for n, role in enumerate(_ROLE_ORDER)}
    for event_id, row in rows.items():
        ordered = sorted(
            parts[event_id],
            key=lambda p: (rank.get(p["role"], 99), -weight.get((event_id, p["actor_id"]), 0), p["actor_id"]),
        )
        land = lands.get(row["country"] or "")
        about_one = min(about[event_id].items(), key=lambda item: (-item[1], item[0]), default=None)
        programme = programmes.get(about_one[0]) if about_one else None
        facts = compose.Facts(
            event_type=row["event_type"],
            status=row["status"],
            start=row["date_start"],
            end=row["date_end"],
            precision=row["date_precision"],
            place=row["place_name"],
            countries={"en": land.name, "id": land.name_id or land.name} if land else {},
            parties=[_party(actors[p["actor_id"]], p["role"]) for p in ordered],
            programme={
                lang: programme["acronym"] or programme[f"name_{lang}"] or programme["name"]
                for lang in ("en", "id")
            }
            if programme
            else {},
        )
        row["title_en"], row["title_id"] = compose.title(facts, "en"), compose.title(facts, "id")
        row["plover_event"], row["plover_mode"], row["cameo_root"] = codes.plover(
            row["event_type"], row["status"]
        )


def _party(actor: Row, role: str) -> compose.Party:
    return compose.Party(
        actor["kind"], role, actor["name"], actor["name_id"], actor["name_en"], actor["acronym"]
    )
