"""The ready views of a release, and SQL that puts them and the column comments in place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flows.publish.parquet import quoted
from schemas.arrow import columns
from schemas.release import TABLES

FOLDER = Path(__file__).parent / "views"
QUERIES = Path(__file__).parent / "queries"
STORED = "-- stored"


@dataclass(frozen=True, slots=True)
class View:
    """A ready view or query: its name, what it answers (its first comment lines) and its SQL.

    In sinergi.duckdb a `stored` view is a table, its rows in the view's order, so that a question reads a few blocks.
    """

    name: str
    comment: str
    sql: str
    stored: bool = False


def load(folder: Path = FOLDER) -> tuple[View, ...]:
    """Return the views of `folder`, one per file, sorted by file name (a leading number only orders them)."""
    return tuple(_read(path) for path in sorted(folder.glob("*.sql")))


def _read(path: Path) -> View:
    lines = path.read_text(encoding="utf-8").splitlines()
    stored = lines[0] == STORED
    lines = lines[1:] if stored else lines
    comment = " ".join(line.removeprefix("--").strip() for line in lines if line.startswith("--"))
    sql = "\n".join(line for line in lines if not line.startswith("--")).strip().rstrip(";")
    return View(path.stem.split("_", 1)[1] if path.stem[0].isdigit() else path.stem, comment, sql, stored)


def create_views(prefix: str = "") -> list[str]:
    """Return statements that create the ready views with their comments."""
    found = []
    for view in load():
        found.append(f"CREATE OR REPLACE VIEW {prefix}{view.name} AS\n{view.sql}")
        found.append(f"COMMENT ON VIEW {prefix}{view.name} IS {quoted(view.comment)}")
    return found


def store_views() -> list[str]:
    """Return statements that create the ready views for sinergi.duckdb: stored ones as tables."""
    found = []
    for view in load():
        kind = "TABLE" if view.stored else "VIEW"
        found.append(f"CREATE {kind} {view.name} AS\n{view.sql}")
        found.append(f"COMMENT ON {kind} {view.name} IS {quoted(view.comment)}")
    return found


def comments(kind: str, prefix: str = "") -> list[str]:
    """Return statements that describe every table (`kind`: TABLE or VIEW) and column."""
    found = []
    for name, spec in TABLES.items():
        found.append(f"COMMENT ON {kind} {prefix}{name} IS {quoted((spec.model.__doc__ or '').strip())}")
        found += [
            f"COMMENT ON COLUMN {prefix}{name}.{info.name} IS {quoted(info.description)}"
            for info in columns(spec.model)
        ]
    return found


def release_view(
    version: str, as_of: str, schema_version: str, previous: str | None, prefix: str = ""
) -> list[str]:
    """Return statements for view `release_info`: one row that says which release this is."""
    was = quoted(previous) if previous else "NULL"
    return [
        f"CREATE OR REPLACE VIEW {prefix}release_info AS SELECT {quoted(version)} AS version, "
        f"DATE {quoted(as_of)} AS as_of, {quoted(schema_version)} AS schema_version, {was}::VARCHAR AS previous_release",
        f"COMMENT ON VIEW {prefix}release_info IS 'Which release this is: one row.'",
    ]


def attach_sql(version: str, as_of: str, schema_version: str, previous: str | None) -> str:
    """Return attach.sql: views over this version's files, from a folder or by address."""
    head = f"""-- sinergi {version}: views over the Parquet files of this release, for DuckDB 1.4 or later.
-- From a local copy, inside the release's folder:     duckdb -init attach.sql
-- From another folder or by address, set it first:    SET VARIABLE release = 'https://example.org/releases/{version}';
-- (an address needs DuckDB's httpfs: INSTALL httpfs; LOAD httpfs;) and then run:    .read attach.sql
SET VARIABLE release = coalesce(getvariable('release'), '.');
"""
    tables = [
        f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM read_parquet(getvariable('release') || '/data/{name}.parquet')"
        for name in TABLES
    ]
    statements = [
        *tables,
        *comments("VIEW"),
        *release_view(version, as_of, schema_version, previous),
        *create_views(),
    ]
    return head + ";\n".join(statements) + ";\n"
