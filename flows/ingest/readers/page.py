"""Web pages: the main text by a maintained extractor, the page's own statements by `page_metadata`."""

from __future__ import annotations

import logging
import re
from typing import Any

import trafilatura
from lxml import html as lxml_html
from trafilatura.utils import load_html

from flows.ingest.decode import UndecodableError, repair, to_text
from flows.ingest.model import Outcome, Reading, Unit
from flows.ingest.readers import outlet_page
from flows.ingest.readers.page_metadata import PageMetadata, page_metadata

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
logging.getLogger("htmldate").setLevel(logging.CRITICAL)

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,30})|<\?xml[^>]{0,100}encoding=["']([\w-]{2,30})""",
    re.I,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_BLOCKS = frozenset({"p", "head", "quote", "item", "row", "code", "figure", "ab"})
_SHORTEST = 80


def read(unit: Unit) -> Outcome:
    """Read one page; its text is the headline, a blank line, and the paragraphs of the body."""
    outcome = Outcome()
    try:
        markup, encoding = to_text(unit.data, unit.charset or _declared(unit.data))
    except UndecodableError:
        outcome.note("error", "not_text", "The page is not text in any known encoding.")
        return outcome
    tree = load_html(_XML_DECLARATION.sub("", markup, count=1))
    if tree is None:
        outcome.note("error", "not_html", "The page has no HTML that a parser can follow.")
        return outcome
    meta = page_metadata(tree, unit.url)
    body = _outlet_text(tree, unit, meta, outcome) or main_text(tree)
    if len(body) < _SHORTEST and len(meta.description or "") > len(body):
        body = meta.description or body
        outcome.note("info", "teaser_only", "Only the page's own summary could be read, not its body.")
    if not body:
        outcome.note(
            "warning",
            "no_main_text",
            "No main text was found; it may be an index page or need a parser of its own.",
        )
        return outcome
    reading = _reading(unit, meta, body)
    repairs = _repair(reading)
    if encoding != "utf-8":
        repairs = (f"encoding {encoding}", *repairs)
    if repairs:
        outcome.note("info", "text_repaired", f"Repaired on reading: {', '.join(repairs)}.")
    outcome.readings.append(reading)
    return outcome


def _outlet_text(tree: lxml_html.HtmlElement, unit: Unit, meta: PageMetadata, outcome: Outcome) -> str:
    """The body by what is known of the outlet's pages; an empty string where nothing is, or it does not fit."""
    pages = outlet_page.pages_of(meta.url or unit.url)
    if pages is None:
        return ""
    found = outlet_page.read(tree, pages, unit.retrieved_at.date() if unit.retrieved_at else None)
    if found is None or len(found.body) < _SHORTEST:
        outcome.note(
            "info",
            "page_shape_unknown",
            f"It fits none of the shapes known of {pages.outlet}'s pages; the general extractor read it.",
        )
        return ""
    meta.title = found.title or meta.title
    if meta.published_at is None and found.published_at is not None:
        meta.published_at, meta.published_basis = found.published_at, "page"
    meta.byline = meta.byline or found.byline
    return found.body


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    return (found.group(1) or found.group(2)).decode("ascii", "replace") if found else None


def main_text(tree: lxml_html.HtmlElement) -> str:
    """The main text, its paragraphs separated by blank lines; an empty string where there is none."""
    document = trafilatura.bare_extraction(
        tree, fast=True, include_comments=False, include_tables=True, with_metadata=False
    )
    if document is None or isinstance(document, dict) or document.body is None:
        return ""
    return "\n\n".join(_paragraphs(document.body))


def _paragraphs(body: Any) -> list[str]:
    """The text of each block of the extractor's tree, each once and in order."""
    found: list[str] = []
    for element in body.iter():
        if element.tag in _BLOCKS and not any(child.tag in _BLOCKS for child in element.iterdescendants()):
            text = " ".join("".join(element.itertext()).split())
        elif element.tag in ("list", "table", "body", "main"):
            text = ""
        elif element.tag in _BLOCKS or (
            element.getparent() is not None and element.getparent().tag in ("body", "main")
        ):
            text = " ".join((element.text or "").split())
        else:
            continue
        if text and (not found or found[-1] != text):
            found.append(text)
        tail = " ".join((element.tail or "").split()) if element.tag in _BLOCKS else ""
        if len(tail) > 1:
            found.append(tail)
    return found


def _reading(unit: Unit, meta: PageMetadata, body: str) -> Reading:
    first = body.split("\n\n", 1)[0]
    text = f"{meta.title}\n\n{body}" if meta.title and first.casefold() != meta.title.casefold() else body
    return Reading(
        unit.source_ref,
        "html",
        text,
        unit.sha256,
        title=meta.title,
        url=meta.url,
        publisher=meta.publisher,
        byline=meta.byline,
        published_at=meta.published_at,
        published_basis=meta.published_basis,
        retrieved_at=unit.retrieved_at,
    )


def _repair(reading: Reading) -> tuple[str, ...]:
    """Repairs again after the tags are gone: entities may have been escaped twice."""
    text, repairs = repair(reading.text)
    reading.text = text.strip()
    reading.title = repair(reading.title)[0].strip() if reading.title else None
    return repairs
