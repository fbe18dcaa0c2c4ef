"""Fits the score by which claims of different reports are one happening (flows/resolve/same_event.yml).

    python tests/gold/fit_same_event.py            prints held-out figures
    python tests/gold/fit_same_event.py --write    writes the weights as well

Pairs are taken from claims made from the development split, from those with noise put on them, and from what extraction
reads of the same notes.  Folds are folds of happenings: a pair is judged by weights that were fitted on no pair of either of its
two happenings.  The test split is never read here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from flows.common.issues import IssueLog
from flows.common.paths import GOLD, NOTES, RAW, Work
from flows.extract.stage import extract
from flows.ingest.stage import ingest
from flows.resolve import block, load, previous, reading, score
from flows.resolve.claims import Claim, Weights, weigh
from flows.resolve.cluster import Bounds, cluster
from flows.resolve.curate import Curation
from flows.resolve.features import Compared, compare
from flows.validate.gold import load_gold, system_facts
from flows.validate.matching import EVENT_LIKENESS, event_likeness, pair_up

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))
from logit import FOLDS, Row, fit_judgement

from tests.unit.resolve import goldclaims

PRIOR = {  # what each feature means, before any data: weights are drawn towards these, the others towards 0
    "type also": -0.5, "type conference, meeting": -1.6, "type conference, training": -1.8, "type agreement, launch": -3.0,
    "type assistance, launch": -3.0, "type assistance, operation": -3.0, "type launch, operation": -2.6, "series same": 1.0, "occasion alike": 3.0, "occasion differs": -2.5, "occasion differs across languages": -1.0,
    "instrument alike": 2.5, "instrument differs": -3.0, "instrument differs across languages": -1.5, "name in the other's words": 2.0,
    "name to be found": -1.0,
    "date the same day": 3.0, "date the next day": 0.3, "date the next day, worked out": 1.0,
    "date a day of the other's span": 1.8, "date one span in the other": 1.4,
    "date overlapping spans": 1.4, "date a day, and fresh news of its month": 2.1, "date a day in the other's month": 1.6,
    "date a day in the other's quarter": 1.2, "date a day in the other's year": 0.6, "date one month": 1.6, "date one year": 0.6,
    "date month and year": 0.6, "date put off": -0.5, "date put off without a date": -0.5, "date moved by days": -2.0,
    "date moved by weeks": -3.0, "date another day of one appointment": -0.5, "date a slip of days": -2.0, "date no dates, days": 1.2,
    "date no dates, two weeks": 0.3, "date no dates, two months": -0.3, "date no dates, months": -1.2, "date no dates, long": -1.2,
    "date announced, days": 1.2, "date announced, two weeks": 1.2, "date announced, two months": 1.0, "date announced, months": 0.2,
    "date announced, long": 0.0, "date no date, days after": 1.4, "date no date, two weeks after": 0.7, "date no date, two months after": 0.0,
    "date no date, months after": -1.2, "date no date, long after": -1.2, "date before the other, days": 1.6,
    "date before the other, two weeks": 0.8, "date before the other, two months": 0.0, "date before the other, months": -0.6,
    "date before the other, long": -1.4, "date before two reports, days": 1.2, "date before two reports, two weeks": 0.2,
    "date before two reports, two months": 0.2, "date before two reports, months": -1.0, "date before two reports, long": -1.0,
    "place same": 1.2, "place same country's name": 0.4, "place holds the other": 0.9, "place in two towns": -1.6,
    "place in two towns, one announced": -0.5, "place in two towns of a deed": -1.0, "place of two kinds": 0.1, "place in the same country": 0.4, "place in two countries": -2.5,
    "participants of the smaller side": 1.6, "participants of both sides": 1.2, "participants shared": 1.5, "participants differ": -1.5,
    "countries differ": -1.0, "same countries": 1.0, "bodies differ": -0.8, "bodies differ of a deed": -2.0, "one host, two guests": -0.8,
    "one host, two guests of a deed": -1.5, "appointees differ": -3.0, "with another country": -1.5, "no participants": -0.6, "no participants, and no two days": -0.6,
    "programme shared": 0.9, "programme shared of a deed": 1.8, "programmes differ": -0.4, "programmes differ of a deed": -1.0,
    "copies of one text": 2.0, "company": 2.0, "words": 3.0, "words across languages": 3.0, "reports days apart": -0.5, "others like it": -0.5,
}  # fmt: skip
RIDGE = 4.0
LEAST = 3  # pairs that a feature must stand in
NOISE = (1,)  # seeds
LINKS = (-0.6, -0.3, 0.0, 0.2, 0.4, 0.6, 0.8)
STANDS = (-2.5, -2.0, -1.5)
CARE = 0.45  # weight of recall beside precision: two happenings in one record are worse than one in two
Pair = tuple[int, int]


@dataclass(slots=True)
class Set:
    """Claims with the gold key of those that an annotator knows, and the pairs that blocking finds."""

    name: str
    claims: list[Claim]
    key_of: dict[tuple[str, str], str]
    weights: Weights
    pairs: list[Pair]
    own: frozenset[int] = field(init=False)
    known: dict[tuple[int, int], Compared] = field(default_factory=dict)  # by the identities of two claims

    def __post_init__(self) -> None:
        self.own = frozenset(id(claim) for claim in self.claims)

    def compared(self, a: Claim, b: Claim) -> Compared:
        """Return the features of a pair; those of the set's own claims are computed once."""
        pair = (id(a), id(b))
        if pair not in self.known and pair[0] in self.own and pair[1] in self.own:
            self.known[pair] = compare(a, b, self.weights)
        return self.known.get(pair) or compare(a, b, self.weights)

    def key(self, number: int) -> str | None:
        """Return the gold key of a claim."""
        return self.key_of.get(self.claims[number].id)


def sets(folder: Path) -> Iterator[Set]:
    """Yield the sets of claims; `folder` is for their tables."""
    rows, truth = goldclaims.claims(("dev",))
    yield _set("gold", goldclaims.write(rows, folder / "gold"), truth.key_of)
    for seed in NOISE:
        yield _set(
            f"noisy {seed}",
            goldclaims.write(goldclaims.perturb(rows, seed), folder / f"noisy{seed}"),
            truth.key_of,
        )
    work = Work(folder / "read")
    notes = folder / "notes"
    notes.mkdir()
    for path in sorted((GOLD / "dev").glob("*.json")):
        note = next(NOTES.glob(f"*/{path.stem}.md"))
        (notes / note.name).write_bytes(note.read_bytes())
    ingest([notes], work, RAW)
    extract(work, RAW)
    yield _set("read", work, _keys_read(work))


def _keys_read(work: Work) -> dict[tuple[str, str], str]:
    """Return the gold key of each event that extraction read."""
    said, found = system_facts(work), {}
    for report, truth in load_gold(GOLD / "dev").items():
        events = said[report].events
        for i, j in pair_up(truth.events, events, event_likeness, EVENT_LIKENESS):
            found[report, events[j].key.rsplit("/", 1)[-1]] = truth.events[i].key
    return found


def _set(name: str, work: Work, key_of: dict[tuple[str, str], str]) -> Set:
    inputs = load.load(work, RAW, date(2026, 11, 22))
    linked = reading.link(work, inputs, previous.read(None), Curation())
    claims = list(reading.claims_of(work, inputs, linked))
    weights = weigh(claims)
    found = block.pairs(claims, weights, IssueLog("resolve"))
    return Set(name, claims, key_of, weights, sorted(pair for some in found for pair in some.iter_rows()))


def fold(key: str) -> int:
    """Return the fold of a happening."""
    return zlib.crc32(key.encode()) % FOLDS


def rows(given: Sequence[Set], without: int | None = None) -> list[Row]:
    """Return a row per pair of known claims that no rule forbids; `without` leaves out a fold of happenings."""
    found = []
    for one in given:
        for a, b in sorted({*one.pairs, *_true(one)}):
            left, right = one.key(a), one.key(b)
            if left is None or right is None or without in (fold(left), fold(right)):
                continue
            compared = one.compared(one.claims[a], one.claims[b])
            if not compared.veto:
                found.append(Row(left, compared.values, left == right))
    return found


def _true(one: Set) -> Iterator[Pair]:
    known = [(n, one.key(n), claim.report_id) for n, claim in enumerate(one.claims)]
    for a, key, report in known:
        yield from ((a, b) for b, other, told in known[a + 1 :] if key and key == other and report != told)


def figures(
    one: Set, folds: Sequence[Mapping[str, float]], link: float, stand: float
) -> tuple[int, int, int]:
    """Return same-event pairs right, found and true, each judged by weights that had not seen its happenings."""
    right = found = true = 0
    for k, weights in enumerate(folds):
        judge = score.from_data({"link": link, "stand": stand, "weights": dict(weights)})
        pairs = _together(one, judge)
        mine = [(a, b) for a, b in pairs if fold(min(one.key(a) or "", one.key(b) or "")) == k]
        found += len(mine)
        right += sum(one.key(a) == one.key(b) for a, b in mine)
        true += sum(fold(one.key(a) or "") == k for a, _ in _true(one))
    return right, found, true


def _together(one: Set, judge: score.Judgement) -> list[Pair]:
    """Return the pairs of known claims of two reports that clustering puts together."""
    clusters = cluster(
        one.claims, one.pairs, lambda a, b: judge.total(one.compared(a, b)), Bounds(judge.link, judge.stand)
    )
    return [
        (a, b)
        for members in clusters
        for i, a in enumerate(members)
        for b in members[i + 1 :]
        if one.key(a) and one.key(b) and one.claims[a].report_id != one.claims[b].report_id
    ]


def best(given: Sequence[Set], folds: Sequence[Mapping[str, float]]) -> tuple[float, float]:
    """Print the held-out figures of every bound; return those that are best over all sets, with more care for precision."""
    ranked = []
    for link in LINKS:
        for stand in STANDS:
            said, worth = [], 0.0
            for one in given:
                right, found, true = figures(one, folds, link, stand)
                said.append(f"{one.name} P {right / max(1, found):.3f} R {right / max(1, true):.3f}")
                worth += (1 + CARE) * right / max(1.0, found + CARE * true)
            print(f"link {link:4} stand {stand:4}  " + "  ".join(said))
            ranked.append((worth, link, stand))
    _, link, stand = max(ranked)
    return link, stand


def main() -> None:
    """Fit, print and (with --write) save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    save = parser.parse_args().write
    with tempfile.TemporaryDirectory() as folder:
        given = list(sets(Path(folder)))
    folds = [fit_judgement(rows(given, k), RIDGE, PRIOR, LEAST) for k in range(FOLDS)]
    link, stand = best([one for one in given if one.name in {"gold", "read"}], folds)
    print("chosen", link, stand)
    if save:
        data: dict[str, Any] = {
            "link": link,
            "stand": stand,
            "weights": fit_judgement(rows(given), RIDGE, PRIOR, LEAST),
        }
        head = "# Log-odds that two claims are one happening, a weight for each feature; written by tests/gold/fit_same_event.py.\n"
        score.WEIGHTS_FILE.write_text(
            head + yaml.safe_dump(data, sort_keys=True, allow_unicode=True), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
