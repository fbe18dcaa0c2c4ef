"""Storage that several machines share: a folder that all of them mount, or a bucket of an S3-compatible store."""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pyarrow import fs


class StorageError(ValueError):
    """An address that names no storage."""


@dataclass(frozen=True, slots=True)
class Storage:
    """Files by name; one is there whole or not at all."""

    place: fs.FileSystem
    root: str

    def has(self, name: str) -> bool:
        """True where there is a file of this name."""
        return bool(self.place.get_file_info(f"{self.root}/{name}").type == fs.FileType.File)

    def read(self, name: str) -> bytes:
        """Return the content of a file.  Raises OSError where there is none."""
        with self.place.open_input_stream(f"{self.root}/{name}") as stream:
            return bytes(stream.read())

    def write(self, name: str, content: bytes) -> None:
        """Write a file, in one step for whoever reads it; an object store does that by itself."""
        path = f"{self.root}/{name}"
        if not isinstance(self.place, fs.LocalFileSystem):
            with self.place.open_output_stream(path) as stream:
                stream.write(content)
            return
        self.place.create_dir(path.rpartition("/")[0], recursive=True)
        partial = f"{path}.{uuid.uuid4().hex}.partial"
        with self.place.open_output_stream(partial) as stream:
            stream.write(content)
        self.place.move(partial, path)

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        if self.has(name):
            self.place.delete_file(f"{self.root}/{name}")


def open_storage(address: str) -> Storage:
    """Return the storage at `address`, as `filesystem` takes it."""
    return Storage(*filesystem(address))


def filesystem(address: str) -> tuple[fs.FileSystem, str]:
    """Return the file system and the folder in it that a path, file:///path or s3://bucket/path means.

    Raises StorageError for anything else.  For s3:// the environment gives keys and, for a store of one's own, AWS_ENDPOINT_URL.
    """
    parts = urlsplit(address)
    if parts.scheme in ("", "file") and parts.path:
        return fs.LocalFileSystem(), str(Path(parts.path).absolute())
    if parts.scheme == "s3" and parts.netloc:
        endpoint = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
        options = {"endpoint_override": endpoint.netloc, "scheme": endpoint.scheme} if endpoint.netloc else {}
        return fs.S3FileSystem(**options), (parts.netloc + parts.path).rstrip("/")
    raise StorageError(f"{address}: give a folder, file:///path or s3://bucket/path")
