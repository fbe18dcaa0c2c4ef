"""How likely a trigger tells of an event: what is noted of the words around it, and what is kept."""

from __future__ import annotations

from flows.extract.candidates import Candidate
from flows.extract.neighbours import Neighbours
from flows.extract.tells import features, likely
from flows.extract.triggers import find_triggers
from tests.unit.extract.pages import page_of

SIGNED = "BNPT dan LPSK menandatangani nota kesepahaman di Jakarta, Selasa (14/5/2024)."


def found(text: str, form: str) -> tuple[dict[str, float], Candidate]:
    page = page_of(text)
    candidates = find_triggers(page)
    candidate = next(c for c in candidates if c.form == form)
    return features(page, Neighbours(candidates), candidate), candidate


def test_the_words_beside_a_trigger_are_noted() -> None:
    seen, _ = found(SIGNED, "menandatangani")
    assert {
        "form_agreement_menandatangani",
        "left_lpsk",
        "right_verb_nota",
        "date_day",
        "placed_near",
    } <= set(seen)
    assert "incomplete" not in seen and "undated" not in seen


def test_a_verb_without_its_object_is_noted_as_incomplete() -> None:
    seen, candidate = found("Kapolri menandatangani buku tamu.", "menandatangani")
    assert "incomplete" in seen and not candidate.complete


def test_purposes_and_topics_are_noted() -> None:
    assert "purpose" in found("BNPT bekerja keras untuk menggelar pelatihan.", "pelatihan")[0]
    assert "topic" in found("Ia berbicara tentang pelatihan aparat.", "pelatihan")[0]


def test_one_reading_of_each_place_is_kept() -> None:
    page = page_of("BNPT and UNODC will meet in Vienna on 27 May 2024.", "en")
    kept = likely(page, find_triggers(page))
    assert len({(c.start, c.end) for c in kept}) == len(kept)
    assert kept and all(0.0 < c.likelihood <= 1.0 for c in kept)


def test_what_hardly_tells_of_an_event_is_dropped() -> None:
    page = page_of("Ia berharap warga dapat belajar menerima perbedaan.")
    assert likely(page, find_triggers(page)) == []
