"""Who published a report, and on which terms: the outlets of `raw/sources`, by name, address or dateline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flows.common.data import load_yaml
from flows.ingest.addresses import host_of

_LINK = re.compile(r"[^a-z0-9]+")
_OPENING = re.compile(r"^(.{2,70}?)\s?(?:[-–—]|:\s)")
_OPENING_NAME = re.compile(r"\(([^()]{3,30})\)|((?:[\w-]+\.)+(?:com|co|id|net|org|tv|my|sg))(?![\w.])", re.I)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One file of `raw/sources`."""

    id: str
    name: str
    language: str | None = None
    licence: str | None = None
    quote_allowed: bool = False
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    datelines: tuple[str, ...] = ()
    whole_article: str | None = None
    crawl_delay: float = 5.0
    status: str = "active"


@dataclass(slots=True)
class Outlets:
    """All outlets, with the look-ups that ingest needs."""

    outlets: tuple[Outlet, ...] = ()
    _by_name: dict[str, Outlet] = field(default_factory=dict)
    _by_domain: dict[str, Outlet] = field(default_factory=dict)
    _by_dateline: list[tuple[str, Outlet]] = field(default_factory=list)
    _openings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for outlet in self.outlets:
            for name in (outlet.name, outlet.id, *outlet.aliases):
                self._by_name.setdefault(_key(name), outlet)
            for domain in outlet.domains:
                self._by_domain.setdefault(domain, outlet)
        self._by_dateline = _telling_datelines(self.outlets)
        self._openings = tuple(pattern for pattern, _ in self._by_dateline)

    def by_name(self, name: str | None) -> Outlet | None:
        """The outlet that goes by this name, or whose address it is."""
        if not name:
            return None
        return self._by_name.get(_key(name)) or (
            self.by_url(f"https://{name.strip()}") if "." in name else None
        )

    def by_url(self, url: str | None) -> Outlet | None:
        """The outlet of an address: the longest path that fits wins, then the longest host."""
        if not url:
            return None
        host = host_of(url)
        try:
            path = [part for part in urlsplit(url).path.split("/") if part]
        except ValueError:
            return None
        labels = host.split(".")
        for depth in range(min(len(path), 3), -1, -1):
            for start in range(len(labels) - 1):
                found = self._by_domain.get("/".join((".".join(labels[start:]), *path[:depth])))
                if found is not None:
                    return found
        return None

    def by_dateline(self, text: str) -> Outlet | None:
        """The outlet whose own dateline opens the body, where that dateline names no other."""
        for paragraph in text[:1500].split("\n")[:6]:
            paragraph = paragraph.strip()[:90]
            if paragraph.startswith(self._openings):
                return next(o for pattern, o in self._by_dateline if paragraph.startswith(pattern))
            opening = _OPENING.match(paragraph)
            for bracketed, address in _OPENING_NAME.findall(opening.group(1)) if opening else ():
                found = self.by_name(bracketed or address)
                if found is not None:
                    return found
        return None


def load_outlets(folder: Path) -> Outlets:
    """Read every outlet below `folder`; a missing folder is none."""
    records = ((path, load_yaml(path)) for path in sorted(folder.glob("*.yml"))) if folder.is_dir() else ()
    return Outlets(tuple(_outlet(path, record) for path, record in records if isinstance(record, dict)))


def _outlet(path: Path, record: dict[str, Any]) -> Outlet:
    domains = [
        str(d).lower().removeprefix("www.").rstrip("/")
        for d in (record.get("domain"), *_list(record, "domains"))
        if d
    ]
    return Outlet(
        id=str(record.get("id") or path.stem),
        name=str(record.get("name") or path.stem),
        language=record.get("language"),
        licence=record.get("licence"),
        quote_allowed=record.get("quote_allowed") is True,
        aliases=tuple(map(str, _list(record, "publisher_aliases"))),
        domains=tuple(dict.fromkeys(domains)),
        feeds=tuple(map(str, _list(record, "feeds"))),
        sitemaps=tuple(map(str, _list(record, "sitemaps"))),
        datelines=tuple(map(str, _list(record, "dateline_patterns"))),
        whole_article=str(record["whole_article"]) if record.get("whole_article") else None,
        crawl_delay=float(record.get("crawl_delay_seconds") or 5),
        status=str(record.get("status") or "active"),
    )


def _list(record: dict[str, Any], key: str) -> list[Any]:
    value = record.get(key)
    return value if isinstance(value, list) else []


def _key(name: str) -> str:
    return _LINK.sub("", name.casefold().removeprefix("www."))


def _telling_datelines(outlets: Iterable[Outlet]) -> list[tuple[str, Outlet]]:
    """Datelines that only one outlet uses and that name it; `Jakarta -` tells nothing."""
    users: dict[str, list[Outlet]] = {}
    for outlet in outlets:
        for pattern in outlet.datelines:
            users.setdefault(pattern, []).append(outlet)
    telling = [
        (pattern, them[0]) for pattern, them in users.items() if len(them) == 1 and _names(pattern, them[0])
    ]
    return sorted(telling, key=lambda item: (-len(item[0]), item[0]))


def _names(pattern: str, outlet: Outlet) -> bool:
    words = _key(pattern)
    names = [_key(n) for n in (outlet.name, *outlet.aliases, *(d.split(".")[0] for d in outlet.domains))]
    return any(len(name) >= 3 and name in words for name in names)
