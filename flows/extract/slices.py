"""Reading over several machines: unread reports go out in slices over shared storage, what was read comes back.

What comes back goes into the cache of the stage, which then finds everything read and writes its tables as ever: the
same bytes, however many machines took part.  A slice is named after what is in it, so a run that was cut short finds
the slices that were done.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.common.issues import IssueLog
from flows.common.paths import Work
from flows.common.storage import Storage
from flows.common.version import code_hash, files, tree_hash
from flows.extract.backend.beside import Answered, Beside
from flows.extract.backend.measured import Count, Measured
from flows.extract.backend.options import Options
from flows.extract.cache import Cache
from flows.extract.documents import chunks
from flows.extract.pool import Job
from flows.extract.stage import CODE, job_of, look, stamp_of

JOBS, DONE, REGISTRIES = "slices/{}.parquet", "read/{}.parquet", "registries/{}.zip"
_JOB = pa.schema(
    [
        ("report_id", pa.string()),
        ("text", pa.string()),
        ("lang", pa.string()),
        ("published", pa.date32()),
        ("publisher", pa.string()),
        ("key", pa.string()),
        ("answer", pa.string()),
        ("method", pa.string()),
        ("note", pa.string()),
    ]
)
_READ = pa.schema([("key", pa.string()), ("reading", pa.binary())])


def send(work: Work, raw: Path, shared: Storage, size: int, model: Options | None = None) -> list[str]:
    """Write every report that was not read before to `shared`, `size` to a slice; return the names of the slices."""
    source = work.ingest / "documents.parquet"
    stamp = stamp_of(raw)
    names: list[str] = []
    gathered: list[Job] = []
    registries = share_registries(raw / "registries", shared)
    with Cache(work.root / "cache" / "claims.sqlite", stamp) as cache, Beside(model) as beside:
        beside.ask(
            lambda: (row for rows in chunks(source) for row in rows), IssueLog("extract"), lambda _: None
        )
        for rows in chunks(source, look(work, stamp, beside)["is_unread"]):
            jobs = [job_of(row, stamp, beside.answer(row)) for row in rows]
            known = cache.get(jobs)
            gathered += [job for job in jobs if job.report_id not in known]
            if len(gathered) >= size:
                names.append(_write(gathered, registries, shared))
                gathered = []
    if gathered:
        names.append(_write(gathered, registries, shared))
    return names


def receive(work: Work, raw: Path, shared: Storage, names: Sequence[str]) -> int:
    """Take what was read of the slices into the cache; return how many reports.  A slice that is missing is left out."""
    taken = 0
    with Cache(work.root / "cache" / "claims.sqlite", stamp_of(raw)) as cache:
        for name in names:
            if not shared.has(DONE.format(name)):
                continue
            table = pq.read_table(io.BytesIO(shared.read(DONE.format(name))), schema=_READ)
            for batch in table.to_batches():
                for row in batch.to_pylist():
                    cache.put_dumped(row["key"], row["reading"])
                    taken += 1
            cache.commit()
            shared.remove(JOBS.format(name))
            shared.remove(DONE.format(name))
    return taken


def share_registries(folder: Path, shared: Storage) -> str:
    """Put the registries into `shared` as one archive, once; return their digest."""
    digest = tree_hash(folder)
    name = REGISTRIES.format(digest)
    if not shared.has(name):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files(folder):
                archive.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
        shared.write(name, packed.getvalue())
    return digest


def _write(jobs: Sequence[Job], registries: str, shared: Storage) -> str:
    """Write one slice, if it is not there; its name is the digest of what is in it."""
    name = hashlib.sha256("".join(job.key + job.report_id for job in jobs).encode()).hexdigest()[:40]
    if shared.has(JOBS.format(name)) or shared.has(DONE.format(name)):
        return name
    rows = [
        {
            "report_id": job.report_id,
            "text": job.text,
            "lang": job.lang,
            "published": job.published,
            "publisher": job.publisher,
            "key": job.key,
            "answer": job.answer.value if job.answer else None,
            "method": job.answer.method if job.answer else None,
            "note": job.answer.note if job.answer else None,
        }
        for job in jobs
    ]
    measured = next((job.answer.measured for job in jobs if job.answer), None)
    told = {"code": code_hash(CODE), "registries": registries, "measured": _plain(measured)}
    schema = _JOB.with_metadata({"slice": json.dumps(told)})
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), packed, compression="zstd")
    shared.write(JOBS.format(name), packed.getvalue())
    return name


def read_jobs(content: bytes) -> tuple[list[Job], str, str]:
    """Return the jobs of a slice, the digest of the code that it is for, and that of its registries."""
    table = pq.read_table(io.BytesIO(content))
    told = json.loads(table.schema.metadata[b"slice"])
    measured = _measured(told["measured"])
    jobs = [
        Job(
            report_id=row["report_id"],
            text=row["text"],
            lang=row["lang"],
            published=row["published"],
            publisher=row["publisher"],
            key=row["key"],
            answer=Answered(row["answer"], row["method"], measured, row["note"] or "")
            if measured and row["answer"]
            else None,
        )
        for row in table.to_pylist()
    ]
    return jobs, told["code"], told["registries"]


def pack(read: Iterator[tuple[str, bytes]]) -> bytes:
    """Return keys and dumped outcomes as the content of a file of `read/`."""
    rows = [{"key": key, "reading": reading} for key, reading in read]
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=_READ), packed, compression="none")
    return packed.getvalue()


def _plain(measured: Measured | None) -> dict[str, Any] | None:
    if measured is None:
        return None
    counts = [[what, by, one.right, one.said] for (what, by), one in measured.counts.items()]
    return {"model": measured.model, "counts": counts}


def _measured(told: dict[str, Any] | None) -> Measured | None:
    if told is None:
        return None
    counts = {(what, by): Count(int(right), int(said)) for what, by, right, said in told["counts"]}
    return Measured(str(told["model"]), counts)
