"""How often a name in a report is linked with the right record of the registries, or rightly with none.

`links.csv` holds what people decided for every actor and programme annotated in the development split: `kind`, `name`, the
`reports` in which it stands (empty: in all that have the name) and the registry `record` that it names, empty where the
registries hold none.  Linking is measured twice: on the names as annotated, and on those that extraction reads, as far as
they are annotated ones.  A record that is added to the registries makes answers of "no record" wrong until `links.csv` says so.

    python tests/gold/test_links.py             the figures of today beside their floors
    python tests/gold/test_links.py --wrong     and every wrong answer
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from flows.common.paths import GOLD, NOTES, RAW, REGISTRIES, Work
from flows.common.registries import load_registries
from flows.extract.stage import extract
from flows.ingest.stage import ingest
from flows.resolve import load, previous, reading
from flows.resolve.curate import Curation
from flows.validate.gold import load_gold
from flows.validate.matching import Named, forms, pair_up, same_name

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.unit.resolve import goldclaims

HERE = Path(__file__).parent
LINKS, FLOORS = HERE / "links.csv", HERE / "links.yml"
KINDS = ("organisation", "person", "country", "programme")
AS_OF = date(2026, 11, 22)


@dataclass(frozen=True, slots=True)
class Answer:
    """One name in one report: the record that it names and the one that it was linked with; None is no record."""

    report: str
    kind: str
    name: str
    right: str | None
    given: str | None


@cache
def decided() -> dict[tuple[str, str], dict[str, str | None]]:
    """Return what people decided, by kind and name: report (or "" for all) to record."""
    found: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
    with LINKS.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for report in row["reports"].split() or [""]:
                found[row["kind"], row["name"]][report] = row["record"] or None
    return dict(found)


def right(report: str, kind: str, name: str) -> str | None:
    """Return the record that an annotated name stands for.  Raises KeyError where nobody has decided."""
    by_report = decided()[kind, name]
    return by_report[report] if report in by_report else by_report[""]


def answers(work: Work) -> list[Answer]:
    """Return how the annotated names that the claims in `work` have are linked."""
    inputs = load.load(work, RAW, AS_OF)
    linked = reading.link(work, inputs, previous.read(None), Curation())
    registries = inputs.registries
    known = {*registries.actors, *registries.countries, *registries.programmes}
    said: dict[tuple[str, str], list[tuple[Named, str]]] = defaultdict(list)
    for table, column in ((linked.actors, "actor_id"), (linked.programmes, "programme_id")):
        family = "actors" if column == "actor_id" else "programmes"
        for row in table.iter_rows(named=True):
            kind = row["kind"] if family == "actors" else ""
            named = Named(kind, row["name"], forms(row["name"], row["aliases"]))
            said[family, row["report_id"]].append((named, row[column]))
    found = []
    for report, truth in sorted(load_gold(GOLD / "dev").items()):
        for family, gold in (("actors", truth.actors), ("programmes", truth.programmes)):
            there = said[family, report]
            for i, j in pair_up(gold, [named for named, _ in there], same_name, 1.0):
                kind, record = gold[i].kind or "programme", there[j][1]
                given = record if record in known else None
                found.append(Answer(report, kind, gold[i].name, right(report, kind, gold[i].name), given))
    return found


@cache
def measured(source: str) -> tuple[Answer, ...]:
    """Return the answers on names as "annotated" or as "read"."""
    with tempfile.TemporaryDirectory(prefix="links-") as folder:
        if source == "annotated":
            return tuple(answers(goldclaims.write(goldclaims.claims(("dev",))[0], Path(folder))))
        work = Work(Path(folder) / "work")
        ingest(
            [next(NOTES.glob(f"*/{path.stem}.md")) for path in sorted((GOLD / "dev").glob("*.json"))],
            work,
            RAW,
        )
        extract(work, RAW, processes=1)
        return tuple(answers(work))


def rates(some: Iterable[Answer]) -> dict[str, float]:
    """Return the share of right answers: of all, of links made, of links to be made, and of answers "no record"."""
    all_of = list(some)

    def share(chosen: list[Answer]) -> float:
        return sum(one.right == one.given for one in chosen) / len(chosen) if chosen else 1.0

    return {
        "accuracy": share(all_of),
        "links made": share([one for one in all_of if one.given]),
        "links to be made": share([one for one in all_of if one.right]),
        "no record": share([one for one in all_of if not one.given]),
    }


def figures(source: str) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Yield kind, number of mentions and rates."""
    for kind in ("all", *KINDS):
        some = [one for one in measured(source) if kind in ("all", one.kind)]
        yield kind, len(some), rates(some)


def floors() -> dict[str, dict[str, float]]:
    """Return the lowest accuracy allowed, by source and kind."""
    content: dict[str, dict[str, float]] = yaml.safe_load(FLOORS.read_text(encoding="utf-8"))
    return content


def test_every_annotated_name_is_decided_once_and_names_a_record_there_is() -> None:
    registries = load_registries(REGISTRIES)
    known = {None, *registries.actors, *registries.countries, *registries.programmes}
    names = {
        (one.kind or "programme", one.name)
        for truth in load_gold(GOLD / "dev").values()
        for one in (*truth.actors, *truth.programmes)
    }
    assert set(decided()) == names
    assert {record for by_report in decided().values() for record in by_report.values()} <= known


def test_decisions_are_sorted() -> None:
    lines = list(csv.reader(LINKS.read_text(encoding="utf-8").splitlines()))
    assert lines[1:] == sorted(lines[1:])


@pytest.mark.slow
@pytest.mark.parametrize("source", ["annotated", "read"])
def test_linking_holds_its_floors(source: str) -> None:
    reached = {kind: round(rate["accuracy"], 4) for kind, _, rate in figures(source)}
    assert {kind: floor for kind, floor in floors()[source].items() if reached[kind] < floor} == {}, reached


def main() -> None:
    """Print the figures and, with --wrong, the wrong answers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--wrong", action="store_true", help="print every wrong answer")
    wanted = parser.parse_args().wrong
    for source in ("annotated", "read"):
        print(f"{source:14}{'mentions':>9}{'accuracy':>9}{'floor':>7}{'made':>7}{'to make':>8}{'none':>7}")
        for kind, count, rate in figures(source):
            floor = floors()[source].get(kind, 0.0)
            print(
                f"  {kind:12}{count:9}{rate['accuracy']:9.3f}{floor:7.3f}{rate['links made']:7.3f}"
                f"{rate['links to be made']:8.3f}{rate['no record']:7.3f}"
            )
        for one in measured(source) if wanted else ():
            if one.right != one.given:
                print(f"  {one.report} {one.kind} {one.name!r}: {one.given or '-'}, not {one.right or '-'}")


if __name__ == "__main__":
    main()
