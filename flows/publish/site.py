"""index.html beside the releases: every release with its figures, the newest first; withdrawn ones with the reason."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.common.data import load_yaml
from flows.publish.files import read_json, replace_text

TEMPLATES = Path(__file__).parent / "templates"


def write(out: Path) -> Path:
    """Write `out/index.html` from index.json and latest.json."""
    known = list(reversed(read_json(out / "index.json")["releases"]))
    latest = next((one["version"] for one in known if one["status"] == "published"), None)
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    page = environment.get_template("site.html").render(
        releases=known,
        latest=latest,
        style=Markup(style),
        style_hash=base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii"),
        words=load_yaml(TEMPLATES / "words.yml"),
    )
    return replace_text(out / "index.html", page)
