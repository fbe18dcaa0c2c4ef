"""Streams that end at a limit, whatever they decompress to, and what reading a damaged archive may throw."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import Any, BinaryIO

DAMAGE = (
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    IndexError,
    KeyError,
    NotImplementedError,
    RuntimeError,
    AttributeError,
    TypeError,
)


class TooLargeError(Exception):
    """More bytes than allowed."""


class Bounded(io.RawIOBase):
    """A stream that refuses to give more than `limit` bytes, whatever it decompresses to."""

    def __init__(self, inner: Any, limit: int) -> None:
        super().__init__()
        self._inner, self._left, self._limit = inner, limit, limit

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the stream."""
        data = self._inner.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError(f"It decompresses to more than {self._limit} bytes and was refused.")
        buffer[: len(data)] = data
        return len(data)


def bounded(inner: Any, limit: int) -> BinaryIO:
    """`inner`, buffered, refusing to give more than `limit` bytes."""
    return io.BufferedReader(Bounded(inner, limit))


def unpacked(stream: Any, limit: int) -> BinaryIO:
    """A gzip stream's content, refusing to give more than `limit` bytes."""
    return bounded(gzip.GzipFile(fileobj=stream), limit)


def read_up_to(stream: BinaryIO, limit: int) -> bytes:
    """The whole of a stream.  Raises TooLargeError past `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise TooLargeError(f"It holds more than {limit} bytes and was refused.")
    return data
