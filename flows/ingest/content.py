"""What bytes are: by the content type that a server states, by their first characters, whatever their name promises."""

from __future__ import annotations

import re

_STATED = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/plain": "text",
    "text/markdown": "note",
    "application/rss+xml": "xml",
    "application/atom+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
}
_HTML = re.compile(rb"\s*(?:<!--.{0,200}?-->\s*)?(?:<!doctype\s+html|<html[\s>])", re.I | re.S)
_XHTML = re.compile(rb"<html[\s>]|<!doctype\s+html", re.I)
_LISTING = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)[\s>]", re.I)
_XML = re.compile(rb"\s*(?:<\?xml[\s?]|<rss[\s>]|<feed[\s>]|<urlset[\s>]|<sitemapindex[\s>])", re.I)
_BOM = b"\xef\xbb\xbf"
_START = 1024


def kind_of_content(content_type: str, data: bytes = b"") -> str | None:
    """The kind of unit that a content type, or else the first bytes, promise."""
    named = _STATED.get(content_type.split(";", 1)[0].strip().lower())
    told = told_by(data)
    if named is None:
        return told if told in ("html", "pdf", "xml") else None
    return corrected(named, data) if told in ("html", "pdf", "xml") else named


def told_by(data: bytes) -> str | None:
    """The kind that the first bytes leave no doubt about: html, pdf, xml, zip, gzip or warc."""
    start = data[:_START].removeprefix(_BOM)
    if start.lstrip().startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    if start.startswith(b"\x1f\x8b"):
        return "gzip"
    if start.startswith(b"WARC/1."):
        return "warc"
    if _HTML.match(start):
        return "html"
    if _XML.match(start):
        return "html" if _XHTML.search(start) else "xml"
    return None


def corrected(named: str, data: bytes) -> str:
    """The kind to read `data` as: the one named, unless its first bytes are plainly those of another.

    XML that is no feed or sitemap stays a web page where it was named one.
    """
    told = told_by(data)
    if told is None or (named == "html" and told == "xml" and not _LISTING.search(data[:_START])):
        return named
    return told


def charset_of(content_type: str) -> str | None:
    """The charset that a content type names."""
    _, _, rest = content_type.lower().partition("charset=")
    return rest.split(";", 1)[0].strip(" \"'")[:40] or None
