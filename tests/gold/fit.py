"""Fits the weights of event confidence and of participation on the development split of the gold set.

    python tests/gold/fit.py            prints cross-validated figures
    python tests/gold/fit.py --write    writes flows/extract/weights.yml as well

Plain L2 logistic regression by Newton's method: the weights are log-odds and can be read one by one.  The test
split is never read here.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import yaml

from flows.common.paths import GOLD, NOTES, REGISTRIES
from flows.extract import confidence, membership
from flows.extract.events import frames_of
from flows.extract.frames import Frame
from flows.extract.model import Report
from flows.extract.page import Page
from flows.extract.reader import load_resources, read_page
from flows.validate.matching import Happening, event_likeness, forms, pair_up

Row = tuple[str, dict[str, float], bool]
FOLDS = 5
PRIOR = {  # what the words mean, before any data: weights are drawn towards these, the others towards 0
    "hypothetical": -1.2, "negated": -1.2, "plural": -0.8, "quoted": -1.0, "foreign": -0.5, "headline_only": -1.0,
}  # fmt: skip


def notes() -> list[tuple[Report, dict[str, Any]]]:
    """Return the development notes with their gold, in order of id."""
    found = []
    for path in sorted((GOLD / "dev").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        note = next(NOTES.rglob(f"{path.stem}.md"))
        _, front, body = note.read_text(encoding="utf-8").split("---\n", 2)
        meta = yaml.safe_load(front)
        published = date.fromisoformat(str(meta["published"])) if meta.get("published") else None
        found.append((Report(path.stem, body.strip(), meta["lang"], published, meta.get("publisher")), gold))
    return found


def event_rows(
    page: Page, frames: Sequence[Frame], gold: dict[str, Any]
) -> tuple[list[Row], list[tuple[int, int]]]:
    """Return a row per frame (is it a gold event of its type?) and the (gold, frame) pairs."""
    truth = [gold_event(event, gold) for event in gold["events"]]
    said = [frame_event(page, frame) for frame in frames]
    pairs = pair_up(truth, said, event_likeness, 0.5)
    good = {
        j
        for i, j in pairs
        if said[j].type == truth[i].type
        or said[j].type in truth[i].also
        or {said[j].type, truth[i].type} <= {"meeting", "conference", "visit", "training"}
    }
    return [
        (gold["id"], confidence.features(page, frame), j in good) for j, frame in enumerate(frames)
    ], pairs


def party_rows(
    page: Page, frames: Sequence[Frame], gold: dict[str, Any], pairs: Sequence[tuple[int, int]]
) -> list[Row]:
    """Return a row per matched frame and actor: is the actor among the gold participants?"""
    order = sorted(((j, i) for i, j in pairs), key=lambda item: frames[item[0]].first.start)
    telling = membership.Telling(page, [frames[j] for j, _ in order])
    by_name = {a["name"]: forms(a["name"], a["aliases"]) for a in gold["actors"]}
    rows: list[Row] = []
    for position, (_, i) in enumerate(order):
        truth = [by_name[name] for name in gold["events"][i]["participants"] if name in by_name]
        for actor in page.actors:
            found = membership.features(telling, position, actor)
            if found is not None:
                mine = forms(actor.name, actor.aliases)
                rows.append((gold["id"], found, any(mine & other for other in truth)))
    return rows


def gold_event(event: dict[str, Any], gold: dict[str, Any]) -> Happening:
    """Return a gold event in the form that likeness is measured on."""
    by_name = {a["name"]: forms(a["name"], a["aliases"]) for a in gold["actors"]}
    day = {k: date.fromisoformat(event[k]) if event.get(k) else None for k in ("start", "end")}
    return Happening(
        event["key"], event["type"], frozenset(event.get("also", ())), event["status"], day["start"], day["end"],
        event["precision"], event["country"], tuple(by_name.get(n, frozenset()) for n in event["participants"]),
    )  # fmt: skip


def frame_event(page: Page, frame: Frame) -> Happening:
    """Return a frame in the form that likeness is measured on."""
    when = frame.when
    actors = tuple(forms(page.by_key[k].name, page.by_key[k].aliases) for k in frame.actors)
    return Happening(
        "", frame.type, frozenset(), frame.lead.status, when.first if when else None, when.last if when else None,
        when.precision if when else "unknown", None, actors,
    )  # fmt: skip


def fit(rows: Sequence[Row], ridge: float) -> dict[str, float]:
    """Return the weights (and `intercept`) of an L2 logistic regression over `rows`."""
    names = sorted({name for _, found, _ in rows for name in found})
    x = np.array([[1.0, *(found.get(name, 0.0) for name in names)] for _, found, _ in rows])
    y = np.array([float(label) for _, _, label in rows])
    penalty = np.diag([0.01, *([ridge] * len(names))])
    prior = np.array([0.0, *(PRIOR.get(name, 0.0) for name in names)])
    weights = prior.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty @ (weights - prior)
        hessian = (x.T * (p * (1 - p))) @ x + penalty
        weights -= np.linalg.solve(hessian, gradient)
    return {
        "intercept": round(float(weights[0]), 3),
        **{n: round(float(w), 3) for n, w in zip(names, weights[1:], strict=True)},
    }


def score(weights: dict[str, float], found: dict[str, float]) -> float:
    """Return the probability that `weights` give to `found`."""
    z = weights["intercept"] + sum(weights.get(name, 0.0) * value for name, value in found.items())
    return float(1 / (1 + np.exp(-z)))


def cross_validated(rows: Sequence[Row], ridge: float) -> list[tuple[float, bool]]:
    """Return (probability, label) of every row, each given by weights fitted without its fold of reports."""
    fold: Callable[[str], int] = lambda report_id: zlib.crc32(report_id.encode()) % FOLDS  # noqa: E731
    out = []
    for k in range(FOLDS):
        weights = fit([row for row in rows if fold(row[0]) != k], ridge)
        out += [(score(weights, found), label) for rid, found, label in rows if fold(rid) == k]
    return out


def best_threshold(scored: Sequence[tuple[float, bool]], missed: int) -> tuple[float, float, float, float]:
    """Return (threshold, precision, recall, F1) with the highest F1; `missed` gold items have no row."""
    best = (0.5, 0.0, 0.0, 0.0)
    for step in range(20, 81, 2):
        cut = step / 100
        hits = sum(label for p, label in scored if p >= cut)
        said = sum(p >= cut for p, _ in scored)
        there = sum(label for _, label in scored) + missed
        f1 = 2 * hits / (said + there)
        if f1 > best[3]:
            best = (cut, hits / max(said, 1), hits / there, f1)
    return best


def main() -> None:
    """Fit, print and (with --write) save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    resources = load_resources(REGISTRIES)
    events: list[Row] = []
    parties: list[Row] = []
    missed_events = missed_parties = 0
    for report, gold in notes():
        if not gold["relevant"]:
            continue
        page = read_page(report, resources)
        frames = frames_of(page)
        rows, pairs = event_rows(page, frames, gold)
        events += rows
        missed_events += len(gold["events"]) - sum(label for _, _, label in rows)
        pair_rows = party_rows(page, frames, gold, pairs)
        parties += pair_rows
        missed_parties += sum(len(gold["events"][i]["participants"]) for i, _ in pairs) - sum(
            r[2] for r in pair_rows
        )
    cut_event = best_threshold(cross_validated(events, 2.0), missed_events)
    cut_party = best_threshold(cross_validated(parties, 2.0), max(0, missed_parties))
    print(f"events : {len(events)} frames, threshold %.2f precision %.3f recall %.3f F1 %.3f" % cut_event)
    print(f"parties: {len(parties)} pairs, threshold %.2f precision %.3f recall %.3f F1 %.3f" % cut_party)
    if arguments.write:
        content = {
            "threshold": cut_event[0], "event": fit(events, 2.0),
            "party_threshold": cut_party[0], "party": fit(parties, 2.0),
        }  # fmt: skip
        text = "# Log-odds of the features of flows/extract/{confidence,membership}.py; written by tests/gold/fit.py.\n"
        confidence.WEIGHTS_FILE.write_text(text + yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
