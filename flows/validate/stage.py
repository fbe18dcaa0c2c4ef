"""The gate: what resolve wrote, checked; good rows go on, others are set aside with their reason."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from flows.common.paths import Work
from flows.validate import bounds, history, privacy, references, report, spans, store, tables
from flows.validate.gold import Score, evaluate, load_gold, report_ids, system_facts
from flows.validate.reliability import Bin, reliability

GateError = report.GateError


def validate(
    work: Work, raw: Path, gold: Path | None, previous: Path | None, version: str, as_of: date | None = None
) -> dict[str, Any]:
    """Check the tables of `work.resolve`; write the good rows, quarantine.parquet and quality.json.

    Returns the content of quality.json.  Raises GateError, after quality.json is written, where a table as a whole
    breaks the contract.  `as_of` is the release's date (that of `version` unless given).
    """
    out = work.validate
    found = report.Report()
    con = store.open_store(out)
    try:
        for name in store.CHECKED:
            store.load(con, work.resolve, name)
        _check(con, work.ingest / "documents.parquet", found, as_of or date.fromisoformat(version[:10]))
        bounds.check_bounds(con, previous, found, bounds.load())
        aside = store.quarantined(con)
        aside.write_parquet(out / "quarantine.parquet", compression="zstd")
        quality = report.quality(found, aside, bounds.coverage(con), *_scores(work, gold))
        report.write_json(quality, out / "quality.json")
        found.gate()
        for name in store.CHECKED:
            store.write_good(con, name, out / f"{name}.parquet")
    finally:
        con.close()
        shutil.rmtree(out / ".spill", ignore_errors=True)
    return quality


def _check(con: duckdb.DuckDBPyConnection, documents: Path, found: report.Report, as_of: date) -> None:
    for name in store.CHECKED:
        store.mark(con, tables.check_models(con, name, found))
    references.check_keys(con, found)
    references.check_references(con, found)
    references.cascade(con)
    spans.check_spans(con, documents, found)
    privacy.check_numbers(con, found)
    privacy.check_persons(con, documents, found)
    references.cascade(con)
    if history.check_rules(con, found, as_of):
        while references.cascade(con) + history.settle(con, as_of):
            pass


def _scores(work: Work, folder: Path | None) -> tuple[list[Score], list[Bin]]:
    """Return the scores on the annotated reports of this run, and how far confidence can be relied on; none
    where no report of it is annotated."""
    if folder is None or not folder.exists():
        return [], []
    truth = load_gold(folder)
    present = report_ids(work)
    known = {one: facts for one, facts in truth.items() if one in present}
    if not known:
        return [], []
    said = system_facts(work, known)
    return evaluate(known, said), reliability(known, said)
