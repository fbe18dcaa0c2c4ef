"""Pairs of texts that share hashes of their sketches, found in bounded memory however many texts there are.

Hashes are taken in ranges: of each, every text is paired only with the first and with the preceding text of a hash,
so the pairs grow with the texts.  The pairs of all ranges are laid out on disk by their left text and counted one
share at a time.  What is held is one 32-bit hash and one 32-bit number per hash of every sketch, and the pairs of one
share.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

FEWEST = 3
PLAIN = 20
PLAIN_JACCARD = 0.8
WORTH_A_LOOK = 0.4
RANGE = 4_000_000
"""Hashes that are sorted at once."""

Ints = npt.NDArray[np.int64]


def pairs(sketches: Sequence[bytes]) -> Iterator[tuple[int, int, bool]]:
    """Pairs of texts, by number, that may be copies, and whether their sketches alone leave no doubt.

    A sketch is an ascending array of 32-bit hashes; the texts come earliest first, and every pair holds an earlier one
    and a later one.
    """
    lengths = np.fromiter((len(one) // 4 for one in sketches), dtype=np.int64, count=len(sketches))
    shares = 1 + int(lengths.sum()) // RANGE
    with tempfile.TemporaryDirectory(prefix="sinergi-copies-") as name:
        files = [Path(name, str(share)) for share in range(shares)]
        _lay_out(sketches, lengths, files)
        for file in files:
            yield from _likely(np.fromfile(file, dtype=np.int64) if file.exists() else None, lengths)


def _lay_out(sketches: Sequence[bytes], lengths: Ints, files: Sequence[Path]) -> None:
    """Write the pairs of every range of hashes, as one number each, to the file of their left text."""
    hashes = np.frombuffer(b"".join(sketches), dtype=np.uint32)
    owners = np.repeat(np.arange(len(sketches), dtype=np.int32), lengths)
    shares = len(files)
    step = 2**32 // shares + 1
    for start in range(0, 2**32, step):
        within = (hashes >= start) & (hashes < min(start + step, 2**32))
        left, right = _neighbours(hashes[within], owners[within])
        keys = left.astype(np.int64) * len(sketches) + right
        for share, file in enumerate(files):
            with file.open("ab") as stream:
                keys[left % shares == share].tofile(stream)


def _neighbours(
    hashes: npt.NDArray[np.uint32], owners: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Of every hash, each later text with the first and with the preceding one; `owners` ascend within a hash."""
    if not len(hashes):
        return owners, owners
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    starts = np.concatenate(([True], hashes[1:] != hashes[:-1]))
    firsts = owners[np.maximum.accumulate(np.where(starts, np.arange(len(starts)), 0))]
    follows = ~starts
    later, before, head = owners[follows], np.roll(owners, 1)[follows], firsts[follows]
    apart = before != head
    return np.concatenate((head, before[apart])), np.concatenate((later, later[apart]))


def _likely(keys: Ints | None, lengths: Ints) -> Iterator[tuple[int, int, bool]]:
    """The pairs of one share that have enough hashes in common."""
    if keys is None or not len(keys):
        return
    found, shared = np.unique(keys, return_counts=True)
    left, right = found // len(lengths), found % len(lengths)
    smaller, both = np.minimum(lengths[left], lengths[right]), lengths[left] + lengths[right]
    plain = (smaller >= PLAIN) & (shared >= PLAIN_JACCARD * (both - shared))
    worth = plain | (shared >= np.maximum(FEWEST, WORTH_A_LOOK * smaller))
    yield from zip(left[worth].tolist(), right[worth].tolist(), plain[worth].tolist(), strict=True)
