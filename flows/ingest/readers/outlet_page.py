"""Pages that the general extractor reads wrongly: where an outlet's pages hold their text, by the day of capture.

`pages/<outlet>.yml` describes them, the newest shape first.  A shape holds from `since` to `until`; both are bounds
rather than exact days, so where two shapes may hold, the one whose body is on the page is taken.  A page of such
an outlet that fits no shape is read by the general extractor, and an issue says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from flows.common.data import load_yaml
from flows.ingest.addresses import host_of
from flows.ingest.readers.blocks import Matcher, first, line, matcher, paragraphs
from flows.ingest.stated_dates import stated_date

FOLDER = Path(__file__).parents[1] / "pages"
_DAY = re.compile(
    r"\d{1,2}[ /.-](?:[A-Za-z]{3,12}|\d{1,2})[ /.-]\d{4}|[A-Z][a-z]{2,11}\.? \d{1,2}, \d{4}|\d{4}-\d{2}-\d{2}"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """Where one generation of an outlet's pages holds what."""

    since: date
    until: date
    body: Matcher
    drop: tuple[Matcher, ...]
    title: Matcher | None
    date: Matcher | None
    byline: Matcher | None


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one outlet: its generations, and lines that are never part of a report."""

    outlet: str
    shapes: tuple[Shape, ...]
    lines: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on one page."""

    body: str
    title: str | None
    published_at: date | None
    byline: str | None


def pages_of(url: str | None) -> Pages | None:
    """What is known of the pages of the outlet that `url` belongs to."""
    labels = host_of(url).split(".") if url else []
    known = _by_domain()
    return next(
        (known[name] for start in range(len(labels)) if (name := ".".join(labels[start:])) in known), None
    )


def read(tree: Any, pages: Pages, captured: date | None) -> Found | None:
    """The page by the newest shape that may hold on the day of its capture (any, where that is unknown)."""
    for shape in pages.shapes:
        if captured is not None and not shape.since <= captured <= shape.until:
            continue
        body = first(tree, shape.body)
        if body is None:
            continue
        text = "\n\n".join(paragraphs(body, partial(_any, shape.drop), pages.lines.fullmatch))
        if text:
            return Found(text, _line(tree, shape.title), _day(tree, shape.date), _line(tree, shape.byline))
    return None


def _any(matchers: tuple[Matcher, ...], element: Any) -> bool:
    return any(matches(element) for matches in matchers)


def _line(tree: Any, matches: Matcher | None) -> str | None:
    element = first(tree, matches) if matches else None
    return line(element) if element is not None else None


def _day(tree: Any, matches: Matcher | None) -> date | None:
    stated = _DAY.search(_line(tree, matches) or "")
    return stated_date(stated.group()) if stated else None


@cache
def _by_domain() -> dict[str, Pages]:
    found: dict[str, Pages] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        record = load_yaml(path)
        pages = Pages(path.stem, tuple(map(_shape, record["shapes"])), _lines(record.get("lines", ())))
        found.update(dict.fromkeys(record["domains"], pages))
    return found


def _lines(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.I)


def _shape(record: dict[str, Any]) -> Shape:
    return Shape(
        record.get("since") or date.min,
        record.get("until") or date.max,
        matcher(record["body"]),
        tuple(map(matcher, record.get("drop", ()))),
        *(matcher(record[name]) if name in record else None for name in ("title", "date", "byline")),
    )
