"""What stands beside the releases for a browser: index.html (every release) and sql/ (SQL over a release)."""

from __future__ import annotations

from pathlib import Path

from flows.common.data import load_yaml
from flows.publish import views
from flows.publish.files import read_json, replace_text
from flows.publish.markup import TEMPLATES, rendered, script_json

_SQL_WORDS = ("all_releases", "release", "skip")  # beside those that begin with sql_


def write(out: Path) -> Path:
    """Write `out/index.html` from index.json and latest.json, and the page for SQL."""
    known = list(reversed(read_json(out / "index.json")["releases"]))
    latest = next((one["version"] for one in known if one["status"] == "published"), None)
    words = load_yaml(TEMPLATES / "words.yml")
    _write_sql(out / "sql", words)
    page = rendered("site.html", releases=known, latest=latest, words=words)
    return replace_text(out / "index.html", page)


def _write_sql(folder: Path, words: dict[str, list[str]]) -> None:
    """Write the page that answers SQL; its engine comes with `sinergi site --sql`."""
    folder.mkdir(exist_ok=True)
    examples = [
        {"name": query.name, "told": words[f"q_{query.name}"], "sql": query.sql}
        for query in views.load(views.QUERIES)
    ]
    shown = {key: both for key, both in words.items() if key in _SQL_WORDS or key.startswith("sql_")}
    page = rendered(
        "sql.html", words=words, words_json=script_json(shown), examples_json=script_json(examples)
    )
    replace_text(folder / "index.html", page)
    replace_text(folder / "sql.js", (TEMPLATES / "sql.js").read_text(encoding="utf-8"))
