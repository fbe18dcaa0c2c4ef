"""The most memory that this process and its children hold together (Linux), for benchmarks."""

from __future__ import annotations

import os
import resource
import threading
import time
from pathlib import Path


class Peak(threading.Thread):
    """The most memory that this process and its children held together, in bytes, looked at five times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.bytes = 0

    def run(self) -> None:
        """Look until the process ends."""
        while True:
            self.bytes = max(self.bytes, sum(map(_resident, _family(os.getpid()))))
            time.sleep(0.2)


def _family(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children")
    return [process, *(one for child in _words(children) for one in _family(int(child)))]


def _resident(process: int) -> int:
    pages = _words(Path(f"/proc/{process}/statm"))
    return int(pages[1]) * resource.getpagesize() if pages else 0


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []
