"""Fits the judgements and choices of extraction (flows/extract/weights.yml) on the development split of the gold set.

    python tests/gold/fit.py            prints cross-validated figures
    python tests/gold/fit.py --write    writes the weights as well

One after the other, each on what the ones before it give: dates, whether a frame is an event, who takes part, the
country.  The test split is never read here.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from flows.common.paths import GOLD, NOTES, REGISTRIES
from flows.extract import confidence, dating, events, membership, setting, weights
from flows.extract.frames import Frame
from flows.extract.model import DateMention, Event, Report
from flows.extract.page import Page
from flows.extract.reader import load_resources, read_page
from flows.validate.matching import Happening, event_likeness, forms, pair_up

sys.path.insert(0, str(Path(__file__).parent))
from logit import Group, Row, best_threshold, fit_choice, fit_judgement, held_out_choice, held_out_judgement

PRIOR = {  # what the words mean, before any data: weights are drawn towards these, the others towards 0
    "hypothetical": -1.2, "negated": -1.2, "plural": -0.8, "quoted": -1.0, "foreign": -0.5, "headline_only": -1.0,
}  # fmt: skip
RIDGE = 2.0
LIKENESS = 0.5
_CONVENED = {"meeting", "conference", "visit", "training"}


def notes(folder: Path = GOLD / "dev", texts: Path = NOTES) -> list[tuple[Report, dict[str, Any]]]:
    """Return the annotated notes in scope with their gold, in order of id."""
    found = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if not gold["relevant"]:
            continue
        note = next(texts.rglob(f"{path.stem}.md"))
        _, front, body = note.read_text(encoding="utf-8").split("---\n", 2)
        meta = yaml.safe_load(front)
        published = date.fromisoformat(str(meta["published"])) if meta.get("published") else None
        found.append((Report(path.stem, body.strip(), meta["lang"], published, meta.get("publisher")), gold))
    return found


def gold_events(gold: dict[str, Any]) -> list[Happening]:
    """Return the events of a gold file in the form that likeness is measured on."""
    by_name = {a["name"]: forms(a["name"], a["aliases"]) for a in gold["actors"]}
    return [
        Happening(
            event["key"], event["type"], frozenset(event.get("also", ())), event["status"], _day(event["start"]),
            _day(event["end"]), event["precision"], event["country"],
            tuple(by_name.get(name, frozenset()) for name in event["participants"]),
        )
        for event in gold["events"]
    ]  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def frame_events(
    page: Page, frames: Sequence[Frame], date_of: Callable[[Frame], DateMention | None]
) -> list[Happening]:
    """Return frames in the form that likeness is measured on."""
    found = []
    for frame in frames:
        when = date_of(frame)
        first, last = dating.window(when) if when else (None, None)
        actors = tuple(forms(page.by_key[k].name, page.by_key[k].aliases) for k in frame.actors)
        found.append(
            Happening("", frame.type, frozenset(), frame.lead.status, first, last, when.precision if when else "unknown", None, actors)
        )  # fmt: skip
    return found


def date_groups(page: Page, frames: Sequence[Frame], gold: dict[str, Any]) -> list[Group]:
    """Return a choice of date per frame that tells of a gold event."""
    calendar = dating.Calendar(page, frames)
    groups = []
    for i, j in pair_up(
        gold_events(gold), frame_events(page, frames, dating.ruled), event_likeness, LIKENESS
    ):
        options = dating.options(calendar, frames[j])
        right = tuple(_is_date(when, gold["events"][i]) for when, _ in options)
        groups.append(Group(gold["id"], tuple(features for _, features in options), right))
    return groups


def _is_date(when: Any, event: dict[str, Any]) -> bool:
    if when is None or when.precision == "before":
        return event["start"] is None
    return tuple(str(day) for day in dating.window(when)) == (event["start"], event["end"])


def event_rows(
    page: Page, frames: Sequence[Frame], gold: dict[str, Any]
) -> tuple[list[Row], list[tuple[int, int]]]:
    """Return a row per frame (is it a gold event of its type?) and the (gold, frame) pairs."""
    truth, said = gold_events(gold), frame_events(page, frames, lambda frame: frame.when)
    pairs = pair_up(truth, said, event_likeness, LIKENESS)
    good = {
        j
        for i, j in pairs
        if said[j].type == truth[i].type
        or said[j].type in truth[i].also
        or {said[j].type, truth[i].type} <= _CONVENED
    }
    return [
        Row(gold["id"], confidence.features(page, frame), j in good) for j, frame in enumerate(frames)
    ], pairs


def party_rows(
    page: Page, frames: Sequence[Frame], gold: dict[str, Any], pairs: Sequence[tuple[int, int]]
) -> list[Row]:
    """Return a row per matched frame and actor: is the actor among the gold participants?"""
    order = sorted(((j, i) for i, j in pairs), key=lambda item: frames[item[0]].first.start)
    telling = membership.Telling(page, [frames[j] for j, _ in order])
    truth = gold_events(gold)
    rows: list[Row] = []
    for position, (_, i) in enumerate(order):
        for actor in page.actors:
            found = membership.features(telling, position, actor)
            if found is not None:
                mine = forms(actor.name, actor.aliases)
                rows.append(Row(gold["id"], found, any(mine & other for other in truth[i].participants)))
    return rows


def country_groups(page: Page, frames: Sequence[Frame], gold: dict[str, Any]) -> list[Group]:
    """Return a choice of country per kept frame that tells of a gold event."""
    judge = weights.judgement("event")
    kept = [frame for frame in frames if confidence.confidence(page, frame) >= judge.threshold]
    telling = membership.Telling(page, kept)
    drafts = [events.draft(page, telling, i, 1.0) for i in range(len(kept))]
    truth = gold_events(gold)
    scenery = setting.Scenery(page)
    groups = []
    for i, j in pair_up(truth, [_drafted(page, event) for event in drafts], event_likeness, LIKENESS):
        options = setting.offers(scenery, kept[j], drafts[j])
        features = tuple(dict.fromkeys(sorted(offer.features), 1.0) for offer in options.values())
        groups.append(Group(gold["id"], features, tuple(country == truth[i].country for country in options)))
    return groups


def _drafted(page: Page, event: Event) -> Happening:
    actors = [page.by_key[party.actor_key] for party in event.participants]
    return Happening(
        event.key, event.type, frozenset(), event.status, event.date_start, event.date_end, event.date_precision,
        event.country, tuple(forms(actor.name, actor.aliases) for actor in actors),
    )  # fmt: skip


def write(section: str, content: Any) -> None:
    """Put a section into weights.yml, and forget the weights read before."""
    known = yaml.safe_load(weights.WEIGHTS_FILE.read_text(encoding="utf-8"))
    known[section] = content
    text = "# Log-odds of the features of flows/extract, a section per judgement or choice; written by tests/gold/fit.py.\n"
    weights.WEIGHTS_FILE.write_text(text + yaml.safe_dump(known, sort_keys=True), encoding="utf-8")
    weights.judgement.cache_clear()
    weights.choice.cache_clear()


def fit_dates(read: Sequence[tuple[Page, dict[str, Any]]], *, save: bool) -> None:
    """Fit the choice of a date."""
    groups = [group for page, gold in read for group in date_groups(page, events.frames_of(page), gold)]
    print(f"date   : {len(groups)} choices, held-out accuracy {held_out_choice(groups, RIDGE):.3f}")
    if save:
        write("date", fit_choice(groups, RIDGE))


def fit_events(read: Sequence[tuple[Page, dict[str, Any]]], *, save: bool) -> None:
    """Fit the judgements of events and of parties."""
    found: list[Row] = []
    parties: list[Row] = []
    missed = missed_parties = 0
    for page, gold in read:
        frames = events.dated_frames(page)
        rows, pairs = event_rows(page, frames, gold)
        found += rows
        missed += len(gold["events"]) - sum(row.holds for row in rows)
        pair_rows = party_rows(page, frames, gold, pairs)
        parties += pair_rows
        there = sum(len(gold["events"][i]["participants"]) for i, _ in pairs)
        missed_parties += max(0, there - sum(row.holds for row in pair_rows))
    for section, rows, lost in (("event", found, missed), ("party", parties, missed_parties)):
        cut = best_threshold(rows, held_out_judgement(rows, RIDGE, PRIOR), lost)
        print(f"{section:7}: {len(rows)} rows, threshold %.2f precision %.3f recall %.3f F1 %.3f" % cut)
        if save:
            write(section, {"threshold": cut[0], "weights": fit_judgement(rows, RIDGE, PRIOR)})


def fit_countries(read: Sequence[tuple[Page, dict[str, Any]]], *, save: bool) -> None:
    """Fit the choice of a country."""
    groups = [group for page, gold in read for group in country_groups(page, events.dated_frames(page), gold)]
    print(f"country: {len(groups)} choices, held-out accuracy {held_out_choice(groups, RIDGE):.3f}")
    if save:
        write("country", fit_choice(groups, RIDGE))


def main() -> None:
    """Fit, print and (with --write) save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    save = parser.parse_args().write
    resources = load_resources(REGISTRIES)
    read = [(read_page(report, resources), gold) for report, gold in notes()]
    fit_dates(read, save=save)
    fit_events(read, save=save)
    fit_countries(read, save=save)


if __name__ == "__main__":
    main()
