"""The order of reports, rows and files changes nothing in what resolve writes."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from flows.common import tables
from flows.common.paths import RAW, Work
from flows.common.registries import load_registries
from flows.resolve import assemble, block, claims, proof, shelf, stage, telling
from schemas.stages import CLAIM_TABLES, Documents
from tests.generator import reports as generator

Rows = generator.Rows


@pytest.fixture(scope="module")
def made() -> Rows:
    world = generator.world(150, load_registries(RAW / "registries"), seed=3)
    gathered: Rows = {name: [] for name in ("documents", *CLAIM_TABLES)}
    for rows, _ in generator.reports(world, 150, seed=5):
        for name, some in rows.items():
            gathered[name] += some
    return gathered


def written(rows: Rows, folder: Path, parts: int) -> dict[str, bytes]:
    work = Work(folder)
    tables.write(tables.frame(rows["documents"], Documents), Documents, work.ingest / "documents.parquet")
    for name, model in CLAIM_TABLES.items():
        if parts == 1:
            tables.write(tables.frame(rows[name], model), model, work.extract / f"{name}.parquet")
        for part in range(parts if parts > 1 else 0):
            tables.write(
                tables.frame(rows[name][part::parts], model), model, work.extract / name / f"{part}.parquet"
            )
    stage.resolve(work, RAW, None, "2026-07-01.1", date(2026, 7, 1))
    return {path.name: path.read_bytes() for path in sorted(work.resolve.glob("*.parquet"))}


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_input_gives_the_same_bytes(made: Rows, seed: int, tmp_path: Path) -> None:
    expected = written(made, tmp_path / "in order", parts=1)
    chance = random.Random(seed)
    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in made.items()}
    found = written(shuffled, tmp_path / "shuffled", parts=seed + 1)
    assert [name for name in expected if expected[name] != found[name]] == []


def test_what_is_held_at_a_time_changes_no_byte(
    made: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = written(made, tmp_path / "at once", parts=1)
    sizes = {block: {"SHARE": 900, "BATCH": 11, "PAGE": 5}, shelf: {"PAGE": 5, "OPEN": 3}, proof: {"REPORTS": 13}, telling: {"BATCH": 7},
             assemble: {"BATCH": 9}, claims: {"BATCH": 10, "REMEMBERED": 20}}  # fmt: skip
    for module, values in sizes.items():
        for name, size in values.items():
            monkeypatch.setattr(module, name, size)
    found = written(made, tmp_path / "little by little", parts=2)
    assert [name for name in expected if expected[name] != found[name]] == []
