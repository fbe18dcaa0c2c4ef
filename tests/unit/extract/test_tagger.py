"""The tagger: words and their classes, the shipped model, and training from files."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from flows.extract.tagger.crf import MODEL, NameTagger, name_tagger, windows
from flows.extract.tagger.features import features, shape
from flows.extract.tagger.templates import sentences
from flows.extract.tagger.train import persons, read, retokenise, score, train
from flows.extract.tagger.words import (
    ACRONYM,
    CALENDAR,
    DEGREE,
    HONORIFIC,
    INITIAL,
    OFFICE,
    ORG_HEAD,
    RANK,
    SUSPECT,
    classes,
    tokenise,
)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("Komjen", RANK),
        ("M.H.", DEGREE),
        ("S.I.K.", DEGREE),
        ("Kepala", OFFICE),
        ("Secretary-General", OFFICE),
        ("Kementerian", ORG_HEAD),
        ("Agency", ORG_HEAD),
        ("Mr", HONORIFIC),
        ("HE", HONORIFIC),
        ("terpidana", SUSPECT),
        ("BNPT", ACRONYM),
        ("Selasa", CALENDAR),
        ("A.", INITIAL),
        ("K.D.", INITIAL),
    ],
)
def test_classes(word: str, wanted: int) -> None:
    assert classes(word) & wanted


@pytest.mark.parametrize(("word", "unwanted"), [("He", HONORIFIC), ("sik", DEGREE), ("Boy", ACRONYM)])
def test_not_of_the_class(word: str, unwanted: int) -> None:
    assert not classes(word) & unwanted


def test_tokens_keep_initials_hyphens_and_places() -> None:
    text = "A. Adang (UN-Women), Jum'at 13/9/2022."
    tokens = tokenise(text, 0, len(text))
    assert [t.text for t in tokens] == ["A.", "Adang", "(", "UN-Women", ")", ",", "Jum'at", "13/9/2022", "."]
    assert all(text[t.start : t.end] == t.text for t in tokens)


def test_shapes() -> None:
    assert [shape(w) for w in ("Boy", "BNPT", "13/9")] == ["Xx", "X", "9/9"]


def test_features_see_two_words_to_each_side() -> None:
    rows = features(["Kepala", "BNPT", "Boy", "hadir"])
    assert "BOS" in rows[0] and "EOS" in rows[3]
    assert "-1w=bnpt" in rows[2] and "1w=hadir" in rows[2] and "-2c=off" in rows[2]
    assert features([]) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Menteri Luar Negeri Rusia Sergey Lavrov tiba di Jakarta .", "Sergey Lavrov"),
        ("Ambassador Gary Quinlan opened the course .", "Gary Quinlan"),
        ('" Kami siap , " kata Hendra Wijaya dalam siaran pers .', "Hendra Wijaya"),
    ],
)
def test_the_shipped_model_finds_persons(words: str, name: str) -> None:
    text = words
    tokens = tokenise(text, 0, len(text))
    spans = name_tagger().persons(tokens)
    assert name in [" ".join(t.text for t in tokens[a:b]) for a, b, _ in spans]
    assert all(0 <= p <= 1 for _, _, p in spans)


def test_only_stretches_with_open_capitals_are_tagged() -> None:
    text = "kata dia kepada para wartawan di sana tadi pagi ketika Hendra tiba lalu masuk ke dalam"
    tokens = tokenise(text, 0, len(text))
    (window,) = windows(tokens, [True] * len(tokens))
    assert tokens[window[0]].start > 0 and window[1] < len(tokens)
    assert windows(tokens, [False] * len(tokens)) == []


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"flows\.extract\.tagger\.train"):
        NameTagger(tmp_path / "none.crfsuite")


def test_corpus_lines_become_own_tokens(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("Budi\tB-PERSON\nSantoso(\tI-PERSON\ndi\tO\nPalu\tB-PLACE\n\nIa O\n", encoding="utf-8")
    rows = list(read(path))
    assert rows[0][0] == ("Budi", "B-PER") and rows[1] == [("Ia", "O")]
    words, labels = retokenise(rows[0])
    assert words == ["Budi", "Santoso", "(", "di", "Palu"]
    assert labels == ["B-PER", "I-PER", "I-PER", "O", "B-LOC"]
    assert persons([[("Budi", "B-PER"), ("Santoso", "I-PER"), ("ada", "O")]]) == ["Budi Santoso"]


def test_patterns_are_the_same_every_time() -> None:
    names, given = ["Budi Santoso", "Ana Lee"], ["budi", "ana"]
    assert sentences(names, given, 90) == sentences(names, given, 90)
    assert any(label == "B-PER" for row in sentences(names, given, 9) for _, label in row)


def test_training_is_deterministic(tmp_path: Path) -> None:
    idner, nergrit = tmp_path / "idner", tmp_path / "nergrit"
    idner.mkdir()
    nergrit.mkdir()
    row = "Kepala NOUN O\nBudi PROPN B-PER\nSantoso PROPN I-PER\nhadir VERB O\n\n"
    for path in (idner / "train.txt", idner / "dev.txt", idner / "test.txt"):
        path.write_text(row * 3, encoding="utf-8")
    for part in ("train", "valid", "test"):
        (nergrit / f"{part}_preprocess.txt").write_text(row, encoding="utf-8")
    one, two = tmp_path / "1", tmp_path / "2"
    train(idner, nergrit, one, patterns=60)
    train(idner, nergrit, two, patterns=60)
    assert one.read_bytes() == two.read_bytes()
    assert score(one, idner / "test.txt")["PER"][2] == 1.0


def test_the_model_is_the_recorded_one_and_small() -> None:
    content = MODEL.read_bytes()
    assert hashlib.sha256(content).hexdigest() in MODEL.with_name("MODEL.md").read_text(encoding="utf-8")
    assert len(content) < 2_500_000
