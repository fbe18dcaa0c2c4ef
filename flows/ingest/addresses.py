"""Addresses: one canonical form per page, so that the same page is one report."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid|mc_[ce]id|ref|ref_src|referrer|source|from|share|amp|_ga|cmpid|ocid|s|spm|at_\w+|wt_\w+)$",
    re.I,
)
_WHOLE = frozenset({"page=all", "page=1", "single=1", "showpage=all", "view=all"})
"""What outlets append for an article on one page."""
_PAGE = frozenset({"page", "showpage"})
_NUMBER = re.compile(r"(?:[2-9]|[1-9]\d)$")
_PAGE_PATH = re.compile(r"(https://(?:\w+\.)?detik\.com/.*/d-\d+/[^/?]+)/([2-9])$")
MAX_LENGTH = 2000


def canonical(url: str | None, base: str | None = None) -> str | None:
    """The canonical form of an http(s) address, None for anything else.

    Scheme https, host in lower case without `www.`, no default port, user, fragment, tracking or paging-to-all
    parameters, parameters in order, no trailing slash.
    """
    if not url or len(url) > MAX_LENGTH * 2:
        return None
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host, port = (parts.hostname or "").lower().rstrip("."), parts.port
    except ValueError:
        return None
    if (
        parts.scheme.lower() not in ("http", "https")
        or "." not in host
        or re.search(r"[\s<>\"\\^`{|}]", host)
    ):
        return None
    host = host.removeprefix("www.")
    netloc = host if port in (None, 80, 443) else f"{host}:{port}"
    path = quote(unquote(parts.path, errors="replace"), safe="/:@!$&'()*+,;=~-._") or "/"
    path = re.sub(r"/{2,}", "/", path).rstrip("/") or "/"
    query = urlencode(sorted(p for p in parse_qsl(parts.query, keep_blank_values=True)[:50] if _kept(*p)))
    return urlunsplit(("https", netloc, path, query, ""))[:MAX_LENGTH]


def absolute(url: str | None, base: str | None = None) -> str | None:
    """An http(s) address as it is to be fetched, None for anything else."""
    if not url or len(url) > MAX_LENGTH:
        return None
    try:
        found = urljoin(base, url.strip()) if base else url.strip()
        return (
            found.split("#", 1)[0]
            if urlsplit(found).scheme in ("http", "https") and urlsplit(found).hostname
            else None
        )
    except ValueError:
        return None


def with_parameter(url: str, parameter: str) -> str:
    """`url` with one more parameter (`page=all`), in place of one of the same name."""
    parts = urlsplit(url)
    name = parameter.partition("=")[0]
    kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] != name]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "&".join([*kept, parameter]), ""))


def part_of(url: str) -> tuple[str, int] | None:
    """Of the canonical address of a later page of an article: the address of the first, and the number of the page."""
    if found := _PAGE_PATH.match(url):
        return found[1], int(found[2])
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    numbers = [int(value) for name, value in pairs if name in _PAGE and _NUMBER.match(value)]
    if len(numbers) != 1:
        return None
    rest = urlencode([pair for pair in pairs if pair[0] not in _PAGE])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, rest, "")), numbers[0]


def _kept(name: str, value: str) -> bool:
    return not _TRACKING.match(name) and f"{name}={value}".lower() not in _WHOLE


def host_of(url: str) -> str:
    """The host of an address in lower case without `www.`, or an empty string."""
    try:
        return (urlsplit(url).hostname or "").lower().rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
