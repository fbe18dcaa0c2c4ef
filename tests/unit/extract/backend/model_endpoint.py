"""A chat endpoint on loopback that answers as a test tells it to: well, badly, late, with inventions."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Report = dict[str, Any]
Told = Callable[[list[Report]], Any]


@dataclass(slots=True)
class Served:
    """What the endpoint does, and the requests that it had."""

    answer: Told  # reports -> the content of the answer, or text that is none
    status: list[int] = field(default_factory=list)  # of the first requests; 200 after them
    wait: float = 0.0
    finish: str = "stop"
    usage: bool = True
    bodies: list[dict[str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    url: str = ""

    def reports(self) -> list[list[Report]]:
        """The reports of each request."""
        return [json.loads(body["messages"][1]["content"]) for body in self.bodies]


@contextmanager
def serve(answer: Told, **more: Any) -> Iterator[Served]:
    """Serve on a free port of loopback for as long as the block runs."""
    served = Served(answer, **more)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            served.times.append(time.monotonic())
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.bodies.append(body)
            status = served.status.pop(0) if served.status else 200
            time.sleep(served.wait)
            self._send(status, _completion(served, body) if status == 200 else {"error": {"message": "no"}})

        def _send(self, status: int, content: dict[str, Any]) -> None:
            data = json.dumps(content).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                if status == 429:
                    self.send_header("Retry-After", "0.2")
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                pass  # the asker has gone

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _completion(served: Served, body: dict[str, Any]) -> dict[str, Any]:
    told = served.answer(json.loads(body["messages"][1]["content"]))
    content = told if isinstance(told, str) else json.dumps(told)
    size = sum(len(message["content"]) for message in body["messages"])
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 0,
        "model": body["model"],
        "choices": [
            {
                "index": 0,
                "finish_reason": served.finish,
                "message": {"role": "assistant", "content": content},
            }
        ],
        **(
            {
                "usage": {
                    "prompt_tokens": size // 4,
                    "completion_tokens": len(content) // 4,
                    "total_tokens": (size + len(content)) // 4,
                }
            }
            if served.usage
            else {}
        ),
    }


def answers(by_text: Callable[[str], dict[str, Any]]) -> Told:
    """An endpoint that answers each report with what `by_text` makes of its text."""
    return lambda reports: {"reports": [{"report": one["report"], **by_text(one["text"])} for one in reports]}


EMPTY: dict[str, Any] = {"actors": [], "programmes": [], "events": []}


def signing(name: str = "BNPT", other: str = "UNOCT", **event: Any) -> dict[str, Any]:
    """A good answer to the report of the tests: two bodies sign something."""
    return {
        "actors": [
            {"kind": "organisation", "name": name, "aliases": [], "office": None},
            {"kind": "organisation", "name": other, "aliases": [], "office": None},
        ],
        "programmes": [],
        "events": [
            {
                "words": "signed",
                "event_type": "agreement",
                "status": "occurred",
                "date_words": "28 November 2022",
                "place_words": "Jakarta",
                "participants": [
                    {"name": name, "role": "signatory"},
                    {"name": other, "role": "signatory"},
                ],
                "programmes": [],
                **event,
            }
        ],
    }
