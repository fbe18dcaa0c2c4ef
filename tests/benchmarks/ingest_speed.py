"""What ingest costs: pages against the extractor alone, the relevance gate, near-copies, a repeated and a grown run.

    python tests/benchmarks/ingest_speed.py [pages|gate|copies|runs] ...     (all by default)

Figures are per core; every comparison is made in the same run on the same input.
"""
# ruff: noqa: E402

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "tests" / "unit" / "ingest")]

import samples
import trafilatura
import yaml

from flows.common.paths import Work
from flows.ingest import relevance, syndication
from flows.ingest.analyse import analyse
from flows.ingest.model import Unit
from flows.ingest.stage import ingest

WORDS = sorted({
    word
    for note in sorted((PROJECT / "raw" / "notes" / "id").glob("n[01]*.md"))
    for word in note.read_text(encoding="utf-8").split("---", 2)[2].split()
    if word.isalpha()
})  # fmt: skip


def _sentence(rng: random.Random) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(10, 24))).capitalize() + "."


def _article(rng: random.Random, paragraphs: int = 14) -> tuple[str, ...]:
    return tuple(" ".join(_sentence(rng) for _ in range(2)) for _ in range(paragraphs))


def _heavy_page(rng: random.Random, number: int) -> bytes:
    """A page as outlets serve them: an article among menus, related links, scripts and styles."""
    page = samples.page(f"https://suara.com/news/2022/09/13/{number}", paragraphs=_article(rng)).decode()
    menu = "".join(
        f'<li class="menu-item"><a href="/kanal/{i}">{_sentence(rng)[:30]}</a></li>' for i in range(150)
    )
    related = "".join(
        f'<div class="card"><a href="/baca/{i}"><img src="{i}.jpg"><h3>{_sentence(rng)[:70]}</h3></a></div>'
        for i in range(40)
    )
    scripts = "<script>var data=" + "[1,2,3]," * 2_000 + "0;</script>"
    return (
        page.replace("<nav>", f"<nav><ul>{menu}</ul>")
        .replace("<footer>", f"<aside class='related'>{related}</aside>{scripts}<footer>")
        .encode()
    )


def _rate(count: int, step: Callable[[], object]) -> float:
    started = time.process_time()
    step()
    return count / (time.process_time() - started)


def pages(count: int = 150) -> None:
    """HTML pages a second on one core: this reader with everything that follows, and the extractor alone."""
    rng = random.Random(3)
    made = [_heavy_page(rng, number) for number in range(count)]
    units = [Unit(f"p{n}", "html", data) for n, data in enumerate(made)]
    analyse(units[0])
    alone = _rate(
        count,
        lambda: [
            trafilatura.bare_extraction(p, fast=True, include_comments=False, with_metadata=True)
            for p in made
        ],
    )
    bare = _rate(
        count, lambda: [trafilatura.bare_extraction(p, fast=True, include_comments=False) for p in made]
    )
    ours = _rate(count, lambda: [analyse(unit) for unit in units])
    size = sum(map(len, made)) / count / 1024
    print(
        f"pages: {size:.0f} KiB each; extractor with metadata {alone:.0f}/s, without {bare:.0f}/s; this reader, judged and sketched {ours:.0f}/s"
    )


def gate(count: int = 20_000) -> None:
    """Texts a second through the relevance gate, about 2,500 characters each."""
    rng = random.Random(4)
    table = yaml.safe_load(
        (PROJECT / "tests" / "unit" / "ingest" / "relevance_snippets.yml").read_text(encoding="utf-8")
    )
    plain = [
        "\n\n".join(_article(rng, 9)).replace("teror", "laut").replace("BNPT", "PLN") for _ in range(200)
    ]
    plain = [text for text in plain if relevance.features(text) is None]
    crime = [" ".join(rng.choices(table["out_of_scope"], k=18)) for _ in range(200)]
    for name, texts in (
        ("without a word of the topic", plain),
        ("crime and other news with words of the topic", crime),
    ):
        many = [texts[n % len(texts)] for n in range(count)]
        print(
            f"gate: {_rate(count, lambda many=many: [relevance.score(t) for t in many]):,.0f} texts/s ({name}, {sum(map(len, texts)) / len(texts):.0f} characters)"
        )  # type: ignore[misc]


def copies(count: int = 100_000) -> None:
    """Sketching and grouping texts of which a fifth are edited copies."""
    rng = random.Random(5)
    texts: list[str] = []
    for _ in range(count):
        if texts and rng.random() < 0.2:
            words = texts[rng.randrange(len(texts))].split()
            words[rng.randrange(len(words))] = "diubah"
            texts.append(" ".join(words))
        else:
            texts.append(" ".join(rng.choice(WORDS) for _ in range(200)))
    started = time.perf_counter()
    sketches = [syndication.sketch(text) for text in texts]
    sketched = time.perf_counter() - started
    first = date(2022, 1, 1)
    for size in (count // 10, count):
        reports = [
            syndication.Report(f"r{n:07}", str(n), first + timedelta(n % 900), sketches[n])
            for n in range(size)
        ]
        started = time.perf_counter()
        groups = syndication.group(reports, lambda report_id: texts[int(report_id[1:])])
        took = time.perf_counter() - started
        print(
            f"copies: {size:,} texts of 200 words grouped in {took:.1f} s, {len(set(groups.values())):,} groups"
        )
    print(f"copies: sketched at {count / sketched:,.0f} texts/s")


def runs(count: int = 2_000) -> None:
    """A first run, the same again, and one with 1 % more pages."""
    rng = random.Random(6)
    with tempfile.TemporaryDirectory() as name:
        folder, work = Path(name) / "in", Work(Path(name) / "work")
        folder.mkdir()
        for number in range(count):
            (folder / f"{number:06}.html").write_bytes(_heavy_page(rng, number))
        for label in ("first run", "unchanged", "1 % more"):
            if label == "1 % more":
                for number in range(count, count + count // 100):
                    (folder / f"{number:06}.html").write_bytes(_heavy_page(rng, number))
            started, cpu = time.perf_counter(), sum(os.times()[:4])
            done = ingest([folder], work, PROJECT / "raw")
            spent = (
                f"{time.perf_counter() - started:.1f} s, {sum(os.times()[:4]) - cpu:.1f} s of processor time"
            )
            print(f"runs: {label}: {spent}, {done['documents']} documents, {done['remembered']} remembered")


def main() -> None:
    """Run the benchmarks named, or all."""
    known: dict[str, Callable[[], None]] = {"pages": pages, "gate": gate, "copies": copies, "runs": runs}
    for name in sys.argv[1:] or known:
        known[name]()


if __name__ == "__main__":
    main()
