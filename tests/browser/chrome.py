"""A small client of chromedriver (the W3C WebDriver protocol): enough to open a page and look at it."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
MISSING = "needs chromium and chromedriver (Debian: apt-get install chromium chromium-driver)"


class Page:
    """One headless browser window."""

    def __init__(self, address: str, session: str) -> None:
        self._base = f"{address}/session/{session}"

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return call(f"{self._base}{path}", method, body)

    def open(self, url: str) -> None:
        """Load `url`."""
        self._call("POST", "/url", {"url": url})

    def run(self, script: str, *args: Any) -> Any:
        """Run `script` in the page and return its value."""
        return self._call("POST", "/execute/sync", {"script": script, "args": list(args)})

    def until(self, script: str, seconds: float = 20) -> Any:
        """Run `script` until it gives something true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            value = self.run(script)
            if value:
                return value
            time.sleep(0.05)
        raise AssertionError(f"never became true: {script}")

    def logs(self, kind: str) -> list[dict[str, Any]]:
        """Return and clear the log `kind` (browser or performance)."""
        return list(self._call("POST", "/se/log", {"type": kind}))

    def requests(self) -> list[str]:
        """Return the addresses that the page asked for."""
        found = []
        for entry in self.logs("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return found

    def keys(self, text: str) -> None:
        """Press keys where the focus is."""
        actions = [{"type": action, "value": key} for key in text for action in ("keyDown", "keyUp")]
        self._call("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": actions}]})

    def chord(self, held: str, pressed: str) -> None:
        """Press one key while another is held."""
        steps = [("keyDown", held), ("keyDown", pressed), ("keyUp", pressed), ("keyUp", held)]
        actions = [{"type": action, "value": key} for action, key in steps]
        self._call("POST", "/actions", {"actions": [{"type": "key", "id": "k", "actions": actions}]})

    def picture(self, path: Path) -> None:
        """Save what the window shows."""
        path.write_bytes(base64.b64decode(self._call("GET", "/screenshot")))


def call(url: str, method: str, body: dict[str, Any] | None = None) -> Any:
    """Send one command and return its value."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(
        url, data=data, method=method, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())["value"]


@contextmanager
def window(profile: Path, size: str = "1200,1600") -> Iterator[Page]:
    """Open a headless browser window; it is closed at the end."""
    assert BROWSER and DRIVER
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    driver = subprocess.Popen(
        [DRIVER, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        options = {
            "binary": BROWSER,
            "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=en",
                     f"--window-size={size}", f"--user-data-dir={profile}"],
        }  # fmt: skip
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        session = call(f"{address}/session", "POST", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        try:
            yield Page(address, session)
        finally:
            call(f"{address}/session/{session}", "DELETE")
    finally:
        driver.terminate()
        driver.wait(10)


def _wait(address: str) -> None:
    for _ in range(200):
        try:
            call(f"{address}/status", "GET")
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("chromedriver did not start")
