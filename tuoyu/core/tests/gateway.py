"""A real HTTP server on this machine that takes messages as an SMS gateway does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class SmsGateway(BaseHTTPRequestHandler):
    """Answers what it was told to, one after the other, and then that all is well."""

    taken: list[dict[str, Any]]
    answers: list[tuple[int, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = self.headers.get("Authorization", "")
        self.taken.append(json.loads(body) | {"key": key, "path": self.path})
        status, said = self.answers.pop(0) if self.answers else (200, b'{"code": "OK"}')
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def gateway(settings: Any) -> Iterator[type[SmsGateway]]:
    """A gateway that runs, and settings that know it."""
    made = type("Made", (SmsGateway,), {"taken": [], "answers": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), made)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_CHANNEL = "tuoyu.core.sms.Gateway"
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_GATEWAY_TOKEN = "a-token"
    settings.SMS_GATEWAY_TAKEN = "code=OK"
    settings.SMS_SIGN, settings.SMS_TEMPLATE = "鹰城托育", "T-7"
    yield made
    server.shutdown()
    server.server_close()
