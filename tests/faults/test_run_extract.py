"""Extraction goes on when a report raises, hangs or kills its process, and reads nothing twice."""

from __future__ import annotations

import importlib
import shutil
import sqlite3
import time
from pathlib import Path

import polars as pl
import pytest

from flows.common import tables
from flows.common.paths import RAW, Work
from flows.extract import kept, pool, protocol
from flows.extract.model import Reading, Report
from flows.extract.reader import Resources
from flows.extract.stage import extract
from schemas.stages import Documents, Issues
from tests.generator.works import claims, work_with

GOOD = "BNPT and UNOCT signed a memorandum of understanding in Jakarta on 28 November 2022."


def issues(work: Work) -> dict[str, str]:
    found = tables.read(work.extract / "issues.parquet", Issues)
    return dict(found.select("source_ref", "message").iter_rows())


def test_a_report_that_raises_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = protocol.read

    def read(report: Report, resources: Resources) -> Reading:
        if "RAISE" in report.text:
            raise KeyError("no such word")
        return real(report, resources)

    monkeypatch.setattr(protocol, "read", read)
    work = work_with(tmp_path, [GOOD, "RAISE", GOOD + " It was the first."])
    counts = extract(work, RAW, processes=1)
    assert (counts["read"], counts["failed"]) == (3, 1)
    assert "KeyError: 'no such word' (test_run_extract.py:" in issues(work)["r0001.md"]
    assert set(claims(work)["readings"]["report_id"]) == {"r0000", "r0002"}


def test_a_report_that_takes_too_long_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = protocol.read

    def read(report: Report, resources: Resources) -> Reading:
        if "HANG" in report.text:
            time.sleep(60)
        return real(report, resources)

    monkeypatch.setattr(protocol, "read", read)
    work = work_with(tmp_path, ["HANG", GOOD])
    begin = time.monotonic()
    counts = extract(work, RAW, processes=1, report_seconds=0.5)
    assert time.monotonic() - begin < 30
    assert counts["failed"] == 1
    assert "took more than 0.5 s" in issues(work)["r0000.md"]


POISON = """
import os
from flows.extract import kept, pool, protocol

def read_many(jobs, real=pool._read_many):
    if any("DIE" in job.text for job in jobs):
        os._exit(9)
    return real(jobs)
"""


@pytest.mark.slow
def test_a_report_that_kills_its_process_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "poison_of_test.py").write_text(POISON, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(pool, "_read_many", importlib.import_module("poison_of_test").read_many)
    texts = [f"{GOOD} Number {number}." for number in range(40)]
    texts[20] = "DIE"
    work = work_with(tmp_path / "w", texts)
    counts = extract(work, RAW, processes=2)
    assert (counts["read"], counts["failed"]) == (40, 1)
    assert "the process that read it died" in issues(work)["r0020.md"]
    assert claims(work)["readings"].height == 39


@pytest.mark.slow
def test_processes_give_what_one_gives(tmp_path: Path) -> None:
    texts = [f"{GOOD} Number {number}." for number in range(60)]
    one, two = work_with(tmp_path / "1", texts), work_with(tmp_path / "2", texts)
    extract(one, RAW, processes=1)
    extract(two, RAW, processes=2)
    for name, table in claims(one).items():
        assert table.equals(claims(two)[name]), name


def test_nothing_is_read_twice(tmp_path: Path) -> None:
    texts = [f"{GOOD} Number {number}." for number in range(5)]
    work = work_with(tmp_path, texts)
    assert extract(work, RAW)["read"] == 5
    first = claims(work)
    again = extract(work, RAW)
    assert (again["read"], again["cached"]) == (0, 5)
    for name, table in first.items():
        assert table.equals(claims(work)[name]), name
    work_with(tmp_path, [*texts, GOOD])
    assert extract(work, RAW)["read"] == 1


def test_a_spoilt_cache_is_made_anew(tmp_path: Path) -> None:
    work = work_with(tmp_path, [GOOD])
    extract(work, RAW)
    shutil.rmtree(work.extract)
    path = work.root / "cache" / "claims.sqlite"
    for file in path.parent.glob("claims.sqlite*"):
        file.write_bytes(b"spoilt" * 1000)
    assert extract(work, RAW)["read"] == 1
    assert sqlite3.connect(path).execute("SELECT count(*) FROM readings").fetchone() == (1,)


def test_many_reports_make_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{GOOD} Number {number}." for number in range(40)]
    whole, parts = work_with(tmp_path / "1", texts), work_with(tmp_path / "2", texts)
    extract(whole, RAW)
    monkeypatch.setattr(kept, "PART", 16)
    extract(parts, RAW)
    assert len(list((whole.extract / "claims_events.parquet").iterdir())) == 1
    assert len(list((parts.extract / "claims_events.parquet").iterdir())) == 3
    for name, table in claims(whole).items():
        assert table.equals(claims(parts)[name]), name


def test_nothing_relevant_gives_empty_tables(tmp_path: Path) -> None:
    work = work_with(tmp_path, [GOOD])
    path = work.ingest / "documents.parquet"
    tables.write(tables.read(path, Documents).with_columns(is_relevant=pl.lit(False)), Documents, path)
    assert extract(work, RAW)["read"] == 0
    assert all(table.height == 0 for table in claims(work).values())
