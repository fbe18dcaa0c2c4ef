"""Digests of folders: names and bytes count, places and caches do not."""

from __future__ import annotations

import os
from pathlib import Path

from flows.common.version import code_hash, file_hash, files, tree_hash


def folder(root: Path) -> Path:
    (root / "a" / "b").mkdir(parents=True)
    (root / "a" / "one.txt").write_text("1")
    (root / "a" / "b" / "two.txt").write_text("2")
    return root / "a"


def test_same_content_same_digest(tmp_path: Path) -> None:
    one, two = folder(tmp_path / "x"), folder(tmp_path / "y")
    assert tree_hash(one) == tree_hash(two)
    (two / "__pycache__").mkdir()
    (two / "__pycache__" / "z.pyc").write_text("z")
    (two / ".hidden").write_text("h")
    assert tree_hash(one) == tree_hash(two)
    (two / "one.txt").rename(two / "uno.txt")
    assert tree_hash(one) != tree_hash(two)


def test_links_in_circles_and_pipes_do_not_hang(tmp_path: Path) -> None:
    root = folder(tmp_path)
    (root / "loop").symlink_to(root)
    os.mkfifo(root / "pipe")
    assert [path.name for path in files(root)] == ["one.txt", "two.txt"]


def test_missing_is_empty_and_code_is_not(tmp_path: Path) -> None:
    assert tree_hash(tmp_path / "none") == tree_hash()
    assert code_hash() != tree_hash()
    assert file_hash(tmp_path / "none") == "unreadable"
