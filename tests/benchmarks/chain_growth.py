"""What 1 % more reports cost, stage by stage up to the release: `python -m tests.benchmarks.chain_growth [REPORTS]`.

Reports are made of paragraphs of the corpus, each with a headline, address and date of its own and with the days that
its paragraphs name moved, so that few tell of one happening, as web pages.  They are run through every stage before `publish` three times on one work folder: all of them, the same again, and with
1 % more.  Times are processor time of this process and of those it started, so that other work on the machine
disturbs little; the last column says how much of the first run's time the growth took.
"""

from __future__ import annotations

import os
import random
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from html import escape
from pathlib import Path

from flows import run as runs
from flows.common.paths import NOTES, RAW, Work

STAGES = ("ingest", "extract", "resolve", "validate")
FIRST = date(2016, 1, 4)
PARAGRAPHS = 7
DATE = re.compile(r"\b\d{1,2} ([A-Z][a-z]{2,8}) (?:19|20)\d{2}\b")


def paragraphs(lang: str) -> list[str]:
    """The paragraphs of the corpus in one language, their headings left out."""
    return [
        paragraph
        for path in sorted((NOTES / lang).glob("*.md"))
        for paragraph in path.read_text(encoding="utf-8").split("---\n", 2)[2].strip().split("\n\n")
        if len(paragraph) > 80 and not paragraph.startswith("#")
    ]


def page(rng: random.Random, number: int, corpus: dict[str, list[str]]) -> bytes:
    """One report as a web page; the same number and generator give the same bytes."""
    lang = "id" if rng.random() < 0.7 else "en"
    body = [
        DATE.sub(lambda m: f"{rng.randint(1, 28)} {m[1]} {rng.randint(2010, 2026)}", paragraph)
        for paragraph in rng.sample(corpus[lang], PARAGRAPHS)
    ]
    day = FIRST + timedelta(rng.randrange(3_600))
    title = f"{' '.join(body[0].split()[:8])} {number}"
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{escape(title)}</title>'
        f'<meta property="article:published_time" content="{day}T08:00:00+07:00">'
        f'<link rel="canonical" href="https://outlet{number % 40}.example.com/{day:%Y/%m/%d}/{number}"></head>'
        f"<body><nav><a href='/'>Beranda</a></nav><article><h1>{escape(title)}</h1>"
        + "".join(f"<p>{escape(' '.join(p.split()))}</p>" for p in body)
        + "</article><footer>Hak cipta</footer></body></html>"
    ).encode()


def spent(step: Callable[[], object]) -> float:
    """Processor seconds of `step`, with those of the processes it started and waited for."""
    before = sum(os.times()[:4])
    step()
    return sum(os.times()[:4]) - before


def measure(count: int, folder: Path) -> dict[str, dict[str, float]]:
    """Seconds by run and stage."""
    rng = random.Random(11)
    corpus = {lang: paragraphs(lang) for lang in ("id", "en")}
    source = folder / "in"
    source.mkdir()
    job = runs.Job(
        (source,), None, RAW, folder / "out", Work(folder / "work"), "2026-07-01.1", date(2026, 7, 1), None
    )
    job = replace(job, processes=1)
    found: dict[str, dict[str, float]] = {}
    made = 0
    for label, wanted in (("all", count), ("again", count), ("1 % more", count + count // 100)):
        for number in range(made, wanted):
            (source / f"{number:07}.html").write_bytes(page(rng, number, corpus))
        made = wanted
        runs.begin(job)
        found[label] = {
            name: spent(lambda stage=runs.STAGES[name]: stage(job))  # type: ignore[misc]
            for name in STAGES
        }
    return found


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    with tempfile.TemporaryDirectory() as name:
        found = measure(count, Path(name))
    print(f"{count} reports, processor seconds")
    print("stage       " + "".join(f"{label:>10}" for label in found) + "  growth / full run")
    others = [name for name in STAGES if name != "resolve"]
    for label, stages in (
        *((name, [name]) for name in STAGES),
        ("together", [*STAGES]),
        ("but resolve", others),
    ):
        row = [sum(run[name] for name in stages) for run in found.values()]
        whole = sum(found["all"][name] for name in (STAGES if len(stages) == 1 else stages))
        print(f"{label:12}" + "".join(f"{seconds:10.1f}" for seconds in row) + f"  {row[-1] / whole:6.1%}")


if __name__ == "__main__":
    main()
