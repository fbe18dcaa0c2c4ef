"""Which files are read, in which order, and as what kind."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

KINDS = {
    ".md": "note",
    ".markdown": "note",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".warc": "warc",
    ".wet": "warc",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".rdf": "xml",
    ".zip": "zip",
}
PACKED = ".gz"
"""Ending of a file of any kind that is packed by itself."""
_BYTES = re.compile(r"^[0-9a-f]{2}$")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_SKIPPED = frozenset({"readme.md", "license", "license.txt", "thumbs.db"})


@dataclass(frozen=True, slots=True)
class Found:
    """One file below a source, with the name it has in the tables."""

    source_ref: str
    path: Path
    kind: str | None
    refusal: str | None = None


def kind_of(name: str) -> str | None:
    """The kind of input that a file name promises."""
    name = name.lower().removesuffix(PACKED)
    return next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)


def shown(name: str) -> str:
    """A file's name as the tables hold it: what is no printable character becomes a question mark."""
    return _UNPRINTABLE.sub("?", name.encode("utf-8", "replace").decode("utf-8"))


def find(sources: Sequence[Path]) -> list[Found]:
    """Every file of `sources`, each once, in the order of the names they have in the tables."""
    seen: dict[Path, Found] = {}
    for source in sorted({Path(os.path.abspath(s)) for s in sources}):
        for found in _below(source):
            seen.setdefault(found.path, found)
    return sorted(seen.values(), key=lambda f: (f.source_ref, str(f.path)))


def _below(source: Path) -> Iterator[Found]:
    if not source.exists():
        yield Found(source.name, source, None, "There is no such file or folder; check the path.")
    elif source.is_file():
        locked = source.parent.name == "locks" and source.suffix == ".jsonl"
        yield Found(shown(source.name), source, "lock" if locked else kind_of(source.name))
    elif source.name == "locks":
        yield from _locks(source)
    elif (source / "locks").is_dir():
        yield from _captures(source)
    else:
        yield from _walk(source, source.name, source.resolve())


def _locks(folder: Path) -> Iterator[Found]:
    """The lock files of a folder of captures."""
    for path in sorted(folder.glob("*.jsonl")):
        yield Found(f"{folder.parent.name}/{folder.name}/{path.name}", path, "lock")


def _captures(source: Path) -> Iterator[Found]:
    """A folder of captures: its locks say what its bytes are; other folders in it hold plain files."""
    yield from _locks(source / "locks")
    for folder in sorted(
        p for p in source.iterdir() if p.is_dir() and p.name != "locks" and not _BYTES.match(p.name)
    ):
        yield from _walk(folder, f"{source.name}/{folder.name}", source.resolve())


def _walk(source: Path, shown: str, root: Path) -> Iterator[Found]:
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            if name.startswith(".") or name.lower() in _SKIPPED:
                continue
            path = Path(folder) / name
            yield _checked(path, root, f"{shown}/{path.relative_to(source).as_posix()}")


def _checked(path: Path, root: Path, source_ref: str) -> Found:
    source_ref = shown(source_ref)
    if path.is_symlink() and not path.resolve().is_relative_to(root):
        return Found(source_ref, path, None, "The link leads out of the folder and was not followed.")
    if not path.is_file():
        return Found(source_ref, path, None, "This is no regular file and was not read.")
    return Found(source_ref, path, kind_of(path.name))
