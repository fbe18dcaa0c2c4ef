"""Fits the judgements and choices of extraction (flows/extract/weights.yml) on the development split of the gold set.

    python tests/gold/fit.py            prints held-out figures
    python tests/gold/fit.py --write    writes the weights as well

One after the other: triggers, types, dates, whether a frame is an event, who takes part, the country, and last
which names act.  Each is fitted on what the ones before it give to reports that they have not seen
(five folds of reports), and so is the figure of the whole.  The test split is never read here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml

from flows.common.paths import REGISTRIES
from flows.extract import events, weights
from flows.extract.page import Page
from flows.extract.reader import load_resources, read_page
from flows.validate.matching import event_likeness, overlap, pair_up

sys.path.insert(0, str(Path(__file__).parent))
import rows as gold_rows
from logit import FOLDS, Group, Row, best_threshold, chance, choose, fit_choice, fit_judgement, fold

PRIOR = {  # what the words mean, before any data: weights are drawn towards these, the others towards 0
    "hypothetical": -1.2, "negated": -1.2, "plural": -0.8, "quoted": -1.0, "foreign": -0.5, "headline_only": -1.0, "both_sides": 2.0,
    "called_off": 1.5, "cancelled_right": 1.0, "postponed_right": 1.0, "cancelled_left": 0.5, "postponed_left": 0.5,
}  # fmt: skip
RIDGE = 2.0
FIRM_RIDGE = 4.0  # for dates and countries
PARTY_RIDGE = 24.0  # their features are weighed for all actors and for each kind
LEAST = 3  # rows that a word must stand in to be weighed
LEAST_TOLD = 2  # for triggers, of which there are most rows
LIKELY = 0.22  # a trigger at least as likely is looked at further
Read = tuple[Page, dict[str, Any]]


class Fitting:
    """The sections fitted so far: on all reports, and without each fold of them."""

    def __init__(self, read: Sequence[Read]) -> None:
        self.read = read
        self.whole: dict[str, Any] = {}
        self.without: list[dict[str, Any]] = [{} for _ in range(FOLDS)]

    def unseen(self) -> Iterator[Read]:
        """Yield each report while the sections fitted without its fold are in force."""
        for k in range(FOLDS):
            with in_force(self.without[k]):
                yield from (item for item in self.read if fold(item[1]["id"]) == k)

    def judge(
        self, section: str, rows: Sequence[Row], missed: int, ridge: float = RIDGE, least: int = 1
    ) -> None:
        """Fit a judgement; its threshold is where F1 is highest, or LIKELY for triggers."""
        fitted = [
            fit_judgement([row for row in rows if fold(row.report_id) != k], ridge, PRIOR, least)
            for k in range(FOLDS)
        ]
        chances = [chance(fitted[fold(row.report_id)], row.features) for row in rows]
        cut = best_threshold(rows, chances, missed, precise=section == "event")
        threshold = LIKELY if section == "trigger" else cut[0]
        kept = [row.holds for row, p in zip(rows, chances, strict=True) if p >= threshold]
        print(
            f"{section:8} {len(rows):6} rows  threshold %.2f precision %.3f recall %.3f F1 %.3f" % cut, end=""
        )
        print(
            f"  at {threshold}: {len(kept)} kept, {sum(kept) / sum(row.holds for row in rows):.3f} of what holds"
        )
        self.whole[section] = {"threshold": threshold, "weights": fit_judgement(rows, ridge, PRIOR, least)}
        for k, found in enumerate(fitted):
            self.without[k][section] = {"threshold": threshold, "weights": found}

    def choose(self, section: str, groups: Sequence[Group], ridge: float) -> None:
        """Fit a choice."""
        fitted = [
            fit_choice([group for group in groups if fold(group.report_id) != k], ridge, LEAST)
            for k in range(FOLDS)
        ]
        right = [group.right[choose(fitted[fold(group.report_id)], group)] for group in groups]
        print(f"{section:8} {len(groups):6} choices  accuracy {sum(right) / len(right):.3f}")
        self.whole[section] = fit_choice(groups, ridge, LEAST)
        for k, found in enumerate(fitted):
            self.without[k][section] = found


def in_force(found: dict[str, Any]) -> Any:
    """Return a context in which the sections `found` stand instead of those of weights.yml."""
    weights.judgement.cache_clear()
    weights.choice.cache_clear()
    return patch.dict(weights.sections(), found)


def fit(read: Sequence[Read]) -> dict[str, Any]:
    """Return every section, fitted one after the other; print how each does on reports it has not seen."""
    fitting = Fitting(read)
    marked = [(page, gold) for page, gold in read if gold_rows.is_marked(gold["id"])]
    fitting.judge(
        "trigger", [row for item in marked for row in gold_rows.trigger_rows(*item)], 0, RIDGE, LEAST_TOLD
    )
    types = [group for item in fitting.unseen() for group in gold_rows.type_groups(*item)]
    fitting.choose("type", types, RIDGE)
    dates = [group for item in fitting.unseen() for group in gold_rows.date_groups(*item)]
    fitting.choose("date", dates, FIRM_RIDGE)
    frames = [row for item in fitting.unseen() for row in gold_rows.event_rows(*item)]
    fitting.judge(
        "event", frames, sum(len(gold["events"]) for _, gold in read) - sum(row.holds for row in frames)
    )
    parties = [gold_rows.party_rows(*item) for item in fitting.unseen()]
    pairs, missed = [row for rows, _ in parties for row in rows], sum(missed for _, missed in parties)
    fitting.judge("party", pairs, missed, PARTY_RIDGE, LEAST)
    countries = [group for item in fitting.unseen() for group in gold_rows.country_groups(*item)]
    fitting.choose("country", countries, FIRM_RIDGE)
    actors = [row for item in fitting.unseen() for row in gold_rows.actor_rows(*item)]
    fitting.judge(
        "actor", actors, sum(len(gold["actors"]) for _, gold in read) - sum(row.holds for row in actors)
    )
    _print_whole(fitting)
    return fitting.whole


def _print_whole(fitting: Fitting) -> None:
    """Print the figures of events from text to claims, on reports that no section has seen."""
    counts = dict.fromkeys(
        ("hits", "said", "told", "type", "status", "start", "country", "joint", "parties"), 0
    )
    for page, gold in fitting.unseen():
        truth = gold_rows.gold_events(gold)
        said = [gold_rows.drafted(page, event) for event in events.find_events(page)]
        pairs = [(truth[i], said[j]) for i, j in pair_up(truth, said, event_likeness, gold_rows.LIKENESS)]
        counts["hits"] += len(pairs)
        counts["joint"] += sum(
            round(overlap(a.participants, b.participants) * (len(a.participants) + len(b.participants)) / 2)
            for a, b in pairs
        )
        counts["parties"] += sum(len(a.participants) + len(b.participants) for a, b in pairs)
        counts["said"] += len(said)
        counts["told"] += len(truth)
        counts["type"] += sum(b.type == a.type or b.type in a.also for a, b in pairs)
        for field in ("status", "start", "country"):
            counts[field] += sum(getattr(a, field) == getattr(b, field) for a, b in pairs)
    hits = counts["hits"]
    rates: dict[str, float] = {
        "precision": hits / counts["said"],
        "recall": hits / counts["told"],
        "F1": 2 * hits / (counts["said"] + counts["told"]),
    } | {field: counts[field] / hits for field in ("type", "status", "start", "country")}
    rates["participants"] = 2 * counts["joint"] / counts["parties"]
    print("whole   ", "  ".join(f"{name} {rate:.3f}" for name, rate in rates.items()))


def main() -> None:
    """Fit, print and (with --write) save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    save = parser.parse_args().write
    resources = load_resources(REGISTRIES)
    found = fit([(read_page(report, resources), gold) for report, gold in gold_rows.notes()])
    if save:
        text = "# Log-odds of the features of flows/extract, a section per judgement or choice; written by tests/gold/fit.py.\n"
        weights.WEIGHTS_FILE.write_text(text + yaml.safe_dump(found, sort_keys=True), encoding="utf-8")


if __name__ == "__main__":
    main()
