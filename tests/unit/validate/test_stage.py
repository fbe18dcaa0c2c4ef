"""The gate as a whole: what goes on, what is set aside, what stops a release."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from flows.common import tables
from flows.validate.report import GateError
from flows.validate.stage import validate
from flows.validate.store import CHECKED
from schemas.release import TABLES


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """The hand-made run of the publish tests."""
    name = "sinergi_sample"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, Path(__file__).parents[1] / "publish" / "sample.py"
        )
        assert spec and spec.loader
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def test_good_tables_go_on_as_they_are(sample: ModuleType, tmp_path: Path) -> None:
    work = sample.write(tmp_path)
    quality = validate(work, tmp_path, None, None, sample.V1)
    assert quality == json.loads((work.validate / "quality.json").read_text(encoding="utf-8"))
    for name in CHECKED:
        model = TABLES[name].model
        before = tables.read(work.resolve / f"{name}.parquet", model)
        assert tables.read(work.validate / f"{name}.parquet", model).equals(before), name
    assert quality["coverage"]["events_by_type"] == {"agreement": 1, "training": 1}
    assert quality["gold"] == []


def test_dropping_an_event_drops_what_hangs_on_it(sample: ModuleType, tmp_path: Path) -> None:
    rows = sample.rows()
    rows["events"][1]["event_type"] = "party"
    work = sample.write(tmp_path, rows)
    validate(work, tmp_path, None, None, sample.V1)
    for name in ("events", "event_actors", "event_history"):
        left = tables.read(work.validate / f"{name}.parquet", TABLES[name].model)
        assert "ev-memo" not in set(left["event_id"])
    proof = tables.read(work.validate / "evidence.parquet", TABLES["evidence"].model)
    assert not proof["record_id"].str.contains("ev-memo").any()
    aside = pl.read_parquet(work.validate / "quarantine.parquet")
    first = aside.filter(pl.col("table_name") == "events").row(0, named=True)
    assert first["check"] == "event_type.isin" and json.loads(first["row"])["event_type"] == "party"
    assert aside.filter(pl.col("check") == "cascade").height >= 10


def test_a_cell_that_may_be_empty_is_emptied_when_it_leads_to_a_row_set_aside(
    sample: ModuleType, tmp_path: Path
) -> None:
    rows = sample.rows()
    rows["actors"][2]["confidence"] = 7.0  # un, the parent of unodc
    work = sample.write(tmp_path, rows)
    validate(work, tmp_path, None, None, sample.V1)
    actors = tables.read(work.validate / "actors.parquet", TABLES["actors"].model)
    assert actors.filter(pl.col("actor_id") == "unodc")["parent_actor_id"].to_list() == [None]


def test_a_failed_gate_says_what_failed_and_writes_no_table(sample: ModuleType, tmp_path: Path) -> None:
    rows = sample.rows()
    rows["event_actors"][0]["actor_id"] = "nobody"
    rows["evidence"] = [row for row in rows["evidence"] if row["record_type"] != "event_actors"]
    work = sample.write(tmp_path, rows)
    with pytest.raises(
        GateError, match=r"event_actors: actor_id\.reference: 1 of 5 fail, e\.g\. ev-training\|nobody"
    ):
        validate(work, tmp_path, None, None, sample.V1)
    assert (work.validate / "quality.json").exists()
    assert not (work.validate / "events.parquet").exists()


def test_a_missing_table_is_named(sample: ModuleType, tmp_path: Path) -> None:
    work = sample.write(tmp_path)
    (work.resolve / "actors.parquet").unlink()
    with pytest.raises(GateError, match=r"actors\.parquet: missing"):
        validate(work, tmp_path, None, None, sample.V1)


def test_odd_columns_are_named(sample: ModuleType, tmp_path: Path) -> None:
    work = sample.write(tmp_path)
    path = work.resolve / "actors.parquet"
    pl.read_parquet(path).rename({"kind": "sort"}).write_parquet(path)
    with pytest.raises(GateError, match=r"columns differ from the contract \(kind, sort\)"):
        validate(work, tmp_path, None, None, sample.V1)


def test_empty_tables_pass(sample: ModuleType, tmp_path: Path) -> None:
    work = sample.write(tmp_path, {name: [] for name in CHECKED}, {})
    quality = validate(work, tmp_path, None, None, sample.V1, date(2025, 1, 31))
    assert [check for check in quality["checks"] if check["failures"]] == []


def test_a_run_in_parts_is_read(sample: ModuleType, tmp_path: Path) -> None:
    work = sample.write(tmp_path)
    whole = work.resolve / "evidence.parquet"
    frame = pl.read_parquet(whole)
    whole.unlink()
    (work.resolve / "evidence").mkdir()
    frame.head(10).write_parquet(work.resolve / "evidence" / "part-0.parquet")
    frame.tail(frame.height - 10).write_parquet(work.resolve / "evidence" / "part-1.parquet")
    validate(work, tmp_path, None, None, sample.V1)
    assert tables.read(work.validate / "evidence.parquet", TABLES["evidence"].model).height == frame.height
