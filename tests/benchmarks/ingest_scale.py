"""Time and memory of near-copies and of the whole stage at scale: `python -m tests.benchmarks.ingest_scale [group|stage] [SIZES]`.

`group` finds the near-copies among synthetic texts of 200 words, a fifth of them edited copies of earlier ones, all of them
with an opening that thousands of others share, as datelines and titles of office are shared in real ones; `stage`
ingests the same texts from one JSONL file.  Every size runs in a process of its own, whose largest memory is told beside
what the texts alone would take.  A text is made from its number whenever it is asked for, so the benchmark holds none.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from flows.common.paths import NOTES, RAW, Work
from flows.ingest import syndication
from flows.ingest.stage import ingest

WORDS_OF_A_TEXT = 200
EVERY = 5
OPENINGS = 40
FIRST = date(2016, 1, 4)
SIZES = (10_000, 100_000, 1_000_000)


@cache
def vocabulary() -> tuple[str, ...]:
    """The words of the corpus, in order."""
    return tuple(sorted({
        word
        for note in sorted((NOTES / "id").glob("*.md"))
        for word in note.read_text(encoding="utf-8").split("---", 2)[2].split()
        if word.isalpha()
    }))  # fmt: skip


def origin(number: int) -> int:
    """The text that text `number` is an edited copy of: itself for four in five."""
    if number % EVERY != EVERY - 1:
        return number
    return random.Random(number).randrange(max(1, number // EVERY)) * EVERY


def text(number: int) -> str:
    """Text `number`; the same number gives the same text."""
    rng = random.Random(-1 - origin(number))
    opening = random.Random(rng.randrange(OPENINGS)).choices(vocabulary(), k=20)
    words = [*opening, *rng.choices(vocabulary(), k=WORDS_OF_A_TEXT - len(opening))]
    if origin(number) != number:
        words[number % WORDS_OF_A_TEXT] = f"diubah{number}"
    return " ".join(words)


def group(size: int) -> str:
    """Group the texts; returns what was found and the seconds it took without the making of sketches."""
    reports = [
        syndication.Report(
            f"r{number:07}", str(number), FIRST + timedelta(number // 400), syndication.sketch(text(number))
        )
        for number in range(size)
    ]
    before = _peak()
    began = time.process_time()
    groups = syndication.group(reports, lambda report_id: text(int(report_id[1:])))
    took = time.process_time() - began
    together = sum(groups[f"r{n:07}"] == groups[f"r{origin(n):07}"] for n in range(EVERY - 1, size, EVERY))
    return (
        f"grouped in {took:.1f} s, {together / (size // EVERY):.2%} of the copies found, "
        f"{len(set(groups.values())):,} groups; {before:,.0f} MB with sketches alone"
    )


def stage(size: int) -> str:
    """Ingest the texts from one file; returns what was found and the processor seconds of this process."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "export.jsonl")
        with source.open("w", encoding="utf-8") as stream:
            for number in range(size):
                day = FIRST + timedelta(number // 400)
                record = {"text": text(number), "url": f"https://x.example.com/{number}", "date": str(day)}
                stream.write(json.dumps(record) + "\n")
        began = time.monotonic()
        done = ingest([source], Work(Path(name, "work")), RAW)
        return f"read in {time.monotonic() - began:.0f} s, {done['documents']:,} documents"


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> None:
    """Print a line per size."""
    work = {"group": group, "stage": stage}
    if arguments[:1] == ["--one"]:
        print(f"{work[arguments[1]](int(arguments[2]))}; peak {_peak():,.0f} MB")
        return
    name = arguments[0] if arguments else "group"
    for size in [int(size) for size in arguments[1:]] or SIZES:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.ingest_scale", "--one", name, str(size)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        alone = size * len(text(0)) / 1024**2
        print(f"{size:9,} texts ({alone:,.0f} MB of text): {done.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
