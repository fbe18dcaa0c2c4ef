"""Versions that stand in released rows, and digests of the code and of folders of input."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.common.paths import PROJECT

EXTRACTOR_VERSION = "1.0.0"

_IGNORED = {"__pycache__", ".git", ".ruff_cache", ".mypy_cache"}
_BLOCK = 1 << 20


def files(root: Path) -> Iterator[Path]:
    """Every regular file at or below `root` in a fixed order, without hidden files and caches."""
    if root.is_file():
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _IGNORED and not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and path.is_file():
                yield path


def tree_hash(*roots: Path) -> str:
    """Return one SHA-256 over the names and bytes of every file below `roots`; missing ones count as empty."""
    total = hashlib.sha256()
    for root in roots:
        for path in files(root):
            name = path.relative_to(root.parent).as_posix()
            total.update(f"{name}\0{file_hash(path)}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of the bytes of a file, read in blocks; `unreadable` where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError:
        return "unreadable"
    return digest.hexdigest()


def code_hash(parts: Iterable[str] = ("flows", "schemas")) -> str:
    """Return the digest of the project's own code, or of some `parts` of it."""
    return tree_hash(*(PROJECT / part for part in parts))
