"""Tests of keeping parts of the claims tables: whatever came before, the tables hold what a first run would write."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import polars as pl
import pytest

from flows.common import tables
from flows.common.paths import RAW, Work
from flows.extract import kept, pool, stage
from flows.extract.pool import Job, Outcome
from flows.extract.reader import Resources
from schemas.stages import CLAIM_TABLES, Documents, Issues
from tests.generator.works import work_with


def read_one(job: Job, resources: Resources, seconds: float) -> Outcome:
    """A reading that can be told from any other: one actor, named after the text; an issue where the text has one."""
    if "FAIL" in job.text:
        return Outcome(job.report_id, job.key, code="failed", error="reading failed")
    row = dict.fromkeys(CLAIM_TABLES["claims_actors"].to_schema().columns)
    actor = row | {"key": "a1", "kind": "organisation", "name": job.text, "aliases": [], "confidence": 0.5}
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in CLAIM_TABLES if name != "readings"}
    return Outcome(
        job.report_id,
        job.key,
        {**rows, "claims_actors": [actor]},
        issues=["odd"] if "ODD" in job.text else [],
    )


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of four reports, and readings that take no time."""
    monkeypatch.setattr(kept, "PART", 4)
    monkeypatch.setattr(pool, "load_resources", lambda root: None)
    monkeypatch.setattr(pool, "_read_one", read_one)


def held(work: Work) -> dict[str, pl.DataFrame]:
    """The tables and the issues, sorted."""
    found = {
        name: tables.read(work.extract / f"{name}.parquet", model).sort("report_id")
        for name, model in CLAIM_TABLES.items()
    }
    return found | {"issues": tables.read(work.extract / "issues.parquet", Issues)}


def files(work: Work) -> dict[str, int]:
    """The parts of one table, with their place on disk."""
    return {path.name: path.stat().st_ino for path in (work.extract / "claims_actors.parquet").iterdir()}


def test_a_part_that_still_holds_is_not_written_again(tmp_path: Path) -> None:
    work = work_with(tmp_path, [f"text {n}" for n in range(8)])
    assert stage.extract(work, RAW)["read"] == 8
    before = files(work)
    work_with(tmp_path, [f"text {n}" for n in range(10)])
    counts = stage.extract(work, RAW)
    assert (counts["read"], counts["cached"], counts["actors"]) == (2, 8, 10)
    assert before.items() <= files(work).items()
    assert len(files(work)) == 3


def test_small_parts_are_put_together(tmp_path: Path) -> None:
    work = Work(tmp_path)
    for count in range(5, 12):
        work_with(tmp_path, [f"text {n}" for n in range(count)])
        stage.extract(work, RAW)
    assert len(files(work)) <= 11 // 2
    assert held(work)["readings"].height == 11


@pytest.mark.parametrize("seed", range(2))
def test_what_the_tables_hold_does_not_depend_on_what_came_before(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    texts = [f"text {n}" for n in range(12)]
    for _ in range(5):
        for _ in range(dice.randrange(4)):
            texts[dice.randrange(len(texts))] = f"{dice.choice(('FAIL', 'ODD', 'text'))} {dice.random()}"
        texts = texts[: dice.randrange(4, 13)] + [f"more {dice.random()}" for _ in range(dice.randrange(6))]
        work = work_with(tmp_path / "kept", texts)
        path = work.ingest / "documents.parquet"
        scope = pl.Series([dice.random() < 0.8 for _ in texts])
        tables.write(tables.read(path, Documents).with_columns(is_relevant=scope), Documents, path)
        stage.extract(work, RAW)
        fresh = Work(tmp_path / "fresh")
        shutil.rmtree(fresh.root, ignore_errors=True)
        shutil.copytree(work.ingest, fresh.ingest)
        stage.extract(fresh, RAW)
        for name, table in held(fresh).items():
            assert table.equals(held(work)[name]), name


def test_tables_that_are_gone_or_spoilt_are_read_from_what_was_read(tmp_path: Path) -> None:
    work = work_with(tmp_path, [f"text {n}" for n in range(8)])
    stage.extract(work, RAW)
    first = held(work)
    path = next((work.extract / "claims_events.parquet").iterdir())
    path.unlink()
    path.write_bytes(b"spoilt")
    assert stage.extract(work, RAW)["read"] == 0
    os.replace(work.extract, work.root / "elsewhere")
    assert stage.extract(work, RAW)["read"] == 0
    for name, table in first.items():
        assert table.equals(held(work)[name]), name


def test_other_code_reads_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_with(tmp_path, [f"text {n}" for n in range(8)])
    stage.extract(work, RAW)
    monkeypatch.setattr(stage, "stamp_of", lambda raw: "other")
    assert stage.extract(work, RAW)["read"] == 8
