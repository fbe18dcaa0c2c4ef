"""Helpers of the ingest tests."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from flows.common.paths import PROJECT, Work
from flows.ingest.stage import ingest

sys.path.insert(0, str(Path(__file__).parent))

Run = Callable[[Mapping[str, bytes | str]], tuple[pl.DataFrame, pl.DataFrame]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Write files, ingest their folder, give back documents and issues."""

    def _run(files: Mapping[str, bytes | str]) -> tuple[pl.DataFrame, pl.DataFrame]:
        folder = tmp_path / "in"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        work = Work(tmp_path / "work")
        ingest([folder], work, PROJECT / "raw")
        return pl.read_parquet(work.ingest / "documents.parquet"), pl.read_parquet(
            work.ingest / "issues.parquet"
        )

    return _run
