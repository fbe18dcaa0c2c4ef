"""The examples of README.md: found, run, and written back with `python tests/docs/readme.py --write`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from flows import look, run
from flows.common.paths import PROJECT, RELEASES
from flows.common.settings import Settings
from flows.publish.query import run as query

README = PROJECT / "README.md"
SQL = re.compile(r"```sql\n(?P<sql>.*?)```\n\n```text\n(?P<text>.*?)```", re.DOTALL)
GOLD = re.compile(r"<!-- gold -->\n```text\n(?P<text>.*?)```", re.DOTALL)
SETTINGS = re.compile(r"<!-- settings -->\n(?P<text>(?:\|.*\n)+)")


def latest() -> Path | None:
    """The release that the README speaks of."""
    made = run.releases(RELEASES)
    return made[-1] if made else None


def answer(release: Path, sql: str) -> str:
    """What `sinergi query` prints."""
    return query(release, sql) + "\n"


def gold(release: Path) -> str:
    """The figures of quality.json as a table."""
    scores = json.loads((release / "quality.json").read_text(encoding="utf-8"))["gold"]
    rows = [
        (
            s["measure"],
            s["group"],
            f"{s['precision']:.2f}",
            f"{s['recall']:.2f}",
            f"{s['f1']:.2f}",
            s["count"],
        )
        for s in scores
    ]
    return "\n".join(look.table(["measure", "of", "precision", "recall", "F1", "gold"], rows)) + "\n"


def settings() -> str:
    """The table of settings."""
    lines = ["| setting | environment | default | what it is |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = default.relative_to(PROJECT)
        shown = (
            "" if default is None else f"`{json.dumps(default) if isinstance(default, bool) else default}`"
        )
        lines.append(f"| `{name}` | `SINERGI_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines) + "\n"


def renewed(text: str, release: Path | None) -> str:
    """`text` with every generated part made anew."""
    text = SETTINGS.sub(lambda m: m[0].replace(m["text"], settings()), text)
    if release is not None:
        text = SQL.sub(lambda m: f"```sql\n{m['sql']}```\n\n```text\n{answer(release, m['sql'])}```", text)
        text = GOLD.sub(lambda m: f"<!-- gold -->\n```text\n{gold(release)}```", text)
    return text


if __name__ == "__main__":
    fresh = renewed(README.read_text(encoding="utf-8"), latest())
    if "--write" in sys.argv:
        README.write_text(fresh, encoding="utf-8")
    else:
        print(fresh)
