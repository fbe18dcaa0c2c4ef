"""Small file work: digests, JSON, whole-or-nothing writing, the files of a release."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"


class PublishError(RuntimeError):
    """A release cannot be made, found or changed: one line that says why and what to do."""


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def to_json(content: Any) -> str:
    """Return `content` as readable JSON that is the same for the same content."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_text(path: Path, text: str) -> Path:
    """Write `text` with Unix line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def replace_text(path: Path, text: str) -> Path:
    """Write `text` to `path` in one step: a reader sees the old file or the new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    write_text(partial, text)
    with partial.open("rb") as handle:
        os.fsync(handle.fileno())
    os.replace(partial, path)
    return path


def read_json(path: Path) -> Any:
    """Return the JSON in `path`.  Raises PublishError that names the file where there is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PublishError(f"{path}: there is no such file") from error
    except (ValueError, UnicodeDecodeError) as error:
        raise PublishError(f"{path}: not readable as JSON ({error})") from error


def listed(folder: Path) -> Iterator[Path]:
    """Yield the files below `folder`, sorted by relative path."""
    yield from sorted(
        (path for path in folder.rglob("*") if path.is_file()),
        key=lambda path: path.relative_to(folder).as_posix(),
    )


def sums(folder: Path) -> str:
    """Return the text of SHA256SUMS, in the format of `sha256sum`, for everything else in `folder`."""
    names = ((path, path.relative_to(folder).as_posix()) for path in listed(folder))
    return "".join(f"{sha256(path)}  {name}\n" for path, name in names if name not in {SUMS, SIGNATURE})
