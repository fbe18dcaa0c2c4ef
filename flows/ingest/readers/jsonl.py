"""Records of JSON-lines exports, under the names that common crawlers and archives give their fields."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from flows.ingest.addresses import canonical
from flows.ingest.decode import UndecodableError, decode, repair
from flows.ingest.model import Outcome, Reading, Unit
from flows.ingest.readers import page
from flows.ingest.readers.plain import headline
from flows.ingest.stated_dates import feed_date, moment

_TEXT = (
    "text",
    "maintext",
    "main_text",
    "body",
    "article",
    "content",
    "article_text",
    "fulltext",
    "full_text",
    "isi",
    "konten",
)
_HTML = ("html", "raw_html", "content_html")
_TITLE = ("title", "headline", "judul")
_URL = ("url", "link", "canonical_url", "original_url", "uri", "permalink")
_DATE = (
    "date",
    "published",
    "published_at",
    "published_date",
    "date_published",
    "datepublished",
    "date_publish",
    "pubdate",
    "publish_date",
    "publication_date",
    "timestamp",
    "tanggal",
)
_PUBLISHER = (
    "publisher",
    "outlet",
    "source",
    "source_name",
    "site",
    "sitename",
    "site_name",
    "source_domain",
    "domain",
    "media",
)
_LANG = ("lang", "language")
_AUTHOR = ("author", "authors", "byline", "penulis")
_RETRIEVED = ("retrieved_at", "crawled_at", "date_download", "fetched_at", "crawl_time")
_TAG = re.compile(r"<(?:p|div|br|article|html|body|h1)[\s>/]", re.I)


def read(unit: Unit) -> Outcome:
    """Read one record."""
    outcome = Outcome()
    try:
        record = json.loads(decode_line(unit.data))
    except (UndecodableError, ValueError, RecursionError) as error:
        outcome.note("error", "json_malformed", f"The line is not JSON: {str(error)[:120]}")
        return outcome
    if not isinstance(record, dict):
        outcome.note(
            "error", "json_not_record", "The line must hold an object with `text` (and title, url, date)."
        )
        return outcome
    fields = {str(key).lower(): value for key, value in record.items()}
    text = _first(fields, _TEXT)
    markup = _first(fields, _HTML) or (text if text and _TAG.search(text) else None)
    if markup:
        return _from_html(unit, markup, fields)
    if not text or not text.strip():
        outcome.note(
            "error", "json_without_text", f"The record has no text under any of: {', '.join(_TEXT[:6])}."
        )
        return outcome
    mended, repairs = repair(text)
    if repairs:
        outcome.note("info", "text_repaired", f"Repaired on reading: {', '.join(repairs)}.")
    outcome.readings.append(_complete(Reading(unit.source_ref, "jsonl", mended.strip(), unit.sha256), fields))
    return outcome


def decode_line(data: bytes) -> str:
    """The line as text; only its encoding is mended, its values are repaired one by one."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(data).text


def _from_html(unit: Unit, markup: str, fields: dict[str, Any]) -> Outcome:
    inner = replace(
        unit, kind="html", data=markup.encode("utf-8", "replace"), url=_first(fields, _URL), charset="utf-8"
    )
    outcome = page.read(inner)
    for reading in outcome.readings:
        reading.source_type = "jsonl"
        reading.raw_sha256 = unit.sha256
        _complete(reading, fields)
    return outcome


def _complete(reading: Reading, fields: dict[str, Any]) -> Reading:
    """Fill in what the record states."""
    reading.title = _line(_first(fields, _TITLE)) or reading.title or headline(reading.text)
    reading.url = canonical(_first(fields, _URL)) or reading.url
    reading.publisher = _line(_first(fields, _PUBLISHER)) or reading.publisher
    reading.byline = _line(_first(fields, _AUTHOR)) or reading.byline
    reading.lang = _line(_first(fields, _LANG))
    stated = _first(fields, _DATE)
    if stated and (found := feed_date(stated)):
        reading.published_at, reading.published_basis = found, "record"
    retrieved = _first(fields, _RETRIEVED)
    reading.retrieved_at = moment(retrieved) if retrieved else None
    given = fields.get("id")
    reading.given_id = given.strip() if isinstance(given, str) and given.strip() else None
    return reading


def _first(fields: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = fields.get(name)
        if isinstance(value, list) and value and all(isinstance(v, str) for v in value):
            value = ("\n\n" if name in _TEXT else ", ").join(value)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return value
    return None


def _line(value: str | None) -> str | None:
    return " ".join(repair(value)[0].split())[:300] or None if value else None
