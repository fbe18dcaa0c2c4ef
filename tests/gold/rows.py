"""What extraction is fitted on: the annotated notes, and the rows and choices that their gold gives each step."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from flows.common.paths import GOLD, NOTES
from flows.extract import acting, confidence, convened, dating, events, membership, setting, tells
from flows.extract.candidates import Candidate
from flows.extract.frames import Frame
from flows.extract.model import DateMention, Event, Report
from flows.extract.neighbours import Neighbours
from flows.extract.page import Page
from flows.extract.triggers import find_triggers
from flows.validate.matching import Happening, Named, event_likeness, forms, pair_up, same_name

sys.path.insert(0, str(Path(__file__).parent))
from logit import Group, Row

TOLD = GOLD.parent / "told"
LIKENESS = 0.5
_CONVENED = {"meeting", "conference", "visit", "training"}
Gold = dict[str, Any]


def notes(folder: Path = GOLD / "dev", texts: Path = NOTES) -> list[tuple[Report, Gold]]:
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


def gold_events(gold: Gold) -> list[Happening]:
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


def is_marked(report_id: str) -> bool:
    """True where the words that tell of the gold events of a report are marked."""
    return (TOLD / f"{report_id}.json").exists()


def told(report: Report) -> dict[str, list[tuple[int, int]]]:
    """Return where each gold event of a report is told: spans of its text, by the event's key."""
    spans: dict[str, list[tuple[int, int]]] = {}
    marked = json.loads((TOLD / f"{report.report_id}.json").read_text(encoding="utf-8"))
    for key, snippets in marked.items():
        for snippet in snippets:
            before, word, _ = re.split(r"\[\[|\]\]", snippet)
            start = report.text.index(re.sub(r"\[\[|\]\]", "", snippet)) + len(before)
            spans.setdefault(key, []).append((start, start + len(word)))
    return spans


def keys_of(candidate: Candidate, spans: dict[str, list[tuple[int, int]]], gold: Gold) -> set[str]:
    """Return the keys of the gold events that a trigger tells of, by its words and, of several, by its date."""
    keys = {
        key
        for key, places in spans.items()
        if any(candidate.start < b and a < candidate.end for a, b in places)
    }
    days = {str(d.first) for d in candidate.dates}
    dated = {event["key"] for event in gold["events"] if event["key"] in keys and event["start"] in days}
    return dated if len(keys) > 1 and dated else keys


def trigger_rows(page: Page, gold: Gold) -> list[Row]:
    """Return a row per trigger: does it tell of a gold event of its type?"""
    spans = told(page.report)
    types = {event["key"]: {event["type"], *event.get("also", ())} for event in gold["events"]}
    rows = []
    candidates = find_triggers(page)
    neighbours = Neighbours(candidates)
    for candidate in candidates:
        keys = keys_of(candidate, spans, gold)
        holds = any(candidate.type in types[key] for key in keys)
        rows.append(Row(gold["id"], tells.features(page, neighbours, candidate), holds))
    return rows


def type_groups(page: Page, gold: Gold) -> list[Group]:
    """Return a choice of type per frame that tells of a gold event and may be of several types."""
    frames = events.untyped_frames(page)
    truth = gold_events(gold)
    groups = []
    for i, j in pair_up(truth, frame_events(page, frames, dating.ruled), event_likeness, LIKENESS):
        options = convened.options(page, frames[j])
        right = tuple(kind == truth[i].type or kind in truth[i].also for kind in options)
        if len(options) > 1:
            groups.append(Group(gold["id"], tuple(options.values()), right))
    return groups


def date_groups(page: Page, gold: Gold) -> list[Group]:
    """Return a choice of date per frame that tells of a gold event."""
    frames = events.frames_of(page)
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


def event_rows(page: Page, gold: Gold) -> list[Row]:
    """Return a row per frame: is it a gold event of its type?"""
    frames = events.dated_frames(page)
    truth, said = gold_events(gold), frame_events(page, frames, lambda frame: frame.when)
    good = {
        j
        for i, j in pair_up(truth, said, event_likeness, LIKENESS)
        if said[j].type == truth[i].type
        or said[j].type in truth[i].also
        or {said[j].type, truth[i].type} <= _CONVENED
    }
    return [Row(gold["id"], confidence.features(page, frame), j in good) for j, frame in enumerate(frames)]


def party_rows(page: Page, gold: Gold) -> tuple[list[Row], int]:
    """Return a row per kept frame of a gold event and actor (does it take part?), and how many parties have no row."""
    frames = [frame for frame, _ in events.kept_frames(page)]
    parties = membership.Parties(page, frames)
    truth = gold_events(gold)
    rows: list[Row] = []
    missed = 0
    for i, j in pair_up(
        truth, frame_events(page, frames, lambda frame: frame.when), event_likeness, LIKENESS
    ):
        missed += len(truth[i].participants)
        for key, found in parties.features(j).items():
            actor = page.by_key[key]
            mine = forms(actor.name, actor.aliases)
            holds = any(mine & other for other in truth[i].participants)
            rows.append(Row(gold["id"], _weighed(found, actor.kind), holds))
            missed -= holds
    return rows, max(0, missed)


def _weighed(found: set[str], kind: str) -> dict[str, float]:
    """Features as they are weighed: for all actors, and once more for those of the kind."""
    return dict.fromkeys(sorted(found | {f"{kind}_{name}" for name in found}), 1.0)


def country_groups(page: Page, gold: Gold) -> list[Group]:
    """Return a choice of country per kept frame that tells of a gold event."""
    kept = [frame for frame, _ in events.kept_frames(page)]
    parties = membership.Parties(page, kept)
    drafts = [events.draft(page, parties, i, 1.0) for i in range(len(kept))]
    truth = gold_events(gold)
    scenery = setting.Scenery(page)
    groups = []
    for i, j in pair_up(truth, [drafted(page, event) for event in drafts], event_likeness, LIKENESS):
        options = setting.offers(scenery, kept[j], drafts[j])
        features = tuple(dict.fromkeys(sorted(offer.features), 1.0) for offer in options.values())
        groups.append(Group(gold["id"], features, tuple(country == truth[i].country for country in options)))
    return groups


def drafted(page: Page, event: Event) -> Happening:
    """Return an event in the form that likeness is measured on."""
    actors = [page.by_key[party.actor_key] for party in event.participants]
    return Happening(
        event.key, event.type, frozenset(), event.status, event.date_start, event.date_end, event.date_precision,
        event.country, tuple(forms(actor.name, actor.aliases) for actor in actors),
    )  # fmt: skip


def actor_rows(page: Page, gold: Gold) -> list[Row]:
    """Return a row per named actor: is it an actor of the report?"""
    truth = [Named(a["kind"], a["name"], forms(a["name"], a["aliases"])) for a in gold["actors"]]
    said = [Named(a.kind, a.name, forms(a.name, a.aliases)) for a in page.actors]
    good = {j for _, j in pair_up(truth, said, same_name, 1.0)}
    company = acting.Company(page, events.find_events(page))
    return [
        Row(gold["id"], acting.features(company, actor), j in good) for j, actor in enumerate(page.actors)
    ]
