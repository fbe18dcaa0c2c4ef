"""How long a release of many events takes to publish, and what its layout gives the analysts' queries.

    python tests/benchmarks/publish_million.py [EVENTS] [FOLDER]

Makes EVENTS (a million) events with links, ledger and evidence, publishes them, and runs the queries of
flows/publish/queries on the release (sinergi.duckdb, as `sinergi query` does), on unsorted Parquet files with default
settings, and on CSV, side by side.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
from peak import Peak

from flows.common.paths import Work
from flows.publish import views
from flows.publish.query import open_release
from flows.publish.stage import publish
from flows.validate.report import write_json
from schemas.arrow import columns
from schemas.columns import Table
from schemas.release import TABLES

VERSION = "2025-01-31.1"
EMPTY = {"checks": [], "quarantined": [], "gold": [], "reliability": [], "coverage": {}}
ACTORS, PROGRAMMES = 20_000, 2_000


def sources(events: int) -> dict[str, str]:
    """Return SQL for the rows of every table; a column that is not named is null."""
    reports = events // 2
    day = "DATE '2010-01-01' + (hash(i) % 5600)::INTEGER"
    stamp = f"'{VERSION}' AS first_release, '{VERSION}' AS last_changed_release"
    seen = "DATE '2012-01-01' AS first_reported, DATE '2012-01-01' + (hash(i, 5) % 4700)::INTEGER AS last_reported, 0.9::DOUBLE AS confidence, 'machine' AS review_state"
    told = "(1 + log2(1 + 1e6 / (1 + hash(i, 6) % 1000000)))::BIGINT"
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
        f"false AS is_online, ['prevention'] AS themes, {told} AS report_count, 1::BIGINT AS source_count, {seen}, {stamp} FROM range({events}) t(i)",
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


def complete(con: duckdb.DuckDBPyConnection, sql: str, model: type[Table]) -> list[str]:
    """Return the columns of `model` as SQL over `sql`; one that `sql` does not give is null."""
    given = {row[0] for row in con.sql(f"DESCRIBE {sql}").fetchall()}
    types = {
        "Int64": "BIGINT", "Float64": "DOUBLE", "Date": "DATE", "Boolean": "BOOLEAN", "String": "VARCHAR",
        "List": "VARCHAR[]", "Datetime": "TIMESTAMPTZ",
    }  # fmt: skip
    return [
        f'"{info.name}"'
        if info.name in given
        else f'NULL::{types[str(info.dtype.base_type())]} AS "{info.name}"'
        for info in columns(model)
    ]


def make(folder: Path, events: int) -> Work:
    """Write the checked tables of a run."""
    work = Work(folder)
    work.validate.mkdir(parents=True)
    con = duckdb.connect(config={"memory_limit": "2GB", "temp_directory": str(folder / "spill")})
    for name, sql in sources(events).items():
        cells = complete(con, sql, TABLES[name].model)
        con.execute(
            f"COPY (SELECT {', '.join(cells)} FROM ({sql})) TO '{work.validate / name}.parquet' (FORMAT parquet)"
        )
    con.close()
    coverage = ("events_by_year", "events_by_type", "events_by_status", "events_by_country", "actors_by_kind", "programmes_by_kind",
                "reports_by_year", "reports_by_language", "reports_by_publisher")  # fmt: skip
    write_json({**EMPTY, "coverage": {key: {} for key in coverage}}, work.validate / "quality.json")
    return work


def best(con: duckdb.DuckDBPyConnection, sql: str, times: int = 5) -> float:
    """Return the least time of some runs in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        con.sql(sql).to_arrow_table()
        found.append(time.perf_counter() - start)
    return min(found)


def plain(release: Path, folder: Path, kind: str) -> duckdb.DuckDBPyConnection:
    """Return a connection to the tables of `release` written to `folder` unsorted, one default file each."""
    con = duckdb.connect(config={"threads": 2})
    for name, spec in TABLES.items():
        target = folder / f"{name}.{kind}"
        given = f"SELECT * FROM '{release / 'data' / f'{name}.parquet'}' ORDER BY hash({', '.join(spec.primary_key)}, 7)"
        if kind == "csv":
            con.execute(f"COPY ({given}) TO '{target}' (FORMAT csv, HEADER)")
            types = ", ".join(
                f"'{column}': '{kind}'" for column, kind, *_ in con.sql(f"DESCRIBE {given}").fetchall()
            )
            con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_csv('{target}', columns={{{types}}})")
        else:
            con.execute(f"COPY ({given}) TO '{target}' (FORMAT parquet)")
            con.execute(f"CREATE VIEW {name} AS SELECT * FROM '{target}'")
    for statement in (*views.release_view(VERSION, "2025-01-31", "1", None), *views.create_views()):
        con.execute(statement)
    return con


def compare(release: Path, folder: Path) -> None:
    """Run every query on the release (sinergi.duckdb) and on plain files of the same rows, in turn."""
    start = time.perf_counter()
    open_release(release).close()
    print(f"the release opens in {time.perf_counter() - start:.3f} s")
    cons = {
        "release": open_release(release),
        "parquet": plain(release, folder, "parquet"),
        "csv": plain(release, folder, "csv"),
    }
    cons["release"].sql("SELECT count(*) FROM events").fetchall()
    print(f"{'query':24} {'release':>9} {'parquet':>9} {'csv':>9}   parquet/release  csv/release")
    for query in views.load(views.QUERIES):
        took = {kind: best(con, query.sql, 1 if kind == "csv" else 5) for kind, con in cons.items()}
        gains = f"{took['parquet'] / took['release']:14.1f}x {took['csv'] / took['release']:12.0f}x"
        print(
            f"{query.name:24} "
            + " ".join(f"{seconds * 1000:7.1f}ms" for seconds in took.values())
            + f" {gains}"
        )


def main(events: int, folder: Path) -> None:
    """Make, publish, compare; print the figures."""
    start = time.perf_counter()
    work = make(folder / "work", events)
    print(f"made {events:,} events in {time.perf_counter() - start:.0f} s")
    peak = Peak()
    peak.start()
    start, begun = time.perf_counter(), os.times()
    release = publish(work, folder / "out", VERSION, date(2025, 1, 31), {})
    took, ended = time.perf_counter() - start, os.times()
    busy = sum(ended[:4]) - sum(begun[:4])
    size = sum(path.stat().st_size for path in release.rglob("*") if path.is_file()) / 1e6
    print(
        f"published in {took:.0f} s ({busy:.0f} s of processor time), peak memory of all processes {peak.bytes / 1e9:.1f} GB, {size:,.0f} MB"
    )
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
