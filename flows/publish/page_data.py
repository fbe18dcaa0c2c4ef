"""What index.html shows, as plain values: figures, news, tables in columns, packed for the page's script."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from flows.publish import page_proofs
from schemas import codelists

MOST_EVENTS = 100_000
MOST_ACTORS = 50_000
CODES = ("event_type", "event_status", "actor_kind", "actor_category", "programme_kind", "programme_status", "theme",
         "event_actor_role", "event_programme_relation", "date_precision", "language")  # fmt: skip


def figures(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the headline figures."""

    def one(sql: str) -> int:
        return int(con.sql(sql).fetchall()[0][0])

    return {
        "events": one("SELECT count(*) FROM events"),
        "held": one("SELECT count(*) FROM events WHERE status = 'occurred'"),
        "open": one("SELECT count(*) FROM open_promises"),
        "actors": one("SELECT count(*) FROM actors"),
        "programmes": one("SELECT count(*) FROM programmes"),
        "countries": one("SELECT count(DISTINCT country) FROM events"),
        "reports": one("SELECT count(*) FROM reports"),
        "publishers": one("SELECT count(DISTINCT publisher) FROM reports"),
        "evidence": one("SELECT count(*) FROM evidence"),
    }


def news(con: duckdb.DuckDBPyConnection, first: bool, most: int = 12) -> list[dict[str, Any]]:
    """Return what is new: events added or changed since the previous release; in a first one, the latest reported."""
    where = "true" if first else "e.event_id IN (SELECT record_id FROM changes WHERE table_name = 'events')"
    rows = con.sql(
        f"SELECT e.event_id, e.title_en, e.title_id, e.status, e.last_reported, c.op, c.fields FROM events e "
        f"LEFT JOIN changes c ON c.table_name = 'events' AND c.record_id = e.event_id WHERE {where} "
        f"ORDER BY (c.op IS NOT DISTINCT FROM 'changed' AND list_contains(c.fields, 'status')) DESC, e.last_reported DESC, e.event_id LIMIT {most}"
    ).fetchall()
    keys = ("id", "en", "idn", "status", "day", "op", "fields")
    return [dict(zip(keys, row, strict=True)) for row in rows]


def payload(con: duckdb.DuckDBPyConnection, folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables of the page in columns; links hold row numbers instead of ids.

    Evidence that is too large for a page is written to `folder`/evidence.
    """
    events = _columns(
        con,
        'SELECT event_id AS id, event_type AS type, status, title_en AS en, title_id AS idn, date_start AS start, date_end AS "end", '
        "date_precision AS prec, place_name AS place, country, themes, report_count AS reports, source_count AS sources, "
        f"first_reported AS first, last_reported AS last, round(confidence, 3) AS conf FROM {_shown('events')} "
        'ORDER BY coalesce(start, "end") DESC NULLS LAST, id',
    )
    actors = _columns(
        con,
        "SELECT actor_id AS id, kind, name, name_en AS en, name_id AS idn, acronym AS acr, category, country, aliases, "
        f"event_count AS events, report_count AS reports, origin FROM {_shown('actors')} ORDER BY events DESC, reports DESC, id",
    )
    programmes = _columns(
        con,
        "SELECT programme_id AS id, kind, name, name_en AS en, name_id AS idn, acronym AS acr, status, start_date AS start, "
        'end_date AS "end", url, event_count AS events, report_count AS reports FROM programmes ORDER BY events DESC, reports DESC, id',
    )
    number: dict[str, dict[str, int]] = {
        "events": _numbers(events), "actors": _numbers(actors), "programmes": _numbers(programmes)
    }  # fmt: skip
    told = _reports(con)
    number["reports"] = _numbers(told)
    return {
        "version": manifest["version"],
        "total": {
            name: manifest["tables"][name]["rows"]
            for name in ("events", "actors", "programmes", "reports", "evidence")
        },
        "codes": {name: [[c.code, c.name_en, c.name_id] for c in codelists.load(name)] for name in CODES},
        "events": events,
        "actors": actors,
        "programmes": programmes,
        "reports": told,
        "takes": _links(
            con,
            "SELECT event_id, actor_id, role, position_title FROM event_actors ORDER BY ALL",
            number["events"],
            number["actors"],
        ),
        "serves": _links(
            con,
            "SELECT event_id, programme_id, relation FROM event_programmes ORDER BY ALL",
            number["events"],
            number["programmes"],
        ),
        "ledger": _links(
            con,
            "SELECT event_id, report_id, status, as_of FROM event_history ORDER BY event_id, as_of, report_id",
            number["events"],
            number["reports"],
        ),
        "proofs": page_proofs.write(con, folder, number),
    }


def _shown(table: str) -> str:
    most = {"events": MOST_EVENTS, "actors": MOST_ACTORS}[table]
    order = {"events": "last_reported DESC, event_id", "actors": "event_count DESC, actor_id"}[table]
    return f"(FROM {table} ORDER BY {order} LIMIT {most})"


def _reports(con: duckdb.DuckDBPyConnection) -> dict[str, list[Any]]:
    return _columns(
        con,
        "SELECT report_id AS id, publisher, lang, published_at AS day, title, url, is_relevant AS relevant FROM reports "
        f"ORDER BY day DESC NULLS LAST, id LIMIT {MOST_EVENTS}",
    )


def _columns(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, list[Any]]:
    table = con.sql(sql).to_arrow_table()
    return {name: [_plain(one) for one in table.column(name).to_pylist()] for name in table.column_names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _numbers(columns: Mapping[str, list[Any]]) -> dict[str, int]:
    return {one: place for place, one in enumerate(columns["id"])}


def _links(
    con: duckdb.DuckDBPyConnection, sql: str, left: Mapping[str, int], right: Mapping[str, int]
) -> list[list[Any]]:
    return [
        [left[row[0]], right[row[1]], *(_plain(one) for one in row[2:])]
        for row in con.sql(sql).fetchall()
        if row[0] in left and row[1] in right
    ]


def packed(content: Any) -> str:
    """Return `content` as JSON, compressed, in base 64: the same for the same content."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode("utf-8", "surrogatepass"), 6, mtime=0)).decode("ascii")
