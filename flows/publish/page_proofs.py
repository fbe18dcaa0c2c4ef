"""The evidence behind the rows of the page: in the page where it is small, else in pieces that the page fetches.

A piece holds the evidence of RECORDS rows of one table, in the order in which the page numbers them.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

INLINE = 60_000  # pieces of evidence that the page itself may carry
RECORDS = 500
MOST = 200  # pieces of evidence of one record that are shown
TABLES = ("events", "actors", "programmes")


def write(
    con: duckdb.DuckDBPyConnection, folder: Path, number: Mapping[str, Mapping[str, int]]
) -> dict[str, Any]:
    """Return what the page knows of evidence: everything, or where it lies in `folder`/evidence.

    `number` maps the ids of each table to the numbers of its rows in the page.
    """
    (total,) = con.sql("SELECT count(*) FROM evidence").fetchall()[0]
    if total <= INLINE:
        return {"pieces": {table: _whole(con, table, number[table]) for table in TABLES}}
    files: dict[str, list[int]] = {table: [] for table in TABLES}
    for table in TABLES:
        for place, piece in _pieces(con, table, number[table], RECORDS):
            files[table].append(place)
            path = folder / "evidence" / f"{table}-{place}.bin"
            path.parent.mkdir(exist_ok=True)
            text = json.dumps(piece, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
            path.write_bytes(gzip.compress(text.encode("utf-8", "surrogatepass"), 6, mtime=0))
    return {"records": RECORDS, "files": files}


def _whole(con: duckdb.DuckDBPyConnection, table: str, number: Mapping[str, int]) -> dict[str, Any]:
    return next((piece for _, piece in _pieces(con, table, number, len(number) + 1)), _piece([]))


def _pieces(
    con: duckdb.DuckDBPyConnection, table: str, number: Mapping[str, int], records: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (number of the piece, piece) for every piece that holds evidence."""
    con.register("shown", pl.DataFrame({"record_id": list(number), "n": list(number.values())}).to_arrow())
    rows = con.sql(
        "SELECT n, field, value, char_start, char_end, quote, method, report_id, report_title, url, publisher, published_at "
        f"FROM evidence_sources JOIN shown USING (record_id) WHERE record_type = '{table}' "
        "QUALIFY row_number() OVER (PARTITION BY n ORDER BY field, published_at NULLS LAST, report_id, char_start, char_end, value, method) "
        f"<= {MOST} ORDER BY n, field, published_at NULLS LAST, report_id, char_start, char_end, value, method"
    )
    place = 0
    held: list[tuple[Any, ...]] = []
    for batch in rows.to_arrow_reader(50_000):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if row[0] // records != place and held:
                yield place, _piece(held)
                held = []
            place = row[0] // records
            held.append(row)
    con.unregister("shown")
    if held:
        yield place, _piece(held)


def _piece(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Return rows of evidence with each report named once: `rows` end with the number of their report in `reports`."""
    reports: dict[tuple[Any, ...], int] = {}
    told = [[*row[:7], reports.setdefault(row[7:], len(reports))] for row in rows]
    return {"reports": [[_plain(one) for one in report] for report in reports], "rows": told}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
