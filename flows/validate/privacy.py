"""What a release must not hold: private persons, people named as suspects, convicts, victims or minors, personal numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from flows.validate.report import Report
from flows.validate.spans import documents
from flows.validate.store import CHECKED, mark, rows_where
from flows.validate.tables import Mark, count
from schemas.arrow import columns
from schemas.release import TABLES

# columns whose text is an address, a digest or a code, where long digits mean nothing
_NOT_WORDS = re.compile(
    r"(^|_)(url|ref|sha256|ids?|version|release|identifier|status|kind|role|method|lang|country)$"
)
_NAMES = {"name_id", "title_id"}  # in Indonesian

PATTERNS: dict[str, str] = {
    "no_email": r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}",
    "no_phone": r"(^|[^\w.])(\+\d{1,3}[\s.-]?\(?\d{1,4}\)?([\s.-]?\d{2,4}){2,4}|0(8\d{1,2}|2[1-9]\d?)[\s.-]?\d{3,4}[\s.-]?\d{3,4}([\s.-]?\d{1,3})?)\b",
    "no_id_number": r"(^|\D)\d{16}(\D|$)|(?i:(\bNIK|\bKTP|\bpaspor|\bpassport|\bSIM)( no\.?| number| nomor)?:? *[A-Z]?\d{6,16})",
    "no_street_address": r"(?i:\b(jl|jln|jalan)\b\.? +[a-z][\w. ]{2,40}?,? +(no|nomor)\b\.? *\d+|\bRT\.? *\d{1,3} */ *RW\.? *\d{1,3}|\b\d{1,5} +[A-Z][a-z]+ +(street|st|road|rd|avenue|ave)\b\.?(,| *$))",
}
_TOLD = {
    "no_email": "no e-mail address",
    "no_phone": "no telephone number",
    "no_id_number": "no identity card or passport number",
    "no_street_address": "no street address",
}

_FLAGS = {
    "suspect": r"tersangka|terdakwa|terduga|buron(?:an)?|suspects?|defendant|accused|alleged (?:terrorist|militant)|fugitive",
    "convict": r"terpidana|narapidana|napi|napiter|eks[- ]napi(?:ter)?|mantan (?:narapidana|napi|napiter|teroris)|convict(?:ed)?|ex-convict|inmate|prisoner|detainee|tahanan",
    "victim": r"korban|penyintas|victims?|survivors?|almarhumah?",
    "minor": r"anak(?: di bawah umur)?|siswa|siswi|pelajar|bocah|remaja|schoolboy|schoolgirl|pupil|teenager|minor",
}
_BETWEEN = r"(?:[\s,:\"'“”()-]+(?:teroris(?:me)?|terrorism|terrorist|kasus|bom|berinisial|bernama|named|called|atas nama|tindak|pidana|yang|di bawah umur)){0,3}"
BEFORE = {
    flag: re.compile(rf"(?i)(?<![\w-])(?:{words}){_BETWEEN}[\s,:\"'“”()-]*$")
    for flag, words in _FLAGS.items()
}
_BODY = re.compile(
    r"(?i)\b(perlindungan|saksi dan|lembaga|yayasan|forum|komunitas|asosiasi|aliansi|pemulihan|penanganan|hak|pemenuhan|"
    r"protection|association|foundation|network|forum|rights|office|support|for|of)\s+[\w\s]{0,25}$"
)
_AGE = re.compile(
    r"^[\s,]*(?:\((\d{1,2})(?:\s*(?:tahun|th|thn))?\)|berusia (\d{1,2}) tahun|aged (\d{1,2})\b)"
)
ADULT = 18


def flagged(before: str, after: str) -> str | None:
    """Return why a person named between these words is set aside: suspect, convict, victim, minor; else None."""
    for flag, pattern in BEFORE.items():
        found = pattern.search(before)
        if found and not (flag == "victim" and _BODY.search(before[: found.start()])):
            return flag
    age = _AGE.match(after)
    if age and int(next(group for group in age.groups() if group)) < ADULT:
        return "minor"
    return None


@dataclass(frozen=True, slots=True)
class Cell:
    """A text column of a table."""

    table: str
    column: str
    nullable: bool
    is_list: bool


def text_cells() -> tuple[Cell, ...]:
    """Return every column that holds words."""
    found = []
    for name in CHECKED:
        for column in columns(TABLES[name].model):
            is_list = isinstance(column.dtype, pl.List)
            words = is_list or column.dtype == pl.String
            if (
                words
                and not column.codelist
                and (column.name in _NAMES or not _NOT_WORDS.search(column.name))
            ):
                found.append(Cell(name, column.name, column.nullable, is_list))
    return tuple(found)


def check_numbers(con: duckdb.DuckDBPyConnection, report: Report) -> None:
    """Look for personal numbers and addresses in every text cell: the cell is emptied where it may be, else the row goes."""
    tables = dict.fromkeys(cell.table for cell in text_cells())
    likely = {table: _likely(con, table) for table in tables}
    for check, pattern in PATTERNS.items():
        quoted = pattern.replace("'", "''")
        for table in tables:
            total = count(con, f"good_{table}")
            found: list[str] = []
            for cell in text_cells() if check in likely[table] else ():
                if cell.table != table:
                    continue
                rows = rows_where(con, table, f"regexp_matches({_words(cell)}, '{quoted}')")
                found += [f"{key} ({cell.column})" for _, key in rows]
                if cell.nullable and rows:
                    listed = ",".join(str(row) for row, _ in rows)
                    con.execute(f'UPDATE "{table}" SET "{cell.column}" = NULL WHERE _row IN ({listed})')
                else:
                    reason = f"{cell.column} holds what must not be released: {_TOLD[check]}"
                    mark(con, [Mark(table, row, check, reason) for row, _ in rows])
            report.add(check, table, "row", f"{_TOLD[check]} stands in a text cell", total, len(found), found)


def _likely(con: duckdb.DuckDBPyConnection, table: str) -> frozenset[str]:
    """Return the checks that some cell of a table may fail: all cells of a row are looked at as the lines of one text."""
    lines = ", ".join(_words(cell) for cell in text_cells() if cell.table == table)
    tests = ", ".join(f"bool_or(regexp_matches(words, ?)) AS {check}" for check in PATTERNS)
    (found,) = con.execute(
        f'SELECT {tests} FROM (SELECT concat_ws(chr(10), {lines}) AS words FROM "good_{table}" t) '
        "WHERE regexp_matches(words, '[0-9@]')",
        [f"(?m){pattern}" for pattern in PATTERNS.values()],
    ).fetchall()
    return frozenset(check for check, hit in zip(PATTERNS, found, strict=True) if hit)


def _words(cell: Cell) -> str:
    return f"array_to_string(t.\"{cell.column}\", ' | ')" if cell.is_list else f't."{cell.column}"'


def check_persons(con: duckdb.DuckDBPyConnection, path: Path, report: Report) -> None:
    """Set aside persons without an office or part in an event, and those whom a report names as someone to protect."""
    (total,) = con.execute("SELECT count(*) FROM good_actors WHERE kind = 'person'").fetchall()[0]
    private = rows_where(
        con, "actors",
        "t.kind = 'person' AND t.origin <> 'registry' "
        "AND NOT EXISTS (FROM good_positions p WHERE p.person_id = t.actor_id) "
        "AND NOT EXISTS (FROM good_event_actors a WHERE a.actor_id = t.actor_id)",
    )  # fmt: skip
    told = "a person has an office or takes part in an event in an official capacity"
    report.add("official_capacity", "actors", "row", told, total, len(private), [key for _, key in private])
    mark(con, [Mark("actors", row, "official_capacity", f"not so: {told}") for row, _ in private])
    named = _named_as(con, path)
    told = "no person is named as a suspect, convict, victim or minor"
    report.add("protected_person", "actors", "row", told, total, len(named), list(named))
    numbers = {key: row for row, key in rows_where(con, "actors", "t.kind = 'person'")}
    mark(
        con,
        [
            Mark("actors", numbers[one], "protected_person", f"report {where} names the person as {flag}")
            for one, (flag, where) in sorted(named.items())
            if one in numbers
        ],
    )


def _named_as(con: duckdb.DuckDBPyConnection, path: Path) -> dict[str, tuple[str, str]]:
    """Map the ids of persons whom a report names as someone to protect to (flag, report)."""
    found: dict[str, tuple[str, str]] = {}
    con.execute(
        "CREATE TEMP TABLE person_mentions AS SELECT v.report_id, v.record_id, v.char_start, v.char_end "
        "FROM good_evidence v JOIN good_actors a ON v.record_type = 'actors' AND v.record_id = a.actor_id "
        "WHERE a.kind = 'person' AND v.field = 'name' AND a.origin <> 'registry'"
    )
    for batch in documents(path):
        texts: Mapping[str, str] = {text.report_id: text.words for text in batch}
        con.register("batch_ids", pl.DataFrame({"report_id": list(texts)}).to_arrow())
        rows = con.execute(
            "FROM person_mentions SEMI JOIN batch_ids USING (report_id) ORDER BY ALL"
        ).fetchall()
        con.unregister("batch_ids")
        for report_id, person, start, end in rows:
            text = texts[report_id]
            flag = flagged(text[max(0, start - 80) : start], text[end : end + 30])
            if flag:
                found.setdefault(person, (flag, report_id))
    con.execute("DROP TABLE person_mentions")
    return found
