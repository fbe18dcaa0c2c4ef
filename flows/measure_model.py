"""What a model is worth: what asking it would cost, and how often it and the rules are right on annotated reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows import run
from flows.common import tables
from flows.common.paths import Work
from flows.common.settings import Settings
from flows.extract.backend import ask, measured
from flows.extract.backend.answer import ReportAnswer
from flows.extract.backend.combine import align
from flows.extract.backend.measured import Count, Measured
from flows.extract.backend.options import Options, options
from flows.extract.backend.reading import Model
from flows.extract.backend.store import Answers
from flows.extract.model import Event, Reading, Report
from flows.extract.reader import load_resources, read
from flows.validate.gold import load_gold
from flows.validate.matching import (
    EVENT_LIKENESS,
    Happening,
    Named,
    ReportFacts,
    event_likeness,
    forms,
    pair_up,
    same_name,
)
from schemas.stages import Documents

Counts = dict[tuple[str, str], Count]


def estimate(settings: Settings, documents: Path | None) -> str:
    """Say what asking about every text that has no answer yet would take at most; nothing is asked."""
    chosen = _chosen(settings)
    with _taken_in(settings, documents, None) as job:
        total, known = ask.foresee(ask.questions(_documents(job.work), chosen), chosen)
    words = [
        f"{total.reports:,} reports to ask about in {total.requests:,} requests, {known:,} known",
        f"at most {total.tokens_in:,} tokens sent and {total.tokens_out:,} received",
        f"at most {total.cost:,.4f} of a budget of {chosen.budget:g} a day",
    ]
    return "\n".join(words)


def measure(settings: Settings, documents: Path | None, gold: Path | None) -> str:
    """Ask about annotated reports, compare rules and model with the annotator, and write the file of measures."""
    chosen = _chosen(settings)
    counts: Counts = {
        (w, by): Count() for w in (*measured.THINGS, *measured.FIELDS) for by in measured.SAID_BY
    }
    reports = 0
    with _taken_in(settings, documents, gold) as job:
        if job.gold is None:
            raise run.UserError(f"{settings.gold}: no such folder; give --gold a folder of annotated reports")
        truth = load_gold(job.gold)
        rows = [row for row in _documents(job.work) if row["report_id"] in truth]
        tally = ask.ask_all(ask.questions(rows, chosen), chosen)
        resources = load_resources(job.raw / "registries")
        for row, answer in _answers(rows, chosen):
            report = Report(row["report_id"], row["text"], _lang(row), row["published_at"], row["publisher"])
            model = Model(answer, f"model:{chosen.name}", resources)
            count(counts, truth[report.report_id], read(report, resources), model.read(report))
            reports += 1
    if not reports:
        fault = tally.refusal or (tally.faults[0][1] if tally.faults else "nothing was asked about")
        raise run.RunError(f"{chosen.url}: no usable answer to an annotated report: {fault}")
    found = Measured(chosen.name, counts)
    measured.save(found, chosen.measured, reports)
    lines = [
        f"{'':<12}{'both say':>10}{'rules alone':>13}{'model alone':>13}   (fields: agree, rules differ, model differ)"
    ]
    for what in (*measured.THINGS, *measured.FIELDS):
        lines.append(
            f"{what:<12}{found.of(what, 'both'):>10.2f}{found.of(what, 'rules'):>13.2f}{found.of(what, 'model'):>13.2f}"
        )
    told = f"{reports} reports, {tally.failed} without a usable answer, {tally.dropped.total()} values dropped, cost {tally.cost:.4f}"
    return "\n".join([*lines, told, f"written to {chosen.measured}"])


def count(counts: Counts, truth: ReportFacts, rules: Reading, model: Reading) -> None:
    """Add one report: who said what, and was it right."""
    same = align(rules, model)
    ours, theirs = _named(truth, rules), _named(truth, model)
    _things(counts, "actor", same.actors, ours["actors"], theirs["actors"])
    _things(counts, "programme", same.programmes, ours["programmes"], theirs["programmes"])
    mine, other = _matched(truth, rules), _matched(truth, model)
    right_rules = {e.key: e.key in mine for e in rules.events}
    right_model = {e.key: e.key in other for e in model.events}
    _things(counts, "event", same.events, right_rules, right_model)
    told = {event.key: event for event in model.events}
    for event in rules.events:
        key = same.events.get(event.key)
        if key is not None and (event.key in mine or key in other):
            gold = mine.get(event.key) or other[key]
            _fields(counts, gold, event, told[key])
            _parties(counts, gold, event, told[key], same.actors, rules, model)


def _things(
    counts: Counts, what: str, same: dict[str, str], rules: dict[str, bool], model: dict[str, bool]
) -> None:
    for key, right in rules.items():
        if key in same:
            _add(counts, what, "both", right or model[same[key]])
        else:
            _add(counts, what, "rules", right)
    for key in set(model) - set(same.values()):
        _add(counts, what, "model", model[key])


def _add(counts: Counts, what: str, by: str, right: bool) -> None:
    counts[what, by].said += 1
    counts[what, by].right += right


def _named(truth: ReportFacts, reading: Reading) -> dict[str, dict[str, bool]]:
    """By key, whether an actor or programme is one of the annotator's."""
    found = {}
    for name, gold, said in (
        ("actors", truth.actors, [Named(a.kind, a.name, forms(a.name, a.aliases)) for a in reading.actors]),
        (
            "programmes",
            truth.programmes,
            [Named("", p.name, forms(p.name, p.aliases)) for p in reading.programmes],
        ),
    ):
        hits = {j for _, j in pair_up(gold, said, same_name, 1.0)}
        things: Sequence[Any] = getattr(reading, name)
        found[name] = {thing.key: n in hits for n, thing in enumerate(things)}
    return found


def _matched(truth: ReportFacts, reading: Reading) -> dict[str, Happening]:
    """The annotator's event that each event matches, by key."""
    said = [_happening(event, reading) for event in reading.events]
    pairs = pair_up(truth.events, said, event_likeness, EVENT_LIKENESS)
    return {reading.events[j].key: truth.events[i] for i, j in pairs}


def _happening(event: Event, reading: Reading) -> Happening:
    by_key = {actor.key: forms(actor.name, actor.aliases) for actor in reading.actors}
    parties = tuple(by_key[p.actor_key] for p in event.participants if p.actor_key in by_key)
    return Happening(
        event.key, event.type, frozenset(event.also), event.status, event.date_start, event.date_end,
        event.date_precision, event.country, parties,
    )  # fmt: skip


def _fields(counts: Counts, gold: Happening, rules: Event, model: Event) -> None:
    types = {gold.type, *gold.also}
    judged = {
        "type": (rules.type == model.type, rules.type in types, model.type in types),
        "status": (rules.status == model.status, rules.status == gold.status, model.status == gold.status),
    }
    if model.date_end is not None:
        ours, theirs = (rules.date_start, rules.date_end), (model.date_start, model.date_end)
        judged["date"] = (ours == theirs, ours == (gold.start, gold.end), theirs == (gold.start, gold.end))
    if model.country is not None:
        judged["place"] = (
            rules.country == model.country,
            rules.country == gold.country,
            model.country == gold.country,
        )
    for what, (agree, rules_right, model_right) in judged.items():
        if agree:
            _add(counts, what, "both", rules_right)
        else:
            _add(counts, what, "rules", rules_right)
            _add(counts, what, "model", model_right)


def _parties(
    counts: Counts,
    gold: Happening,
    one: Event,
    other: Event,
    same: dict[str, str],
    rules: Reading,
    model: Reading,
) -> None:
    def right(reading: Reading, event: Event) -> dict[str, bool]:
        named = {actor.key: forms(actor.name, actor.aliases) for actor in reading.actors}
        return {
            p.actor_key: any(named[p.actor_key] & party for party in gold.participants)
            for p in event.participants
            if p.actor_key in named
        }

    ours, theirs = right(rules, one), right(model, other)
    together = {a: b for a, b in same.items() if a in ours and b in theirs}
    _things(counts, "participant", together, ours, theirs)


def _chosen(settings: Settings) -> Options:
    chosen = options(settings)
    if chosen is None:
        raise run.UserError("no model is set; give SINERGI_MODEL_URL and SINERGI_MODEL_NAME")
    return chosen


@contextmanager
def _taken_in(settings: Settings, documents: Path | None, gold: Path | None) -> Iterator[run.Job]:
    """The reports taken in, in a folder that is gone afterwards."""
    alone = settings.model_copy(update={"model_url": None})
    plan = run.plan(alone, sources=(documents,) if documents else (), gold=gold, force=True)
    if isinstance(plan, run.Unchanged):
        raise run.RunError("unreachable: a forced plan is a job")
    with run.scratch(plan) as job:
        run.begin(job)
        run.ingest(job)
        yield job


def _documents(work: Work) -> Iterator[dict[str, Any]]:
    yield from tables.read(work.ingest / "documents.parquet", Documents).iter_rows(named=True)


def _answers(rows: list[dict[str, Any]], chosen: Options) -> Iterator[tuple[dict[str, Any], ReportAnswer]]:
    with Answers(chosen.store) as store:
        for row in rows:
            question = next(ask.questions([row], chosen), None)
            kept = store.get(question.key) if question else None
            if kept is not None:
                yield row, ReportAnswer.model_validate_json(kept.value)


def _lang(row: dict[str, Any]) -> str:
    return "id" if row["lang"] in ("id", "ms") else "en"
