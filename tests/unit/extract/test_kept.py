"""Tests of keeping parts of the claims tables: whatever came before, the tables hold what a first run would write."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
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
    told: list[tuple[int, int]] = []
    counts = stage.extract(work, RAW, progress=lambda done, total: told.append((done, total)))
    assert told == [(9, 10), (10, 10)]
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


def test_a_run_that_ends_at_any_step_leaves_what_the_next_one_needs(tmp_path: Path) -> None:
    texts = [f"text {n}" for n in range(9)]
    stage.extract(work_with(tmp_path / "before", texts), RAW)
    changed = ["other", *texts[1:], "more"]
    fresh = work_with(tmp_path / "fresh", changed)
    stage.extract(fresh, RAW)
    real, ended, step = os.replace, True, 0
    while ended:
        step += 1
        shutil.copytree(tmp_path / "before", tmp_path / f"{step}")
        work = work_with(tmp_path / f"{step}", changed)
        calls = iter(range(1, step))

        def replace(source: Path, target: Path, left: Iterator[int] = calls) -> None:
            if next(left, None) is None:
                raise SystemExit
            real(source, target)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(os, "replace", replace)
            try:
                stage.extract(work, RAW)
                ended = False
            except SystemExit:
                ended = True
        stage.extract(work, RAW)
        for name, table in held(fresh).items():
            assert table.equals(held(work)[name]), (step, name)
    assert step > 10


def test_other_code_reads_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = work_with(tmp_path, [f"text {n}" for n in range(8)])
    stage.extract(work, RAW)
    monkeypatch.setattr(stage, "stamp_of", lambda raw: "other")
    assert stage.extract(work, RAW)["read"] == 8
