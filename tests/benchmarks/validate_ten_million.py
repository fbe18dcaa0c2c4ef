"""How long the gate takes over ten million rows, and in how much memory.

    python tests/benchmarks/validate_ten_million.py [ROWS] [BAD]

Makes tables of about ROWS rows (ten million) that keep the contract: every event has a report whose text holds the words
that its evidence points to.  Of every BAD events (0: none) one has an impossible place on the map.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from peak import Peak
from publish_million import VERSION, complete

from flows.common.paths import Work
from flows.validate.stage import validate
from schemas.release import TABLES
from schemas.stages import Documents

ROWS_OF_AN_EVENT = 16  # itself, its report, its ledger, two links, eleven pieces of evidence
EVENTS_OF_AN_ACTOR = 15
_TEXT = "'Body ' || a || ' and Body ' || b || ' held a training in Bandung on 3 March 2024, they said. ' || repeat('It was one of many. ', 40)"
_WORDS = ("training", "held", "3 March 2024", "3 March 2024", "Bandung", "Bandung")
_FIELDS = ("event_type", "status", "date_start", "date_end", "place_name", "country")
_VALUES = ("training", "occurred", "2024-03-03", "2024-03-03", "Bandung", "IDN")


def sources(events: int, bad: int) -> dict[str, str]:
    """Return SQL for the rows of every table; a column that is not named is null."""
    actors = events // EVENTS_OF_AN_ACTOR
    base = (
        f"(SELECT 'ev-' || i AS event, 'rep-' || i AS report, lpad((i % {actors})::VARCHAR, 6, '0') AS a, "
        f"lpad(((i * 7 + 1 + i % 3) % {actors})::VARCHAR, 6, '0') AS b, i FROM range({events}) t(i) WHERE true)"
    )
    told = f"(SELECT *, {_TEXT} AS text FROM {base})"
    stamp = f"'{VERSION}' AS first_release, '{VERSION}' AS last_changed_release"
    seen = "DATE '2024-03-04' AS first_reported, DATE '2024-03-04' AS last_reported, 0.9::DOUBLE AS confidence, 'machine' AS review_state"
    wrong = f"CASE WHEN i % {bad} = 0 THEN 91 ELSE -6 END" if bad else "-6"
    proof = "report AS report_id, strpos(text, words) - 1 AS char_start, strpos(text, words) - 1 + length(words) AS char_end, 'rule.x' AS method, '1' AS extractor_version, 0.9::DOUBLE AS confidence"
    of_event = " UNION ALL ".join(
        f"SELECT 'events' AS record_type, event AS record_id, '{field}' AS field, '{value}' AS value, {proof} FROM (SELECT *, '{words}' AS words FROM {told})"
        for field, value, words in zip(_FIELDS, _VALUES, _WORDS, strict=True)
    )
    of_actors = " UNION ALL ".join(
        f"SELECT '{table}', {record}, '{field}', {value}, {proof} FROM (SELECT *, 'Body ' || {side} AS words FROM {told})"
        for side, role in (("a", "organiser"), ("b", "participant"))
        for table, record, field, value in (
            ("actors", f"'act-' || {side}", "name", "words"),
            ("event_actors", f"event || '|act-' || {side} || '|{role}'", "role", f"'{role}'"),
        )
    )
    report = (
        "report AS report_id, report || '.md' AS source_ref, 'https://example.org/' || i AS url, 'Headline ' || i AS title, 'Post ' || (i % 200) AS publisher, "
        "'en' AS lang, DATE '2024-03-04' AS published_at, 'note' AS source_type, sha256(text) AS text_sha256, length(text) AS text_length, "
        "report AS syndication_id, true AS is_relevant, 0.9::DOUBLE AS relevance"
    )
    return {
        "events": f"SELECT event AS event_id, 'training' AS event_type, 'occurred' AS status, 'Pelatihan ' || i AS title_id, 'Training ' || i AS title_en, "
        "DATE '2024-03-03' AS date_start, DATE '2024-03-03' AS date_end, 'day' AS date_precision, 'stated' AS date_basis, 'Bandung' AS place_name, 'city' AS place_precision, "
        f"'IDN' AS country, {wrong}::DOUBLE AS latitude, 107::DOUBLE AS longitude, false AS is_online, ['prevention'] AS themes, 1::BIGINT AS report_count, 1::BIGINT AS source_count, {seen}, {stamp} FROM {base}",
        "actors": f"SELECT 'act-' || lpad(i::VARCHAR, 6, '0') AS actor_id, 'organisation' AS kind, 'Body ' || lpad(i::VARCHAR, 6, '0') AS name, []::VARCHAR[] AS aliases, 'government' AS category, 'IDN' AS country, "
        f"'PublicBody' AS ftm_schema, 'discovered' AS origin, 1000000::BIGINT AS event_count, 3::BIGINT AS report_count, {seen}, {stamp} FROM range({actors}) t(i)",
        "programmes": f"SELECT 'prg-' || i AS programme_id, 'plan' AS kind, 'Plan ' || i AS name, []::VARCHAR[] AS aliases, ['IDN'] AS countries, ['prevention'] AS themes, "
        f"'registry' AS origin, 0::BIGINT AS event_count, 0::BIGINT AS report_count, {seen}, {stamp} FROM range(20) t(i)",
        "event_actors": f"SELECT event AS event_id, 'act-' || a AS actor_id, 'organiser' AS role FROM {base} UNION ALL SELECT event, 'act-' || b, 'participant' FROM {base}",
        "event_history": f"SELECT event AS event_id, DATE '2024-03-04' AS as_of, 'occurred' AS status, DATE '2024-03-03' AS date_start, DATE '2024-03-03' AS date_end, report AS report_id FROM {base}",
        "evidence": f"{of_event} UNION ALL {of_actors}",
        "reports": f"SELECT {report} FROM {told}",
        "documents": f"SELECT {report}, false AS quote_allowed, text FROM {told}",
    }  # fmt: skip


def make(folder: Path, rows: int, bad: int) -> Work:
    """Write the tables and documents of a run."""
    work = Work(folder)
    for one in (work.resolve, work.ingest):
        one.mkdir(parents=True)
    con = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")})
    given = sources(rows // ROWS_OF_AN_EVENT, bad)
    models = {name: spec.model for name, spec in TABLES.items() if name != "changes"}
    for name, model in {**models, "documents": Documents}.items():
        sql = given.get(name, "SELECT 1 AS none WHERE false")
        path = (work.ingest if name == "documents" else work.resolve) / f"{name}.parquet"
        con.execute(
            f"COPY (SELECT {', '.join(complete(con, sql, model))} FROM ({sql})) TO '{path}' (FORMAT parquet)"
        )
    con.close()
    return work


def main(rows: int, bad: int) -> None:
    """Make, validate; print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        work = make(Path(scratch), rows, bad)
        made = sum(pq.read_metadata(path).num_rows for path in work.resolve.glob("*.parquet"))
        peak = Peak()
        peak.start()
        start, begun = time.perf_counter(), os.times()
        quality = validate(work, work.root, None, None, VERSION, date(2025, 1, 31))
        took, ended = time.perf_counter() - start, os.times()
    aside = sum(one["rows"] for one in quality["quarantined"])
    print(
        f"{made:,} rows, {len(quality['checks'])} checks in {took:.0f} s ({sum(ended[:4]) - sum(begun[:4]):.0f} s of processor time), "
        f"{aside:,} rows set aside, peak memory {peak.bytes / 1e9:.2f} GB"
    )


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(given[0] if given else 10_000_000, given[1] if len(given) > 1 else 0)
