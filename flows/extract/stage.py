"""Extract: every relevant report is read once, over processes, into the claims tables."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows.common import tables
from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.common.version import code_hash, tree_hash
from flows.extract.backend.beside import Answered, Beside
from flows.extract.backend.options import Options
from flows.extract.cache import Cache, key_of
from flows.extract.pool import Job, Outcome, Pool
from schemas.stages import CLAIM_TABLES

CHUNK = 16  # reports per message to a process
PART = 4_000  # reports per file of a claims table
FEW = 800  # below this, starting processes costs more than it saves
CODE = ("flows/extract", "flows/common", "schemas/codelists")
_COLUMNS = [
    "report_id",
    "source_ref",
    "text",
    "text_sha256",
    "lang",
    "published_at",
    "publisher",
    "is_relevant",
]


def extract(
    work: Work,
    raw: Path,
    *,
    processes: int = 0,
    report_seconds: float = 30.0,
    progress: Callable[[int, int], None] | None = None,
    model: Options | None = None,
) -> dict[str, float]:
    """Read the relevant reports of `work.ingest/documents.parquet` and write the claims tables.

    What was read before (same text, same code, same registries) comes from `work.root/cache`.  A report that
    raises, dies or takes longer than `report_seconds` becomes an issue; the others go on.  `processes` 0 means
    one for few reports, else one per core.  With `model`, a model is asked first, about texts that it was not asked
    about before, and its answers are joined to what the rules read.
    """
    source = work.ingest / "documents.parquet"
    total = sum(pq.ParquetFile(file).metadata.num_rows for file in _files(source))
    workers = processes or (1 if total < FEW else os.cpu_count() or 1)
    log = IssueLog("extract")
    aside = work.root / "extract.partial"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    sink = _Sink(aside)
    stamp = stamp_of(raw)
    counts: dict[str, float] = {"read": 0, "cached": 0, "failed": 0}
    done = 0
    pending: deque[tuple[list[dict[str, Any]], dict[str, Outcome], list[Job]]] = deque()
    with (
        Cache(work.root / "cache" / "claims.sqlite", stamp) as cache,
        Pool(raw / "registries", workers, report_seconds) as pool,
        Beside(model) as beside,
    ):

        def finish() -> None:
            nonlocal done
            rows, known, jobs = pending.popleft()
            for outcome in pool.results(jobs):
                known[outcome.report_id] = outcome
                counts["read"] += 1
                if outcome.error is None:
                    cache.put(outcome)
            cache.commit()
            for row in rows:
                if row["is_relevant"]:
                    _take(row, known[row["report_id"]], sink, log, counts)
            done += len(rows)
            if progress:
                progress(done, total)

        asked = beside.ask(
            lambda: (row for rows in chunks(source) for row in rows),
            log,
            lambda n: progress(n, total) if progress else None,
        )
        for rows in chunks(source):
            wanted = [job_of(row, stamp, beside.answer(row)) for row in rows if row["is_relevant"]]
            known = cache.get(wanted)
            counts["cached"] += len(known)
            jobs = [job for job in wanted if job.report_id not in known]
            pool.submit(jobs)
            pending.append((rows, known, jobs))
            while len(pending) > 4 * workers:
                finish()
        while pending:
            finish()
        cache.prune()
    sink.close()
    log.write(aside)
    shutil.rmtree(work.extract, ignore_errors=True)
    os.replace(aside, work.extract)
    return counts | sink.totals | asked


def _take(
    row: dict[str, Any], outcome: Outcome, sink: _Sink, log: IssueLog, counts: dict[str, float]
) -> None:
    """Put one report's rows into the tables, or its failure into the log."""
    if outcome.error is not None:
        counts["failed"] += 1
        log.add("error", outcome.code, row["source_ref"], outcome.error)
        return
    for message in outcome.issues:
        log.add("warning", "reading", row["source_ref"], message)
    sink.add(
        row["report_id"],
        {
            **outcome.rows,
            "readings": [
                {
                    "published_at": row["published_at"] or outcome.published,
                    "is_relevant": outcome.relevant,
                    "seconds": outcome.seconds,
                }
            ],
        },
    )


def stamp_of(raw: Path) -> str:
    """What decides a reading besides the report: the code and the registries."""
    return code_hash(CODE) + tree_hash(raw / "registries")


def job_of(row: dict[str, Any], stamp: str, answer: Answered | None = None) -> Job:
    """One report to read; its key holds everything that can change what is read."""
    published: date | None = row["published_at"]
    parts = [stamp, row["text_sha256"], row["lang"], str(published), row["publisher"] or ""]
    if answer is not None:
        parts += [answer.value, repr(answer.measured)]
    return Job(
        report_id=row["report_id"],
        text=row["text"],
        lang="id" if row["lang"] in ("id", "ms") else "en",
        published=published,
        publisher=row["publisher"],
        key=key_of(*parts),
        answer=answer,
    )


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.parquet")) if path.is_dir() else [path]


def chunks(path: Path) -> Iterator[list[dict[str, Any]]]:
    """The documents, some at a time."""
    for file in _files(path):
        with pq.ParquetFile(file) as table:
            for batch in table.iter_batches(CHUNK * 16, columns=_COLUMNS):
                rows = batch.to_pylist()
                for start in range(0, len(rows), CHUNK):
                    yield rows[start : start + CHUNK]


@dataclass(slots=True)
class _Sink:
    """Collects rows and writes each claims table as one file, or as a folder of parts when there are many."""

    folder: Path
    totals: dict[str, int] = field(default_factory=lambda: {"events": 0, "actors": 0, "programmes": 0})
    _rows: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {name: [] for name in CLAIM_TABLES}
    )
    _parts: int = 0

    def add(self, report_id: str, found: dict[str, list[dict[str, Any]]]) -> None:
        """Take the rows of one report."""
        for name, rows in found.items():
            self._rows[name] += [{**row, "report_id": report_id} for row in rows]
        for name in self.totals:
            self.totals[name] += len(found.get(f"claims_{name}", ()))
        if len(self._rows["readings"]) >= PART:
            self._flush()

    def close(self) -> None:
        """Write what is left; a table that has one part only becomes a file."""
        if self._rows["readings"] or not self._parts:
            self._flush()
        if self._parts == 1:
            for name in CLAIM_TABLES:
                parts = self.folder / f"{name}.parquet"
                only = parts.with_suffix(".only")
                os.replace(parts / "part-00000.parquet", only)
                parts.rmdir()
                os.replace(only, parts)

    def _flush(self) -> None:
        for name, model in CLAIM_TABLES.items():
            path = self.folder / f"{name}.parquet" / f"part-{self._parts:05}.parquet"
            tables.write(tables.frame(self._rows[name], model), model, path)
            self._rows[name] = []
        self._parts += 1
