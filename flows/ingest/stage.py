"""The ingest stage: files, feeds and archives in, one `documents` row per report and one `issues` row per problem out.

Texts lie in the cache, not in memory: a report is a few hundred bytes until its row is written.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from flows.common import tables
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.ingest import assemble
from flows.ingest.cache import Cache
from flows.ingest.files import Found, find
from flows.ingest.inputs import Input, inputs
from flows.ingest.isolate import Readers
from flows.ingest.model import Hint, Outcome, Problem, Reading, Unit
from flows.ingest.outlets import load_outlets
from flows.ingest.parts import join
from schemas.reports import Reports
from schemas.stages import Documents

PART = 20_000
"""Rows of one file of `documents`; more become a folder of parts."""


def ingest(sources: Sequence[Path], work: Work, raw: Path, previous: Path | None = None) -> dict[str, int]:
    """Read every supported file of `sources` into `work.ingest`; returns the counts of what happened.

    `raw` is the project's own input folder (outlets, notes); `previous` is the folder of an earlier release,
    whose report ids are kept for the same address or text.  Bad input is an issue, never an end.
    """
    issues = IssueLog("ingest")
    readings: list[Reading] = []
    hints: list[Hint] = []
    files, units = find(sources), 0
    with Cache(work.root / "cache") as cache, Readers() as readers:
        for unit, outcome in readers.in_order(_jobs(files, raw, cache, issues)):
            units += 1
            for problem in outcome.problems:
                issues.add(
                    problem.level, problem.code, problem.source_ref or unit.source_ref, problem.message
                )
            if not outcome.remembered:
                cache.keep(unit, outcome)
            readings.extend(outcome.readings)
            hints.extend(outcome.hints)
        cache.prune()
        rows = assemble.documents(
            join(readings, cache.text, issues),
            hints,
            load_outlets(raw / "sources"),
            _known_ids(previous),
            cache.text,
            issues,
        )
        documents, relevant = _write(rows, work.ingest / "documents.parquet")
        remembered = cache.hits
    issues.entries.sort(key=lambda i: (i.source_ref, i.code, i.message))
    issues.write(work.ingest)
    return {
        "files": len(files),
        "units": units,
        "remembered": remembered,
        "documents": documents,
        "relevant": relevant,
        "issues": len(issues.entries),
    }


def _jobs(
    files: Sequence[Found], raw: Path, cache: Cache, issues: IssueLog
) -> Iterator[tuple[Unit, Outcome | None]]:
    """Every unit of every input, in order, with its outcome where it was read before.

    What an unchanged input held is known without opening it: its units come without their bytes.
    """
    for entry in inputs(files, raw):
        if isinstance(entry, Problem):
            issues.add(entry.level, entry.code, entry.source_ref, entry.message)
            continue
        known = cache.items(entry.name, entry.stamp)
        if known is None:
            yield from _opened(entry, cache, issues)
            continue
        for item in known:
            if isinstance(item, Problem):
                issues.add(item.level, item.code, item.source_ref, item.message)
            else:
                yield Unit(item[0], "", b""), item[1]


def _opened(entry: Input, cache: Cache, issues: IssueLog) -> Iterator[tuple[Unit, Outcome | None]]:
    number = cache.opening(entry.name, entry.stamp)
    for at, item in enumerate(entry.items()):
        cache.keep_item(number, at, item)
        if isinstance(item, Problem):
            issues.add(item.level, item.code, item.source_ref, item.message)
        else:
            yield item, cache.get(item)
    cache.opened(number)


def _write(rows: Iterable[dict[str, Any]], path: Path) -> tuple[int, int]:
    """Write the rows as one file, or as a folder of parts where there are many; returns how many, and how many in scope."""
    aside = path.with_name(path.name + ".partial")
    shutil.rmtree(aside, ignore_errors=True)
    rows, total, relevant = iter(rows), 0, 0
    while (part := list(islice(rows, PART))) or not total:
        number = total // PART
        tables.write(tables.frame(part, Documents), Documents, aside / f"part-{number:05}.parquet")
        total += len(part)
        relevant += sum(row["is_relevant"] for row in part)
        if len(part) < PART:
            break
    if path.is_dir():
        shutil.rmtree(path)
    if total <= PART:
        os.replace(aside / "part-00000.parquet", path)
        shutil.rmtree(aside)
    else:
        os.replace(aside, path)
    return total, relevant


def _known_ids(previous: Path | None) -> assemble.KnownIds:
    """Report ids of an earlier release, by address and by text."""
    if previous is None:
        return assemble.KnownIds()
    table = tables.read(previous / "data" / "reports.parquet", Reports).sort("report_id", descending=True)
    by_url = table.filter(table["url"].is_not_null() & (table["source_type"] != "note"))
    return assemble.KnownIds(
        dict(zip(by_url["url"], by_url["report_id"], strict=True)),
        dict(zip(table["text_sha256"], table["report_id"], strict=True)),
    )
