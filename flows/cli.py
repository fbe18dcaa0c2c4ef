"""The command line: arguments in, one line out where something is wrong.  The work is done elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from flows.common.settings import Settings, SettingsError, load_settings
from flows.run import Job, RunError, Unchanged, UserError

FOLDER = click.Path(path_type=Path)


class Commands(click.Group):
    """Lists commands in the order of use, and keeps line breaks of examples."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they stand here."""
        return list(self.commands)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end the process: 0 done, 1 the run failed, 2 the caller must change something."""
    sys.exit(call(arguments))


def call(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    try:
        return int(cli.main(arguments, prog_name="sinergi", standalone_mode=False) or 0)
    except click.exceptions.Abort:
        return _fail("stopped", 130)
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "sinergi"
        return _fail(f"{error.format_message()} (see `{where} --help`)", 2)
    except (UserError, SettingsError) as error:
        return _fail(str(error), 2)
    except KeyboardInterrupt:
        return _fail("stopped", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("SINERGI_LOG_LEVEL") == "debug":
            raise
        return _fail(_words(error), 1)
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        return _fail(_words(error), 1)  # a library in Rust that panics raises no Exception


def _fail(message: str, code: int) -> int:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)
    return code


def _words(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "out of memory; give the run more, or fewer processes (SINERGI_PROCESSES)"
    if isinstance(error, (RunError, OSError)):
        return str(error)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown"
    return f"{error} ({type(error).__name__} at {where}; SINERGI_LOG_LEVEL=debug shows the way there)"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="sinergi")
def cli() -> None:
    """Turn reports on co-operation against terrorism and violent extremism into a versioned dataset.

    \b
    Examples:
      sinergi run                          the bundled corpus, through Prefect
      sinergi run --direct --documents DIR --out DIR
      sinergi query "FROM events LIMIT 5"
    """


def _settings() -> Settings:
    from flows.common.progress import configure

    settings = load_settings()
    configure(settings.log_format, settings.log_level)
    return settings


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date; write it as 2025-12-31") from None


documents_option = click.option("--documents", type=FOLDER, help="Folder of reports.  [default: raw/notes]")
gold_option = click.option("--gold", type=FOLDER, help="Folder of annotated reports.  [default: tests/gold]")
out_option = click.option("--out", type=FOLDER, help="Folder of releases.  [default: releases/]")
version_option = click.option("--version", help="Version to make, such as 2025-12-31.1.  [default: the next]")
as_of_option = click.option(
    "--as-of", callback=_day, metavar="DATE", help="Day of the statuses.  [default: today]"
)
work_option = click.option("--work", type=FOLDER, help="Work folder.  [default: that of the releases folder]")
release_option = click.option("--release", help="A release: folder or version.  [default: the latest]")


@cli.command()
@click.option("--direct", is_flag=True, help="Without Prefect, in this process.")
@documents_option
@gold_option
@out_option
@version_option
@as_of_option
@click.option("--force", is_flag=True, help="Make a release even if nothing is new.")
def run(
    direct: bool,
    documents: Path | None,
    gold: Path | None,
    out: Path | None,
    version: str | None,
    as_of: date | None,
    force: bool,
) -> None:
    """Documents in, release out.

    With nothing new since the latest release, and no other version asked for, nothing is done.

    \b
    Examples:
      sinergi run
      sinergi run --direct --documents ~/reports --out ~/releases
      sinergi run --version 2025-12-31.1 --as-of 2025-12-31
    """
    from flows import look
    from flows import run as runs
    from flows.common.notify import notify
    from flows.common.progress import progress

    settings = _settings()
    runs.sweep(settings)
    job = runs.plan(
        settings,
        sources=(documents,) if documents else (),
        gold=gold,
        out=out,
        version=version,
        as_of=as_of,
        force=force,
    )
    if isinstance(job, Unchanged):
        click.echo(f"nothing new: {job.release} stands; {job.reason}\n")
        click.echo(look.summary(job.release))
        return
    progress.say(f"release {job.version} as of {job.as_of}, from {', '.join(map(str, job.sources))}")
    try:
        folder = runs.direct(job) if direct else _through_prefect(settings, job)
    except Exception as error:
        notify(settings, f"release {job.version}", _words(error))
        raise
    click.echo(look.summary(folder))


def _through_prefect(settings: Settings, job: Job) -> Path:
    from flows.common.settings import prefect_environment

    home = (
        settings.work.absolute() / "prefect"
    )  # one for all: making its database takes longer than a small run
    home.mkdir(parents=True, exist_ok=True)
    for name, value in prefect_environment(settings, home).items():
        os.environ.setdefault(name, value)
    from flows.release import make_once

    return make_once(job)


@contextmanager
def _stage(work: Path | None, out: Path | None, name: str, **changes: Any) -> Iterator[Job]:
    """The job of a work folder, locked, with `changes` that are not None."""
    from flows import run as runs
    from flows.common.paths import Work

    settings = _settings()
    place = Work(work.absolute()) if work else runs.work_of(settings, (out or settings.out).absolute())
    job = replace(runs.load(place), **{key: value for key, value in changes.items() if value is not None})
    with runs.locked(place):
        runs.save(job)
        yield job


def _report(name: str, job: Job) -> None:
    from flows import run as runs
    from flows.common.progress import brief, progress

    with progress.stage(name) as counts:
        counts.update(brief(runs.STAGES[name](job)))


@cli.command()
@click.option(
    "--source",
    "source",
    multiple=True,
    metavar="ID",
    help="First capture what is new from this outlet of raw/sources; again for more, `all` for every active one.",
)
@documents_option
@out_option
@version_option
@as_of_option
@work_option
def ingest(
    source: tuple[str, ...],
    documents: Path | None,
    out: Path | None,
    version: str | None,
    as_of: date | None,
    work: Path | None,
) -> None:
    """First stage: documents in, texts out.

    With --source, pages that an outlet's feeds and sitemaps list are captured first; a later run reads the captures
    without the network.

    \b
    Examples:
      sinergi ingest --documents ~/reports --work /tmp/w --out /tmp/releases
      sinergi ingest --source antara --source detik
    """
    from flows import run as runs
    from flows.common.paths import Work
    from flows.common.progress import progress

    settings = _settings()
    if source:
        with progress.stage("capture") as counts:
            counts.update(runs.capture(settings.raw, source))
    job = runs.plan(
        settings,
        sources=(documents,) if documents else (),
        out=out,
        version=version,
        as_of=as_of,
        force=True,
    )
    if isinstance(job, Unchanged):
        raise RunError("unreachable: a forced plan is a job")
    if work:
        job = replace(job, work=Work(work.absolute()))
    with runs.locked(job.work):
        runs.begin(job)
        _report("ingest", job)


@cli.command()
@work_option
@out_option
def extract(work: Path | None, out: Path | None) -> None:
    """Second stage: texts in, claims out.

    \b
    Examples:
      sinergi extract --work /tmp/w
    """
    with _stage(work, out, "extract") as job:
        _report("extract", job)


@cli.command()
@work_option
@out_option
@as_of_option
def resolve(work: Path | None, out: Path | None, as_of: date | None) -> None:
    """Third stage: claims in, records out.

    \b
    Examples:
      sinergi resolve --work /tmp/w
    """
    with _stage(work, out, "resolve", as_of=as_of) as job:
        _report("resolve", job)


@cli.command()
@work_option
@out_option
@gold_option
def validate(work: Path | None, out: Path | None, gold: Path | None) -> None:
    """Fourth stage: records in, checked records out.

    \b
    Examples:
      sinergi validate --work /tmp/w --gold tests/gold/dev
    """
    with _stage(work, out, "validate", gold=gold) as job:
        _report("validate", job)


@cli.command()
@work_option
@out_option
@click.option(
    "--to", "target", help="Send the latest release there instead: s3://bucket/folder or file:///folder."
)
def publish(work: Path | None, out: Path | None, target: str | None) -> None:
    """Fifth stage: checked records in, a release out; or, with --to, a release sent where others read it.

    \b
    Examples:
      sinergi publish --work /tmp/w
      sinergi publish --to s3://open-data/sinergi
    """
    from flows import look

    if target is not None:
        from flows.publish.upload import upload

        with _askable():
            done = upload(_latest(out), target, lambda line: click.echo(line, err=True))
        click.echo(f"{target}: {done.sent} files sent, {done.there} were there")
        return

    with _stage(work, out, "publish") as job:
        if (job.out / job.version).exists():
            raise UserError(
                f"{job.out / job.version}: this version is there already; start again with `sinergi ingest`"
            )
        _report("publish", job)
        click.echo(look.summary(job.out / job.version))


@cli.command()
@documents_option
@gold_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(documents: Path | None, gold: Path | None, as_json: bool) -> None:
    """Measure the pipeline on annotated reports: precision, recall and F1.

    Reports are taken in, read and resolved in a folder that is gone afterwards, then compared with the gold.

    \b
    Examples:
      sinergi evaluate
      sinergi evaluate --documents tests/notes --gold tests/gold/test --json
    """
    from flows import look

    click.echo(look.measure(_settings(), documents, gold, as_json))


@cli.group()
def model() -> None:
    """Ask a model beside the rules: what it would cost, what it is worth.

    \b
    Examples:
      sinergi model estimate
      sinergi model measure
    """


@model.command("estimate")
@documents_option
def model_estimate(documents: Path | None) -> None:
    """Say what asking about the reports that have no answer yet would cost at most; nothing is asked.

    \b
    Examples:
      sinergi model estimate --documents ~/reports
    """
    from flows.measure_model import estimate

    click.echo(estimate(_settings(), documents))


@model.command("measure")
@documents_option
@gold_option
def model_measure(documents: Path | None, gold: Path | None) -> None:
    """Ask about annotated reports and write down how often rules and model are right; needed before a run.

    \b
    Examples:
      sinergi model measure
      sinergi model measure --documents ~/reports --gold ~/gold
    """
    from flows.measure_model import measure

    click.echo(measure(_settings(), documents, gold))


@cli.command()
@click.argument("what", nargs=-1, required=True, metavar="FILE|URL...")
def add(what: tuple[str, ...]) -> None:
    """Take files or addresses into the inputs of the next run.

    Files are copied to raw/captures/added; the bytes of addresses are kept in raw/captures and their time and
    digest in raw/captures/locks.  `run` reads both by default.

    \b
    Examples:
      sinergi add report.txt notes/2025/*.md
      sinergi add https://www.example.org/news/article.html
    """
    from flows.add import add_all

    for line in add_all(_settings(), what):
        click.echo(line)


@cli.command()
@click.argument("release", required=False)
def verify(release: str | None) -> None:
    """Check a release: files, digests, tables, keys and references.

    \b
    Examples:
      sinergi verify
      sinergi verify releases/2025-12-31.1
    """
    from flows.publish.verify import verify as check

    folder = _release(release)
    faults = list(check(folder))
    for fault in faults:
        click.echo(fault)
    if faults:
        raise RunError(f"{folder}: {len(faults)} faults; make the release again, or fetch it again")
    click.echo(f"{folder}: sound")


@cli.command()
@click.argument("version")
@click.option("--reason", required=True, help="Why; it stands in the tombstone.")
@out_option
def withdraw(version: str, reason: str, out: Path | None) -> None:
    """Withdraw a release: its folder keeps a tombstone, the pointers lead to the one before.

    \b
    Examples:
      sinergi withdraw 2025-12-31.1 --reason "named a private person"
    """
    from flows.publish.pointers import withdraw as take_back

    with _askable():
        take_back(out or _settings().out, version, reason)
    click.echo(f"{version}: withdrawn")


@cli.command()
@click.argument("a")
@click.argument("b", required=False)
def diff(a: str, b: str | None) -> None:
    """Say what changed from release A to release B (the latest).

    \b
    Examples:
      sinergi diff 2025-12-31.1
      sinergi diff 2025-12-31.1 2026-01-31.1
    """
    from flows.publish.diff import diff as compare

    with _askable():
        click.echo(str(compare(_release(a), _release(b))))


@cli.command()
@click.argument("sql", required=False)
@release_option
def query(sql: str | None, release: str | None) -> None:
    """Ask a release in SQL; without SQL, open a DuckDB shell on it.

    \b
    Examples:
      sinergi query "SELECT status, count(*) FROM events GROUP BY ALL ORDER BY ALL"
      sinergi query --release 2025-12-31.1 < questions.sql
      sinergi query --release https://example.org/releases "SELECT count(*) FROM events"
    """
    from flows.publish.query import query as ask
    from flows.publish.query import table_text
    from flows.publish.remote import is_remote, open_remote

    with _askable():
        if release is not None and is_remote(release):
            click.echo(table_text(open_remote(release), sql if sql is not None else sys.stdin.read()))
        else:
            click.echo(ask(_release(release), sql))


@cli.command()
@click.argument("record")
@release_option
def explain(record: str, release: str | None) -> None:
    """Show where a record comes from: every field, its reports and the words in them.

    \b
    Examples:
      sinergi explain bnpt
      sinergi explain --release 2025-12-31.1 event-2k4jq7l5y3c6a
    """
    from flows import run as runs
    from flows.publish.explain import explain as show

    folder = _release(release)
    documents = runs.work_of(_settings(), folder.absolute().parent).ingest / "documents.parquet"
    with _askable():
        click.echo(show(folder, record, documents if documents.exists() else None))


@cli.command()
@release_option
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, help="Rows of each list.")
@click.option("--sheet", type=click.Path(path_type=Path), help="Write the list as a page with its evidence.")
def review(release: str | None, limit: int, sheet: Path | None) -> None:
    """List what a person should look at first, with the entries that decide it.

    \b
    Examples:
      sinergi review --limit 20
      sinergi review --sheet review.html
    """
    from flows import look
    from flows import run as runs

    folder = _release(release)
    root = runs.work_of(_settings(), folder.absolute().parent).root
    click.echo(look.review(folder, limit, root, sheet))


@cli.command()
def schedule() -> None:
    """Serve the deployments: daily intake, weekly release, re-extract and backfill.

    Needs a Prefect server (SINERGI_PREFECT_API, or the one of the Prefect profile).

    \b
    Examples:
      prefect server start &
      SINERGI_PREFECT_API=http://127.0.0.1:4200/api sinergi schedule
    """
    from flows.schedule import serve_deployments

    serve_deployments(_settings())


@cli.command()
@out_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
def serve(out: Path | None, host: str, port: int) -> None:
    """Serve the pages and files of the releases, with range requests.

    \b
    Examples:
      sinergi serve --port 8080
    """
    import uvicorn
    from starlette.applications import Starlette
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    folder = out or _settings().out
    if not folder.is_dir():
        raise UserError(f"{folder}: no such folder; make a release with `sinergi run`, or give --out")
    click.echo(f"{folder} at http://{host}:{port}/ (Ctrl-C ends it)", err=True)
    site = Starlette(routes=[Mount("/", StaticFiles(directory=folder, html=True))])
    uvicorn.run(site, host=host, port=port, log_level="warning")


@cli.command()
@out_option
@click.option("--sql", is_flag=True, help="Bring the engine for SQL in the browser from npm (35 MB, once).")
def site(out: Path | None, sql: bool) -> None:
    """Write the pages beside the releases anew: index.html and sql/, where a browser answers SQL.

    \b
    Examples:
      sinergi site
      sinergi site --sql && sinergi serve
    """
    from flows.publish import engine
    from flows.publish import site as pages

    folder = out or _settings().out
    _latest(folder)
    if sql:
        with _askable():
            click.echo(f"engine for SQL: {engine.bring(folder)}", err=True)
    click.echo(pages.write(folder))


@cli.command()
def doctor() -> int:
    """Check the ground that a run stands on, and say what to mend.

    \b
    Examples:
      sinergi doctor
    """
    from flows.doctor import examine

    findings = examine(_settings())
    for finding in findings:
        click.echo(finding.line())
    return 0 if all(finding.good for finding in findings) else 1


@contextmanager
def _askable() -> Iterator[None]:
    """What a release has no answer to is the asker's mistake."""
    from flows.publish.files import PublishError

    try:
        yield
    except PublishError as error:
        raise UserError(str(error)) from None


def _release(name: str | None) -> Path:
    """The release that `name` means: a folder, a version in the releases folder, or the latest."""

    out = _settings().out
    if name is None or name == "latest":
        return _latest(out)
    for folder in (Path(name), out / name):
        if (folder / "manifest.json").is_file():
            return folder
    raise UserError(f"{name}: neither the folder of a release nor a version in {out}")


def _latest(out: Path | None) -> Path:
    """The latest release in `out`, or in the releases folder."""
    from flows import run as runs

    folder = out or _settings().out
    made = runs.releases(folder)
    if not made:
        raise UserError(f"{folder}: holds no release; make one with `sinergi run`")
    return made[-1]
