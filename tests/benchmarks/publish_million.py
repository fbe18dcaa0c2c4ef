"""How long a release of many events takes to publish, and what its layout gives the analysts' queries.

    python tests/benchmarks/publish_million.py [EVENTS] [FOLDER]

Makes EVENTS (a million) events with links, ledger and evidence, publishes them, and runs the queries of
flows/publish/queries on the release, on unsorted Parquet files with default settings, and on CSV, side by side.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from flows.common.paths import Work
from flows.publish import views
from flows.publish.stage import publish
from flows.validate.report import write_json
from schemas.arrow import columns
from schemas.release import TABLES

VERSION = "2025-01-31.1"
EMPTY = {"checks": [], "quarantined": [], "gold": [], "coverage": {}}
ACTORS, PROGRAMMES = 20_000, 2_000


def sources(events: int) -> dict[str, str]:
    """Return SQL for the rows of every table; a column that is not named is null."""
    reports = events // 2
    day = "DATE '2010-01-01' + (hash(i) % 5600)::INTEGER"
    stamp = f"'{VERSION}' AS first_release, '{VERSION}' AS last_changed_release"
    seen = "DATE '2012-01-01' AS first_reported, DATE '2024-01-01' AS last_reported, 0.9::DOUBLE AS confidence, 'machine' AS review_state"
    kinds = (
        "['meeting','visit','training','conference','agreement','launch','exercise','operation','assistance']"
    )
    actor = "CASE WHEN hash(i, {k}) % 40 = 0 THEN 'bnpt' ELSE 'act-' || (hash(i, {k}) % {n})::VARCHAR END"
    a, b = (actor.format(k=k, n=ACTORS - 1) for k in (1, 2))
    event, report = "'evt-' || md5(i::VARCHAR)[:13]", f"'rep-' || (i % {reports})::VARCHAR"
    return {
        "events": f"SELECT {event} AS event_id, {kinds}[(1 + hash(i) % 9)::BIGINT] AS event_type, CASE WHEN i % 9 = 0 THEN 'planned' ELSE 'occurred' END AS status, "
        f"'Pertemuan nomor ' || i AS title_id, 'Meeting number ' || i AS title_en, {day} AS date_start, {day} AS date_end, 'day' AS date_precision, "
        "'stated' AS date_basis, 'Jakarta' AS place_name, 'city' AS place_precision, ['IDN','AUS','MYS','PHL','SGP'][(1 + hash(i, 3) % 5)::BIGINT] AS country, "
        f"false AS is_online, ['prevention'] AS themes, 1::BIGINT AS report_count, 1::BIGINT AS source_count, {seen}, {stamp} FROM range({events}) t(i)",
        "actors": "SELECT CASE WHEN i = 0 THEN 'bnpt' ELSE 'act-' || (i - 1)::VARCHAR END AS actor_id, 'organisation' AS kind, 'Body ' || i AS name, []::VARCHAR[] AS aliases, "
        f"'PublicBody' AS ftm_schema, 'discovered' AS origin, 3::BIGINT AS event_count, 3::BIGINT AS report_count, {seen}, {stamp} FROM range({ACTORS}) t(i)",
        "programmes": "SELECT 'prg-' || i AS programme_id, 'plan' AS kind, 'Plan ' || i AS name, []::VARCHAR[] AS aliases, ['IDN'] AS countries, "
        f"['prevention'] AS themes, 'discovered' AS origin, 3::BIGINT AS event_count, 3::BIGINT AS report_count, {seen}, {stamp} FROM range({PROGRAMMES}) t(i)",
        "event_actors": f"SELECT DISTINCT * FROM (SELECT {event} AS event_id, {a} AS actor_id, 'host' AS role FROM range({events}) t(i) "
        f"UNION ALL SELECT {event}, {b}, 'visitor' FROM range({events}) t(i))",
        "event_programmes": f"SELECT {event} AS event_id, 'prg-' || (hash(i) % {PROGRAMMES})::VARCHAR AS programme_id, 'about' AS relation FROM range(0, {events}, 5) t(i)",
        "programme_actors": f"SELECT 'prg-' || i AS programme_id, 'act-' || i AS actor_id, 'lead' AS role, '2' AS iati_role FROM range({PROGRAMMES}) t(i)",
        "positions": "SELECT 1 WHERE false",
        "event_links": "SELECT 1 WHERE false",
        "reports": "SELECT 'rep-' || i AS report_id, i || '.md' AS source_ref, 'https://example.org/' || i AS url, 'Headline ' || i AS title, 'Post ' || (i % 200) AS publisher, "
        f"'id' AS lang, {day} AS published_at, 'note' AS source_type, sha256(i::VARCHAR) AS text_sha256, 3000::BIGINT AS text_length, 'rep-' || i AS syndication_id, "
        f"true AS is_relevant, 0.9::DOUBLE AS relevance FROM range({reports}) t(i)",
        "evidence": " UNION ALL ".join(
            f"SELECT '{table}' AS record_type, {record} AS record_id, '{field}' AS field, 'value ' || (i % 1000) AS value, {report} AS report_id, "
            f"(10 + i)::BIGINT AS char_start, (20 + i)::BIGINT AS char_end, 'rule.x' AS method, '1' AS extractor_version, 0.9::DOUBLE AS confidence FROM range({events}) t(i)"
            for table, record, field in (
                ("events", event, "event_type"), ("events", event, "date_start"), ("events", event, "place_name"), ("actors", a, "name"),
            )
        ),
        "event_history": f"SELECT {event} AS event_id, {day} AS as_of, 'occurred' AS status, {report} AS report_id FROM range({events}) t(i)",
        "redirects": "SELECT 1 WHERE false",
    }  # fmt: skip


def make(folder: Path, events: int) -> Work:
    """Write the checked tables of a run."""
    work = Work(folder)
    work.validate.mkdir(parents=True)
    con = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")})
    for name, sql in sources(events).items():
        given = {row[0] for row in con.sql(f"DESCRIBE {sql}").fetchall()}
        types = {
            "BIGINT": "Int64",
            "DOUBLE": "Float64",
            "DATE": "Date",
            "BOOLEAN": "Boolean",
            "VARCHAR": "String",
        }
        cells = []
        for info in columns(TABLES[name].model):
            base = str(info.dtype.base_type())
            kind = next(
                (sql_type for sql_type, polars in types.items() if polars == base),
                "VARCHAR[]" if base == "List" else "TIMESTAMPTZ",
            )
            cells.append(f'"{info.name}"' if info.name in given else f'NULL::{kind} AS "{info.name}"')
        con.execute(
            f"COPY (SELECT {', '.join(cells)} FROM ({sql})) TO '{work.validate / name}.parquet' (FORMAT parquet)"
        )
    con.close()
    coverage = ("events_by_year", "events_by_type", "events_by_status", "events_by_country", "actors_by_kind", "programmes_by_kind",
                "reports_by_year", "reports_by_language", "reports_by_publisher")  # fmt: skip
    write_json({**EMPTY, "coverage": {key: {} for key in coverage}}, work.validate / "quality.json")
    return work


def best(con: duckdb.DuckDBPyConnection, sql: str, times: int = 3) -> float:
    """Return the least time of some runs in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        con.sql(sql).fetchall()
        found.append(time.perf_counter() - start)
    return min(found)


def compare(release: Path, folder: Path) -> None:
    """Run every query on the release and on plain files of the same rows."""
    con = duckdb.connect()
    cons = {}
    for kind in ("release", "unsorted", "csv"):
        cons[kind] = duckdb.connect(config={"threads": 2})
        for name in TABLES:
            source = release / "data" / f"{name}.parquet"
            if kind != "release":
                target = folder / f"{name}.{'csv' if kind == 'csv' else 'parquet'}"
                flat = f"SELECT * FROM '{source}' ORDER BY hash({TABLES[name].primary_key[0]}, 7)"
                if name not in ("changes", "redirects"):
                    con.execute(
                        f"COPY ({flat}) TO '{target}'"
                        + (" (FORMAT csv, HEADER)" if kind == "csv" else " (FORMAT parquet)")
                    )
                    source = target
            reader = (
                f"read_csv('{source}', all_varchar=false, sample_size=2000)"
                if source.suffix == ".csv"
                else f"'{source}'"
            )
            cons[kind].execute(f"CREATE VIEW {name} AS SELECT * FROM {reader}")
        cons[kind].execute("CREATE VIEW release_info AS SELECT DATE '2025-01-31' AS as_of")
        for statement in views.create_views():
            cons[kind].execute(statement)
    print(f"{'query':28} {'release':>9} {'unsorted':>9} {'csv':>9}   unsorted/release  csv/release")
    for query in views.load(views.QUERIES):
        took = {}
        for kind, one in cons.items():
            try:
                took[kind] = best(one, query.sql, 1 if kind == "csv" else 3)
            except duckdb.Error as error:
                took[kind] = float("nan")
                print(f"  {query.name} on {kind}: {str(error).splitlines()[0][:120]}")
        print(
            f"{query.name:28} {took['release']:8.3f}s {took['unsorted']:8.3f}s {took['csv']:8.3f}s {took['unsorted'] / took['release']:12.1f}x {took['csv'] / took['release']:14.1f}x"
        )


def main(events: int, folder: Path) -> None:
    """Make, publish, compare; print the figures."""
    start = time.perf_counter()
    work = make(folder / "work", events)
    print(f"made {events:,} events in {time.perf_counter() - start:.0f} s")
    start = time.perf_counter()
    release = publish(work, folder / "out", VERSION, date(2025, 1, 31), {})
    took = time.perf_counter() - start
    memory = (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        / 1e6
    )
    size = sum(path.stat().st_size for path in release.rglob("*") if path.is_file()) / 1e6
    print(f"published in {took:.0f} s, peak memory {memory:.1f} GB, {size:,.0f} MB")
    for path in sorted(release.rglob("*")):
        if path.is_file() and path.stat().st_size > 20e6:
            print(f"  {path.relative_to(release)} {path.stat().st_size / 1e6:,.0f} MB")
    compare(release, folder)


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    place = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
    try:
        main(count, place)
    finally:
        if len(sys.argv) < 3:
            shutil.rmtree(place, ignore_errors=True)
