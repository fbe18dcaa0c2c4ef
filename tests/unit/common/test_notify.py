"""The webhook: told once, never in the way."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from flows.common.notify import notify
from flows.common.settings import Settings


def test_a_webhook_is_told() -> None:
    bodies: list[dict[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.handle_request, daemon=True).start()
    assert notify(Settings(webhook=f"http://127.0.0.1:{server.server_port}/"), "release 1", "it broke")
    server.server_close()
    assert bodies[0]["run"] == "release 1"
    assert "it broke" in bodies[0]["text"]


def test_no_webhook_and_a_dead_one_do_no_harm() -> None:
    assert not notify(Settings(), "r", "m")
    assert not notify(Settings(webhook="http://127.0.0.1:9/"), "r", "m")
