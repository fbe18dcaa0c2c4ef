"""Extract: every relevant report is read once, over processes, into the claims tables."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.common.version import code_hash, tree_hash
from flows.extract import kept
from flows.extract.backend.beside import Answered, Beside
from flows.extract.backend.options import Options
from flows.extract.cache import Cache, key_of
from flows.extract.documents import DECIDING, chunks, deciding, rows_of
from flows.extract.pool import Job, Outcome, Pool

FEW = 800  # below this, starting processes costs more than it saves
CODE = ("flows/extract", "flows/common", "schemas/codelists", "schemas/stages.py")

Asked = tuple[dict[str, Any], Answered | None]  # a row of documents, and a model's answer to it


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

    What was read before (same text, same code, same registries) stands in the claims tables of the run before, of which
    whole parts are kept, or else in `work.root/cache`.  A report that raises, dies or takes longer than
    `report_seconds` becomes an issue; the others go on.  `processes` 0 means one for few reports, else one per core.
    With `model`, a model is asked first, about texts that it was not asked about before, and its answers are joined to
    what the rules read.
    """
    source = work.ingest / "documents.parquet"
    total = rows_of(source)
    log = IssueLog("extract")
    aside = work.root / "extract.partial"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    stamp = stamp_of(raw)
    counts: dict[str, float] = {"read": 0, "cached": 0, "failed": 0}

    def tell(done: int) -> None:
        if progress:
            progress(done, total)

    with Cache(work.root / "cache" / "claims.sqlite", stamp) as cache, Beside(model) as beside:
        asked = beside.ask(lambda: (row for rows in chunks(source) for row in rows), log, tell)
        documents = look(work, stamp, beside)
        writer = kept.Writer(aside, short(stamp), documents["part"].drop_nulls().unique())
        counts["cached"] += _keep(documents, work.extract, writer, log)
        unread = documents["is_unread"]
        left = int(unread.sum())
        workers = processes or (1 if left < FEW else os.cpu_count() or 1)
        with Pool(raw / "registries", workers, report_seconds) as pool:
            batches = ([(row, beside.answer(row)) for row in rows] for rows in chunks(source, unread))
            read = _outcomes(batches, stamp, pool, cache, 4 * workers, counts)
            for done, (row, answer, outcome) in enumerate(read, total - left + 1):
                _take(row, outcome, answer, writer, log, counts)
                tell(done)
        cache.prune()
    writer.close()
    log.entries.sort(key=lambda issue: (issue.source_ref, issue.code, issue.message))
    log.write(aside)
    _put(aside, work.extract)
    return counts | writer.totals | asked


def _outcomes(
    batches: Iterable[list[Asked]], stamp: str, pool: Pool, cache: Cache, ahead: int, counts: dict[str, float]
) -> Iterator[tuple[dict[str, Any], Answered | None, Outcome]]:
    """Yield what came of each report, in their order, with up to `ahead` batches on their way; new readings are kept."""
    pending: deque[tuple[list[Asked], dict[str, Outcome], list[Job]]] = deque()

    def settled() -> Iterator[tuple[dict[str, Any], Answered | None, Outcome]]:
        batch, known, jobs = pending.popleft()
        for outcome in pool.results(jobs):
            known[outcome.report_id] = outcome
            counts["read"] += 1
            if outcome.error is None:
                cache.put(outcome)
        cache.commit()
        yield from ((row, answer, known[row["report_id"]]) for row, answer in batch)

    for batch in batches:
        wanted = [job_of(row, stamp, answer) for row, answer in batch]
        known = cache.get(wanted)
        counts["cached"] += len(known)
        jobs = [job for job in wanted if job.report_id not in known]
        pool.submit(jobs)
        pending.append((batch, known, jobs))
        while len(pending) > ahead:
            yield from settled()
    while pending:
        yield from settled()


def look(work: Work, stamp: str, beside: Beside) -> pl.DataFrame:
    """Return what decides the reading of each document, in the table's order: `part` of the claims tables of the run
    before that holds it already, with its `issues`, or null; `is_unread` where it is relevant and in no part."""
    source = work.ingest / "documents.parquet"
    documents = deciding(source).with_columns(stamp=pl.lit(short(stamp)))
    found = [
        (row["report_id"], _digest(answer))
        for rows in (chunks(source) if beside.asks else ())
        for row in rows
        if (answer := beside.answer(row))
    ]
    answers = pl.DataFrame(found, schema={"report_id": pl.String, "answer": pl.String}, orient="row")
    documents = documents.join(answers, on="report_id", how="left", maintain_order="left")
    documents = kept.known(documents, kept.index(work.extract))
    return documents.with_columns(is_unread=pl.col("is_relevant") & pl.col("part").is_null())


def _keep(documents: pl.DataFrame, old: Path, writer: kept.Writer, log: IssueLog) -> int:
    """Take over what the claims tables in `old` hold of relevant documents; return of how many."""
    held = documents.filter(pl.col("is_relevant") & pl.col("part").is_not_null())
    whole = kept.staying(held)
    for (part,), reports in held.sort("part").group_by("part", maintain_order=True):
        (writer.keep if part in whole else writer.take)(old, str(part), reports)
    for source, messages in (
        held.filter(pl.col("issues").list.len() > 0).select("source_ref", "issues").iter_rows()
    ):
        for message in messages:
            log.add("warning", "reading", source, message)
    return held.height


def _take(
    row: dict[str, Any],
    outcome: Outcome,
    answer: Answered | None,
    writer: kept.Writer,
    log: IssueLog,
    counts: dict[str, float],
) -> None:
    """Put one report's rows into the tables, or its failure into the log."""
    if outcome.error is not None:
        counts["failed"] += 1
        log.add("error", outcome.code, row["source_ref"], outcome.error)
        return
    for message in outcome.issues:
        log.add("warning", "reading", row["source_ref"], message)
    decided = {name: row[name] for name in DECIDING}
    writer.add(
        {**decided, "answer": _digest(answer) if answer else None, "issues": outcome.issues},
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


def _put(aside: Path, place: Path) -> None:
    """Put new tables in the place of old ones, which are whole there, or not there, at every moment."""
    old = place.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        os.replace(place, old)
    os.replace(aside, place)
    shutil.rmtree(old, ignore_errors=True)


def _digest(answer: Answered) -> str:
    return key_of(answer.value, repr(answer.measured))


def short(stamp: str) -> str:
    """The stamp as it stands with every report that was read."""
    return key_of(stamp)[:16]


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
