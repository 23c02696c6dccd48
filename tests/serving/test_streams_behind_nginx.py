"""Streams through a real nginx, as curl and a browser see them.

The service waits after each item until the test has seen it: what is held back never comes.
"""

import asyncio
import contextlib
import importlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import build
from tests.auth.callers import RIGHT, authenticate
from tests.behaviour.hosting import Host
from tests.behaviour.services.streams import NAMES, Sensors
from tests.rest.streaming import serving
from tests.serving.commands import Ports, needs_nginx, proxied
from tests.waiting import until

CONTRACT = Path(__file__).parents[1] / "behaviour" / "contracts" / "streams.yaml"
# What browsers can send with a stream: a cookie, or a part of the URL.
AUTH = """
auth:
  visit: {scheme: api_key, cookie: session}
  page:  {scheme: api_key, query: key}
defaults: {auth: [visit, page]}

types:
"""
# The page has times and headers for these places; nginx as it comes has none.
WATCH = "  Echo:\n    rest: {path: '/readings:watch'}\n"
PLAIN = """
    server {
        listen 127.0.0.1:8082;
        location / { proxy_pass http://shop; }
    }
"""
KEY = f"key={RIGHT}"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here: apt-get install chromium"
)
pytestmark = [
    needs_nginx,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not here"),
    pytest.mark.slow,  # nginx is a process
]


class Stepping(Sensors):
    """Goes on after an item when it is told that the item was seen."""

    def __init__(self, package: Any) -> None:
        super().__init__(package)
        self.steps = asyncio.Semaphore(0)
        self.calls = 0

    async def count(self, **given: Any) -> AsyncIterator[Any]:
        self.calls += 1
        async with contextlib.aclosing(super().count(**given)) as items:
            async for item in items:
                yield item
                await self.steps.acquire()


class Site:
    """The service, and where nginx stands in front of it."""

    def __init__(self, host: Host, service: Stepping, ports: Ports) -> None:
        self._host = host
        self.service = service
        self.plain = f"http://127.0.0.1:{ports.port('8082')}"  # nginx as it comes
        self.page = f"http://127.0.0.1:{ports.port('8080')}"  # as docs/production.md sets it up

    def go_on(self) -> None:
        async def release() -> None:
            self.service.steps.release()

        self._host.run(release())

    def until(self, holds: Callable[[], object]) -> None:
        self._host.run(until(holds))


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("proxied")
    text = CONTRACT.read_text("utf-8").replace("\ntypes:\n", AUTH, 1)
    contract = folder / "streams.yaml"
    contract.write_text(text.replace("  Echo:\n", WATCH, 1), "utf-8")
    build(contract, output=folder / "proxied")
    sys.path.insert(0, str(folder))
    yield importlib.import_module("proxied.streams")
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


@pytest.fixture
def site(package: Any, host: Host, tmp_path: Path) -> Iterator[Site]:
    ports = Ports()
    service = Stepping(package)
    stack = contextlib.AsyncExitStack()
    server = serving(package, service, port=ports.port("8000"), authenticate=authenticate)
    host.run(stack.enter_async_context(server))
    try:
        with proxied(tmp_path, ports, PLAIN):
            found = Site(host, service, ports)
            ready = ["curl", "-s", "--retry-connrefused", "--retry", "50", "--retry-delay", "1"]
            subprocess.run([*ready, "-o", "/dev/null", found.plain], check=True)
            yield found
    finally:
        host.run(stack.aclose())


@contextlib.contextmanager
def curl(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """A running curl; what hangs is ended."""
    command = ["curl", "-sN", *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    watchdog = threading.Timer(30, process.kill)
    watchdog.start()
    try:
        with process:
            yield process
    finally:
        watchdog.cancel()
        process.kill()


@pytest.mark.parametrize("accept", ["text/event-stream", "application/x-ndjson"])
def test_curl_sees_each_item_before_the_next_is_made(site: Site, accept: str) -> None:
    place = f"{site.plain}/count?upto=3&{KEY}"
    with curl("-H", f"Accept: {accept}", place) as process:
        assert process.stdout is not None
        for number in range(3):
            line = ""
            while not line.strip():
                line = process.stdout.readline()
            assert f'"number":{number}' in line
            assert site.service.seen == [*range(number + 1)]
            site.go_on()
        rest = process.stdout.read().strip()
    assert rest in {"event: end\ndata:", '{"end":true}'}


def test_a_curl_that_goes_away_ends_the_method(site: Site) -> None:
    with curl(f"{site.plain}/count?upto=3&{KEY}") as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        process.kill()
        site.until(lambda: site.service.ended)
    assert site.service.running == 0


def test_lines_of_a_client_are_summed_up(site: Site) -> None:
    lines = ("-H", "Content-Type: application/x-ndjson", "-T", "-", "-X", "POST")
    with curl(*lines, f"{site.plain}/add?{KEY}") as process:
        out, _ = process.communicate('{"number": 1}\n{"number": 2}\n', timeout=30)
    assert json.loads(out) == {"count": 2, "total": 3}


def test_without_credentials_nothing_begins(site: Site) -> None:
    with curl("-o", "/dev/null", "-w", "%{http_code}", f"{site.plain}/count?upto=3") as process:
        assert process.communicate(timeout=30)[0] == "401"
    assert site.service.calls == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    reason = "playwright is not installed"
    sync_api = pytest.importorskip("playwright.sync_api", reason=reason)
    arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield found
        found.close()


@contextlib.contextmanager
def visited(browser: Any, base: str, *, cookie: bool) -> Iterator[Any]:
    """A page of the site, as itself or with a cookie of somebody who is known."""
    context = browser.new_context()
    if cookie:
        context.add_cookies([{"name": "session", "value": RIGHT, "url": base}])
    page = context.new_page()
    page.goto(f"{base}/nowhere")  # a page of errors is a page of the site, too
    try:
        yield page
    finally:
        context.close()


# Listens as docs/streams.md tells pages to.
LISTEN = """place => {
  window.found = [];
  window.ended = null;
  window.source = new EventSource(place);
  source.onmessage = event => found.push(JSON.parse(event.data));
  source.addEventListener("end", () => { ended = "end"; source.close(); });
  source.addEventListener("error", event => {
    if (!event.data) return;  // the connection is lost: the browser asks again
    ended = JSON.parse(event.data).code;
    source.close();
  });
}"""


@needs_chromium
@pytest.mark.parametrize("by", ["cookie", "query"])
def test_an_event_source_has_each_item_and_asks_once(browser: Any, site: Site, by: str) -> None:
    with visited(browser, site.plain, cookie=by == "cookie") as page:
        place = "/count?upto=3&text=" + ("" if by == "cookie" else f"&{KEY}")
        page.evaluate(LISTEN, place)
        for number in range(3):
            page.wait_for_function(f"found.length === {number + 1}", timeout=10_000)
            assert site.service.seen == [*range(number + 1)]
            site.go_on()
        page.wait_for_function("ended === 'end'", timeout=10_000)
        assert page.evaluate("source.readyState") == 2  # closed
        page.wait_for_timeout(3500)  # it would ask again after 3 s
        assert site.service.calls == 1
        assert [one["number"] for one in page.evaluate("found")] == [0, 1, 2]


@needs_chromium
def test_an_event_source_reads_separators_of_lines_as_data(browser: Any, site: Site) -> None:
    with visited(browser, site.plain, cookie=True) as page:
        page.evaluate(LISTEN, "/names")
        page.wait_for_function("ended === 'end'", timeout=10_000)
        assert page.evaluate("found") == NAMES


@needs_chromium
def test_an_event_source_is_told_what_failed_on_the_way(browser: Any, site: Site) -> None:
    with visited(browser, site.plain, cookie=True) as page:
        page.evaluate(LISTEN, "/count?upto=3&failAfter=1")
        page.wait_for_function("found.length === 1", timeout=10_000)
        site.go_on()
        page.wait_for_function("ended === 'unavailable'", timeout=10_000)


# Sends, and keeps what comes; the end of its own side on demand.
TALK = """place => {
  window.found = [];
  window.over = null;
  window.socket = new WebSocket(place);
  socket.onmessage = event => found.push(JSON.parse(event.data));
  socket.onclose = event => { over = [event.code, event.reason, event.wasClean]; };
  return new Promise((done, failed) => { socket.onopen = () => done(); socket.onerror = failed; });
}"""


@needs_chromium
@pytest.mark.parametrize("by", ["cookie", "query"])
def test_a_websocket_of_a_browser_talks_and_closes(browser: Any, site: Site, by: str) -> None:
    with visited(browser, site.page, cookie=by == "cookie") as page:
        query = "" if by == "cookie" else f"?{KEY}"
        place = f"{site.page.replace('http', 'ws')}/readings:watch{query}"
        for last, closed in (("{end: true}", [1000, "", True]), (None, None)):
            page.evaluate(TALK, place)
            for number in range(3):
                sent = f"JSON.stringify({{item: {{number: {number}, text: '\\u2028'}}}})"
                page.evaluate(f"socket.send({sent})")
                page.wait_for_function(f"found.length === {number + 1}", timeout=10_000)
            assert page.evaluate("found[2]") == {"item": {"number": 2, "text": "\u2028"}}
            sent = f"JSON.stringify({last or '{item: {number: 999}}'})"
            page.evaluate(f"socket.send({sent})")
            page.wait_for_function("over !== null", timeout=10_000)
            assert page.evaluate("over") == (closed or [4008, "resource_exhausted", True])
        site.until(lambda: site.service.ended == ["echo", "echo"])


@needs_chromium
def test_a_page_that_is_left_ends_its_websocket_and_its_events(browser: Any, site: Site) -> None:
    with visited(browser, site.page, cookie=True) as page:
        page.evaluate(TALK, f"{site.page.replace('http', 'ws')}/readings:watch")
        page.evaluate('socket.send(\'{"item": {"number": 1}}\')')
        page.wait_for_function("found.length === 1", timeout=10_000)
        page.evaluate(LISTEN, "/count?upto=3")
        page.wait_for_function("found.length === 1", timeout=10_000)
    site.until(lambda: sorted(site.service.ended) == ["count", "echo"])
    assert site.service.running == 0


@needs_chromium
def test_a_page_of_elsewhere_opens_no_websocket(browser: Any, site: Site) -> None:
    with visited(browser, site.plain, cookie=True) as page:  # another port is another origin
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        place = f"{site.page.replace('http', 'ws')}/readings:watch"
        page.evaluate(f"place => ({TALK})(place).catch(() => null)", place)
        page.wait_for_function("over !== null", timeout=10_000)
        assert page.evaluate("over") == [1006, "", False]
    assert any("Unexpected response code: 403" in text for text in said)
