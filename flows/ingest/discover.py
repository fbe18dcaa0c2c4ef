"""Which pages of an outlet are new: from its feeds and sitemaps."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from flows.common.http import FetchError
from flows.ingest import limits
from flows.ingest.bounded import TooLargeError, unpacked
from flows.ingest.outlets import Outlet
from flows.ingest.readers.feed import ListingError, parse

_MAX_SITEMAPS = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page that an outlet lists: its canonical address, and the address as it is to be fetched."""

    url: str
    link: str
    published_at: date | None = None
    title: str | None = None


def discover(
    outlet: Outlet, fetch: Callable[[str], bytes | None], refuse: Callable[[str, str, str], None]
) -> Iterator[Page]:
    """Every page that the outlet's feeds and sitemaps list, each once, in the order listed.

    `fetch` gives the bytes of a listing, or None where it has not changed; `refuse` is told of every listing
    that could not be read: code, address, reason.
    """
    pending = [*outlet.feeds, *outlet.sitemaps]
    asked: set[str] = set()
    seen: set[str] = set()
    while pending and len(asked) < _MAX_SITEMAPS:
        address = pending.pop(0)
        if address in asked:
            continue
        asked.add(address)
        try:
            data = fetch(address)
            if data is None:
                continue
            listing = parse(_unpacked(data), address)
        except (FetchError, ListingError) as error:
            refuse(error.code, address, str(error))
            continue
        except (TooLargeError, OSError, EOFError) as error:
            refuse("listing_damaged", address, str(error))
            continue
        pending.extend(listing.sitemaps)
        for entry in listing.entries:
            if entry.url and entry.url not in seen:
                seen.add(entry.url)
                yield Page(entry.url, entry.link or entry.url, entry.published_at, entry.title)
    if pending:
        refuse(
            "listings_left",
            outlet.domains[0] if outlet.domains else outlet.id,
            f"{len(pending)} more sitemaps were not read.",
        )


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    return unpacked(io.BytesIO(data), limits.MAX_FILE_BYTES).read()
