"""The ingest stage: files, feeds and archives in, one `documents` row per report and one `issues` row per problem out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from flows.common import tables
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.ingest import assemble, limits
from flows.ingest.analyse import ISOLATED
from flows.ingest.cache import Cache
from flows.ingest.captures import captured_units
from flows.ingest.containers import expand
from flows.ingest.files import Found, find
from flows.ingest.isolate import Readers
from flows.ingest.model import Hint, Problem, Reading, Unit
from flows.ingest.outlets import load_outlets
from schemas.reports import Reports
from schemas.stages import Documents


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
        jobs = ((unit, cache.get(unit)) for unit in _units(files, raw, issues))
        for unit, outcome in readers.in_order(jobs, ISOLATED):
            units += 1
            if not outcome.remembered:
                cache.put(unit, outcome)
            for problem in outcome.problems:
                issues.add(
                    problem.level, problem.code, problem.source_ref or unit.source_ref, problem.message
                )
            readings.extend(outcome.readings)
            hints.extend(outcome.hints)
        remembered = cache.hits
    rows = assemble.documents(readings, hints, load_outlets(raw / "sources"), _known_ids(previous), issues)
    tables.write(tables.frame(rows, Documents), Documents, work.ingest / "documents.parquet")
    issues.entries.sort(key=lambda i: (i.source_ref, i.code, i.message))
    issues.write(work.ingest)
    return {
        "files": len(files),
        "units": units,
        "remembered": remembered,
        "documents": len(rows),
        "relevant": sum(row["is_relevant"] for row in rows),
        "issues": len(issues.entries),
    }


def _units(files: Sequence[Found], raw: Path, issues: IssueLog) -> Iterator[Unit]:
    """Every unit of every file, in order; what cannot be read becomes an issue on the way."""
    for found in files:
        for item in _items(found, raw):
            if isinstance(item, Unit):
                yield item
            else:
                issues.add(item.level, item.code, item.source_ref, item.message)


def _items(found: Found, raw: Path) -> Iterator[Unit | Problem]:
    if found.refusal or found.kind is None:
        message = found.refusal or "This kind of file is not supported and was not read."
        yield Problem("warning" if found.refusal else "info", "not_read", message, found.source_ref)
        return
    try:
        if found.kind == "lock":
            yield from captured_units(found.path, found.source_ref)
            return
        if found.path.stat().st_size > limits.MAX_CONTAINER_BYTES:
            yield Problem(
                "error",
                "too_large",
                f"Larger than {limits.MAX_CONTAINER_BYTES} bytes; split it.",
                found.source_ref,
            )
            return
        own = _within(found.path.parent, raw / "notes")
        with found.path.open("rb") as stream:
            yield from expand(found.source_ref, found.kind, stream, found.path.name, own)
    except OSError as error:
        yield Problem(
            "error", "unreadable", f"The file cannot be read: {error.strerror or error}.", found.source_ref
        )


@lru_cache(maxsize=1024)
def _within(folder: Path, root: Path) -> bool:
    return folder.resolve().is_relative_to(root.resolve())


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
