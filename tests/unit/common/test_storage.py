"""Shared storage: a folder or a bucket; a file is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.common.storage import StorageError, open_storage


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_a_folder(tmp_path: Path, form: str) -> None:
    storage = open_storage(form.format(tmp_path / "shared"))
    assert not storage.has("a/b.parquet")
    storage.write("a/b.parquet", b"one")
    storage.write("a/b.parquet", b"two")
    assert storage.read("a/b.parquet") == b"two"
    assert [path.name for path in (tmp_path / "shared" / "a").iterdir()] == ["b.parquet"]
    storage.remove("a/b.parquet")
    storage.remove("a/b.parquet")
    assert not storage.has("a/b.parquet")


@pytest.mark.parametrize("address", ["http://example.org/x", "s3:///nowhere", "ftp://a/b"])
def test_anything_else_is_refused(address: str) -> None:
    with pytest.raises(StorageError, match="give a folder"):
        open_storage(address)
