"""What a site's robots.txt allows, asked once per host and run."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from flows.common.http import USER_AGENT, Fetcher, FetchError

_AGENT = USER_AGENT.split("/", 1)[0]
_MAX = 512 * 1024
_REFUSE_ALL = "User-agent: *\nDisallow: /"


@dataclass(slots=True)
class Robots:
    """Answers by host.  No robots.txt (4xx) allows everything; one that cannot be had (5xx, broken) forbids everything."""

    fetcher: Fetcher
    delay: float = 1.0
    _rules: dict[str, Protego] = field(default_factory=dict)
    _missing: dict[str, str] = field(default_factory=dict)

    def allows(self, url: str) -> bool:
        """True where robots.txt lets this programme fetch `url`."""
        return bool(self._of(url).can_fetch(url, _AGENT))

    def delay_for(self, url: str) -> float:
        """The delay between requests that the site asks for, 0 where it asks for none; at most a minute."""
        return min(60.0, float(self._of(url).crawl_delay(_AGENT) or 0.0))

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that robots.txt lists."""
        return list(self._of(url).sitemaps)

    def check(self, url: str) -> None:
        """Raise FetchError where `url` must not be fetched."""
        if not self.allows(url):
            why = self._missing.get(_site(url))
            raise FetchError(
                "robots",
                f"{url}: robots.txt could not be had, so nothing of the site is fetched: {why}"
                if why
                else f"{url}: robots.txt does not allow it.",
                passing=why is not None,
            )

    def _of(self, url: str) -> Protego:
        site = _site(url)
        if site not in self._rules:
            self._rules[site] = Protego.parse(self._text(site))
        return self._rules[site]

    def _text(self, site: str) -> str:
        try:
            answer = self.fetcher.get(f"{site}/robots.txt", delay=self.delay)
        except FetchError as error:
            if error.code == "address_refused":
                raise
            if error.code.startswith("status_4") and error.code != "status_429":
                return ""
            self._missing[site] = str(error)
            return _REFUSE_ALL
        return answer.body[:_MAX].decode("utf-8", "replace")


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
