"""Trains the name model: the same corpora, code and version of CRFsuite give the same file.

`python -m flows.extract.tagger.train --idner DIR --nergrit DIR --out FILE` reads the folders of
idner-news-2k and NERGrit as published, adds the patterns of `templates.py`, trains, and prints the
scores on idner's test part.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

from flows.extract.tagger.features import features
from flows.extract.tagger.templates import sentences as pattern_sentences
from flows.extract.tagger.words import tokenise, word_set

Row = list[tuple[str, str]]
KINDS = {"PER": "PER", "PERSON": "PER", "ORG": "ORG", "ORGANISATION": "ORG", "LOC": "LOC", "PLACE": "LOC"}
PARAMETERS: dict[str, Any] = {"c1": 0.35, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 1}
PATTERNS = 2600


def read(path: Path) -> Iterator[Row]:
    """Sentences of a file with one `word ... label` line per token and empty lines between sentences."""
    row: Row = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) < 2:
            if row:
                yield row
            row = []
            continue
        prefix, _, kind = parts[-1].partition("-")
        label = f"{prefix}-{KINDS[kind]}" if kind in KINDS and prefix in "BI" else "O"
        row.append((parts[0], label))
    if row:
        yield row


def retokenise(row: Row) -> tuple[list[str], list[str]]:
    """The sentence in this package's own tokens, labels carried over by position."""
    text = " ".join(word for word, _ in row)
    starts: dict[int, str] = {}
    at = 0
    for word, label in row:
        starts[at] = label
        at += len(word) + 1
    words: list[str] = []
    labels: list[str] = []
    label = "O"
    for token in tokenise(text, 0, len(text)):
        begins = token.start in starts
        label = starts[token.start] if begins else ("I-" + label[2:] if label != "O" else "O")
        if label.startswith("I-") and (not labels or labels[-1][2:] != label[2:]):
            label = "B-" + label[2:]
        words.append(token.text)
        labels.append(label)
    return words, labels


def persons(rows: Sequence[Row]) -> list[str]:
    """The corpora's persons of two to four capitalised words, each once, in order."""
    found: dict[str, None] = {}
    for row in rows:
        name: list[str] = []
        for word, label in [*row, ("", "O")]:
            if name and label != "I-PER":
                if 2 <= len(name) <= 4 and all(part[:1].isupper() and part.isalpha() for part in name):
                    found[" ".join(name)] = None
                name = []
            if label.endswith("-PER"):
                name.append(word)
    return list(found)


def invented(given: Sequence[str]) -> list[str]:
    """Names made of the lists' given names: first and last drawn by a fixed step."""
    names = sorted(given)
    steps = ((7, 31), (13, 101), (29, 57))
    return [
        f"{names[(i * a) % len(names)]} {names[(i * b + 11) % len(names)]}".title()
        for a, b in steps
        for i in range(len(names))
    ]


def train(idner: Path, nergrit: Path, out: Path, patterns: int = PATTERNS) -> None:
    """Train on both corpora's training and development parts and write the model to `out`."""
    files = [idner / "train.txt", idner / "dev.txt"]
    files += [nergrit / f"{part}_preprocess.txt" for part in ("train", "valid", "test")]
    rows = [row for path in files for row in read(path)]
    given = sorted(word_set("given_names"))
    names = persons(rows) + invented(given)
    rows += pattern_sentences(names, given, patterns)
    trainer = pycrfsuite.Trainer(verbose=False)
    for row in rows:
        words, labels = retokenise(row)
        trainer.append(features(words), labels)
    trainer.set_params(PARAMETERS)
    trainer.train(str(out))


def spans(labels: Sequence[str]) -> set[tuple[int, int, str]]:
    """Entities as (start, end, kind)."""
    found: set[tuple[int, int, str]] = set()
    start = -1
    for i, label in enumerate([*labels, "O"]):
        if start >= 0 and not (label.startswith("I-") and label[2:] == labels[start][2:]):
            found.add((start, i, labels[start][2:]))
            start = -1
        if label != "O" and start < 0:
            start = i
    return found


def score(model: Path, test: Path) -> dict[str, tuple[float, float, float]]:
    """Exact-span precision, recall and F1 by kind on a file of sentences."""
    tagger: Any = pycrfsuite.Tagger()
    tagger.open(str(model))
    counts: dict[str, list[int]] = {}
    for row in read(test):
        words, labels = retokenise(row)
        gold, found = spans(labels), spans(tagger.tag(features(words)))
        for kind in ("PER", "ORG", "LOC"):
            mine = counts.setdefault(kind, [0, 0, 0])
            g, f = {s for s in gold if s[2] == kind}, {s for s in found if s[2] == kind}
            mine[0] += len(g & f)
            mine[1] += len(f)
            mine[2] += len(g)
    result: dict[str, tuple[float, float, float]] = {}
    for kind, (hit, found_n, gold_n) in counts.items():
        precision, recall = hit / max(1, found_n), hit / max(1, gold_n)
        result[kind] = (precision, recall, 2 * precision * recall / max(1e-9, precision + recall))
    return result


def main(argv: Sequence[str] | None = None) -> int:
    """Train, score, and print what MODEL.md records."""
    parser = argparse.ArgumentParser(description="Train the model that finds persons' names.")
    parser.add_argument("--idner", type=Path, required=True, help="folder of idner-news-2k")
    parser.add_argument(
        "--nergrit", type=Path, required=True, help="folder of NERGrit as released with IndoNLU"
    )
    parser.add_argument("--out", type=Path, required=True, help="model file to write")
    given = parser.parse_args(argv)
    train(given.idner, given.nergrit, given.out)
    digest = hashlib.sha256(given.out.read_bytes()).hexdigest()
    print(f"{given.out}: {given.out.stat().st_size} bytes, sha256 {digest}")
    for kind, (precision, recall, f1) in score(given.out, given.idner / "test.txt").items():
        print(f"{kind}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
