"""Zip archives: their members in order, each refused that leads out, links, hides, or expands beyond reason."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from flows.ingest import limits
from flows.ingest.bounded import DAMAGE
from flows.ingest.files import kind_of, shown
from flows.ingest.model import Problem


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: the name that it has in the tables, its own name, its kind."""

    source_ref: str
    name: str
    kind: str
    archive: zipfile.ZipFile
    info: zipfile.ZipInfo

    def open(self) -> BinaryIO:
        """Open the member for reading.  Raises what zipfile raises where it is damaged."""
        return cast(BinaryIO, self.archive.open(self.info))


def members(source_ref: str, stream: BinaryIO) -> Iterator[Member | Problem]:
    """Every member in order of its name; a member that is refused is a problem in its place."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, *DAMAGE) as error:
        yield Problem(
            "error", "archive_damaged", f"The zip file cannot be opened: {str(error)[:160]}", source_ref
        )
        return
    total = 0
    with archive:
        if all(info.is_dir() for info in archive.infolist()):
            yield Problem("error", "empty", "The zip file holds no file.", source_ref)
        for info in sorted(archive.infolist(), key=lambda m: m.filename):
            if info.is_dir():
                continue
            name = f"{source_ref}!{shown(info.filename)}"
            kind = kind_of(info.filename)
            refusal = _refusal(info)
            if refusal or kind is None:
                code, message = refusal or ("not_read", "This kind of file is not supported.")
                yield Problem("warning", code, message, name)
                continue
            total += info.file_size
            if total > limits.MAX_EXPANDED_BYTES:
                yield Problem(
                    "error",
                    "too_large",
                    "The archive expands beyond the limit; the rest was not read.",
                    source_ref,
                )
                return
            yield Member(name, info.filename, kind, archive, info)


def _refusal(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if (
        not path.parts
        or path.is_absolute()
        or ".." in path.parts
        or ":" in path.parts[0]
        or "\0" in info.orig_filename
    ):
        return "member_escapes", "The member's name leads out of the archive; it was refused."
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        return "member_link", "The member is a link; it was refused."
    if info.flag_bits & 1:
        return "member_encrypted", "The member is encrypted; save it without a password."
    if path.name.startswith(".") or "__MACOSX" in path.parts:
        return "not_read", "Hidden files are not read."
    if info.file_size > limits.RATIO_FREE_BYTES and info.file_size > limits.MAX_RATIO * max(
        1, info.compress_size
    ):
        return "ratio", f"The member expands more than {limits.MAX_RATIO} times and was refused."
    return None
