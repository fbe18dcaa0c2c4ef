"""What a few reports say, whole: the file beside each report holds it, as a careful reader put it down.

Each part of it is compared by itself; a part that is not read right yet is in `FAULTS` with the reason.

python -m tests.golden.test_extract_golden --write    writes what is read now; mend by hand what is wrong in it
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.extract.events import find_events
from flows.extract.model import Report
from flows.extract.reader import read_page
from tests.unit.extract.pages import resources

FOLDER = Path(__file__).with_name("extract")
REPORTS = sorted(FOLDER.glob("*.md"))


def said(path: Path) -> dict[str, Any]:
    """What is read from the report at `path`, without confidences and spans."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = yaml.safe_load(front)
    report = Report(path.stem, body.strip(), meta["lang"], date.fromisoformat(str(meta["published"])))
    page = read_page(report, resources())
    name = {actor.key: actor.registry_id or actor.name for actor in page.actors}
    title = {programme.key: programme.registry_id or programme.name for programme in page.programmes}
    return {
        "actors": {
            name[actor.key]: {
                "name": actor.name,
                "kind": actor.kind,
                "offices": [o.title for o in actor.offices],
            }
            for actor in page.actors
        },
        "programmes": {
            title[p.key]: {"name": p.name, "kind": p.kind, "period": [p.start, p.end]}
            for p in page.programmes
        },
        "events": [
            {
                "type": event.type,
                "status": event.status,
                "dates": [str(event.date_start), str(event.date_end), event.date_precision, event.date_basis],
                "place": [event.place_name, event.place_precision, event.country],
                "online": event.is_online,
                "participants": {name[p.actor_key]: p.role for p in event.participants},
                "programmes": {title[key]: relation for key, relation in event.programmes},
                "themes": event.themes,
                "part_of": event.part_of,
                "series_number": event.series_number,
                "instrument": event.instrument,
            }
            for event in find_events(page)
        ],
    }


def kept(path: Path) -> dict[str, Any]:
    """What was read from the report at `path` when it was looked at last."""
    content: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return content


PARTS: dict[str, Callable[[dict[str, Any]], object]] = {
    "actors": lambda content: content["actors"],
    "programmes": lambda content: content["programmes"],
    "events": lambda content: [
        {name: value for name, value in event.items() if name not in ("participants", "programmes", "themes")}
        for event in content["events"]
    ],
    "participants": lambda content: [event["participants"] for event in content["events"]],
    "links": lambda content: [(event["programmes"], event["themes"]) for event in content["events"]],
}
FAULTS = {
    (
        "consultation",
        "participants",
    ): "those at this round are given to the last and the next; who leads a delegation organises",
    ("plan_and_change", "events"): "a postponement far behind its trigger is not seen",
    (
        "plan_and_change",
        "participants",
    ): "a memorandum that is only being drafted is thought unlikely, by a hair",
    ("plan_and_change", "links"): "the same",
    ("programme_launch", "actors"): "a programme called a school, in quotation marks, is an organisation",
    ("programme_launch", "participants"): "and takes part; those who attend a launch organise it",
    ("programme_launch", "links"): "and is not what is launched",
}


def cases() -> Iterator[object]:
    """Every part of every report."""
    for path in REPORTS:
        for part in PARTS:
            reason = FAULTS.get((path.stem, part))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            yield pytest.param(path, part, marks=marks, id=f"{path.stem}-{part}")


@pytest.mark.parametrize(("path", "part"), list(cases()))
def test_a_report_is_read_as_it_is_written(path: Path, part: str) -> None:
    assert PARTS[part](said(path)) == PARTS[part](kept(path))


def test_every_file_belongs_to_a_report() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {path.stem for path in REPORTS}


if __name__ == "__main__" and "--write" in sys.argv:
    for one in REPORTS:
        words = json.dumps(said(one), ensure_ascii=False, indent=1)
        one.with_suffix(".json").write_text(words + "\n", encoding="utf-8")
