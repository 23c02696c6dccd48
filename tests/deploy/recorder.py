"""A server behind a proxy that keeps what has come to it.

Where a path says so, it dies, or does not say that an answer is for all.
"""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TEXT = b"0123456789"


class Recorder:
    """Where it listens, and what has come to it.

    seen: the first lines of requests, in their order; headers: those of the last one, by their
    names in lower case.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.seen: list[str] = []
        self.headers: Mapping[str, str] = {}


@contextlib.contextmanager
def recorder() -> Iterator[Recorder]:
    """A server for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            told.seen.append(f"{self.command} {self.path}")
            told.headers = {name.lower(): value for name, value in self.headers.items()}
            if "dies" in self.path:
                self.close_connection = True
                return
            body = b"" if self.command == "HEAD" else TEXT
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            shared = "" if "own" in self.path else "public, "
            self.send_header("Cache-Control", f"{shared}max-age=60")
            self.send_header("ETag", '"tag"')
            self.send_header("Accept-Ranges", "bytes")
            self.end_headers()
            self.wfile.write(body)

        def __getattr__(self, name: str) -> Callable[[], None]:
            if not name.startswith("do_"):
                raise AttributeError(name)
            return self.answer

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: `seen` has it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told = Recorder(f"127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
