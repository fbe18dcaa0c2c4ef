"""Keys and references across tables, and what goes with a row that is set aside."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from flows.validate.report import Report
from flows.validate.store import CHECKED, mark, rows_where
from flows.validate.tables import Mark, count, key_sql
from schemas.arrow import columns
from schemas.release import TABLES

EVIDENCED = (
    "events",
    "actors",
    "programmes",
    "event_actors",
    "event_programmes",
    "programme_actors",
    "positions",
    "event_links",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A column whose values must exist in another table; an emptied cell stands where `nullable`."""

    table: str
    column: str
    target: str
    target_column: str
    nullable: bool


def references() -> tuple[Reference, ...]:
    """Return every reference between released tables, as the models declare them."""
    found = []
    for name in CHECKED:
        for column in columns(TABLES[name].model):
            if column.references:
                target, target_column = column.references.split(".")
                found.append(Reference(name, column.name, target, target_column, column.nullable))
    return tuple(found)


def check_keys(con: duckdb.DuckDBPyConnection, report: Report) -> None:
    """Set exact copies of a row aside; rows that share a key but differ stop the release."""
    for name in CHECKED:
        spec = TABLES[name]
        keys = ", ".join(f'"{key}"' for key in spec.primary_key)
        cells = ", ".join(f'"{column.name}"' for column in columns(spec.model))
        # few rows share the digest of their key, and only those are held against each other whole
        shared = f'SELECT hash({keys}) AS h FROM "{name}" GROUP BY h HAVING count(*) > 1'
        copies = con.execute(
            f"SELECT _row FROM (SELECT _row, row_number() OVER (PARTITION BY {cells} ORDER BY _row) AS n "
            f'FROM "{name}" WHERE hash({keys}) IN ({shared})) WHERE n > 1 ORDER BY 1'
        ).fetchall()
        total = count(con, name)
        mark(con, [Mark(name, row, "no_copies", "an exact copy of another row") for (row,) in copies])
        report.add("no_copies", name, "row", "no row is an exact copy of another", total, len(copies))
        clashing = con.execute(
            f'SELECT {key_sql(spec)} AS k FROM "good_{name}" t WHERE hash({keys}) IN ({shared}) '
            f"GROUP BY {keys} HAVING count(*) > 1 ORDER BY 1"
        ).fetchall()
        report.add(
            "primary_key", name, "table", f"rows with one {'+'.join(spec.primary_key)} are one row; "
            "mend resolve so that they are", total, len(clashing), [key for (key,) in clashing],
        )  # fmt: skip


def check_references(con: duckdb.DuckDBPyConnection, report: Report) -> None:
    """A value that leads nowhere at all stops the release."""
    for ref in references():
        lost = rows_where(
            con, ref.table, f't."{ref.column}" IS NOT NULL AND NOT EXISTS '
            f'(FROM "{ref.target}" o WHERE o."{ref.target_column}" = t."{ref.column}")',
        )  # fmt: skip
        report.add(
            f"{ref.column}.reference", ref.table, "table",
            f"{ref.column} leads to a row of {ref.target}; mend resolve so that it does",
            count(con, ref.table), len(lost), [key for _, key in lost],
        )  # fmt: skip
    for name in EVIDENCED:
        lost = rows_where(con, "evidence", f"t.record_type = '{name}' AND NOT EXISTS {_record(name, name)}")
        report.add(
            f"record_id.reference.{name}", "evidence", "table",
            f"record_id of record type {name} leads to a row of {name}; mend resolve so that it does",
            count(con, "evidence"), len(lost), [key for _, key in lost],
        )  # fmt: skip


def _record(name: str, view: str) -> str:
    return f'(FROM "{view}" o WHERE {key_sql(TABLES[name], "o")} = t.record_id)'


def cascade(con: duckdb.DuckDBPyConnection) -> int:
    """Set aside what leads to a row set aside; a cell that may be empty is emptied instead.  Return rows marked."""
    marked = 0
    while gone_from := _tables_with_bad_rows(con):
        more = 0
        for ref in references():
            if ref.target not in gone_from:
                continue
            gone = (
                f't."{ref.column}" IS NOT NULL AND NOT EXISTS '
                f'(FROM "good_{ref.target}" o WHERE o."{ref.target_column}" = t."{ref.column}")'
            )
            if ref.nullable:
                con.execute(f'UPDATE "{ref.table}" t SET "{ref.column}" = NULL WHERE {gone}')
                continue
            reason = f"its {ref.column} leads to a row of {ref.target} that is set aside"
            more += mark(
                con, [Mark(ref.table, row, "cascade", reason) for row, _ in rows_where(con, ref.table, gone)]
            )
        for name in (name for name in EVIDENCED if name in gone_from):
            gone = f"t.record_type = '{name}' AND NOT EXISTS {_record(name, f'good_{name}')}"
            reason = f"its record is a row of {name} that is set aside"
            more += mark(
                con,
                [Mark("evidence", row, "cascade", reason) for row, _ in rows_where(con, "evidence", gone)],
            )
        marked += more
        if not more:
            break
    return marked


def _tables_with_bad_rows(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    return frozenset(name for (name,) in con.execute("SELECT DISTINCT table_name FROM bad").fetchall())
