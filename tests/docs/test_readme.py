"""Every example of the README runs and prints what the README says.  Renewed by `python tests/docs/readme.py --write`."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import readme
import yaml

from flows.cli import cli
from flows.common.registries import load_registries
from flows.resolve.curate import read as read_curation
from flows.validate.gold import load_gold

TEXT = readme.README.read_text(encoding="utf-8")
COMMANDS = sorted({c.strip() for c in re.findall(r"(?:^|`|&& )(sinergi [^`\n&]*)", TEXT, re.MULTILINE)})
YAML = dict(re.findall(r"```yaml\n# (\w+)\n(.*?)```", TEXT, re.DOTALL))


def test_queries_and_figures_are_true_of_the_latest_release() -> None:
    release = readme.latest()
    if release is None:
        pytest.skip("no release yet")
    for found in readme.SQL.finditer(TEXT):
        assert readme.answer(release, found["sql"]) == found["text"]
    figures = readme.GOLD.search(TEXT)
    assert figures is not None
    assert readme.gold(release) == figures["text"]


def test_there_are_five_questions() -> None:
    assert len(readme.SQL.findall(TEXT)) == 5


def test_settings_are_those_of_the_code() -> None:
    found = readme.SETTINGS.search(TEXT)
    assert found is not None
    assert found["text"] == readme.settings()


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_and_options_exist(command: str) -> None:
    words = shlex.split(command.replace("FILE|URL...", "file.md"))
    if len(words) < 2:
        return
    known = cli.commands[words[1]]
    options = {name for parameter in known.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words[2:] if word.startswith("--")} <= options | {"--help"}


def test_registry_examples_are_read(tmp_path: Path) -> None:
    (tmp_path / "actors").mkdir()
    (tmp_path / "programmes").mkdir()
    (tmp_path / "actors" / "own.yml").write_text(YAML["actors"], encoding="utf-8")
    (tmp_path / "programmes" / "own.yml").write_text(YAML["programmes"], encoding="utf-8")
    found = load_registries(tmp_path)
    assert list(found.actors) == ["example-centre"]
    assert list(found.programmes) == ["example-plan-2025-2029"]


def test_correction_example_is_read(tmp_path: Path) -> None:
    (tmp_path / "corrections.yml").write_text(YAML["corrections"], encoding="utf-8")
    assert len(read_curation(tmp_path).entries["corrections"]) == 1


def test_gold_example_is_read(tmp_path: Path) -> None:
    block = re.search(r"```json\n(.*?)```", TEXT, re.DOTALL)
    assert block is not None
    (tmp_path / "n001.json").write_text(json.dumps(json.loads(block[1])), encoding="utf-8")
    assert set(load_gold(tmp_path)) == {"n001"}


def test_deployments_of_the_two_ways_are_the_same() -> None:
    pytest.importorskip("prefect")
    from flows.common.settings import Settings
    from flows.schedule import deployments

    served = {found.name: found for found in deployments(Settings())}
    written = yaml.safe_load((readme.PROJECT / "flows" / "prefect.yaml").read_text(encoding="utf-8"))
    assert {one["name"] for one in written["deployments"]} == set(served)
    for one in written["deployments"]:
        assert served[one["name"]].entrypoint.split("/")[-1].replace("flows.", "") in (
            one["entrypoint"].split("/")[-1],
            one["entrypoint"].removeprefix("flows/"),
        )
        assert served[one["name"]].tags == sorted(one["tags"]) or set(served[one["name"]].tags) == set(
            one["tags"]
        )
        crons = [schedule["cron"] for schedule in one.get("schedules", [])]
        assert crons == [schedule.schedule.cron for schedule in served[one["name"]].schedules or []]
