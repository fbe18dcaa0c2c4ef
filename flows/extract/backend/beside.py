"""The model's part in the stage: asks before reports are read, and hands each report its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from flows.common.issues import IssueLog
from flows.common.progress import progress
from flows.extract.backend import measured as measures
from flows.extract.backend.answer import ReportAnswer
from flows.extract.backend.ask import Tally, ask_all, foresee, questions
from flows.extract.backend.combine import Combined
from flows.extract.backend.measured import Measured
from flows.extract.backend.options import Options
from flows.extract.backend.reading import Model
from flows.extract.backend.store import Answers
from flows.extract.protocol import Rules


@dataclass(frozen=True, slots=True)
class Answered:
    """A model's answer to one report, and what is needed to join it to what the rules read."""

    value: str  # JSON of a ReportAnswer, held to the text already
    method: str
    measured: Measured
    note: str = ""  # what was dropped from it

    def beside(self, rules: Rules) -> Combined:
        """Return the extractor that joins the rules and this answer."""
        answer = ReportAnswer.model_validate_json(self.value)
        return Combined(rules, Model(answer, self.method, rules.resources, self.note), self.measured)


class Beside:
    """Looks answers up; without a model there are none."""

    def __init__(self, options: Options | None) -> None:
        self._options = options
        self._store = Answers(options.store) if options else None
        self._measured = measures.load(options.measured, options.name) if options else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._store:
            self._store.__exit__(kind, error, trace)

    @property
    def asks(self) -> bool:
        """True where there is a model."""
        return self._options is not None

    def ask(
        self, rows: Callable[[], Iterable[dict[str, Any]]], log: IssueLog, told: Callable[[int], None]
    ) -> dict[str, float]:
        """Say what it costs at most, then ask about every relevant report that has no answer yet; return what was counted.

        `rows` gives the rows of `documents`, each time anew.
        """
        if self._options is None:
            return {}
        total, _ = foresee(questions(rows(), self._options), self._options)
        if total.reports:
            progress.say(
                f"model     {total.reports:,} reports to ask about, at most {total.cost:,.4f} of a budget of {self._options.budget:g} a day"
            )
        tally = ask_all(questions(rows(), self._options), self._options, told)
        _log(tally, log, self._options)
        return {
            "model_known": tally.known,
            "model_answered": tally.answered,
            "model_failed": tally.failed,
            "model_unpaid": tally.unpaid,
            "model_values_dropped": tally.dropped.total(),
            "model_requests": tally.requests,
            "model_tokens_in": tally.tokens_in,
            "model_tokens_out": tally.tokens_out,
            "model_cost": round(tally.cost, 6),
        }

    def answer(self, row: Mapping[str, Any]) -> Answered | None:
        """The answer to one report, if there is one."""
        if self._options is None or self._store is None or self._measured is None:
            return None
        question = next(questions([dict(row)], self._options), None)
        kept = self._store.get(question.key) if question else None
        if kept is None:
            return None
        return Answered(kept.value, f"model:{self._options.name}", self._measured, kept.reasons)


def _log(tally: Tally, log: IssueLog, options: Options) -> None:
    for source, fault in tally.faults:
        log.add(
            "warning",
            "model_failed",
            source,
            f"The model has no usable answer, the rules read alone: {fault}.",
        )
    if tally.unpaid:
        log.add(
            "warning",
            "model_unpaid",
            options.url,
            f"{tally.unpaid} reports were not asked about: {tally.refusal or f'the budget of {options.budget:g} a day is used up; raise model_budget, or run again tomorrow'}.",
        )
