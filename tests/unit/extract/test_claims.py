"""From a reading to rows: every table of the hand-over, keys that agree, and proofs under the record they prove."""

from __future__ import annotations

from flows.common import tables
from flows.extract.claims import rows
from flows.extract.model import Reading
from schemas.stages import CLAIM_TABLES
from tests.unit.extract.pages import reading_of

TEXT = (
    "JAKARTA - Kepala BNPT Budi Raharjo menerima kunjungan Direktur UNODC Clara Weiss di Jakarta, Selasa (14/5/2024).\n\n"
    "Dalam kunjungan itu, BNPT dan UNODC menandatangani nota kesepahaman tentang RAN PE 2020-2024.\n\n"
    "Mantan Kepala LPSK Rudi Hartanto ikut hadir."
)


def test_rows_fit_the_schema_of_their_table() -> None:
    found = rows(reading_of(TEXT))
    assert set(found) == set(CLAIM_TABLES) - {"readings"}
    for name, content in found.items():
        frame = tables.frame(content, CLAIM_TABLES[name])
        assert frame.height == len(content) > 0 or name == "claims_event_programmes"


def test_keys_lead_to_rows_of_the_same_report() -> None:
    found = rows(reading_of(TEXT))
    actors = {row["key"] for row in found["claims_actors"]}
    events = {row["key"] for row in found["claims_events"]}
    programmes = {row["key"] for row in found["claims_programmes"]}
    assert {row["report_id"] for content in found.values() for row in content} == {"r"}
    for row in found["claims_participants"]:
        assert (row["event_key"] in events, row["actor_key"] in actors) == (True, True)
        assert row["on_behalf_of"] is None or row["on_behalf_of"] in actors
    for row in found["claims_event_programmes"]:
        assert (row["event_key"] in events, row["programme_key"] in programmes) == (True, True)
    for row in found["claims_offices"]:
        assert row["organisation_key"] is None or row["organisation_key"] in actors


def test_proofs_stand_under_the_record_they_prove() -> None:
    found = rows(reading_of(TEXT))
    kinds = {row["record_type"] for row in found["claims_proofs"]}
    assert {"actors", "events", "event_actors", "positions", "programmes"} <= kinds
    for row in found["claims_proofs"]:
        assert 0 <= row["char_start"] < row["char_end"] <= len(TEXT)
        if row["record_type"] == "event_actors":
            event, actor = row["key"].split("|")
            assert row["field"] == "role"
            assert any(
                p["event_key"] == event and p["actor_key"] == actor and p["role"] == row["value"]
                for p in found["claims_participants"]
            )
        if row["record_type"] == "actors":
            assert TEXT[row["char_start"] : row["char_end"]] == row["value"]


def test_every_actor_and_every_part_is_proved() -> None:
    found = rows(reading_of(TEXT))
    proved = {(row["record_type"], row["key"]) for row in found["claims_proofs"]}
    assert {("actors", row["key"]) for row in found["claims_actors"]} <= proved
    assert {
        ("event_actors", f"{p['event_key']}|{p['actor_key']}") for p in found["claims_participants"]
    } <= proved
    assert {("events", row["key"]) for row in found["claims_events"]} <= proved


def test_part_of_is_a_link_between_events() -> None:
    found = rows(reading_of(TEXT))
    linked = {(row["key"], row["part_of"]) for row in found["claims_events"] if row["part_of"]}
    assert {
        (row["key"], row["value"]) for row in found["claims_proofs"] if row["record_type"] == "event_links"
    } == {(f"{one}|{whole}", "part_of") for one, whole in linked}


def test_a_former_office_proves_no_position() -> None:
    found = rows(reading_of(TEXT))
    held = {
        (row["actor_key"], row["organisation_key"]) for row in found["claims_offices"] if not row["former"]
    }
    proved = {
        tuple(row["key"].split("|")) for row in found["claims_proofs"] if row["record_type"] == "positions"
    }
    assert [row["former"] for row in found["claims_offices"] if "LPSK" in row["title"]] == [True]
    assert proved == {pair for pair in held if pair[1]}


def test_nothing_said_is_nothing_written() -> None:
    assert all(content == [] for content in rows(Reading("r")).values())
