"""Mutates sound files of every kind and ingests them: truncated, bit-flipped, re-encoded, nested, joined, cut out.

    python tests/benchmarks/ingest_fuzz.py [COUNT] [SEED]

Every file must end as reports read, as an issue, or as reports out of scope; none may bring the run down or take
more than five seconds.
"""

# ruff: noqa: E402

from __future__ import annotations

import gzip
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "unit" / "ingest")]

import polars as pl
import samples

from flows.common.paths import Work
from flows.ingest import isolate
from flows.ingest.model import Outcome, Unit
from flows.ingest.stage import ingest


@dataclass(slots=True)
class Result:
    """What became of the files."""

    files: int = 0
    read: int = 0
    copies: int = 0
    out_of_scope: int = 0
    refused: int = 0
    stopped: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    unaccounted: list[str] = field(default_factory=list)


def _flip(data: bytes, rng: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, max(1, len(out) // 50))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _truncate(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, max(2, len(data)))]


def _recode(data: bytes, rng: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(
        rng.choice(["utf-16", "utf-32", "cp1252", "utf-7", "shift_jis", "cp037"]), "replace"
    )


def _doubly(data: bytes, rng: random.Random) -> bytes:
    return data.decode("latin-1").encode("utf-8")


def _cut_out(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randint(1, 400) :]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randint(1, 60)]
    return data[:start] + piece * rng.randint(10, 3000) + data[start:]


def _splice(data: bytes, rng: random.Random) -> bytes:
    other = rng.choice(list(samples.everything().values()))
    return data[: rng.randrange(len(data))] + other[rng.randrange(len(other)) :]


def _zeroes(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + b"\0" * rng.randint(1, 300) + data[start:]


def _nest(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(rng.choice(["a.html", "b.zip", "c.warc.gz", "d.txt", "e.xml.gz", "f.pdf"]), data)
    return rng.choice([out.getvalue(), gzip.compress(data), gzip.compress(out.getvalue())])


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _flip, _truncate, _recode, _doubly, _cut_out, _repeat, _splice, _zeroes, _nest,
)  # fmt: skip


def mutated(count: int, seed: int) -> dict[str, bytes]:
    """`count` mutated files by name; the same seed gives the same files."""
    rng = random.Random(seed)
    sound = sorted(samples.everything().items())
    files: dict[str, bytes] = {}
    for number in range(count):
        name, data = sound[number % len(sound)]
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            data = rng.choice(MUTATIONS)(data, rng) or b"x"
        if rng.random() < 0.1:
            name = rng.choice(sound)[0]
        files[f"{number:05}-{name}"] = data
    return files


def campaign(count: int, seed: int, folder: Path) -> Result:
    """Ingest `count` mutated files and account for every one."""
    files = mutated(count, seed)
    (folder / "in").mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / "in" / name).write_bytes(data)
    times: list[float] = []
    original = isolate._Reader.read

    def timed(self: isolate._Reader, unit: Unit, seconds: float) -> Outcome:
        fresh, started = self._fresh, time.monotonic()
        try:
            return original(self, unit, seconds)
        finally:
            if not fresh:
                times.append(time.monotonic() - started)

    isolate._Reader.read = timed  # type: ignore[method-assign]
    started = time.monotonic()
    try:
        ingest([folder / "in"], Work(folder / "work"), PROJECT / "raw")
    finally:
        isolate._Reader.read = original  # type: ignore[method-assign]
    return _account(files, folder, times, time.monotonic() - started)


def _account(files: dict[str, bytes], folder: Path, times: list[float], seconds: float) -> Result:
    documents = pl.read_parquet(folder / "work" / "ingest" / "documents.parquet")
    issues = pl.read_parquet(folder / "work" / "ingest" / "issues.parquet")
    base = {
        ref: ref.split("/", 1)[1].split("#")[0].split("!")[0]
        for ref in {*documents["source_ref"], *issues["source_ref"]}
    }
    relevant = {
        base[r] for r, yes in zip(documents["source_ref"], documents["is_relevant"], strict=True) if yes
    }
    other = {base[r] for r in documents["source_ref"]} - relevant
    kept = issues.filter(issues["code"].is_in(["same_report", "older_version"]))["source_ref"]
    copies = {base[r] for r in kept} - relevant - other
    told = {base[r] for r in issues["source_ref"]} - relevant - other - copies
    return Result(
        len(files),
        len(relevant),
        len(copies),
        len(other),
        len(told),
        issues.filter(issues["code"] == "reader_stopped").height,
        max(times, default=0.0),
        seconds,
        sorted(set(files) - relevant - other - copies - told),
    )


def main() -> None:
    """Run a campaign and print its account."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        result = campaign(count, seed, Path(folder))
        codes = Counter(pl.read_parquet(Path(folder) / "work" / "ingest" / "issues.parquet")["code"])
    print(result)
    print(codes.most_common())


if __name__ == "__main__":
    main()
