"""A release in DuckDB: every table and ready view, with comments; in memory, nothing is written."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from flows.publish.delta import latest
from flows.publish.files import PublishError, read_json
from flows.publish.parquet import database, quoted

MAX_WIDTH = 100


def find(where: Path) -> Path:
    """Return the release folder that `where` means: itself, or the one that its latest.json points to."""
    if (where / "manifest.json").exists():
        return where
    if (where / "WITHDRAWN.json").exists():
        raise PublishError(f"{where}: withdrawn: {read_json(where / 'WITHDRAWN.json')['reason']}")
    found = latest(where)
    if found is None:
        raise PublishError(
            f"{where}: neither a release nor a folder of releases; run `sinergi run` to make one"
        )
    return found.folder


def open_release(path: Path) -> duckdb.DuckDBPyConnection:
    """Return a connection to sinergi.duckdb of the release at `path`: tables and ready views, read only."""
    release = find(path)
    file = (release / "sinergi.duckdb").resolve()
    if not file.is_file():
        raise PublishError(f"{file}: missing; download it again, or use attach.sql on the files in data/")
    con = database(release.parent / ".spill-query")
    con.execute(f"ATTACH {quoted(file)} AS sinergi (READ_ONLY)")
    con.execute("USE sinergi")
    con.execute(f"SET allowed_directories = [{quoted((release / 'data').resolve())}]")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


def query(path: Path, sql: str | None = None) -> str:
    """Answer `sql`, or what stands on standard input, or open a shell; the last result is returned as text."""
    if sql is not None:
        return run(path, sql)
    if not sys.stdin.isatty():
        return run(path, sys.stdin.read())
    return shell(path)


def shell(path: Path) -> str:
    """Read statements from the terminal, each ended by `;`, and print their results until `.quit`."""
    con = open_release(path)
    names = [row[0] for row in con.sql("SHOW TABLES").fetchall()]
    print(
        f"tables and views: {', '.join(names)}\nend a statement with ;  DESCRIBE events; shows columns  .quit ends"
    )
    waiting = ""
    while True:
        try:
            line = input("sinergi> " if not waiting else "    ...> ")
        except (EOFError, KeyboardInterrupt):
            return ""
        if line.strip() in {".quit", ".exit"}:
            return ""
        waiting += line + "\n"
        if waiting.strip().endswith(";"):
            try:
                print(table_text(con, waiting))
            except PublishError as error:
                print(error)
            waiting = ""


def run(path: Path, sql: str, rows: int = 40) -> str:
    """Run `sql` on the release at `path` and return its result as a table in text.  Raises PublishError on bad SQL."""
    con = open_release(path)
    try:
        return table_text(con, sql, rows)
    finally:
        con.close()


def table_text(con: duckdb.DuckDBPyConnection, sql: str, rows: int = 40) -> str:
    """Return the result of `sql` as aligned text, at most `rows` rows."""
    try:
        result = con.sql(sql)
        if result is None:
            return "ok"
        names = list(result.columns)
        found = result.limit(rows + 1).fetchall()
    except duckdb.Error as error:
        raise PublishError(f"SQL: {' '.join(str(error).split())[:400]}") from error
    shown = [[_cell(one) for one in row] for row in found[:rows]]
    widths = [
        max(len(name), *(len(row[i]) for row in shown)) if shown else len(name)
        for i, name in enumerate(names)
    ]
    lines = ["  ".join(name.ljust(width) for name, width in zip(names, widths, strict=True)).rstrip()]
    lines.append("  ".join("-" * width for width in widths))
    lines += [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in shown
    ]
    lines.append(
        f"({rows}+ rows)" if len(found) > rows else f"({len(found)} row{'' if len(found) == 1 else 's'})"
    )
    return "\n".join(lines)


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= MAX_WIDTH else text[: MAX_WIDTH - 1] + "…"
