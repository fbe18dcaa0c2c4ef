"""PDF press releases: text by page, paragraphs joined over line breaks, title and date as the file states them."""

from __future__ import annotations

import re

import pypdfium2

from flows.ingest import limits
from flows.ingest.decode import repair
from flows.ingest.model import Outcome, Reading, Unit
from flows.ingest.readers.plain import headline

_FURNITURE = re.compile(r"^\s*(?:page|halaman|hal\.)?\s*\d{1,4}\s*(?:(?:of|dari|/)\s*\d{1,4})?\s*$", re.I)
_ENDS = re.compile(r"[.!?:;\"”’)\]]\s*$")
_SOFT_HYPHEN_BREAK = re.compile(r"(\w)[\u00ad\ufffe]\s*\n\s*(\w)")


def read(unit: Unit) -> Outcome:
    """Read one PDF up to the page limit."""
    outcome = Outcome()
    try:
        document = pypdfium2.PdfDocument(unit.data)
    except pypdfium2.PdfiumError as error:
        outcome.note(
            "error",
            "pdf_unreadable",
            f"The PDF cannot be opened ({error}); if it has a password, save it without one.",
        )
        return outcome
    try:
        count = len(document)
        if count > limits.MAX_PAGES:
            outcome.note(
                "warning", "pdf_cut", f"Only the first {limits.MAX_PAGES} of {count} pages were read."
            )
        pages = [_page_text(document, number) for number in range(min(count, limits.MAX_PAGES))]
        title = document.get_metadata_value("Title").strip()
    finally:
        document.close()
    text, repairs = repair("\n\n".join(paragraphs("\n\n".join(pages))))
    text = text.strip()
    if repairs:
        outcome.note("info", "text_repaired", f"Repaired on reading: {', '.join(repairs)}.")
    if len(text) < 20:
        outcome.note(
            "warning",
            "pdf_without_text",
            "The PDF holds no text, only pictures; run character recognition on it first.",
        )
        return outcome
    reading = Reading(unit.source_ref, "pdf", text, unit.sha256, url=unit.url, retrieved_at=unit.retrieved_at)
    reading.title = title if len(title) >= 12 and " " in title and title[:40] in text else headline(text)
    outcome.readings.append(reading)
    return outcome


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    """The text of one page; an empty string where the page is damaged."""
    try:
        page = document[number]
        text_page = page.get_textpage()
        text = str(text_page.get_text_range())
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    return text


def paragraphs(text: str) -> list[str]:
    """Lines joined to paragraphs: a short line that ends a sentence, an indent or an empty line closes one."""
    text = _SOFT_HYPHEN_BREAK.sub(r"\1\2", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line for line in text.split("\n") if not _FURNITURE.match(line) or not line.strip()]
    widest = sorted(len(line.strip()) for line in lines if line.strip())
    usual = widest[int(len(widest) * 0.8)] if widest else 0
    found: list[str] = []
    current = ""
    for line in lines:
        words = " ".join(line.split())
        if not words:
            found, current = ([*found, current] if current else found), ""
            continue
        current = f"{current} {words}" if current else words
        if len(words) < usual * 0.75 and (_ENDS.search(words) or not found):
            found.append(current)
            current = ""
    return [*found, current] if current else found
