"""The command line: exit codes, one-line errors, help with examples, and no Prefect where none is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows import cli, run
from flows.common import settings as settings_module

NOTE = "---\nid: t001\nlang: en\npublished: 2022-11-28\npublisher: Example\n---\n# A visit\n\nUNOCT will visit BNPT in Jakarta.\n"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has its own work folder and settings."""
    monkeypatch.setenv("SINERGI_WORK", str(tmp_path / "work"))
    monkeypatch.setenv("SINERGI_SETTINGS", str(tmp_path / "none.toml"))
    settings_module._load.cache_clear()


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "t001.md").write_text(NOTE, encoding="utf-8")
    return folder


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace the stages: the calls are listed, `publish` makes a folder that looks like a release."""
    calls: list[str] = []

    def publish(job: run.Job) -> dict[str, object]:
        folder = job.out / job.version
        (folder / "data").mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps({"inputs": dict(job.inputs)}), encoding="utf-8")
        calls.append("publish")
        return {}

    for name in ("ingest", "extract", "resolve", "validate"):
        monkeypatch.setitem(run.STAGES, name, lambda job, name=name: calls.append(name) or {"rows": 1})
    monkeypatch.setitem(run.STAGES, "publish", publish)
    monkeypatch.setattr("flows.look.summary", lambda folder: f"made {folder.name}")
    return calls


def call(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    code = cli.call([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def commands() -> list[str]:
    return list(cli.cli.commands)


def test_commands_of_the_contract_are_there() -> None:
    wanted = "run ingest extract resolve validate publish add evaluate verify diff query explain review schedule serve doctor"
    assert set(wanted.split()) <= set(commands())


@pytest.mark.parametrize("command", commands())
def test_every_help_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, command, "--help")
    assert code == 0
    assert "Examples:" in out
    assert f"sinergi {command}" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run", "--direct", "--documents", "/nowhere"], "/nowhere: no such file or folder"),
        (["run", "--direct", "--gold", "/nowhere"], "/nowhere: no such folder"),
        (["run", "--direct", "--as-of", "yesterday"], "'yesterday' is not a date"),
        (["run", "--direct", "--version", "new"], "--version new: must be a date and a number"),
        (["run", "--direct", "--version", "2025-02-30.1"], "--version 2025-02-30.1"),
        (["run", "--wrong"], "No such option"),
        (["rum"], "No such command"),
        (["add", "/nowhere.md"], "/nowhere.md: no such file"),
        (["extract", "--work", "/nowhere"], "not the work folder of a run"),
        (["query", "--release", "1999-01-01.1", "SELECT 1"], "neither the folder of a release nor a version"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if arguments[0] == "run" and "--out" not in arguments:
        arguments = [*arguments, "--out", str(tmp_path / "out")]
    if "/nowhere" in arguments and arguments[0] == "extract":
        arguments[2] = str(tmp_path / "nowhere")
    code, _, err = call(capsys, *arguments)
    assert code == 2
    assert words in err
    assert len(err.strip().splitlines()) == 1
    assert err.startswith("error: ")


def test_an_empty_folder_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = call(
        capsys, "run", "--direct", "--documents", tmp_path / "empty", "--out", tmp_path / "out"
    )
    assert (code, "holds no file" in err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_a_bad_registry_is_bad_input(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    actors = tmp_path / "raw" / "registries" / "actors"
    actors.mkdir(parents=True)
    (actors / "own.yml").write_text("- id: x\n  kind: organization\n  name: X\n", encoding="utf-8")
    monkeypatch.setenv("SINERGI_RAW", str(tmp_path / "raw"))
    code, _, err = call(capsys, "run", "--direct", "--documents", notes, "--out", tmp_path / "out")
    assert code == 2
    assert "own.yml" in err
    assert "kind is 'organization'" in err


def test_a_bad_gold_file_is_bad_input(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "t001.json").write_text("{", encoding="utf-8")
    code, _, err = call(
        capsys, "run", "--direct", "--documents", notes, "--gold", gold, "--out", tmp_path / "out"
    )
    assert (code, "t001.json" in err) == (2, True)


def test_run_calls_the_stages_in_order(
    notes: Path, tmp_path: Path, stages: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = call(
        capsys, "run", "--direct", "--documents", notes, "--out", tmp_path / "out", "--as-of", "2025-12-31"
    )
    assert code == 0
    assert stages == ["ingest", "extract", "resolve", "validate", "publish"]
    assert out.strip() == "made 2025-12-31.1"
    assert [line.split()[0] for line in err.splitlines()[1:]] == stages


def test_a_failed_stage_is_exit_code_1_and_tells_the_webhook(
    notes: Path,
    tmp_path: Path,
    stages: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(job: run.Job) -> dict[str, object]:
        raise ZeroDivisionError("nothing to divide by")

    told: list[str] = []
    monkeypatch.setitem(run.STAGES, "resolve", fail)
    monkeypatch.setattr("flows.common.notify.notify", lambda settings, name, message: told.append(message))
    code, _, err = call(capsys, "run", "--direct", "--documents", notes, "--out", tmp_path / "out")
    assert code == 1
    assert "nothing to divide by (ZeroDivisionError at test_cli.py:" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert len(told) == 1
    assert not list((tmp_path / "out").glob("2*"))


def test_nothing_new_is_said(
    notes: Path,
    tmp_path: Path,
    stages: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "heal", lambda out: None)
    monkeypatch.setattr(run, "status_due", lambda release, day: False)
    monkeypatch.setattr("flows.publish.delta.unchanged", lambda out, inputs: "2025-12-31.1")
    arguments = ["run", "--direct", "--documents", notes, "--out", tmp_path / "out"]
    assert call(capsys, *arguments, "--version", "2025-12-31.1")[0] == 0
    stages.clear()
    code, out, _ = call(capsys, *arguments)
    assert (code, stages) == (0, [])
    assert out.startswith("nothing new: ")
    assert call(capsys, *arguments, "--version", "2026-01-31.1")[0] == 0
    assert stages[-1] == "publish"


def test_an_older_version_is_refused(
    notes: Path,
    tmp_path: Path,
    stages: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "heal", lambda out: None)
    arguments = ["run", "--direct", "--documents", notes, "--out", tmp_path / "out", "--force"]
    assert call(capsys, *arguments, "--version", "2025-12-31.1")[0] == 0
    code, _, err = call(capsys, *arguments, "--version", "2025-12-01.1")
    assert (code, "older than 2025-12-31.1" in err) == (2, True)
    code, _, err = call(capsys, *arguments, "--version", "2025-12-31.1")
    assert (code, "is there already" in err) == (2, True)


def test_two_runs_do_not_share_a_work_folder(tmp_path: Path) -> None:
    work = run.Work(tmp_path / "w")
    script = "import sys, pathlib; from flows import run\nwith run.locked(run.Work(pathlib.Path(sys.argv[1]))): pass"
    with run.locked(work):
        other = subprocess.run([sys.executable, "-c", script, str(work.root)], capture_output=True, text=True)
    assert other.returncode == 1
    assert "another run (process" in other.stderr
    assert subprocess.run([sys.executable, "-c", script, str(work.root)], check=False).returncode == 0


def test_next_version_counts_what_is_there(tmp_path: Path) -> None:
    from datetime import date

    (tmp_path / "2025-12-31.9").mkdir()
    (tmp_path / "2025-12-31.10").mkdir()
    assert run._next(tmp_path, date(2025, 12, 31)) == "2025-12-31.11"
    assert run.order("2025-12-31.10") > run.order("2025-12-31.9")


def test_add_copies_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SINERGI_RAW", str(tmp_path / "raw"))
    report = tmp_path / "report.md"
    report.write_text(NOTE, encoding="utf-8")
    assert call(capsys, "add", report)[0] == 0
    added = tmp_path / "raw" / "captures" / "added" / "report.md"
    assert added.read_bytes() == report.read_bytes()
    assert "there already" in call(capsys, "add", report)[1]
    report.write_text(NOTE + "More.\n", encoding="utf-8")
    assert call(capsys, "add", report)[0] == 0
    assert len(list(added.parent.iterdir())) == 2
    code, _, err = call(capsys, "add", tmp_path / "raw" / "captures")
    assert (code, "no such file" in err) == (2, True)


def test_work_of_gone_outputs_is_swept(tmp_path: Path, notes: Path) -> None:
    settings = settings_module.load_settings()
    kept = run.plan(settings, sources=(notes,), out=tmp_path / "out", force=True)
    gone = run.plan(settings, sources=(notes,), out=tmp_path / "gone" / "out", force=True)
    assert isinstance(kept, run.Job) and isinstance(gone, run.Job)
    (tmp_path / "gone").mkdir()
    for job in (kept, gone):
        job.work.root.mkdir(parents=True)
        run.begin(job)
    (tmp_path / "gone" / "out").rmdir()
    (tmp_path / "gone").rmdir()
    run.sweep(settings)
    assert kept.work.root.exists()
    assert not gone.work.root.exists()


def test_a_job_survives_being_noted(tmp_path: Path, notes: Path) -> None:
    job = run.plan(settings_module.load_settings(), sources=(notes,), out=tmp_path / "out", force=True)
    assert isinstance(job, run.Job)
    job.work.root.mkdir(parents=True)
    run.save(job)
    assert run.load(job.work) == job


NO_PREFECT = """
import sys
from flows import cli
import flows.look, flows.doctor, flows.add, flows.run, flows.common.notify
import flows.ingest.stage, flows.extract.stage, flows.resolve.stage, flows.validate.stage, flows.publish.stage
code = cli.call(sys.argv[1:])
assert "prefect" not in sys.modules, "Prefect was imported"
sys.exit(code)
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["run", "--help"], ["doctor", "--help"], ["schedule", "--help"]]
)
def test_prefect_is_imported_only_where_it_is_needed(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", NO_PREFECT, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
