"""Capture: fetch what is new, keep the bytes under their digest and lock them, before anything is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flows.common.http import Fetched, Fetcher, FetchError
from flows.common.issues import IssueLog
from flows.ingest import relevance
from flows.ingest.addresses import canonical
from flows.ingest.captures import Lock, append_lock, blob_path, read_locks, store
from flows.ingest.discover import Page, discover
from flows.ingest.outlets import Outlet, load_outlets
from flows.ingest.robots import Robots

PAGES = ("text/html", "application/xhtml+xml", "application/pdf", "text/plain", "text/markdown")
LISTINGS = (
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/xml",
    "application/rdf+xml",
    "application/gzip",
    "application/x-gzip",
    "text/html",
    "text/plain",
)
_GIVE_UP_AFTER = 5


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
        before = self.known.get(canonical(url) or url)
        if before is not None and not blob_path(self.captures, before.sha256).exists():
            before = None
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


def capture_sources(
    ids: Sequence[str],
    raw: Path,
    issues: IssueLog,
    fetcher: Fetcher | None = None,
    worth: Callable[[Page], bool] | None = None,
) -> dict[str, int]:
    """Capture what is new from the outlets named (all active ones where none is); returns counts.

    `worth` may narrow down which listed pages are fetched; by default those whose headline or address carries a
    word of the topic.  Pages captured before are asked for again only through their feed.
    """
    outlets = {outlet.id: outlet for outlet in load_outlets(raw / "sources").outlets}
    unknown = sorted(set(ids) - outlets.keys())
    if unknown:
        raise ValueError(
            f"raw/sources: there is no source `{unknown[0]}`; the names are those of the files there"
        )
    chosen = (
        [outlets[name] for name in sorted(ids)]
        if ids
        else [o for o in outlets.values() if o.status == "active" and (o.feeds or o.sitemaps)]
    )
    fetcher = fetcher or Fetcher()
    total: Counter[str] = Counter()
    for outlet in chosen:
        session = _session(raw, outlet.id, fetcher, issues, outlet.crawl_delay)
        _capture_outlet(outlet, session, worth or promising)
        total.update(session.counts)
    return dict(total)


def capture_urls(
    urls: Iterable[str], raw: Path, issues: IssueLog, fetcher: Fetcher | None = None
) -> dict[str, int]:
    """Capture single addresses into the lock file `added.jsonl`; returns counts."""
    session = _session(raw, "added", fetcher or Fetcher(), issues, 1.0)
    for url in dict.fromkeys(urls):
        _try(session, url)
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
    for page in discover(outlet, lambda address: session.fetch(address, LISTINGS), session.refuse):
        session.counts["listed"] += 1
        if page.url in session.known or not worth(page):
            continue
        failed = 0 if _try(session, page.link) else failed + 1
        if failed >= _GIVE_UP_AFTER:
            session.refuse(
                "outlet_failing",
                outlet.id,
                f"{failed} pages in a row could not be fetched; the rest is left for the next run.",
            )
            return


def _try(session: _Session, url: str) -> bool:
    """Capture one page; True unless the site itself is failing."""
    try:
        session.fetch(url, PAGES)
    except FetchError as error:
        session.refuse(error.code, url, str(error))
        return not error.passing
    return True
