"""What was seen is not opened or read again; what changed is; texts do not pile up in memory."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest
import samples

from flows.common.paths import PROJECT, Work
from flows.ingest import cache as caches
from flows.ingest import containers, isolate, stage, syndication
from flows.ingest.captures import Lock, append_lock, blob_path, store
from flows.ingest.copies import pairs

RAW = PROJECT / "raw"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of every kind."""
    for name, content in samples.everything().items():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes(content)
    return tmp_path / "in"


def _table(work: Work) -> pl.DataFrame:
    return pl.read_parquet(work.ingest / "documents.parquet")


def test_an_unchanged_folder_is_not_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(folder.parent / "work")
    first = stage.ingest([folder], work, RAW)
    tables = [(work.ingest / name).read_bytes() for name in ("documents.parquet", "issues.parquet")]

    def never(*_: object, **__: object) -> None:
        raise AssertionError("opened again")

    monkeypatch.setattr("flows.ingest.inputs.expand", never)
    monkeypatch.setattr(isolate.Readers, "submit", never)
    again = stage.ingest([folder], work, RAW)
    assert again == {**first, "remembered": first["units"]}
    assert tables == [(work.ingest / name).read_bytes() for name in ("documents.parquet", "issues.parquet")]


def test_only_what_changed_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(folder.parent / "work")
    stage.ingest([folder], work, RAW)
    (folder / "plain.txt").write_text(samples.BODY.replace("lima", "enam"))
    os.utime(folder / "note.md", ns=(1, 1))  # touched, not changed
    opened: list[str] = []
    expand = containers.expand

    def seen(source_ref: str, *rest: object, **more: object) -> object:
        opened.append(source_ref)
        return expand(source_ref, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("flows.ingest.inputs.expand", seen)
    done = stage.ingest([folder], work, RAW)
    assert opened == ["in/note.md", "in/plain.txt"] and done["units"] - done["remembered"] == 1
    assert any("enam tahun" in text for text in _table(work)["text"])


def test_bytes_of_a_capture_that_change_are_noticed(tmp_path: Path) -> None:
    captures = tmp_path / "raw" / "captures"
    lock = Lock(
        "https://suara.com/read/9", "2022-10-01T00:00:00+00:00", store(captures, samples.page()), "text/html"
    )
    append_lock(captures / "locks" / "suara.jsonl", lock)
    work = Work(tmp_path / "work")
    assert stage.ingest([captures], work, tmp_path / "raw")["documents"] == 1
    blob_path(captures, lock.sha256).write_bytes(b"something else")
    done = stage.ingest([captures], work, tmp_path / "raw")
    assert (done["documents"], done["issues"]) == (0, 1)


def test_a_cache_of_other_readers_is_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Work(folder.parent / "work")
    stage.ingest([folder], work, RAW)
    monkeypatch.setattr(caches, "_version", lambda: "another")
    assert stage.ingest([folder], work, RAW)["remembered"] == 0
    with caches.Cache(work.root / "cache") as cache:
        versions = cache._connection.execute("SELECT DISTINCT version FROM readings").fetchall()
        texts = cache._connection.execute("SELECT count(*) FROM texts").fetchone()[0]
        readings = cache._connection.execute("SELECT count(*) FROM readings").fetchone()[0]
    assert versions == [("another",)] and 0 < texts <= 2 * readings


def test_a_text_that_is_lost_is_read_again(folder: Path) -> None:
    work = Work(folder.parent / "work")
    stage.ingest([folder], work, RAW)
    whole = _table(work)
    with caches.Cache(work.root / "cache") as cache:
        cache._connection.execute("DELETE FROM readings")
        cache._connection.commit()
    assert stage.ingest([folder], work, RAW)["remembered"] == 0
    assert _table(work).equals(whole)


def test_many_reports_become_parts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Work(folder.parent / "one"), Work(folder.parent / "other")
    stage.ingest([folder], one, RAW)
    monkeypatch.setattr(stage, "PART", 3)
    for _ in range(2):
        stage.ingest([folder], other, RAW)
    parts = sorted((other.ingest / "documents.parquet").glob("*.parquet"))
    assert len(parts) == -(-_table(one).height // 3) > 1
    assert pl.concat([pl.read_parquet(part) for part in parts]).equals(_table(one))


def test_pairs_are_the_same_in_one_share_and_in_many(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{samples.BODY} {'tambahan ' * (n % 7)} nomor {n} {n * n} {n // 3}" for n in range(60)]
    sketches = [syndication.sketch(text) for text in texts]
    whole = sorted(pairs(sketches))
    monkeypatch.setattr("flows.ingest.copies.RANGE", 50)
    assert sorted(pairs(sketches)) == whole and len(whole) > 50


def test_texts_without_sequences_pair_with_nothing() -> None:
    assert list(pairs([])) == [] and list(pairs([b"", syndication.sketch("dua kata"), b""])) == []
