"""How often rules and model are right, measured on annotated reports; what of both is kept follows from it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

THINGS = ("actor", "programme", "event", "participant")
FIELDS = ("type", "status", "date", "place")
SAID_BY = ("both", "rules", "model")
KEEP = 0.5  # a thing is kept where it is more often right than wrong


class MeasuredError(ValueError):
    """The file of measures cannot be used: which, why, and how to make it."""


@dataclass(slots=True)
class Count:
    """How often something was right, of how often it was said."""

    right: int = 0
    said: int = 0

    @property
    def confidence(self) -> float:
        """The share of right ones, drawn to a half where few were seen."""
        return (self.right + 1) / (self.said + 2)


@dataclass(frozen=True, slots=True)
class Measured:
    """Confidence by what is said and by whom.

    Of a thing (`actor`, `programme`, `event`, `participant`): how often one that both say, or one side alone, is
    right.  Of a field of an event (`type`, `status`, `date`, `place`): how often both are right where they agree,
    and each where they differ.
    """

    model: str
    counts: Mapping[tuple[str, str], Count] = field(default_factory=dict)

    def of(self, what: str, by: str) -> float:
        """The confidence of `what` said by both, rules or model."""
        return self.counts.get((what, by), Count()).confidence

    def keeps(self, what: str, by: str) -> bool:
        """True where a thing that only this side says is kept."""
        return self.of(what, by) >= KEEP

    def prefers_model(self, what: str) -> bool:
        """True where the model's value of a field is taken against the rules'."""
        return self.of(what, "model") > self.of(what, "rules")


def load(path: Path, model: str) -> Measured:
    """Read the file of measures.  Raises MeasuredError where it is missing, spoilt or of another model."""
    mend = "measure with `sinergi model measure`"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        counts = {
            (what, by): Count(int(content[what][by]["right"]), int(content[what][by]["said"]))
            for what in (*THINGS, *FIELDS)
            for by in SAID_BY
        }
        measured = Measured(str(content["model"]), counts)
    except FileNotFoundError:
        raise MeasuredError(f"{path}: no such file; {mend}") from None
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise MeasuredError(f"{path}: not a file of measures ({error!r}); {mend}") from None
    if measured.model != model:
        raise MeasuredError(f"{path}: measured on {measured.model}, not on {model}; {mend}")
    return measured


def save(measured: Measured, path: Path, reports: int) -> None:
    """Write the file of measures, whole or not at all."""
    content: dict[str, object] = {"model": measured.model, "reports": reports}
    for what in (*THINGS, *FIELDS):
        content[what] = {
            by: {
                "right": measured.counts[what, by].right,
                "said": measured.counts[what, by].said,
                "confidence": round(measured.of(what, by), 3),
            }
            for by in SAID_BY
        }
    text = "# How often rules and model are right; written by `sinergi model measure`.\n" + yaml.safe_dump(
        content, sort_keys=False
    )
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)
