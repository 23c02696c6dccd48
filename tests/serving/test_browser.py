"""A real browser: what pages of other origins may do, and the viewer under its strict policy."""

import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from tests.serving.process import Served, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if CHROMIUM is None:
    pytest.skip("no Chromium here: apt-get install chromium", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

pytestmark = pytest.mark.slow  # the browser is a process
ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
# A call as a page makes it: what it could read of the answer, or that the browser let it not.
CALL = """async ([url, init]) => {
  try {
    const answer = await fetch(url, init);
    const names = ["location", "x-request-id", "server-timing"];
    const read = names.map((name) => answer.headers.get(name) !== null);
    return [answer.status, ...read];
  } catch (error) {
    return String(error);
  }
}"""
PRODUCT = '{"name": "Cap", "price": "1.00", "category": "Clothes"}'


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


class _Blank(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def origins() -> Iterator[list[str]]:
    """Two sites whose pages call."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Blank) for _ in range(2)]
    for server in servers:
        Thread(target=server.serve_forever, daemon=True).start()
    yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def shop(origins: list[str]) -> Iterator[Served]:
    options = ["--cors-origin", origins[0], "--request-id", "--viewer", "--compress"]
    with served(*options) as running:
        yield running


def call(browser: Any, origin: str, url: str, **init: Any) -> Any:
    page = browser.new_page()
    try:
        page.goto(origin)
        return page.evaluate(CALL, [url, init])
    finally:
        page.close()


def test_a_page_that_may_calls_with_a_preflight_and_reads_the_headers(
    browser: Any, shop: Served, origins: list[str]
) -> None:
    target = shop.targets["rest"]
    got = call(browser, origins[0], f"{target}/products/0", headers={"Authorization": "Bearer x"})
    assert got == [200, False, True, False]
    headers = {"Content-Type": "application/json"}
    made = call(
        browser, origins[0], f"{target}/products", method="POST", headers=headers, body=PRODUCT
    )
    assert made == [201, True, True, False]
    gone = call(browser, origins[0], f"{target}/products/0", method="DELETE")
    assert gone == [204, False, True, False]


def test_a_page_that_may_not_is_stopped_by_the_browser(
    browser: Any, shop: Served, origins: list[str]
) -> None:
    target = shop.targets["rest"]
    for init in ({}, {"method": "DELETE"}):
        stopped = call(browser, origins[1], f"{target}/products/0", **init)
        assert stopped == "TypeError: Failed to fetch"


def test_the_viewer_shows_the_operations_and_breaks_no_rule_of_its_policy(
    browser: Any, shop: Served
) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{shop.targets['rest']}/docs")
    page.wait_for_selector(".opblock", timeout=30_000)
    assert page.locator(".opblock").count() >= 5
    # Reading and trying a call, as a person does.
    page.locator(".opblock-get", has_text="/products/{product_id}").first.click()
    page.get_by_role("button", name="Try it out").first.click()
    page.locator(".opblock.is-open input").first.fill("0")
    page.get_by_role("button", name="Execute").first.click()
    page.wait_for_selector(".live-responses-table", timeout=30_000)
    assert (
        page.locator(".live-responses-table .response .response-col_status")
        .first.inner_text()
        .startswith("200")
    )
    page.close()
    assert all(url.startswith((shop.targets["rest"], "data:")) for url in requests)
    assert [text for text in complaints if "Security Policy" in text or "Error" in text] == []
