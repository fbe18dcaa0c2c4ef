"""Reads the project's own YAML tables, each once per process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_yaml(path: Path) -> Any:
    """The content of a YAML file; callers must not change what they get, as it is shared."""
    with path.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=_LOADER)
