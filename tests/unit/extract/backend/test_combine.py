"""Rules and model joined by measured confidence: things by who says them, fields by who is more often right."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from model_common import TEXT, measured
from model_endpoint import signing

from flows.common.paths import REGISTRIES
from flows.extract.backend import measured as measures
from flows.extract.backend.answer import ReportAnswer
from flows.extract.backend.combine import Combined, align, combine
from flows.extract.backend.reading import Model
from flows.extract.claims import rows
from flows.extract.model import Reading, Report
from flows.extract.protocol import Extractor, Rules
from flows.extract.reader import Resources, load_resources, read

REPORT = Report("r1", TEXT, "en", date(2022, 11, 29))


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load_resources(REGISTRIES)


def model(resources: Resources, report: Report = REPORT, **answer: Any) -> Reading:
    said = ReportAnswer.model_validate({"report": 1, **signing(), **answer})
    return Model(said, "model:test", resources).read(report)


def test_an_answer_becomes_a_reading(resources: Resources) -> None:
    said = model(resources)
    assert [(actor.name, actor.registry_id) for actor in said.actors] == [
        ("BNPT", "bnpt"),
        ("UNOCT", "unoct"),
    ]
    (event,) = said.events
    assert (event.date_start, event.date_end, event.date_precision) == (
        date(2022, 11, 28),
        date(2022, 11, 28),
        "day",
    )
    assert (event.place_name, event.country) == ("Jakarta", "IDN")
    for proof in event.proofs:
        assert proof.rule in ("model:test", "theme-word")
        assert 0 <= proof.start < proof.end <= len(TEXT)
    assert {TEXT[p.start : p.end] for p in event.proofs if p.field == "date_start"} == {"28 November 2022"}


def test_both_and_no_more(resources: Resources) -> None:
    ours = read(REPORT, resources)
    joined = combine(ours, model(resources), measured(event={"both": 0.95}, actor={"both": 0.98}))
    assert [actor.key for actor in joined.actors] == [actor.key for actor in ours.actors]
    assert len(joined.events) == len(ours.events) == 1
    assert joined.events[0].confidence >= 0.94
    assert {p.actor_key for p in joined.events[0].participants} == {
        p.actor_key for p in ours.events[0].participants
    }


def test_an_actor_of_the_model_alone_needs_a_measure(resources: Resources) -> None:
    text = TEXT + " Observers from Rumah Kebangsaan were there."
    report = Report("r1", text, "en", date(2022, 11, 29))
    extra = {"kind": "organisation", "name": "Rumah Kebangsaan", "aliases": [], "office": None}
    said = model(resources, report, actors=[*signing()["actors"], extra])
    ours = Reading("r1", [a for a in read(report, resources).actors if a.name != "Rumah Kebangsaan"])
    trusted = combine(ours, said, measured(actor={"model": 0.8, "rules": 0.9}))
    added = next(actor for actor in trusted.actors if actor.name == "Rumah Kebangsaan")
    assert added.confidence == pytest.approx(0.8)
    assert added.mentions[0].confidence == pytest.approx(0.8)
    assert len({actor.key for actor in trusted.actors}) == len(trusted.actors)
    doubted = combine(ours, said, measured(actor={"model": 0.3, "rules": 0.9}))
    assert "Rumah Kebangsaan" not in {actor.name for actor in doubted.actors}


@pytest.mark.parametrize("who", ["rules", "model"])
def test_a_field_goes_to_who_is_more_often_right(resources: Resources, who: str) -> None:
    text = "BNPT and UNOCT signed a memorandum of understanding on 28 November 2022 after talks on 25 November 2022."
    report = Report("r1", text, "en", date(2022, 11, 29))
    ours = read(report, resources)
    said = model(resources, report, events=signing(date_words="25 November 2022", place_words=None)["events"])
    assert align(ours, said).events
    shares = {"rules": 0.9, "model": 0.4} if who == "rules" else {"rules": 0.4, "model": 0.9}
    joined = combine(ours, said, measured(date=shares, event={"rules": 0.9, "model": 0.1}))
    event = next(e for e in joined.events if e.type == "agreement")
    assert event.date_start == (date(2022, 11, 28) if who == "rules" else date(2022, 11, 25))
    (proof,) = [p for p in event.proofs if p.field == "date_start"]
    assert text[proof.start : proof.end] == event.date_start.strftime("%d %B %Y")
    assert (proof.rule == "model:test") == (who == "model")


def test_an_event_of_the_model_alone(resources: Resources) -> None:
    said = model(resources)
    bare = Reading("r1", read(REPORT, resources).actors)
    joined = combine(bare, said, measured(event={"model": 0.7}, actor={"rules": 0.9}))
    (event,) = joined.events
    assert event.key == "e1"
    assert event.confidence == pytest.approx(0.7)
    assert {p.actor_key for p in event.participants} <= {actor.key for actor in joined.actors}
    assert combine(bare, said, measured(event={"model": 0.2}, actor={"rules": 0.9})).events == []


def test_the_rows_fit_the_claims_tables(resources: Resources) -> None:
    found = rows(combine(read(REPORT, resources), model(resources), measured()))
    keys = {row["key"] for row in found["claims_actors"]}
    events = {row["key"] for row in found["claims_events"]}
    assert {row["actor_key"] for row in found["claims_participants"]} <= keys
    assert {row["event_key"] for row in found["claims_participants"]} <= events
    for row in found["claims_proofs"]:
        assert set(row["key"].split("|")) <= keys | events | {p["key"] for p in found["claims_programmes"]}


def test_rules_model_and_both_are_extractors(resources: Resources) -> None:
    said = Model(ReportAnswer.model_validate({"report": 1, **signing()}), "model:test", resources)
    extractors: list[Extractor] = [Rules(resources), said, Combined(Rules(resources), said, measured())]
    assert all(len(one.read(REPORT).events) == 1 for one in extractors)


def test_measures_are_kept_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "model.yml"
    measures.save(measured(event={"model": 0.8}), path, 12)
    assert measures.load(path, "test-model").of("event", "model") == pytest.approx(0.8)
    with pytest.raises(measures.MeasuredError, match="measured on test-model, not on other"):
        measures.load(path, "other")
    path.write_text("model: test-model\nactor: 3\n", encoding="utf-8")
    with pytest.raises(measures.MeasuredError, match="sinergi model measure"):
        measures.load(path, "test-model")
    with pytest.raises(measures.MeasuredError, match="no such file"):
        measures.load(tmp_path / "none.yml", "test-model")


def test_few_cases_say_little() -> None:
    assert measures.Count(1, 1).confidence == pytest.approx(2 / 3)
    assert measures.Count().confidence == 0.5
