"""Foreign clients of Connect and gRPC-Web call a server: under Node, in a browser, in Python.

Their code is generated from the emitted .proto by their own plugins.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest

from generated._support import UNCHECKED, CallOptions, Code, Cors, ServiceError
from generated.cameras import errors, types
from generated.cameras.connect.client import AsyncClient, Client
from generated.cameras.connect.server import create_app
from tests.behaviour.hosting import Host, listening, served
from tests.cameras import NOW, Cameras
from tests.portable.generators import PROGRAMS, protos, type_check
from tests.portable.toolbox import bin_of, connectrpc, fresh, run

TRANSPORTS = ("node-connect", "node-grpc-web", "web-connect", "web-grpc-web")
CONTRACT = "cameras"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Where googleapis-common-protos lies, whose messages errors travel in.
COMMON = Path(sys.prefix) / "lib" / f"python3.{sys.version_info[1]}" / "site-packages"
DETAILS = ("google/rpc/error_details.proto", "google/rpc/status.proto")

CALLS: dict[str, Any] = {
    "camera": [1, "Front door", str(2**53 + 1), {"floor": "ground"}],
    "missing": ["not_found", "No such camera.", "CAMERA_NOT_FOUND", 404],
    "invalid": ["invalid_argument", ["width"]],
    "late": "deadline_exceeded",
    "picture": "1 at 2.5",
    "whole": [0, 1, 2],
    "broken": [[0, 1], "not_found", 404],
}
UPLOADS: dict[str, Any] = {
    "uploaded": 2,
    "wrong": ["invalid_argument", "frame", "item 1: is required"],
}


class Seen:
    """An ASGI app that remembers how each call came: its method, and the type of its content."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.calls: list[tuple[str, str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            kind = dict(scope["headers"]).get(b"content-type", b"").decode()
            self.calls.append((scope["method"], kind))
        await self.app(scope, receive, send)


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture(scope="module")
def seen(host: Host) -> Iterator[tuple[str, Seen]]:
    """Where a server of cameras listens, and what has come to it."""
    service: Any = Cameras()
    app = Seen(create_app(service, authenticate=UNCHECKED))
    context = listening(app)
    target = host.run(context.__aenter__())
    yield target, app
    host.run(context.__aexit__(None, None, None))


@cache
def typescript() -> Path:
    """The folder with the programs in TypeScript, compiled, beside what they import."""
    folder = fresh("connect-es", CONTRACT)
    root, files = protos(CONTRACT)
    plugin = f"--plugin=protoc-gen-es={bin_of('protoc-gen-es')}"
    made = (f"--es_out={folder}", "--es_opt=target=ts,import_extension=js")
    found = (f"-I{root}", f"-I{COMMON}", plugin, *made, *files, *DETAILS)
    run(sys.executable, "-m", "grpc_tools.protoc", *found)
    for program in ("connect-es", "connect-node", "connect-browser", "grpc-web-browser"):
        shutil.copyfile(PROGRAMS / f"{program}.ts", folder / f"{program}.ts")
    type_check(folder)
    return folder


@pytest.mark.parametrize("format", ["binary", "json"])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_connect_es_under_node_is_content(
    seen: tuple[str, Seen], transport: str, format: str
) -> None:
    target, app = seen
    program = typescript() / "out" / "connect-node.js"
    app.calls.clear()
    said = json.loads(run("node", program, target, transport, format))
    uploads = UPLOADS if transport.startswith("node-") else {}
    assert said == {**CALLS, "stopped": [0, 1], **uploads}
    kind = {"binary": "proto", "json": "json"}[format]
    if transport.endswith("grpc-web"):
        assert {*app.calls} == {("POST", f"application/grpc-web+{kind}")}
    else:
        gets = [call for call in app.calls if call[0] == "GET"]
        assert len(gets) == 2  # those of the safe operation
        posts = {f"application/{kind}", f"application/connect+{kind}"}
        assert {of_type for method, of_type in app.calls if method == "POST"} == posts


@cache
def bundle(program: str) -> str:
    """A program as one script for a page."""
    folder = typescript()
    script = folder / f"{program}.js"
    source = folder / f"{program}.ts"
    run(bin_of("esbuild"), source, "--bundle", "--format=iife", f"--outfile={script}", cwd=folder)
    return script.read_text("utf-8")


class _Blank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """A site whose pages call."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Blank)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def page(origin: str) -> Iterator[Any]:
    """One of its pages, in a browser."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        opened = browser.new_page()
        opened.goto(origin)
        for program in ("connect-browser", "grpc-web-browser"):
            opened.add_script_tag(content=bundle(program))
        yield opened
        browser.close()


@pytest.fixture(scope="module")
def cross(host: Host, origin: str) -> Iterator[str]:
    """A server of another origin, which lets its pages call."""
    cors = Cors(origins=[origin])
    context = served(f"generated.{CONTRACT}", "connect", Cameras(), cors=cors)
    yield host.run(context.__aenter__())
    host.run(context.__aexit__(None, None, None))


@pytest.mark.parametrize("format", ["binary", "json"])
@pytest.mark.parametrize("transport", ["connect", "grpc-web"])
def test_a_page_of_another_origin_calls_and_streams(
    page: Any, cross: str, transport: str, format: str
) -> None:
    call = "([target, transport, binary]) => call(target, transport, binary)"
    said = page.evaluate(call, [cross, transport, format == "binary"])
    assert said == {**CALLS, "stopped": [0, 1]}


@pytest.mark.parametrize("format", ["text", "binary"])
def test_a_page_calls_and_streams_with_the_grpc_web_of_google(
    page: Any, cross: str, format: str
) -> None:
    said = page.evaluate("([target, format]) => callWeb(target, format)", [cross, format])
    missing = [5, "No such camera.", 404]
    assert said == {
        "camera": CALLS["camera"],
        "missing": missing,
        "whole": [[0, 1, 2]],
        "broken": [[0, 1], 5, "No camera at 5.0.", 404],
    }


@cache
def python_client() -> Path:
    """The folder with the program in Python, beside what it imports."""
    folder = fresh("connectrpc", CONTRACT)
    root, files = protos(CONTRACT)
    found = connectrpc().parent
    plugins = [
        part
        for name in ("py", "connectrpc")
        for part in (
            f"--plugin=protoc-gen-{name}={found / f'protoc-gen-{name}'}",
            f"--{name}_out={folder}",
        )
    ]
    made = (f"-I{root}", f"-I{COMMON}", *plugins, *files, *DETAILS)
    run(sys.executable, "-m", "grpc_tools.protoc", *made)
    shutil.copyfile(PROGRAMS / "connectrpc-python.py", folder / "program.py")
    return folder


@pytest.mark.parametrize("format", ["binary", "json"])
@pytest.mark.parametrize("protocol", ["connect", "grpc-web"])
def test_connectrpc_is_content(seen: tuple[str, Seen], protocol: str, format: str) -> None:
    target, app = seen
    app.calls.clear()
    folder = python_client()
    said = json.loads(run(connectrpc(), "program.py", target, protocol, format, cwd=folder))
    assert said == CALLS | UPLOADS
    assert ("GET" in {method for method, _ in app.calls}) == (protocol == "connect")


@pytest.fixture(scope="module")
def foreign() -> Iterator[str]:
    """Where connectrpc serves cameras."""
    folder = python_client()
    shutil.copyfile(PROGRAMS / "connectrpc-server.py", folder / "server.py")
    command = [connectrpc(), "server.py"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as process:
        watchdog = Timer(120, process.kill)
        watchdog.start()
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            watchdog.cancel()
            process.kill()


@pytest.mark.parametrize("body", ["proto", "json"])
def test_a_client_calls_a_server_of_connectrpc(foreign: str, body: Any) -> None:
    frame = types.Frame(number=7, taken_at=NOW, jpeg=b"xxx")
    with Client(foreign, body=body, use_get=True, timeout=30) as client:
        camera = client.get_camera(camera_id=1)
        assert (camera.pictures, camera.labels) == (2**53 + 1, {"floor": "ground"})
        with pytest.raises(errors.CameraNotFound) as missing:
            client.get_camera(camera_id=404)
        assert (missing.value.message, missing.value.camera_id) == ("No such camera.", 404)
        assert client.take_picture(camera_id=1, zoom=2.5) == b"1 at 2.5"
        with pytest.raises(ServiceError) as late:
            client.take_picture(camera_id=408, options=CallOptions(timeout=0.3))
        assert late.value.code is Code.DEADLINE_EXCEEDED
        assert [one.number for one in client.watch_camera(camera_id=1)] == [0, 1, 2]
        seen: list[int] = []
        with pytest.raises(errors.CameraNotFound):
            seen.extend(one.number for one in client.watch_camera(camera_id=404))
        assert seen == [0, 1]
        assert client.upload_frames(frames=[frame, frame]).kept == 2


@pytest.mark.parametrize("body", ["proto", "json"])
def test_an_async_client_calls_a_server_of_connectrpc(host: Host, foreign: str, body: Any) -> None:
    async def call() -> None:
        async with AsyncClient(foreign, body=body, timeout=30) as client:
            camera = await client.get_camera(camera_id=1)
            assert camera.pictures == 2**53 + 1
            with pytest.raises(errors.CameraNotFound):
                await client.get_camera(camera_id=404)
            numbers = [one.number async for one in client.watch_camera(camera_id=1)]
            assert numbers == [0, 1, 2]
            frame = types.Frame(number=7, taken_at=NOW, jpeg=b"xxx")
            assert (await client.upload_frames(frames=[frame, frame])).kept == 2

    host.run(call())
