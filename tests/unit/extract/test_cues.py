"""Cue words: found at word boundaries, the longest first, at the offsets of the text itself."""

from __future__ import annotations

import pytest

from flows.extract.cues import Cue, cue_lexicon, lower_same_length, within


def cues(text: str, category: str = "trigger") -> list[Cue]:
    return [cue for cue in cue_lexicon().scan(text) if cue.category == category and cue.strength != "wide"]


def triggers(text: str) -> set[tuple[str, str]]:
    return {(cue.form, cue.label) for cue in cues(text) if cue.strength != "object"}


def test_a_cue_keeps_the_span_it_stands_at() -> None:
    text = "Kemarin BNPT MENGUNJUNGI Ambon."
    (cue,) = cues(text)
    assert text[cue.start : cue.end] == "MENGUNJUNGI"
    assert (cue.form, cue.label, cue.strength, cue.lang) == ("mengunjungi", "visit", "verb", "id")


@pytest.mark.parametrize("text", ["Pengunjungan", "dikunjungilah", "met_data", "Bertemunya", "helmet"])
def test_parts_of_words_are_no_cues(text: str) -> None:
    assert cues(text) == []


def test_cues_stand_beside_punctuation() -> None:
    assert ("seminar", "conference") in triggers("(seminar)")
    assert ("met", "meeting") in triggers("“met,”")


def test_the_longest_form_wins_within_a_category() -> None:
    assert triggers("rapat kerja nasional") == {("rapat kerja nasional", "conference")}
    assert triggers("They took part in a training workshop") == {("training workshop", "training")}


def test_objects_and_triggers_do_not_hide_each_other() -> None:
    found = cues("penandatanganan nota kesepahaman")
    assert {(cue.form, cue.strength) for cue in found} == {
        ("penandatanganan", "noun"),
        ("nota kesepahaman", "object"),
    }


def test_one_form_may_have_several_meanings() -> None:
    categories = {
        cue.category for cue in cue_lexicon().scan("akan menggelar rapat") if cue.form == "menggelar"
    }
    assert {"support", "roles"} <= categories


def test_cues_of_other_categories_are_found_beside_a_trigger() -> None:
    assert [cue.form for cue in cues("Rapat itu ditunda", "postponed")] == ["ditunda"]
    assert [cue.form for cue in cues("The summit was called off", "cancelled")] == ["called off"]


def test_letters_that_grow_when_lowered_move_nothing() -> None:
    text = "İstanbul’da İİİ BNPT bertemu UNOCT"
    assert len(lower_same_length(text)) == len(text)
    (cue,) = cues(text)
    assert text[cue.start : cue.end] == "bertemu"


def test_the_typographic_apostrophe_is_a_plain_one() -> None:
    assert triggers("the senior officials’ meeting") == triggers("the senior officials' meeting")


def test_within_gives_only_cues_that_lie_wholly_inside() -> None:
    text = "Seminar dan kunjungan kerja"
    found = cue_lexicon().scan(text)
    assert {cue.form for cue in within(found, 0, text.index("kerja")) if cue.category == "trigger"} == {
        "seminar"
    }
    assert within(found, len(text), len(text)) == []


def test_cues_come_in_order_of_the_text() -> None:
    starts = [cue.start for cue in cue_lexicon().scan("Usai bertemu, BNPT dan UNODC akan menggelar seminar.")]
    assert starts == sorted(starts)


def test_an_empty_text_has_no_cues() -> None:
    assert cue_lexicon().scan("") == []
