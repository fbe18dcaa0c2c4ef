"""How fast reports are read, on one core: `python -m tests.benchmarks.extract_speed [--profile] [--repeats N]`.

The first table times, in one run and on the same texts (notes of the corpus, joined or cut to about 2,500 characters):
the whole of `read`, its tables as rows, the tagger of names alone, the search for registered names alone, and spaCy's
blank Indonesian tokeniser.  The second times `read` on ever longer texts: per character the time should stay the same, up to reader.MOST, and no text beyond should take longer.
The third does so on hostile texts of n and 2n characters, where a ratio well above 2 is not linear.

spaCy is no dependency of the project and its line is left out where it cannot be imported.  To have it:
`pip install --target DIR spacy` and `PYTHONPATH=DIR python -m tests.benchmarks.extract_speed`.
Every time is processor time of this process on one core, so that other work on the machine disturbs little.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import importlib
import os
import platform
import pstats
import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flows.common.paths import NOTES, REGISTRIES
from flows.extract.claims import rows
from flows.extract.model import Report
from flows.extract.reader import load_resources, read
from flows.extract.tagger.crf import name_tagger
from flows.extract.tagger.words import tokenise
from tests.properties.test_extract import HARD

SIZE = 2_500
PUBLISHED = date(2024, 5, 16)  # most reports come with their date; one without is searched for it first
GOAL = 150  # reports a second
BOUND = 3.0  # a time at 2n above this many times that at n is called not linear
LENGTHS = (10_000, 30_000, 100_000, 300_000, 1_000_000)
PATIENCE = 20.0  # seconds; a table of growth stops at a text that takes longer

Work = Callable[[Report], object]


def corpus(size: int = SIZE) -> list[Report]:
    """The notes of each language, one after the other, cut at paragraphs into reports of about `size` characters."""
    found: list[Report] = []
    for lang in ("id", "en"):
        text = ""
        for path in sorted((NOTES / lang).glob("*.md")):
            for paragraph in path.read_text(encoding="utf-8").split("---\n", 2)[2].strip().split("\n\n"):
                text = f"{text}\n\n{paragraph.lstrip('# ')}" if text else paragraph.lstrip("# ")
                if len(text) >= size:
                    found.append(Report(f"{lang}{len(found)}", text, lang, PUBLISHED))
                    text = ""
    return found


def one_core() -> str:
    """Keep this process to one processor, where the system lets it."""
    if not hasattr(os, "sched_setaffinity"):
        return "no way to keep to one core on this system"
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"on core {core}"


def best(work: Work, reports: Sequence[Report], repeats: int) -> float:
    """The shortest processor time, in seconds, that `work` takes on all `reports`."""
    times = []
    for _ in range(repeats):
        gc.collect()
        begin = time.process_time()
        for report in reports:
            work(report)
        times.append(time.process_time() - begin)
    return min(times)


def contenders() -> dict[str, Work]:
    """What is timed, by name."""
    resources = load_resources(REGISTRIES)
    tagger, lexicon = name_tagger(), resources.lexicon

    def tag(report: Report) -> object:
        return tagger.tag([token.text for token in tokenise(report.text, 0, len(report.text))])

    found: dict[str, Work] = {
        "read, everything on": lambda report: read(report, resources),
        "read, and rows of the tables": lambda report: rows(read(report, resources)),
        "tagger of names alone (CRF)": tag,
        "registered names alone (Aho-Corasick)": lambda report: lexicon.scan(report.text),
    }
    try:
        spacy: Any = importlib.import_module("spacy")
    except ImportError:
        return found
    blank = spacy.blank("id")
    blank.max_length = 10_000_000
    found[f"spaCy {spacy.__version__} blank Indonesian tokeniser"] = lambda report: blank(report.text)
    return found


def compare(repeats: int) -> None:
    """Print reports a second of every contender."""
    reports = corpus()
    size = sum(len(report.text) for report in reports) / len(reports)
    print(f"\n{len(reports)} reports of {size:,.0f} characters on average, best of {repeats}")
    print(f"{'':44}{'reports/s':>10}{'ms/report':>11}{'MB/s':>8}")
    for name, work in contenders().items():
        for report in reports[:20]:
            work(report)
        seconds = best(work, reports, repeats)
        rate = len(reports) / seconds
        mark = f"   goal {GOAL}: {'met' if rate >= GOAL else 'not met'}" if name.endswith("on") else ""
        print(f"{name:44}{rate:10,.0f}{1000 / rate:11.2f}{rate * size / 1e6:8.2f}{mark}")


def growth() -> None:
    """Print the time of `read` on joined notes, and on one repeated sentence, of growing length."""
    resources = load_resources(REGISTRIES)
    notes = "\n\n".join(report.text for report in corpus() if report.lang == "id")
    for name, piece in (
        ("joined notes", notes + "\n\n"),
        ("a repeated sentence", HARD["one sentence again and again"][:79]),
    ):
        print(f"\n{name:20}{'characters':>12}{'seconds':>10}{'µs/character':>14}")
        for length in LENGTHS:
            text = (piece * (length // len(piece) + 1))[:length]
            begin = time.process_time()
            read(Report("r", text, "id", PUBLISHED), resources)
            seconds = time.process_time() - begin
            print(f"{'':20}{length:12,}{seconds:10.2f}{seconds / length * 1e6:14.2f}", flush=True)
            if seconds > PATIENCE:
                print(f"{'':20}{'(longer texts left out)':>36}")
                break


def hostile(size: int = 8_000) -> None:
    """Print the time of `read` on hostile texts of `size` and twice `size` characters."""
    resources = load_resources(REGISTRIES)
    print(f"\n{'hostile text':32}{f'{size:,}':>10}{f'{2 * size:,}':>10}{'ratio':>8}")
    for name, text in HARD.items():
        piece = text * (2 * size // len(text) + 1)
        times = []
        for length in (size, 2 * size):
            begin = time.process_time()
            read(Report("r", piece[:length], "id", PUBLISHED), resources)
            times.append(time.process_time() - begin)
        ratio = times[1] / times[0]
        steep = ratio > BOUND and times[1] > 0.5
        print(
            f"{name:32}{times[0]:10.2f}{times[1]:10.2f}{ratio:8.1f}{'   not linear' if steep else ''}",
            flush=True,
        )


def profile(count: int = 10) -> None:
    """Print the functions that take most of the time of `read`."""
    resources = load_resources(REGISTRIES)
    reports = corpus()
    watch = cProfile.Profile()
    watch.enable()
    for report in reports:
        read(report, resources)
    watch.disable()
    stats = pstats.Stats(watch).strip_dirs()
    for order in ("tottime", "cumulative"):
        stats.sort_stats(order).print_stats(count if order == "tottime" else 3 * count)


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=3, help="how often the first table is measured")
    parser.add_argument(
        "--profile", action="store_true", help="print where the time of `read` goes, and no tables"
    )
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {one_core()}")
    if arguments.profile:
        profile()
        return
    compare(arguments.repeats)
    growth()
    hostile()


if __name__ == "__main__":
    main()
