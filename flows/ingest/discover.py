"""Which pages of an outlet are new: from its feeds and sitemaps."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flows.common.http import FetchError
from flows.ingest import limits
from flows.ingest.bounded import DAMAGE, TooLargeError, unpacked
from flows.ingest.readers.feed import Listing, ListingError, parse

_MAX_LISTINGS = 50
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """One page that an outlet lists: its canonical address, the address as it is to be fetched, and when it changed."""

    url: str
    link: str
    published_at: date | None = None
    title: str | None = None
    changed: datetime | None = None
    in_feed: bool = False


def discover(
    listings: Sequence[str],
    fetch: Callable[[str, datetime | None], bytes],
    refuse: Callable[[str, str, str], None],
) -> Iterator[Page]:
    """Every page that feeds and sitemaps list, each once, in the order listed; of an index, the newest sitemaps first.

    `fetch` gives the bytes of a listing, told when its index says that it changed; `refuse` is told of every
    listing that could not be read: code, address, reason.
    """
    pending: list[tuple[str, datetime | None]] = [(address, None) for address in listings]
    asked: set[str] = set()
    seen: set[str] = set()
    while pending and len(asked) < _MAX_LISTINGS:
        address, changed = pending.pop(0)
        if address in asked:
            continue
        asked.add(address)
        listing = _read(address, changed, fetch, refuse)
        if listing is None:
            continue
        pending += sorted(listing.sitemaps, key=lambda child: child[1] or _NEVER, reverse=True)
        for entry in listing.entries:
            if entry.url and entry.url not in seen:
                seen.add(entry.url)
                yield Page(
                    entry.url,
                    entry.link or entry.url,
                    entry.published_at,
                    entry.title,
                    entry.changed,
                    listing.kind == "feed",
                )
    if pending:
        refuse("listings_left", pending[0][0], f"{len(pending)} more sitemaps were not read.")


def _read(
    address: str,
    changed: datetime | None,
    fetch: Callable[[str, datetime | None], bytes],
    refuse: Callable[[str, str, str], None],
) -> Listing | None:
    try:
        return parse(_unpacked(fetch(address, changed)), address)
    except (FetchError, ListingError) as error:
        refuse(error.code, address, str(error))
    except (TooLargeError, *DAMAGE) as error:
        refuse("listing_damaged", address, f"{type(error).__name__}: {str(error)[:160]}")
    return None


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    return unpacked(io.BytesIO(data), limits.MAX_FILE_BYTES).read()
