"""Every check can fail: each file below this folder bends the sample run so that one check does, with its words.

A file is `<table>/<check>.yml`:

    about: why the row is wrong
    change:                       # steps on the tables of the sample run
      - {table: events, where: {event_id: ev-memo}, set: {country: Australia}}
      - {table: events, add: {...}}              # a copy of the first row with these cells
      - {table: events, where: {...}, drop: true}
      - {text: r1, replace: [old, new]}          # a report's text
    fails: quarantine | cell | gate | warning    # row set aside, cell emptied, release refused, told only
    message: words of the reason
    model: true                                  # the table's own model finds it; nothing else is run
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
import yaml

from flows.common import tables
from flows.common.ids import sha256_text
from flows.validate import store
from flows.validate.report import GateError, Report
from flows.validate.stage import validate
from flows.validate.tables import check_models, declared
from schemas.release import TABLES

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.yml"))
MODELS = [path for path in FILES if "\nmodel: true" in path.read_text(encoding="utf-8")]
RUNS = [path for path in FILES if path not in MODELS]


def load_sample() -> ModuleType:
    """Return the sample run of the publish tests."""
    name = "sinergi_sample"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE.parent / "unit" / "publish" / "sample.py")
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def bent(case: dict[str, Any]) -> tuple[dict[str, list[dict[str, Any]]], dict[str, str]]:
    """Return the sample's rows and texts with the case's steps applied."""
    sample = load_sample()
    rows, texts = sample.rows(), dict(sample.TEXTS)
    for step in case["change"]:
        if "text" in step:
            old, new = step["replace"]
            assert old in texts[step["text"]]
            text = texts[step["text"]] = texts[step["text"]].replace(old, new)
            row = next(row for row in rows["reports"] if row["report_id"] == step["text"])
            row.update(text_sha256=sha256_text(text), text_length=len(text))
            continue
        table = rows[step["table"]]
        where = step.get("where", {})
        chosen = [row for row in table if all(row.get(key) == value for key, value in where.items())]
        assert chosen or "add" in step, f"no row of {step['table']} where {where}"
        if "add" in step:
            base = chosen[0] if chosen else {}
            table += [
                {**base, **{k: _numbered(v, n) for k, v in step["add"].items()}}
                for n in range(step.get("times", 1))
            ]
        elif step.get("drop"):
            rows[step["table"]] = [row for row in table if row not in chosen]
        else:
            for row in chosen:
                row.update(step["set"])
    return rows, texts


def _numbered(value: Any, number: int) -> Any:
    return value.replace("{n}", str(number)) if isinstance(value, str) else value


def read(path: Path) -> dict[str, Any]:
    """Return a counterexample."""
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return case


@pytest.mark.parametrize("path", MODELS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_model_finds_it(path: Path, tmp_path: Path) -> None:
    case, name = read(path), path.parent.name
    rows, _ = bent(case)
    frame = tables.frame(rows[name], TABLES[name].model).with_row_index("_row")
    con = store.open_store(tmp_path)
    con.register("given", frame.with_columns(pl.col("_row").cast(pl.Int64)).to_arrow())
    con.execute(f'CREATE TABLE "{name}" AS FROM given')
    report = Report()
    marks = [mark for mark in check_models(con, name, report) if mark.check == path.stem]
    con.close()
    assert marks, f"{path.stem} does not fail"
    assert case["message"] in marks[0].reason
    assert next(check for check in report.checks if check.name == path.stem).failures == len(marks)


@pytest.mark.parametrize("path", RUNS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_gate_finds_it(path: Path, tmp_path: Path) -> None:
    case, name = read(path), path.parent.name
    rows, texts = bent(case)
    work = load_sample().write(tmp_path, rows, texts)
    version = load_sample().V1
    if case["fails"] == "gate":
        with pytest.raises(GateError, match=f"^{name}: {path.stem}: .*{case['message']}"):
            validate(work, tmp_path, None, None, version)
        assert not (work.validate / "events.parquet").exists()
        return
    quality = validate(work, tmp_path, None, None, version)
    told = [check for check in quality["checks"] if check["table"] == name and check["name"] == path.stem]
    assert told and told[0]["failures"], (
        f"{path.stem} does not fail: {[c for c in quality['checks'] if c['failures']]}"
    )
    assert case["message"] in told[0]["description"]
    aside = pl.read_parquet(work.validate / "quarantine.parquet").filter(
        (pl.col("table_name") == name) & (pl.col("check") == path.stem)
    )
    assert bool(aside.height) == (case["fails"] == "quarantine")
    if aside.height:
        assert case["message"] in aside["reason"][0] or case["message"] in told[0]["description"]


def test_the_sample_itself_passes(tmp_path: Path) -> None:
    sample = load_sample()
    quality = validate(sample.write(tmp_path), tmp_path, None, None, sample.V1)
    assert [check for check in quality["checks"] if check["failures"]] == []
    assert quality["quarantined"] == []


def test_every_check_has_a_counterexample(tmp_path: Path) -> None:
    sample = load_sample()
    quality = validate(sample.write(tmp_path), tmp_path, None, None, sample.V1)
    own = {(name, check) for name in store.CHECKED for check in declared(TABLES[name])}
    have = {(path.parent.name, path.stem) for path in FILES}
    assert sorted(own - have) == []
    shared = {check["name"] for check in quality["checks"] if (check["table"], check["name"]) not in own}
    assert sorted(shared - {name for _, name in have}) == []
