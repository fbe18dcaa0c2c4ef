"""A run in plain functions: what it reads, whether there is anything new, its five stages, what it made."""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flows.common.paths import Work
from flows.common.progress import brief, checked, progress
from flows.common.settings import Settings
from flows.common.version import files, tree_hash

VERSION = re.compile(r"^(\d{4}-\d{2}-\d{2})\.([1-9]\d*)$")
SILENCE = timedelta(days=60)
NOTE = "job.json"
TOLD = 20  # refusals of a capture that are said one by one


class UserError(ValueError):
    """Something that the caller gave cannot be used: what, where, and what to do."""


class RunError(RuntimeError):
    """The run failed; releases made earlier are as they were."""


@dataclass(frozen=True, slots=True)
class Job:
    """Everything that decides what a run makes."""

    sources: tuple[Path, ...]
    gold: Path | None
    raw: Path
    out: Path
    work: Work
    version: str
    as_of: date
    previous: Path | None
    inputs: Mapping[str, str] = field(default_factory=dict)
    processes: int = 0
    report_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Unchanged:
    """There is nothing new: the release that already holds it, and why."""

    release: Path
    reason: str


def plan(
    settings: Settings,
    *,
    sources: tuple[Path, ...] = (),
    gold: Path | None = None,
    out: Path | None = None,
    version: str | None = None,
    as_of: date | None = None,
    force: bool = False,
) -> Job | Unchanged:
    """Decide what a run has to do.  Raises UserError for arguments that cannot be used.

    Nothing is to be done when the latest release was made from the same documents, gold, registries, curation,
    code and lock, no status of it changes by `as_of`, and no other version was asked for.
    """
    from flows.extract.backend.options import input_hash
    from flows.publish.delta import unchanged

    given = sources or default_sources(settings)
    for source in given:
        if not source.exists():
            raise UserError(f"{source}: no such file or folder; give --documents a folder of reports")
        if not os.access(source, os.R_OK):
            raise UserError(f"{source}: not readable; change its permissions")
    if next((path for source in given for path in files(source)), None) is None:
        raise UserError(f"{given[0]}: holds no file; give --documents a folder of reports")
    if gold is not None and not gold.is_dir():
        raise UserError(f"{gold}: no such folder; give --gold a folder of annotated reports, or leave it out")
    measured = gold or (settings.gold if settings.gold.is_dir() else None)
    check_inputs(settings.raw, measured)
    check_model(settings)
    check_cluster(settings)
    target = (out or settings.out).absolute()
    if target.exists() and not target.is_dir():
        raise UserError(f"{target}: is a file; give --out a folder")
    heal(target)
    made = releases(target)
    latest = made[-1] if made else None
    day = as_of or max([datetime.now(UTC).date(), *(_day(path.name) for path in made[-1:])])
    name = version or _next(target, day)
    if not VERSION.match(name) or not _is_day(name[:10]):
        raise UserError(f"--version {name}: must be a date and a number, such as {day}.1")
    inputs = {
        "documents": tree_hash(*given),
        "gold": tree_hash(measured) if measured else "",
        "registries": tree_hash(settings.raw / "registries"),
        "curation": tree_hash(settings.raw / "curation"),
        "sources": tree_hash(settings.raw / "sources"),
        **input_hash(settings),
    }
    asked = version not in (None, latest.name if latest else None)
    if latest and not force and not asked and unchanged(target, inputs) and not status_due(latest, day):
        return Unchanged(latest, "documents, gold, registries, curation and code are those it was made from")
    if (target / name).exists():
        raise UserError(
            f"{target / name}: this version is there already, made from other inputs; give another --version"
        )
    if latest and order(name) < order(latest.name):
        raise UserError(
            f"--version {name}: older than {latest.name} in {target}; give a later one, or another --out"
        )
    return Job(
        sources=given,
        gold=measured,
        raw=settings.raw,
        out=target,
        work=work_of(settings, target),
        version=name,
        as_of=day,
        previous=latest,
        inputs=inputs,
        processes=settings.processes,
        report_seconds=settings.report_seconds,
    )


def check_inputs(raw: Path, gold: Path | None) -> None:
    """Read what people wrote before any work is done.  Raises UserError naming a file that cannot be used."""
    from flows.common.registries import load_registries
    from flows.resolve.curate import read as read_curation
    from flows.validate.gold import load_gold

    try:
        load_registries(raw / "registries")
        read_curation(raw / "curation")
        if gold:
            load_gold(gold)
    except ValueError as error:
        raise UserError(str(error)) from None


def check_model(settings: Settings) -> None:
    """See that a model that is set can be asked.  Raises UserError where its client or its measures are missing."""
    from flows.extract.backend import measured
    from flows.extract.backend.options import options

    chosen = options(settings)
    if chosen is None:
        return
    if importlib.util.find_spec("openai") is None:
        raise UserError(
            "model_url is set, and the client is missing: pip install --require-hashes --no-deps -r requirements.txt"
        )
    try:
        measured.load(chosen.measured, chosen.name)
    except measured.MeasuredError as error:
        raise UserError(str(error)) from None


def check_cluster(settings: Settings) -> None:
    """See that a cluster that is set can be used.  Raises UserError saying what is missing."""
    if settings.dask is None:
        return
    if importlib.util.find_spec("prefect_dask") is None:
        raise UserError(
            "dask is set, and its task runner is missing: pip install --require-hashes --no-deps -r requirements.txt"
        )
    if settings.shared is None:
        raise UserError(
            "dask is set without shared; name a folder or s3://bucket/path that all machines reach"
        )
    if settings.prefect_api is None:
        raise UserError("dask is set without prefect_api; the workers need the address of a Prefect server")


def default_sources(settings: Settings) -> tuple[Path, ...]:
    """The folder of the settings, what was added with `add`, and what was captured."""
    more = (settings.raw / "captures" / "added", settings.raw / "captures" / "locks")
    return (settings.documents, *(folder for folder in more if next(files(folder), None)))


def releases(out: Path) -> list[Path]:
    """The releases in `out`, oldest first; withdrawn ones, of which only a tombstone is left, do not count."""
    found = [path.parent for path in out.glob("*/manifest.json") if VERSION.match(path.parent.name)]
    return sorted((path for path in found if (path / "data").is_dir()), key=lambda path: order(path.name))


def order(version: str) -> tuple[str, int]:
    """The place of a version among others."""
    day, number = version.split(".")
    return day, int(number)


def heal(out: Path) -> None:
    """Enter a release that a run put in place but died before pointing to it.  Raises RunError if it is not sound."""
    from flows.publish import pointers
    from flows.publish.files import read_json
    from flows.publish.verify import verify

    found = releases(out)
    listed = {entry["version"] for entry in pointers.entries(out)}
    latest = out / pointers.LATEST
    pointed = read_json(latest)["version"] if latest.exists() else None
    if not found or (listed >= {path.name for path in found} and pointed == found[-1].name):
        return
    with pointers.publisher(out):
        for folder in found:
            if folder.name in listed and folder != found[-1]:
                continue
            if problems := verify(folder):
                raise RunError(
                    f"{problems[0]}; this release is not in {pointers.INDEX}: move it away and run again"
                )
            pointers.enter(out, read_json(folder / "manifest.json"))


def status_due(release: Path, as_of: date) -> bool:
    """True where an event of `release` changes its status by the passing of time alone.

    A planned event whose last day lies 60 days back is unconfirmed, an ongoing one whose last day is past has
    occurred.  Events without dates wait for the next release.
    """
    import polars as pl

    path = release / "data" / "events.parquet"
    source = path if path.is_file() else release / "data" / "events" / "*.parquet"
    ended = (pl.col("status") == "planned") & (pl.col("date_end") <= as_of - SILENCE)
    over = (pl.col("status") == "ongoing") & (pl.col("date_end") < as_of)
    before = _day(release.name)
    news = (
        pl.scan_parquet(source).filter(ended | over).filter(pl.lit(as_of > before)).select(pl.len()).collect()
    )
    return bool(news.item())


def work_of(settings: Settings, out: Path) -> Work:
    """The work folder for releases in `out`."""
    return Work(settings.work.absolute() / hashlib.sha256(str(out.resolve()).encode()).hexdigest()[:12])


@contextmanager
def locked(work: Work) -> Iterator[None]:
    """Hold the work folder for this process alone; the lock ends with the process, however it ends."""
    work.root.mkdir(parents=True, exist_ok=True)
    with (work.root / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise RunError(
                f"{work.root}: another run (process {holder}) works here; wait for it, or end it"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def begin(job: Job) -> None:
    """Empty the folders of the stages, which an earlier run may have left half-done; caches stay."""
    for folder in (job.work.ingest, job.work.resolve, job.work.validate):
        clear(folder)
    save(job)
    job.out.mkdir(parents=True, exist_ok=True)


def save(job: Job) -> None:
    """Note in the work folder what the run is about, for stages that are run one by one."""
    note = {
        "sources": [str(path.absolute()) for path in job.sources],
        "gold": str(job.gold.absolute()) if job.gold else None,
        "raw": str(job.raw.absolute()),
        "out": str(job.out),
        "version": job.version,
        "as_of": job.as_of.isoformat(),
        "previous": str(job.previous) if job.previous else None,
        "inputs": dict(job.inputs),
        "processes": job.processes,
        "report_seconds": job.report_seconds,
    }
    path = job.work.root / NOTE
    path.with_suffix(".partial").write_text(json.dumps(note, indent=1), encoding="utf-8")
    os.replace(path.with_suffix(".partial"), path)


def load(work: Work) -> Job:
    """Return the run that `work` is about.  Raises UserError where `ingest` has not been there."""
    try:
        note = json.loads((work.root / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UserError(f"{work.root}: not the work folder of a run; start with `sinergi ingest`") from None
    return Job(
        sources=tuple(map(Path, note["sources"])),
        gold=Path(note["gold"]) if note["gold"] else None,
        raw=Path(note["raw"]),
        out=Path(note["out"]),
        work=work,
        version=note["version"],
        as_of=date.fromisoformat(note["as_of"]),
        previous=Path(note["previous"]) if note["previous"] else None,
        inputs=note["inputs"],
        processes=note["processes"],
        report_seconds=note["report_seconds"],
    )


def capture(raw: Path, sources: Sequence[str]) -> dict[str, Any]:
    """Fetch what is new from the outlets named, `all` for every active one; say what was refused.

    Raises UserError for a name that no file of raw/sources has.
    """
    from flows.common.issues import IssueLog
    from flows.ingest.capture import capture_sources

    log = IssueLog("capture")
    try:
        counts = capture_sources([] if "all" in sources else sources, raw, log)
    except ValueError as error:
        raise UserError(f"--source: {error}") from None
    for issue in log.entries[:TOLD]:
        named = issue.source_ref in issue.message
        progress.say(
            issue.message if named else f"{issue.source_ref}: {issue.message}", "warning", code=issue.code
        )
    if len(log.entries) > TOLD:
        progress.say(
            f"{len(log.entries) - TOLD} more refusals in {raw / 'captures' / 'issues.parquet'}", "warning"
        )
    return dict(counts)


def ingest(job: Job) -> dict[str, Any]:
    """Documents in, texts out."""
    from flows.ingest.stage import ingest as stage

    return dict(stage(job.sources, job.work, job.raw, job.previous))


def extract(job: Job) -> dict[str, Any]:
    """Texts in, claims out."""
    from flows.common.settings import load_settings
    from flows.extract.backend.options import options
    from flows.extract.stage import extract as stage

    def step(done: int, total: int) -> None:
        progress.step(done, total, "reports read:")

    return dict(
        stage(
            job.work,
            job.raw,
            processes=job.processes,
            report_seconds=job.report_seconds,
            progress=step,
            model=options(load_settings()),
        )
    )


def resolve(job: Job) -> dict[str, Any]:
    """Claims in, records out."""
    from flows.resolve.stage import resolve as stage

    return dict(stage(job.work, job.raw, job.previous, job.version, job.as_of))


def validate(job: Job) -> dict[str, Any]:
    """Records in, checked records out."""
    from flows.validate.stage import validate as stage

    return checked(stage(job.work, job.raw, job.gold, job.previous, job.version, job.as_of))


def publish(job: Job) -> Path:
    """Checked records in, a release out."""
    from flows.publish.stage import publish as stage

    return Path(stage(job.work, job.out, job.version, job.as_of, job.inputs))


STAGES: dict[str, Callable[[Job], dict[str, Any]]] = {
    "ingest": ingest,
    "extract": extract,
    "resolve": resolve,
    "validate": validate,
    "publish": lambda job: {"release": str(publish(job))},
}


def direct(job: Job) -> Path:
    """Run every stage in this process, one after the other; return the folder of the release."""
    with locked(job.work), measured(job, "direct"):
        begin(job)
        for name, stage in STAGES.items():
            with progress.stage(name) as counts:
                counts.update(brief(stage(job)))
    return job.out / job.version


@contextmanager
def measured(job: Job, how: str) -> Iterator[None]:
    """Keep what a run took and counted, and draw it, whatever became of the run; that it cannot be kept stops no run."""
    from flows.common import metrics
    from flows.publish import runs_page

    started, outcome = datetime.now(UTC), "failed"
    progress.measured.clear()
    progress.run = job.version
    try:
        yield
        outcome = "made"
    finally:
        try:
            metrics.add(job.out, job.version, how, outcome, started, progress.measured)
            runs_page.write(job.out)
        except OSError as error:
            progress.say(f"metrics of this run are not kept: {error}", "warning")


@contextmanager
def scratch(job: Job) -> Iterator[Job]:
    """The same job on a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sinergi-") as folder:
        yield replace(job, work=Work(Path(folder)), out=Path(folder) / "releases", previous=None)


def sweep(settings: Settings) -> None:
    """Remove work folders that no run can come back to: the folder that their releases went to is gone."""
    for note in settings.work.glob(f"*/{NOTE}"):
        with suppress(OSError, ValueError, KeyError):
            if not Path(json.loads(note.read_text(encoding="utf-8"))["out"]).parent.exists():
                shutil.rmtree(note.parent)


def clear(folder: Path) -> None:
    """Leave `folder` there and empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _next(out: Path, day: date) -> str:
    numbers = [int(path.name.split(".")[1]) for path in out.glob(f"{day}.*") if VERSION.match(path.name)]
    return f"{day}.{max(numbers, default=0) + 1}"


def _day(version: str) -> date:
    return date.fromisoformat(version[:10])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
