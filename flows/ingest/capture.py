"""Capture: fetch what is new, keep the bytes under their digest and lock them, before anything is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.common.http import Fetched, Fetcher, FetchError
from flows.common.issues import IssueLog
from flows.ingest import relevance
from flows.ingest.addresses import canonical, with_parameter
from flows.ingest.captures import Lock, append_lock, blob_path, read_locks, store
from flows.ingest.discover import Page, discover
from flows.ingest.outlets import Outlet, Outlets, load_outlets
from flows.ingest.robots import Robots
from flows.ingest.stated_dates import moment

PAGES = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain", "text/markdown")
LISTINGS = (
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/xml",
    "application/rdf+xml",
    "application/gzip",
    "application/x-gzip",
    "application/octet-stream",
    "text/html",
    "text/plain",
)
_HOME = "https://{}"
_GIVE_UP_AFTER = 5
_ASKED_AGAIN = (timedelta(hours=20), timedelta(days=4))
"""A page that its feed still lists is asked for again while its capture is between these ages: articles get updated."""


@dataclass(slots=True)
class _Session:
    """One capture run: where bytes go, what is known, what happened."""

    captures: Path
    lock_path: Path
    fetcher: Fetcher
    robots: Robots
    issues: IssueLog
    delay: float
    known: dict[str, Lock] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        for lock in read_locks(self.lock_path):
            if isinstance(lock, Lock):
                self.known[canonical(lock.url) or lock.url] = lock

    def fetch(self, url: str, accept: Sequence[str]) -> bytes | None:
        """Fetch one address and lock its bytes; None where it has not changed since the last capture."""
        before = self._before(url)
        self.robots.check(url)
        answer = self.fetcher.get(
            url,
            delay=max(self.delay, self.robots.delay_for(url)),
            accept=accept,
            etag=before.etag if before else None,
            last_modified=before.last_modified if before else None,
            check=self.robots.check,
        )
        if answer.status == 304:
            self.counts["unchanged"] += 1
            return None
        return self._keep(url, answer, before)

    def listing(self, url: str, changed: datetime | None = None) -> bytes:
        """The bytes of a feed or sitemap: those kept where it has not changed, so that pages that failed are tried again.

        It is not asked for at all where the index that lists it says that it changed last (`changed`) before its capture.
        """
        before = self._before(url)
        kept = blob_path(self.captures, before.sha256) if before else None
        if before and kept and changed and changed < _time(before):
            return kept.read_bytes()
        fetched = self.fetch(url, LISTINGS)
        if fetched is None and kept is not None:
            return kept.read_bytes()
        return fetched or b""

    def due(self, page: Page) -> bool:
        """True where a page was never captured, or may have changed since."""
        before = self._before(page.link)
        if before is None:
            return True
        if page.changed is not None:
            return page.changed > _time(before)
        age = self.fetcher.now() - _time(before)
        return page.in_feed and _ASKED_AGAIN[0] <= age <= _ASKED_AGAIN[1]

    def _before(self, url: str) -> Lock | None:
        """The last capture of an address whose bytes are still there."""
        lock = self.known.get(canonical(url) or url)
        return lock if lock and blob_path(self.captures, lock.sha256).exists() else None

    def _keep(self, url: str, answer: Fetched, before: Lock | None) -> bytes | None:
        digest = store(self.captures, answer.body)
        if before is not None and before.sha256 == digest:
            self.counts["unchanged"] += 1
            return None
        lock = Lock(
            url,
            answer.time.isoformat(timespec="seconds"),
            digest,
            answer.content_type[:100],
            answer.etag,
            answer.last_modified,
        )
        append_lock(self.lock_path, lock)
        self.known[canonical(url) or url] = lock
        self.counts["captured"] += 1
        return answer.body

    def refuse(self, code: str, url: str, reason: str) -> None:
        """Record one refusal."""
        self.counts["refused"] += 1
        self.issues.add("warning", code, url, reason)


def _time(lock: Lock) -> datetime:
    return moment(lock.time) or datetime.min.replace(tzinfo=UTC)


def choose(ids: Sequence[str], raw: Path) -> list[Outlet]:
    """The outlets named; where none is, every active one that has a feed or sitemap of its own.

    Raises ValueError for a name that no outlet has.
    """
    outlets = {outlet.id: outlet for outlet in load_outlets(raw / "sources").outlets}
    unknown = sorted(set(ids) - outlets.keys())
    if unknown:
        raise ValueError(
            f"{raw / 'sources'}: there is no source `{unknown[0]}`; the names are those of the files there"
        )
    if ids:
        return [outlets[name] for name in sorted(set(ids))]
    return [o for o in outlets.values() if o.status == "active" and (o.feeds or o.sitemaps)]


def capture_sources(
    ids: Sequence[str],
    raw: Path,
    issues: IssueLog,
    fetcher: Fetcher | None = None,
    worth: Callable[[Page], bool] | None = None,
) -> dict[str, int]:
    """Capture what is new from the outlets named (`choose` says which where none is); returns counts.

    `worth` may narrow down which listed pages are fetched; by default those whose headline or address carries a
    word of the topic.  What was refused is added to `issues`, which is also written beside the captures.
    """
    fetcher = fetcher or Fetcher()
    total: Counter[str] = Counter()
    for outlet in choose(ids, raw):
        session = _session(raw, outlet.id, fetcher, issues, outlet.crawl_delay)
        _capture_outlet(outlet, session, worth or promising)
        total.update(session.counts)
    issues.write(raw / "captures")
    return dict(total)


def capture_urls(
    urls: Iterable[str], raw: Path, issues: IssueLog, fetcher: Fetcher | None = None
) -> dict[str, int]:
    """Capture single addresses into the lock file `added.jsonl`; returns counts."""
    session = _session(raw, "added", fetcher or Fetcher(), issues, 1.0)
    outlets = load_outlets(raw / "sources")
    for url in dict.fromkeys(urls):
        _try(session, url, outlets.by_url(url))
    issues.write(raw / "captures")
    return dict(session.counts)


def promising(page: Page) -> bool:
    """True where the headline or address of a listed page carries a word of the topic."""
    words = f"{page.title or ''} {page.url.replace('-', ' ')}".lower()
    return relevance.features(words) is not None


def _session(raw: Path, name: str, fetcher: Fetcher, issues: IssueLog, delay: float) -> _Session:
    captures = raw / "captures"
    return _Session(
        captures, captures / "locks" / f"{name}.jsonl", fetcher, Robots(fetcher, delay), issues, delay
    )


def _capture_outlet(outlet: Outlet, session: _Session, worth: Callable[[Page], bool]) -> None:
    failed = 0
    listings = [*outlet.feeds, *(outlet.sitemaps or _robots_sitemaps(outlet, session))]
    if not listings:
        session.refuse(
            "no_listing", outlet.id, "Neither a feed nor a sitemap is known; name one in its file."
        )
    own = Outlets((outlet,))
    for page in discover(listings, session.listing, session.refuse):
        session.counts["listed"] += 1
        if not page.in_feed and own.by_url(page.url) is None:
            continue  # a sitemap of the whole site, of which the outlet is a part
        if not worth(page) or not session.due(page):
            continue
        failed = 0 if _try(session, page.link, outlet) else failed + 1
        if failed >= _GIVE_UP_AFTER:
            session.refuse(
                "outlet_failing",
                outlet.id,
                f"{failed} pages in a row could not be fetched; the rest is left for the next run.",
            )
            return


def _robots_sitemaps(outlet: Outlet, session: _Session) -> Iterator[str]:
    """The sitemaps that robots.txt names, for an outlet with neither feed nor sitemap of its own."""
    if outlet.feeds or not outlet.domains:
        return
    address = _HOME.format(outlet.domains[0])
    try:
        yield from session.robots.sitemaps(address)
    except FetchError as error:
        session.refuse(error.code, address, str(error))


def _try(session: _Session, url: str, outlet: Outlet | None) -> bool:
    """Capture one page, whole where its outlet splits pages; True unless the site itself is failing."""
    whole = with_parameter(url, outlet.whole_article) if outlet and outlet.whole_article else url
    try:
        session.fetch(whole, PAGES)
    except FetchError as error:
        if whole != url and not error.passing and error.code != "address_refused":
            return _try(session, url, None)
        session.refuse(error.code, url, str(error))
        return not error.passing
    return True
