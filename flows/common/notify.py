"""Tells a webhook of a failed run."""

from __future__ import annotations

import json
import socket
import urllib.request
from datetime import UTC, datetime

from flows.common.progress import progress
from flows.common.settings import Settings

SECONDS = 10


def notify(settings: Settings, run: str, message: str) -> bool:
    """Send `message` to the webhook of the settings as JSON; True where it was taken.  Never raises."""
    if not settings.webhook:
        return False
    body = {
        "text": f"sinergi: {run} failed on {socket.gethostname()}: {message}",
        "run": run,
        "message": message,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    request = urllib.request.Request(
        settings.webhook,
        json.dumps(body).encode("utf-8"),
        {"Content-Type": "application/json", "User-Agent": "sinergi"},
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return bool(200 <= answer.status < 300)
    except (OSError, ValueError) as error:
        progress.say(
            f"webhook {settings.webhook}: not reached: {error}; see `webhook` in the settings", "warning"
        )
        return False
