"""What a page says about itself: headline, date, canonical address, outlet and byline, from meta tags and JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lxml import html as lxml_html

from flows.ingest.addresses import canonical, host_of, part_of
from flows.ingest.stated_dates import stated_date, url_date

_ARTICLE = re.compile(r"(?:News|Blog|Report|Analysis|Opinion)?(?:Article|Posting)|Report|WebPage$", re.I)
_DATE_META = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "content_publisheddate",
    "dcterms.created",
    "dcterms.issued",
    "dc.date.issued",
    "dc.date",
    "citation_publication_date",
    "date",
)
_SUFFIX = re.compile(r"\s+(?:[|–—:»]|-{1,2})\s+[^|–—»]{2,60}$")
_MAX_JSON = 300_000
_MAX_NODES = 400


@dataclass(slots=True)
class PageMetadata:
    """The page's own statements; anything may be missing."""

    title: str | None = None
    published_at: date | None = None
    published_basis: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    description: str | None = None


def page_metadata(tree: lxml_html.HtmlElement, url: str | None) -> PageMetadata:
    """Gather the statements of one parsed page, the most trustworthy first."""
    meta = _meta(tree)
    linked = next(
        (node for node in _linked_data(tree) if node.get("headline") or node.get("datePublished")), {}
    )
    found = PageMetadata()
    found.url = _address(tree, meta, linked, url)
    found.title = _title(tree, meta, linked)
    found.published_at, found.published_basis = _published(tree, meta, linked, found.url or url)
    found.publisher = _line(meta.get("og:site_name")) or _name(linked.get("publisher"))
    found.byline = (
        _name(linked.get("author")) or _line(meta.get("author")) or _line(meta.get("article:author"))
    )
    found.description = _line(meta.get("og:description") or meta.get("description"), 2000)
    return found


def _meta(tree: lxml_html.HtmlElement) -> dict[str, str]:
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = element.get("content")
        if name and content:
            values.setdefault(name.strip().lower(), content)
    return values


def _linked_data(tree: lxml_html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Article-like nodes of the page's JSON-LD; broken blocks are passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        source = (script.text_content() or "").strip()
        if not source or len(source) > _MAX_JSON:
            continue
        try:
            loaded = json.loads(source, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles(loaded)


def _articles(loaded: Any) -> Iterator[dict[str, Any]]:
    pending, seen = [loaded], 0
    while pending and seen < _MAX_NODES:
        node = pending.pop(0)
        seen += 1
        if isinstance(node, list):
            pending.extend(node[:_MAX_NODES])
        elif isinstance(node, dict):
            kinds = node.get("@type")
            if any(
                isinstance(k, str) and _ARTICLE.match(k)
                for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                yield node
            pending.extend(node[key] for key in ("@graph", "mainEntity", "itemListElement") if key in node)


def _address(
    tree: lxml_html.HtmlElement, meta: dict[str, str], linked: dict[str, Any], url: str | None
) -> str | None:
    """The canonical address the page names, unless it points to another host than the one it was fetched from.

    A later page of an article that names the first keeps its own, so that it does not pass for another version of it.
    """
    link = next(
        (e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()),
        None,
    )
    known = canonical(url)
    later = part_of(known) if known else None
    for candidate in (link, meta.get("og:url"), _string(linked.get("url"))):
        named = canonical(candidate, url)
        if later and named == later[0]:
            return known
        if named and not _bare(named) and (known is None or _same_site(named, known)):
            return named
    return known


def _bare(url: str) -> bool:
    return url.count("/") <= 3 and url.endswith("/") and "?" not in url


def _same_site(one: str, other: str) -> bool:
    return host_of(one).split(".")[-2:] == host_of(other).split(".")[-2:]


def _title(tree: lxml_html.HtmlElement, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    """The headline as printed: the page's h1 where the metadata confirm it, else theirs without the outlet's name."""
    page = next((e.text_content() for e in tree.iter("title")), None)
    claims = [
        c
        for c in (
            _line(_string(linked.get("headline"))),
            _line(meta.get("og:title")),
            _line(meta.get("twitter:title")),
            _line(page),
        )
        if c
    ]
    headings = [h for h in (_line(e.text_content()) for e in tree.iter("h1")) if h and 8 <= len(h) <= 300]
    for heading in headings:
        if any(
            heading.casefold()[:60] in c.casefold() or c.casefold()[:60] in heading.casefold() for c in claims
        ):
            return heading
    if not claims:
        return headings[0] if len(headings) == 1 else None
    shorter = _SUFFIX.sub("", claims[0])
    return shorter if len(shorter) >= 15 else claims[0]


def _published(
    tree: lxml_html.HtmlElement, meta: dict[str, str], linked: dict[str, Any], url: str | None
) -> tuple[date | None, str | None]:
    stated = _string(linked.get("datePublished"))
    if stated and (found := stated_date(stated)):
        return found, "json-ld"
    for name in _DATE_META:
        if name in meta and (found := stated_date(meta[name])):
            return found, f"meta {name}"
    if url and (found := url_date(url)):
        return found, "address"
    times = [stated_date(t) for t in (e.get("datetime") for e in tree.iter("time")) if t]
    if len({t for t in times if t}) == 1:
        return next(t for t in times if t), "time element"
    return None, None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        names = [n for n in map(_name, value[:5]) if n]
        return ", ".join(names) or None
    if isinstance(value, dict):
        value = value.get("name")
    return _line(value) if isinstance(value, str) else None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _line(value: str | None, longest: int = 300) -> str | None:
    text = " ".join((value or "")[: longest * 4].split())
    return text[:longest] or None
