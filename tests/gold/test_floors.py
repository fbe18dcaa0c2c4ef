"""What the reader reaches on the annotated notes: no measure may fall below its floor in `floors.yml`.

The notes with a gold file are ingested and read in this process, as `sinergi run --direct` does, and compared with
`flows.validate.gold`.  `same-event pairs` needs resolution and is measured by `sinergi evaluate`.

    python tests/gold/test_floors.py --print    the figures of today beside their floors
    python tests/gold/test_floors.py --raise    writes floors that are higher than those of the file; none is lowered
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from flows.common.paths import GOLD, NOTES, RAW, Work
from flows.extract.stage import extract
from flows.ingest.stage import ingest
from flows.validate.gold import evaluate, load_gold, system_facts

SPLITS = ("dev", "test")
FLOORS = Path(__file__).with_name("floors.yml")
ROOM = 0.01  # a floor lies this far below the figure that it was set from
MEASURES: dict[str, tuple[str, str, str]] = {  # name: measure, group and rate of flows.validate.gold
    "relevance": ("relevance", "all", "f1"),
    "actors": ("actors", "all", "f1"),
    "persons": ("actors", "person", "f1"),
    "organisations": ("actors", "organisation", "f1"),
    "programmes": ("programmes", "all", "f1"),
    "events": ("events", "all", "f1"),
    "events precision": ("events", "all", "precision"),
    "event type": ("event type", "all", "f1"),
    "event status": ("event status", "all", "f1"),
    "event start date": ("event start date", "all", "f1"),
    "event country": ("event country", "all", "f1"),
    "event participants": ("event participants", "all", "f1"),
}


def floors() -> dict[str, dict[str, float]]:
    """The lowest figure allowed, by split and measure."""
    content: dict[str, dict[str, float]] = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    return content


@cache
def figures(split: str) -> dict[str, float]:
    """Every measure of a split, from the notes to the claims."""
    gold = load_gold(GOLD / split)
    notes = sorted(path for path in NOTES.rglob("*.md") if path.stem in gold)
    assert {path.stem for path in notes} == set(gold), "every gold file has its note"
    with tempfile.TemporaryDirectory(prefix="floors-") as folder:
        work = Work(Path(folder))
        ingest(notes, work, RAW)
        counts = extract(work, RAW, processes=1)
        assert counts["failed"] == 0
        scores = {(s.measure, s.group): s for s in evaluate(gold, system_facts(work))}
    return {name: getattr(scores[measure, group], rate) for name, (measure, group, rate) in MEASURES.items()}


def cases() -> Iterator[tuple[str, str]]:
    """Every split with each of its measures."""
    return ((split, name) for split in SPLITS for name in MEASURES)


@pytest.mark.slow
@pytest.mark.parametrize(("split", "name"), cases())
def test_a_figure_holds_its_floor(split: str, name: str) -> None:
    reached, floor = figures(split)[name], floors()[split][name]
    assert reached >= floor, f"{name} on {split} fell to {reached:.3f}; its floor is {floor:.3f}"


def test_floors_name_every_measure_and_nothing_else() -> None:
    assert {(split, name) for split, values in floors().items() for name in values} == set(cases())


def main() -> None:
    """Print the figures beside their floors and, with --raise, write the higher ones."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--print", action="store_true", help="print the figures (done anyway)")
    parser.add_argument("--raise", action="store_true", dest="higher", help="write floors that rose")
    arguments = parser.parse_args()
    known = floors() if FLOORS.exists() else {}
    raised: dict[str, dict[str, float]] = {}
    for split in SPLITS:
        print(f"{split:22}{'figure':>8}{'floor':>8}")
        raised[split] = {}
        for name, value in figures(split).items():
            floor = known.get(split, {}).get(name, 0.0)
            raised[split][name] = max(floor, math.floor((value - ROOM) * 1000) / 1000)
            print(f"  {name:20}{value:8.3f}{floor:8.3f}{'' if value >= floor else '   below'}")
    if arguments.higher:
        head = "".join(line for line in _head(known))
        FLOORS.write_text(head + yaml.safe_dump(raised, sort_keys=False), encoding="utf-8")


def _head(known: dict[str, dict[str, float]]) -> Iterator[str]:
    if known:
        for line in FLOORS.read_text(encoding="utf-8").splitlines(keepends=True):
            if not line.startswith("#"):
                return
            yield line
        return
    yield "# The lowest figures allowed, by split and measure.  They only ever rise: `python tests/gold/test_floors.py --raise`\n"
    yield "# after a gain; a change that makes one fall is mended, or its reason is argued for, before it is merged.\n"
    yield "# The test split is measured here and never looked at while tuning.\n"


if __name__ == "__main__":
    main()
