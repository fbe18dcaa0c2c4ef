"""An element of a page to paragraphs: blocks and double line breaks part them, furniture is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from lxml import etree

Matcher = Callable[[Any], bool]
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "figcaption",
        "pre",
    ]
)
_FURNITURE = frozenset(
    [
        "script",
        "style",
        "noscript",
        "iframe",
        "form",
        "button",
        "ins",
        "figure",
        "video",
        "audio",
        "svg",
        "template",
        "select",
        "nav",
        "aside",
    ]
)
_SELECTOR = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<id>#[\w-]+)?(?P<classes>(?:\.[\w-]+)*)")
_SPACE = re.compile(r"\s+")
_PARTED = re.compile(r"\n[^\S\n]*\n\s*")
_DATELINE = re.compile(r".{2,60}\s?[-–—]")


def matcher(selector: str) -> Matcher:
    """A test for elements by `tag#id.class.class`, each part optional.  Raises ValueError for anything else."""
    found = _SELECTOR.fullmatch(selector)
    if not selector or found is None:
        raise ValueError(f"selector {selector!r}: must be tag#id.class, each part optional")
    tag, identifier = found["tag"], (found["id"] or "")[1:]
    classes = frozenset(filter(None, found["classes"].split(".")))

    def matches(element: Any) -> bool:
        return (
            isinstance(element.tag, str)
            and tag in (None, element.tag)
            and (not identifier or element.get("id") == identifier)
            and (not classes or classes <= set((element.get("class") or "").split()))
        )

    return matches


def first(tree: Any, matches: Matcher) -> Any | None:
    """The first element of `tree` that matches, in the order of the page."""
    return next((element for element in tree.iter() if matches(element)), None)


def line(element: Any) -> str | None:
    """The whole text of an element on one line, None where there is none."""
    return " ".join("".join(element.itertext()).split()) or None


def paragraphs(body: Any, dropped: Matcher, dull: Callable[[str], object]) -> list[str]:
    """The paragraphs of `body` without the elements that `dropped` names and the lines that are `dull`.

    A dateline that stands alone before the first paragraph (`Jakarta -`) is put in front of it.
    """
    pieces: list[str] = []
    walker = etree.iterwalk(body, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if not isinstance(element.tag, str) or element.tag in _FURNITURE or dropped(element):
                walker.skip_subtree()
                continue
            pieces.append("\n" if element.tag == "br" else "\n\n" if element.tag in _BLOCKS else "")
            pieces.append(_SPACE.sub(" ", element.text or ""))
        else:
            if element.tag in _BLOCKS:
                pieces.append("\n\n")
            if element is not body:
                pieces.append(_SPACE.sub(" ", element.tail or ""))
    parts = ([" ".join(one.split()) for one in part.split("\n")] for part in _PARTED.split("".join(pieces)))
    found = [text for part in parts if (text := " ".join(one for one in part if one and not dull(one)))]
    if len(found) > 1 and _DATELINE.fullmatch(found[0]):
        found[:2] = [f"{found[0]} {found[1]}"]
    return found
