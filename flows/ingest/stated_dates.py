"""Dates that a container states: front matter, meta tags, JSON-LD, feeds, HTTP, addresses.  Never dates found in prose."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 1, 1)
_ISO = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_SLASHED = re.compile(r"^\s*(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:T\d*Z?)?\s*$")
_DAY_FIRST = re.compile(r"^\s*(\d{1,2})[\s./-]+([A-Za-z]{3,12}|\d{1,2})[\s,./-]+(\d{4})(?!\d)")
_MONTH_FIRST = re.compile(r"^\s*([A-Za-z]{3,12})\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)")
_WEEKDAY = re.compile(r"^\s*[A-Za-z']{3,10},\s*(?=\d)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari",
            "feb february februari pebruari",
            "mar march maret mac",
            "apr april",
            "may mei",
            "jun june juni",
            "jul july juli julai",
            "aug august agustus agt ogos",
            "sep sept september",
            "oct october oktober okt",
            "nov november nopember",
            "dec december desember des disember",
        ),
        start=1,
    )
    for name in names.split()
}
_URL_DATES = (
    re.compile(r"/((?:19|20)\d{2})[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)"),
    re.compile(r"/((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{4,6})?(?:[/-]|$)"),
    re.compile(r"[/-]((?:19|20)\d{2})-(\d{2})-(\d{2})(?:[/.-]|$)"),
)


def stated_date(value: str) -> date | None:
    """The calendar day that `value` states, in the writer's own time zone; None where it is no plain date."""
    value = value.strip()[:80]
    for pattern in (_ISO, _SLASHED, _COMPACT):
        if m := pattern.match(value):
            return _day(int(m[1]), int(m[2]), int(m[3]))
    value = _WEEKDAY.sub("", value)
    if m := _DAY_FIRST.match(value):
        month = int(m[2]) if m[2].isdigit() else _MONTHS.get(m[2].casefold(), 0)
        return _day(int(m[3]), month, int(m[1]))
    if m := _MONTH_FIRST.match(value):
        return _day(int(m[3]), _MONTHS.get(m[1].casefold(), 0), int(m[2]))
    return None


def feed_date(value: str) -> date | None:
    """The day of a feed's date (RFC 822 or ISO 8601), as the outlet wrote it."""
    found = stated_date(value)
    if found is not None:
        return found
    try:
        return _bounded(parsedate_to_datetime(value.strip()[:80]).date())
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


def moment(value: str) -> datetime | None:
    """An ISO 8601 time as UTC."""
    try:
        parsed = datetime.fromisoformat(value.strip()[:40].replace("Z", "+00:00"))
    except ValueError:
        return None
    parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    try:
        return parsed.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def url_date(url: str) -> date | None:
    """The day that an address carries in its path (`/2022/09/13/`), if any."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url.split("?", 1)[0].split("#", 1)[0])
    for pattern in _URL_DATES:
        if m := pattern.search(path):
            found = _day(int(m[1]), int(m[2]), int(m[3]))
            if found is not None:
                return found
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return _bounded(date(year, month, day))
    except ValueError:
        return None


def _bounded(day: date) -> date | None:
    return day if EARLIEST <= day < LATEST else None
