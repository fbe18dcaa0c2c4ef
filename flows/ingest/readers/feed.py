"""RSS and Atom feeds and sitemaps (news sitemaps too), read without entities, network or depth."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree
from lxml import html as lxml_html

from flows.ingest.addresses import absolute, canonical
from flows.ingest.decode import repair
from flows.ingest.model import Hint, Outcome, Reading, Unit
from flows.ingest.stated_dates import feed_date, moment

_DECLARATIONS = re.compile(rb"<!\s*(?:ENTITY|ATTLIST|ELEMENT|NOTATION)|<!DOCTYPE[^>\[]*\[", re.I)
_ROOTS = frozenset({"rss", "rdf", "feed", "urlset", "sitemapindex"})
_BLOCK = re.compile(r"</(?:p|div|li|h\d|blockquote|figure|figcaption|tr)>|<br\s*/?>", re.I)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_XML_BASE = f"{_XML}base"
_TEASER = 60
_MAX_ENTRIES = 50_000


@dataclass(slots=True)
class Listing:
    """What a feed or sitemap lists; a sitemap of an index comes with the time of its last change, where stated."""

    kind: str
    entries: list[Entry] = field(default_factory=list)
    sitemaps: list[tuple[str, datetime | None]] = field(default_factory=list)
    publisher: str | None = None
    lang: str | None = None


@dataclass(slots=True)
class Entry:
    """One entry of a feed or sitemap: its canonical address, the address as it is to be fetched, its last change."""

    url: str | None = None
    link: str | None = None
    title: str | None = None
    published_at: date | None = None
    markup: str = ""
    byline: str | None = None
    publisher: str | None = None
    changed: datetime | None = None


class ListingError(ValueError):
    """The XML is refused or is no feed or sitemap."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read(unit: Unit) -> Outcome:
    """Read one feed to a report per entry; a sitemap gives hints about pages, not reports."""
    outcome = Outcome()
    try:
        listing = parse(unit.data, unit.url)
    except ListingError as error:
        outcome.note("error", error.code, str(error))
        return outcome
    for number, entry in enumerate(listing.entries, start=1):
        if entry.url:
            outcome.hints.append(Hint(entry.url, entry.published_at, entry.title))
        if listing.kind == "sitemap":
            continue
        text = _plain(entry.markup)
        if not text:
            outcome.note(
                "info",
                "entry_without_text",
                f"Entry {number} ({entry.url or entry.title or 'unnamed'}) lists a page without its text.",
            )
            continue
        outcome.readings.append(_reading(unit, listing, entry, text, number))
    if listing.kind == "sitemap":
        outcome.note(
            "info",
            "sitemap_read",
            f"{len(listing.entries)} pages and {len(listing.sitemaps)} sitemaps listed; nothing was fetched.",
        )
    elif not listing.entries:
        outcome.note("warning", "feed_empty", "The feed has no entries.")
    return outcome


def _reading(unit: Unit, listing: Listing, entry: Entry, text: str, number: int) -> Reading:
    title = " ".join(repair(entry.title)[0].split()) if entry.title else None
    mended = repair(text)[0].strip()
    return Reading(
        f"{unit.source_ref}#{number}",
        "feed",
        f"{title}\n\n{mended}" if title and not mended.startswith(title) else mended,
        unit.sha256 if entry.url else f"{unit.sha256}#{number}",
        title=title,
        url=entry.url,
        publisher=entry.publisher or listing.publisher,
        byline=entry.byline,
        lang=listing.lang,
        published_at=entry.published_at,
        published_basis="feed" if entry.published_at else None,
        retrieved_at=unit.retrieved_at,
    )


def parse(data: bytes, base: str | None = None) -> Listing:
    """Parse a feed or sitemap; one that declares entities is refused."""
    if _DECLARATIONS.search(data[:65_536]):
        raise ListingError(
            "xml_entities", "The XML declares entities or a document type of its own and was refused."
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        recover=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ListingError("xml_malformed", f"The XML cannot be parsed: {str(error)[:160]}") from None
    if root is None:
        raise ListingError("xml_malformed", "The XML cannot be parsed: it has no element.")
    kind = _tag(root).lower()
    if kind not in _ROOTS:
        raise ListingError("xml_unknown", f"The XML is no feed or sitemap (its root is <{kind[:40]}>).")
    if kind in ("urlset", "sitemapindex"):
        return _sitemap(root, base)
    return _feed(root, base)


def _tag(element: etree._Element) -> str:
    """The name of an element without its namespace, declared or not."""
    return re.split(r"[}:]", element.tag)[-1] if isinstance(element.tag, str) else ""


def _children(element: etree._Element) -> dict[str, list[etree._Element]]:
    found: dict[str, list[etree._Element]] = {}
    for child in element:
        found.setdefault(_tag(child).lower(), []).append(child)
    return found


def _text(found: dict[str, list[etree._Element]], *names: str) -> str | None:
    for name in names:
        for element in found.get(name, ()):
            text = "".join(element.itertext()).strip()
            if text:
                return text
    return None


def _feed(root: etree._Element, base: str | None) -> Listing:
    channel = next((c for c in root if _tag(c).lower() == "channel"), root)
    about = _children(channel)
    listing = Listing(
        "feed",
        publisher=_line(_text(about, "title")),
        lang=_text(about, "language") or root.get(f"{_XML}lang"),
    )
    home = absolute(channel.get(_XML_BASE), base) or absolute(_home(about), base) or base
    for element in (*root, *(channel if channel is not root else ())):
        if _tag(element).lower() in ("item", "entry") and len(listing.entries) < _MAX_ENTRIES:
            listing.entries.append(_entry(element, home))
    return listing


def _home(about: dict[str, list[etree._Element]]) -> str | None:
    """The address of the site that a feed is of: RSS gives it as text, Atom as an attribute."""
    links = about.get("link", [])
    alternate = next((e.get("href") for e in links if e.get("rel") in (None, "alternate")), None)
    return _text(about, "link") or alternate or next((e.get("href") for e in links if e.get("href")), None)


def _entry(element: etree._Element, base: str | None) -> Entry:
    found = _children(element)
    links = found.get("link", [])
    address = next(
        (e.get("href") for e in links if e.get("href") and e.get("rel") in (None, "alternate")), None
    )
    address = address or _text(found, "link", "origlink") or _text(found, "guid", "id")
    base = absolute(element.get(_XML_BASE), base) or base
    stated = _text(found, "pubdate", "published", "date", "issued", "updated", "modified")
    markup = max(
        (
            _markup(e)
            for name in ("encoded", "content", "description", "summary")
            for e in found.get(name, ())
        ),
        key=len,
        default="",
    )
    return Entry(
        canonical(address, base),
        absolute(address, base),
        _line(_text(found, "title")),
        feed_date(stated) if stated else None,
        markup,
        _line(_text(found, "creator") or _author(found)),
        _line(_text(found, "source")),
        moment(_text(found, "updated", "modified") or ""),
    )


def _author(found: dict[str, list[etree._Element]]) -> str | None:
    """The author's name; Atom gives an address beside it, RSS before it: `mail@example.org (A. Name)`."""
    for element in found.get("author", ()):
        named = _text(_children(element), "name") or _text(found, "author")
        bracketed = re.search(r"@\S+\s+\(([^()]{2,80})\)", named or "")
        return bracketed[1] if bracketed else named
    return None


def _markup(element: etree._Element) -> str:
    if len(element):
        return (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    return element.text or ""


def _sitemap(root: etree._Element, base: str | None) -> Listing:
    listing = Listing("sitemap")
    for element in root:
        found = _children(element)
        address = canonical(_text(found, "loc"), base)
        if address is None or len(listing.entries) >= _MAX_ENTRIES:
            continue
        changed = moment(_text(found, "lastmod") or "")
        if _tag(element).lower() == "sitemap":
            listing.sitemaps.append((absolute(_text(found, "loc"), base) or address, changed))
            continue
        news = _children(found["news"][0]) if "news" in found else {}
        stated = _text(news, "publication_date")
        listing.entries.append(
            Entry(
                address,
                absolute(_text(found, "loc"), base),
                _line(_text(news, "title")),
                feed_date(stated) if stated else None,
                changed=changed,
            )
        )
    return listing


def _plain(markup: str) -> str:
    """The text of an entry's markup, its blocks as paragraphs; an empty string where it is hardly more than a headline."""
    marked = _BLOCK.sub("\n\n", markup[:2_000_000])
    if "<" in marked or "&" in marked:
        try:
            marked = lxml_html.fromstring(f"<div>{marked}</div>").text_content()
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return ""
    paragraphs = [" ".join(p.split()) for p in marked.split("\n\n")]
    text = "\n\n".join(p for p in paragraphs if p)
    return text if len(text) >= _TEASER else ""


def _line(value: str | None) -> str | None:
    return " ".join((value or "").split())[:300] or None
