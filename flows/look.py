"""What people look at: the end of a run, the measures against the gold set, what is worth a second look."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flows import run
from flows.common.progress import progress
from flows.common.settings import Settings

FIRST_QUERY = """SELECT event_type, status, count(*) AS events, min(date_start) AS earliest, max(date_end) AS latest
FROM events GROUP BY ALL ORDER BY events DESC, event_type, status LIMIT 10"""


def summary(release: Path) -> str:
    """What a run made: rows of every table, where it lies, and a first query with its answer."""
    counts = {path.stem: _rows(path) for path in sorted((release / "data").iterdir())}
    lines = [
        f"release {release.name}: {release}",
        "  " + ", ".join(f"{n:,} {name}" for name, n in counts.items()),
    ]
    lines += ["", "a first query (`sinergi query` opens the rest):", ""]
    lines += [f"  {line}" for line in FIRST_QUERY.splitlines()]
    lines += ["", *(f"  {line}" for line in table(*ask(release, FIRST_QUERY)))]
    return "\n".join(lines)


def ask(release: Path, query: str, values: Sequence[Any] = ()) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Return column names and rows of a query over the tables of a release."""
    import duckdb

    with duckdb.connect() as db:
        db.execute("SET autoinstall_known_extensions = false")
        for path in sorted((release / "data").iterdir()):
            source = str(path if path.is_file() else path / "*.parquet").replace("'", "''")
            db.execute(f"CREATE VIEW \"{path.stem}\" AS FROM read_parquet('{source}')")
        answer = db.execute(query, list(values))
        names = [column[0] for column in answer.description or ()]
        return names, answer.fetchall()


def table(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[str]:
    """Return rows as lines of aligned text; numbers stand on the right."""
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    right = [
        bool(rows) and all(isinstance(row[n], (int, float)) or row[n] is None for row in rows)
        for n in range(len(names))
    ]
    widths = [
        max(len(name), *(len(row[n]) for row in texts)) if texts else len(name)
        for n, name in enumerate(names)
    ]

    def line(cells: Sequence[str]) -> str:
        placed = (c.rjust(w) if r else c.ljust(w) for c, w, r in zip(cells, widths, right, strict=True))
        return "  ".join(placed).rstrip()

    return [line(names), line(["-" * width for width in widths]), *map(line, texts)]


def measure(settings: Settings, documents: Path | None, gold: Path | None, as_json: bool = False) -> str:
    """Run ingest, extract and resolve in a folder of its own and compare with the gold set."""
    from flows.validate.gold import evaluate, load_gold, system_facts

    plan = run.plan(settings, sources=(documents,) if documents else (), gold=gold, force=True)
    if isinstance(plan, run.Unchanged) or plan.gold is None:
        raise run.UserError(f"{settings.gold}: no such folder; give --gold a folder of annotated reports")
    with run.scratch(plan) as job:
        run.begin(job)
        for name in ("ingest", "extract", "resolve"):
            with progress.stage(name) as counts:
                counts.update(run.STAGES[name](job))
        truth, said = load_gold(plan.gold), system_facts(job.work)
    common = {key: facts for key, facts in truth.items() if key in said}
    if not common:
        raise run.UserError(
            f"{plan.gold}: no file is about a report in {plan.sources[0]}; names and ids must agree"
        )
    if missing := len(truth) - len(common):
        fate = "count as found empty" if gold else "are left out"
        progress.say(f"{missing} annotated reports are not among the documents and {fate}", "warning")
    scores = evaluate(truth if gold else common, said)
    if as_json:
        return json.dumps([asdict(score) for score in scores], indent=1)
    rows = [
        (s.measure, s.group, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", s.count) for s in scores
    ]
    names = ["measure", "of", "precision", "recall", "F1", "gold"]
    return "\n".join([*table(names, rows), "", f"over {len(truth) if gold else len(common)} reports"])


def review(release: Path, limit: int, issues: Path | None, sheet: Path | None = None) -> str:
    """What a person should look at first, in a release and in the issues of the run that made it.

    With `sheet` the same is written there as a page with the evidence and the entry for every decision.
    """
    from flows.resolve import review as rooms
    from flows.resolve.sheet import html

    found = rooms.items(rooms.read(release), limit)
    lines: list[str] = []
    for kind in dict.fromkeys(item.kind for item in found):
        chosen = [item for item in found if item.kind == kind]
        rows = [(item.record_id, item.title, item.why) for item in chosen]
        lines += [kind.replace("_", " "), *(f"  {line}" for line in table(["record", "title", "why"], rows))]
        for answer, entry in chosen[0].decisions.items():
            lines += [
                f"  if {answer}, for {chosen[0].record_id}:",
                *(f"    {line}" for line in entry.splitlines()),
            ]
        lines.append("")
    if issues is not None:
        lines += _issues(issues, limit)
    if sheet is not None:
        sheet.write_text(html(found, release.name), encoding="utf-8")
        lines += [f"the sheet: {sheet}", ""]
    lines.append(
        "`sinergi explain ID` shows the words behind a record; raw/curation/README.md describes every kind of decision."
    )
    return "\n".join(lines)


def _issues(work: Path, limit: int) -> list[str]:
    import polars as pl

    paths = sorted(work.glob("*/issues.parquet"))
    if not paths:
        return []
    found = pl.concat([pl.read_parquet(path) for path in paths]).filter(pl.col("level") != "info")
    rows = found.select("stage", "level", "code", "source_ref", "message").head(limit).rows()
    return (
        ["Issues of the latest run", *(f"  {line}" for line in table(found.columns, rows)), ""]
        if rows
        else []
    )


def _rows(path: Path) -> int:
    import pyarrow.parquet as pq

    files = [path] if path.is_file() else sorted(path.glob("*.parquet"))
    return sum(pq.ParquetFile(file).metadata.num_rows for file in files)
