"""Tables as a whole against `schemas/expectations.yml`, and what the release covers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import yaml

import schemas
from flows.validate.report import Report
from flows.validate.store import CHECKED
from flows.validate.tables import count

EXPECTATIONS = Path(schemas.__file__).parent / "expectations.yml"
MOVE = "explain it, mend the cause, or move the bound in schemas/expectations.yml"


def load(path: Path = EXPECTATIONS) -> dict[str, Any]:
    """Return the bounds."""
    with path.open(encoding="utf-8") as handle:
        bounds: dict[str, Any] = yaml.safe_load(handle)
    return bounds


def check_bounds(
    con: duckdb.DuckDBPyConnection, previous: Path | None, report: Report, bounds: dict[str, Any]
) -> None:
    """Check shares set aside, numbers of rows and fill rates; each failure stops the release."""
    _set_aside(con, report, bounds["quarantine"])
    _rows(con, report, dict(bounds["rows"]))
    _shrink(con, previous, report, bounds["shrink"])
    _fill(con, report, dict(bounds["fill"]))


def _set_aside(con: duckdb.DuckDBPyConnection, report: Report, bound: dict[str, Any]) -> None:
    for name in CHECKED:
        total = count(con, name)
        (gone,) = con.execute(
            f"SELECT count(*) FROM bad WHERE table_name = '{name}' AND \"check\" <> 'cascade'"
        ).fetchall()[0]
        share = gone / total if total else 0.0
        broken = total >= bound["from_rows"] and share > bound["share"]
        told = f"at most {bound['share']:.0%} of the rows are set aside ({gone} of {total} are; see quarantine.parquet); {MOVE}"
        report.add("share_set_aside", name, "table", told, total, int(broken))


def _rows(con: duckdb.DuckDBPyConnection, report: Report, least: dict[str, int]) -> None:
    needed = least.pop("reports")
    (relevant,) = con.execute("SELECT count(*) FROM good_reports WHERE is_relevant").fetchall()[0]
    for name, rows in least.items():
        found = count(con, f"good_{name}")
        broken = relevant >= needed and found < rows
        told = f"at least {rows} rows where {needed} reports are relevant ({found} rows, {relevant} reports); {MOVE}"
        report.add("least_rows", name, "table", told, found, int(broken))


def _shrink(
    con: duckdb.DuckDBPyConnection, previous: Path | None, report: Report, bound: dict[str, Any]
) -> None:
    for name in CHECKED:
        before = _previous_rows(previous, name)
        if before is None:
            continue
        now = count(con, f"good_{name}")
        broken = before >= bound["from_rows"] and now < before * (1 - bound["share"])
        told = f"at most {bound['share']:.0%} of the previous release's rows are gone ({before} then, {now} now); {MOVE}"
        report.add("shrink", name, "warning", told, now, int(broken))


def _previous_rows(previous: Path | None, name: str) -> int | None:
    if previous is None:
        return None
    path = previous / "data" / f"{name}.parquet"
    files = [path] if path.is_file() else sorted((previous / "data" / name).glob("*.parquet"))
    return sum(pq.ParquetFile(file).metadata.num_rows for file in files) if files else None


def _fill(con: duckdb.DuckDBPyConnection, report: Report, least: dict[str, float]) -> None:
    needed = least.pop("from_rows")
    for cell, share in least.items():
        name, column = cell.split(".")
        total = count(con, f"good_{name}")
        (filled,) = con.execute(f'SELECT count("{column}") FROM "good_{name}"').fetchall()[0]
        rate = filled / total if total else 1.0
        told = f"{column} is filled in at least {share:.0%} of rows ({rate:.0%} are); {MOVE}"
        report.add(f"{column}.fill", name, "warning", told, total, int(total >= needed and rate < share))


def coverage(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return counts of what the release covers, by year, language, type, status, country, publisher."""

    def counted(table: str, value: str, where: str = "true") -> dict[str, int]:
        found = con.execute(
            f"SELECT coalesce(({value})::VARCHAR, 'unknown') AS v, count(*) FROM good_{table} t WHERE {where} GROUP BY 1 ORDER BY 1"
        ).fetchall()
        return dict(found)

    fill = {}
    for name in CHECKED:
        total = count(con, f"good_{name}")
        if total:
            listed = [c[0] for c in con.execute(f'DESCRIBE SELECT * EXCLUDE (_row) FROM "{name}"').fetchall()]
            shares = con.execute(
                "SELECT " + ", ".join(f'count("{c}")' for c in listed) + f' FROM "good_{name}"'
            ).fetchall()[0]
            fill[name] = {c: round(n / total, 4) for c, n in zip(listed, shares, strict=True)}
    return {
        "rows": {name: count(con, f"good_{name}") for name in CHECKED},
        "events_by_year": counted("events", "year(t.date_start)"),
        "events_by_type": counted("events", "t.event_type"),
        "events_by_status": counted("events", "t.status"),
        "events_by_country": counted("events", "t.country"),
        "actors_by_kind": counted("actors", "t.kind"),
        "actors_by_category": counted("actors", "t.category"),
        "programmes_by_kind": counted("programmes", "t.kind"),
        "reports_by_year": counted("reports", "year(t.published_at)"),
        "reports_by_language": counted("reports", "t.lang"),
        "reports_by_publisher": counted("reports", "t.publisher"),
        "reports_by_relevance": counted("reports", "t.is_relevant"),
        "fill": fill,
    }
