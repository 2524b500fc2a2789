"""A slow way to a server: pages come through it piece by piece."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import Request, urlopen

PIECES = 6
PAUSE_SECONDS = 0.15
ASKED = ("Cookie", "Accept", "Accept-Language")


@contextmanager
def in_pieces(address: str) -> Iterator[str]:
    """Yield an address by which what `address` serves can be read, its pages in pieces."""

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = {name: self.headers[name] for name in ASKED if name in self.headers}
            with urlopen(Request(address + self.path, headers=asked)) as answer:
                body, kind = answer.read(), answer.headers["Content-Type"]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            step = -(-len(body) // PIECES) if kind.startswith("text/html") else len(body)
            for start in range(0, len(body), step or 1):
                self.wfile.write(body[start : start + step])
                time.sleep(PAUSE_SECONDS if step < len(body) else 0)

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
