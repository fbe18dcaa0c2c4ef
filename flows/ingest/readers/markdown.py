"""Notes: Markdown with front matter `id lang published publisher about`."""

from __future__ import annotations

import re
from typing import Any

import yaml

from flows.ingest import limits
from flows.ingest.decode import UndecodableError, decode
from flows.ingest.model import Outcome, Reading, Unit
from flows.ingest.stated_dates import stated_date

KEYS = frozenset({"id", "lang", "published", "publisher", "about"})
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M)
_HEADING = re.compile(r"^#{1,2}[ \t]+(.+?)[ \t#]*$", re.M)
_LINE = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]*(.*?)[ \t]*$")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+")


class _PlainLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """YAML as strings, lists and mappings only: `no` stays a word and a date stays as written."""


def read(unit: Unit) -> Outcome:
    """Read one note; its text is the body after the front matter."""
    outcome = Outcome()
    try:
        decoded = decode(unit.data, unit.charset)
    except UndecodableError:
        outcome.note("error", "not_text", "The file is not text in any known encoding; convert it to UTF-8.")
        return outcome
    if decoded.repairs:
        outcome.note("info", "text_repaired", f"Repaired on reading: {', '.join(decoded.repairs)}.")
    front, body = split(decoded.text, outcome)
    body = body.strip()
    if not body:
        outcome.note(
            "error", "empty", "The note has no body below its front matter; add the text or remove the file."
        )
        return outcome
    reading = Reading(
        unit.source_ref, "note", body, unit.sha256, url=unit.url, retrieved_at=unit.retrieved_at, own=unit.own
    )
    _apply(front, reading, outcome)
    heading = _HEADING.search(body[:600])
    reading.title = heading.group(1) if heading else None
    outcome.readings.append(reading)
    return outcome


def split(text: str, outcome: Outcome) -> tuple[dict[str, Any], str]:
    """Part a note into its front matter and its body; a front matter that cannot be read is an issue, not an end."""
    text = text.lstrip("\n ")
    if not re.match(r"---[ \t]*\n", text):
        return {}, text
    start = text.index("\n") + 1
    fence = _FENCE.search(text, start, start + limits.MAX_FRONT_MATTER)
    if fence is None:
        outcome.note(
            "warning",
            "front_matter_open",
            "The front matter is not closed by a line `---`; its keys are read line by line.",
        )
        return _unclosed(text[start:])
    block, body = text[start : fence.start()], text[fence.end() :]
    try:
        return _load(block), body
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        why = " ".join(str(error).split())[:160]
        outcome.note(
            "warning",
            "front_matter_malformed",
            f"The front matter is not valid YAML and was read line by line: {why}",
        )
        return _by_line(block), body


def _load(block: str) -> dict[str, Any]:
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(block, Loader=_PlainLoader)):
        raise ValueError("aliases are not allowed")
    loaded = yaml.load(block, Loader=_PlainLoader)
    if loaded is None or loaded == "":
        return {}
    if not isinstance(loaded, dict):
        raise ValueError("it must hold `key: value` lines")
    return {str(key): value for key, value in loaded.items()}


def _by_line(block: str) -> dict[str, Any]:
    found = (_LINE.match(line) for line in block.split("\n"))
    return {m.group(1): m.group(2).strip("\"'") for m in found if m and m.group(1) in KEYS and m.group(2)}


def _unclosed(rest: str) -> tuple[dict[str, Any], str]:
    """Keys up to the first line that cannot belong to a front matter."""
    lines = rest.split("\n")
    end = 0
    while end < len(lines) and (_LINE.match(lines[end]) or re.match(r"\s+-\s|\s*-\s+http", lines[end])):
        end += 1
    return _by_line("\n".join(lines[:end])), "\n".join(lines[end:])


def _apply(front: dict[str, Any], reading: Reading, outcome: Outcome) -> None:
    """Put the known keys into `reading`; everything else becomes an issue."""
    for key, value in front.items():
        if key not in KEYS:
            outcome.note(
                "info",
                "front_matter_key",
                f"Key `{key[:60]}` of the front matter is unknown and was ignored; known: {', '.join(sorted(KEYS))}.",
            )
        elif key != "about" and not isinstance(value, str):
            outcome.note(
                "warning", "front_matter_value", f"Key `{key}` must be a single value; it was ignored."
            )
    reading.given_id = _text(front, "id")
    reading.lang = _text(front, "lang")
    reading.publisher = _text(front, "publisher")
    addresses = _ADDRESS.findall(str(front.get("about", "")))
    reading.about = addresses[0][:2000] if addresses else None
    published = _text(front, "published")
    if published:
        reading.published_at = stated_date(published)
        reading.published_basis = "front matter"
        if reading.published_at is None:
            outcome.note(
                "warning",
                "published_unreadable",
                f"`published: {published[:60]}` is not a date; write YYYY-MM-DD. It was left empty.",
            )


def _text(front: dict[str, Any], key: str) -> str | None:
    value = front.get(key)
    if not isinstance(value, str):
        return None
    value = " ".join(value.split())[:300]
    return value if value.casefold() not in ("", "null", "~", "none") else None
