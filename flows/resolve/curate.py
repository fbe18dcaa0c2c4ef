"""People's decisions from `raw/curation`: read, checked, and looked up.  The formats are in its README.md.

A file that cannot be read, or an entry without reason, author or date, stops the run with one line.  An entry that no
longer fits what the reports say is skipped and becomes an issue: nobody's decision is applied to something else.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from flows.common.issues import IssueLog

T = TypeVar("T")
FILES = ("corrections", "same", "not_same", "reviews", "retractions", "ids")
_NEEDED: dict[str, tuple[str, ...]] = {
    "corrections": ("table", "id", "field", "expect"),
    "same": ("table", "records"),
    "not_same": ("table", "records"),
    "reviews": ("table", "id", "expect"),
    "retractions": (),
    "ids": ("table", "old", "new"),
}
TABLES = {"events": "event_id", "actors": "actor_id", "programmes": "programme_id"}


class CurationError(ValueError):
    """A file of decisions that cannot be used: file, entry, fault."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision; `where` names its file and place for messages."""

    where: str
    values: Mapping[str, Any]

    @property
    def by(self) -> str:
        """Who decided."""
        return str(self.values["by"])


@dataclass(slots=True)
class Curation:
    """All decisions by file."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: {name: [] for name in FILES})

    def of(self, file: str, table: str) -> list[Entry]:
        """Return the entries of `file` that concern `table`."""
        return [entry for entry in self.entries[file] if entry.values.get("table") == table]

    @property
    def retracted_reports(self) -> frozenset[str]:
        """Reports whose claims are not to be used."""
        return frozenset(str(e.values["report"]) for e in self.entries["retractions"] if "report" in e.values)

    def retracted_records(self, table: str) -> dict[str, str]:
        """Records of `table` that are not to be released, and the entry that says so."""
        return {str(e.values["id"]): e.where for e in self.of("retractions", table) if "id" in e.values}


def reports_judged(curation: Curation) -> list[str]:
    """Return the reports whose events a person said are the same, or not."""
    judged = [entry for file in ("same", "not_same") for entry in curation.of(file, "events")]
    records = (record for entry in judged for record in entry.values["records"])
    return sorted({str(one["report"]) for one in records if isinstance(one, dict) and "report" in one})


def read(folder: Path) -> Curation:
    """Read every file of decisions in `folder`.  Raises CurationError with one line that names file and entry."""
    curation = Curation()
    for name in FILES:
        path = folder / f"{name}.yml"
        if path.is_file():
            curation.entries[name] = list(_entries(path, name))
    return curation


def _entries(path: Path, name: str) -> Iterator[Entry]:
    label = f"raw/curation/{path.name}"
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CurationError(f"{label}: not readable as YAML: {' '.join(str(error).split())[:200]}") from None
    if not isinstance(loaded, list):
        raise CurationError(f"{label}: the file must be a list of entries, each starting with '- '")
    for number, values in enumerate(loaded, start=1):
        where = f"{label}, entry {number}"
        if not isinstance(values, dict):
            raise CurationError(f"{where}: an entry must be a mapping")
        for key in (*_NEEDED[name], "reason", "by", "date"):
            if key not in values or (values[key] in (None, "") and key != "expect"):
                raise CurationError(f"{where}: `{key}` is missing; every decision gives it")
        if not isinstance(values["date"], date):
            raise CurationError(f"{where}: `date` must be a day such as 2026-01-31")
        if "table" in values and values["table"] not in TABLES:
            raise CurationError(
                f"{where}: `table` is {values['table']!r}; it must be one of {', '.join(TABLES)}"
            )
        if name == "ids" and values["table"] == "events":
            raise CurationError(f"{where}: two events are joined by an entry in same.yml, not by their ids")
        if name == "retractions" and not ("report" in values or {"table", "id"} <= set(values)):
            raise CurationError(f"{where}: give `report`, or `table` and `id`")
        if name == "corrections" and "value" not in values:
            raise CurationError(f"{where}: `value` is missing; write `value: null` to empty the field")
        if name in {"same", "not_same"} and (
            not isinstance(values["records"], list) or len(values["records"]) < 2
        ):
            raise CurationError(f"{where}: `records` must list two records or more")
        yield Entry(where, values)


def text(value: object) -> str | None:
    """Return a value as evidence and guards compare it: text, dates in ISO form, lists sorted and joined by ", "."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(str(one) for one in value))
    return value.isoformat() if isinstance(value, date) else str(value)


def corrections(
    curation: Curation,
    table: str,
    rows: Mapping[str, dict[str, Any]],
    redirects: Mapping[str, str],
    types: Mapping[str, str],
    issues: IssueLog,
) -> list[tuple[str, str, Entry]]:
    """Correct `rows` (record id -> row) in place; return (id, field, entry) of each correction that was applied.

    `types` gives the fields that may be corrected and what they hold: text, date, float, bool or list.
    """
    applied = []
    for entry in curation.of("corrections", table):
        record = _follow(str(entry.values["id"]), redirects)
        column = str(entry.values["field"])
        if column not in types:
            raise CurationError(
                f"{entry.where}: `field` is {column!r}; of {table} may be corrected: {', '.join(sorted(types))}"
            )
        if record not in rows:
            _stale(
                issues,
                entry,
                f"{table} has no record {entry.values['id']}; correct the id or remove the entry",
            )
            continue
        now, expected = text(rows[record][column]), text(entry.values["expect"])
        if now != expected:
            _stale(
                issues,
                entry,
                f"{record} {column} is now {now!r}, not {expected!r} as when it was corrected; renew or remove the entry",
            )
            continue
        rows[record][column] = _typed(entry, column, types[column])
        rows[record]["review_state"] = "corrected"
        applied.append((record, column, entry))
    return applied


def reviews(
    curation: Curation,
    table: str,
    rows: Mapping[str, dict[str, Any]],
    redirects: Mapping[str, str],
    issues: IssueLog,
) -> None:
    """Mark the rows that a person accepted as they stand."""
    for entry in curation.of("reviews", table):
        record = _follow(str(entry.values["id"]), redirects)
        expect = entry.values["expect"]
        if not isinstance(expect, dict) or not expect:
            raise CurationError(
                f"{entry.where}: `expect` must give the fields that were accepted and their values"
            )
        if record not in rows:
            _stale(
                issues,
                entry,
                f"{table} has no record {entry.values['id']}; correct the id or remove the entry",
            )
            continue
        unknown = sorted(set(expect) - set(rows[record]))
        if unknown:
            raise CurationError(f"{entry.where}: {table} has no field {unknown[0]!r}")
        changed = [name for name in sorted(expect) if text(rows[record][name]) != text(expect[name])]
        if changed:
            name = changed[0]
            _stale(
                issues,
                entry,
                f"{record} {name} is now {text(rows[record][name])!r}, not {text(expect[name])!r} as accepted; review it again",
            )
        elif rows[record]["review_state"] == "machine":
            rows[record]["review_state"] = "reviewed"


def pairs_of_names(
    curation: Curation, file: str, table: str
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """Return pairs of (kind, name) that a person judged in `same` or `not_same` of actors or programmes."""
    found = []
    for entry in curation.of(file, table):
        anchors = []
        for record in entry.values["records"]:
            if (
                not isinstance(record, dict)
                or "name" not in record
                or (table == "actors" and "kind" not in record)
            ):
                raise CurationError(
                    f"{entry.where}: a record is named by `name` and `kind` as a report gives them"
                )
            anchors.append((str(record["kind"]) if table == "actors" else "programme", str(record["name"])))
        found += _all_pairs(anchors)
    return found


def pairs_of_events(
    curation: Curation,
    file: str,
    find: Mapping[str, Iterable[tuple[int, Mapping[str, Any]]]],
    there: Container[str],
    issues: IssueLog,
) -> list[tuple[int, int]]:
    """Return pairs of claims that a person judged; `find` gives each report's claims by position and row.

    `there` are the reports that were read: a decision on others waits and is only noted.
    """
    found = []
    for entry in curation.of(file, "events"):
        places = []
        for record in entry.values["records"]:
            if not isinstance(record, dict) or "report" not in record or "event_type" not in record:
                raise CurationError(
                    f"{entry.where}: an event is named by `report`, `event_type` and, where needed, `date_start` or `place_name`"
                )
            wanted = {key: text(value) for key, value in record.items() if key != "report"}
            if str(record["report"]) not in there:
                issues.add(
                    "info",
                    "decision_without_report",
                    entry.where,
                    f"{entry.where}: report {record['report']} is not among those read",
                )
                break
            matches = [
                n
                for n, row in find.get(str(record["report"]), ())
                if all(text(row.get(k)) == v for k, v in wanted.items())
            ]
            if len(matches) != 1:
                told = "no event" if not matches else f"{len(matches)} events"
                _stale(
                    issues,
                    entry,
                    f"report {record['report']} now tells of {told} with {wanted}; renew or remove the entry",
                )
                break
            places.append(matches[0])
        else:
            found += _all_pairs(places)
    return found


def _all_pairs(items: list[T]) -> list[tuple[T, T]]:
    return [(a, b) for i, a in enumerate(items) for b in items[i + 1 :]]


def _follow(record: str, redirects: Mapping[str, str]) -> str:
    return redirects.get(record, record)


def _stale(issues: IssueLog, entry: Entry, what: str) -> None:
    issues.add("warning", "stale_decision", entry.where, f"{entry.where}: skipped: {what}")


def _typed(entry: Entry, column: str, kind: str) -> Any:
    value: Any = entry.values["value"]
    fits: dict[str, type | tuple[type, ...]] = {
        "text": str,
        "date": date,
        "float": (int, float),
        "bool": bool,
        "list": list,
    }
    if value is not None and not isinstance(value, fits[kind]):
        raise CurationError(f"{entry.where}: `value` of {column} must be a {kind}, not {value!r}")
    if isinstance(value, list):
        return sorted(value)
    return float(value) if kind == "float" and isinstance(value, int | float) else value
