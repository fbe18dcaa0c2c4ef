"""The ingest stage: files, feeds and archives in, one `documents` row per report and one `issues` row per problem out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from flows.common import tables
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.ingest import assemble, limits
from flows.ingest.files import Found, find
from flows.ingest.model import Outcome, Reading, Unit
from flows.ingest.outlets import load_outlets
from flows.ingest.readers import markdown, page, plain
from schemas.stages import Documents

READERS: dict[str, Callable[[Unit], Outcome]] = {"note": markdown.read, "text": plain.read, "html": page.read}


def ingest(sources: Sequence[Path], work: Work, raw: Path, previous: Path | None = None) -> dict[str, int]:
    """Read every supported file of `sources` into `work.ingest`; returns the counts of what happened.

    `raw` is the project's own input folder (outlets, notes); `previous` is the folder of an earlier release,
    whose report ids are kept for the same address or text.  Bad input is an issue, never an end.
    """
    issues = IssueLog("ingest")
    readings: list[Reading] = []
    files = find(sources)
    for found in files:
        readings.extend(_read(found, raw, issues))
    rows = assemble.documents(readings, load_outlets(raw / "sources"), assemble.KnownIds(), issues)
    tables.write(tables.frame(rows, Documents), Documents, work.ingest / "documents.parquet")
    issues.write(work.ingest)
    return {"files": len(files), "documents": len(rows), "relevant": sum(r["is_relevant"] for r in rows), "issues": len(issues.entries)}


def _read(found: Found, raw: Path, issues: IssueLog) -> list[Reading]:
    if found.refusal or found.kind not in READERS:
        issues.add("warning", "not_read", found.source_ref, found.refusal or "This kind of file is not supported.")
        return []
    try:
        if found.path.stat().st_size > limits.MAX_FILE_BYTES:
            issues.add("error", "too_large", found.source_ref, f"Larger than {limits.MAX_FILE_BYTES} bytes.")
            return []
        data = found.path.read_bytes()
    except OSError as error:
        issues.add("error", "unreadable", found.source_ref, f"The file cannot be read: {error.strerror}.")
        return []
    own = found.path.resolve().is_relative_to((raw / "notes").resolve())
    outcome = READERS[found.kind](Unit(found.source_ref, found.kind, data, own=own))
    for problem in outcome.problems:
        issues.add(problem.level, problem.code, found.source_ref, problem.message)
    return outcome.readings
