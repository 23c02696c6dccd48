"""A server behind nginx that says what has come to it, and dies where a path says so."""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Behind:
    """What has come to it: the first lines of requests, in their order."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.address = ""
        self.cache_control = ""


@contextlib.contextmanager
def behind() -> Iterator[Behind]:
    """A server for as long as the block runs: it answers with what it was sent."""
    told = Behind()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            sent = self.rfile.read(length)
            told.seen.append(f"{self.command} {self.path}")
            if "dies" in self.path:
                self.close_connection = True
                return
            shown = {
                "path": self.path,
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "body": len(sent),
            }
            body = b"" if self.command == "HEAD" else json.dumps(shown).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if told.cache_control:
                self.send_header("Cache-Control", told.cache_control)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = answer

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: `seen` has it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.address = f"127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
