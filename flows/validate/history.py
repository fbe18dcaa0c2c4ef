"""Rules between an event, its ledger and its evidence, and between counts and what they count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from flows.validate.report import Report
from flows.validate.store import mark, rows_where
from flows.validate.tables import Mark, count, key_sql
from schemas.arrow import columns
from schemas.release import TABLES


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule across tables: `broken` is SQL over a good row `t` that is true where it fails."""

    name: str
    table: str
    level: str  # row | warning
    description: str
    broken: str


_LATE = "h.date_start IS NOT NULL AND h.date_start > h.as_of + 1"  # told as held before its own first day
_OF_EVENT = "FROM good_event_history h WHERE h.event_id = t.event_id"


def rules(as_of: date) -> tuple[Rule, ...]:
    """Return the rules, for a release as of `as_of`."""
    held = f"h.status = 'occurred' AND NOT ({_LATE})"
    under_way = f"h.status = 'ongoing' AND NOT ({_LATE})"
    open_ = f"(h.status IN ('planned', 'unconfirmed') OR (h.status IN ('occurred', 'ongoing') AND {_LATE}))"
    by_hand = "t.review_state <> 'corrected'"
    return (
        Rule(
            "has_history", "events", "row", "every event has a row in event_history", f"NOT EXISTS ({_OF_EVENT})"
        ),
        Rule(
            "status_fits_history", "events", "row",
            "an event's status is one that its ledger leads to by the fixed rules",
            f"{by_hand} AND NOT CASE t.status "
            f"WHEN 'occurred' THEN EXISTS ({_OF_EVENT} AND ({held} OR {under_way})) "
            f"WHEN 'ongoing' THEN EXISTS ({_OF_EVENT} AND {under_way}) "
            f"WHEN 'planned' THEN EXISTS ({_OF_EVENT} AND {open_}) "
            f"WHEN 'unconfirmed' THEN EXISTS ({_OF_EVENT} AND {open_}) "
            f"ELSE EXISTS ({_OF_EVENT} AND h.status = t.status) END",
        ),
        Rule(
            "held_stays_held", "events", "row",
            "an event that a report tells of as held has the status occurred",
            f"{by_hand} AND t.status <> 'occurred' AND EXISTS ({_OF_EVENT} AND {held} AND h.as_of <= DATE '{as_of}')",
        ),
        Rule(
            "report_count_fits", "events", "warning", "report_count is the number of reports in the event's ledger",
            f"t.report_count <> (SELECT count(DISTINCT h.report_id) {_OF_EVENT})",
        ),
        Rule(
            "event_count_fits", "actors", "warning", "event_count is the number of events that the actor takes part in",
            "t.event_count < (SELECT count(DISTINCT l.event_id) FROM good_event_actors l WHERE l.actor_id = t.actor_id)",
        ),
        Rule(
            "event_count_fits", "programmes", "warning", "event_count is the number of events linked to the programme",
            "t.event_count <> (SELECT count(DISTINCT l.event_id) FROM good_event_programmes l "
            "WHERE l.programme_id = t.programme_id)",
        ),
        *_evidence_rules(),
    )  # fmt: skip


def _evidence_rules() -> tuple[Rule, ...]:
    """Every non-null cell that an extractor or a person sets has evidence; registry rows that no report names need none."""
    found = []
    for name, spec in TABLES.items():
        names = {column.name for column in columns(spec.model)}
        for column in columns(spec.model):
            if not column.evidence:
                continue
            unless = ""
            if "origin" in names:
                unless = "AND NOT (t.origin = 'registry' AND t.report_count = 0) "
            elif "review_state" in names:
                unless = "AND t.review_state <> 'corrected' "
            found.append(
                Rule(
                    f"{column.name}.evidence", name, "row",
                    f"a {column.name} that is not empty has a row in evidence",
                    f't."{column.name}" IS NOT NULL {unless}AND NOT EXISTS (FROM good_evidence v '
                    f"WHERE v.record_type = '{name}' AND v.record_id = {key_sql(spec)} AND v.field = '{column.name}')",
                )
            )  # fmt: skip
    return tuple(found)


def check_rules(con: duckdb.DuckDBPyConnection, report: Report, as_of: date) -> int:
    """Check every rule; rows that break one of level `row` are set aside.  Return how many."""
    marked = 0
    for rule in rules(as_of):
        total = count(con, f"good_{rule.table}")
        failing = rows_where(con, rule.table, rule.broken)
        report.add(
            rule.name,
            rule.table,
            rule.level,
            rule.description,
            total,
            len(failing),
            [key for _, key in failing],
        )
        if rule.level == "row":
            marked += mark(con, [Mark(rule.table, row, rule.name, rule.description) for row, _ in failing])
    return marked


def settle(con: duckdb.DuckDBPyConnection, as_of: date) -> int:
    """Apply the row rules once more without reporting, for rows that lost their proof to others.  Return rows marked."""
    silent = Report()
    return check_rules(con, silent, as_of)
