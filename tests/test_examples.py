"""Runs the examples, as the pages tell a newcomer to."""

import subprocess
import sys

from generator.styles import registry


def test_the_example_sells_alike_in_every_way() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "examples/products.py"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    book = "Book 9.90, 123 is gone"
    shirt = "T-Shirt 22.00 -> 20.00, 123 is gone"
    assert done.stdout.splitlines() == [
        f"the object itself: {shirt}",
        f"rest, async: {shirt}",
        f"rest, sync: {book}",
        f"grpc, async: {shirt}",
        f"grpc, sync: {book}",
        f"jsonrpc, async: {shirt}",
        f"jsonrpc, sync: {book}",
        f"connect, async: {shirt}",
        f"connect, sync: {book}",
        f"xmlrpc, async: {shirt}",
        f"xmlrpc, sync: {book}",
        f"mcp, async: {shirt}",
        f"mcp, sync: {book}",
    ]


def test_the_gateway_answers_over_rest_what_the_service_says_over_grpc() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "examples/gateway.py"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    found, missing = done.stdout.splitlines()
    assert found.startswith('200 {"id":"123","name":"T-Shirt","price":"22.00"')
    assert missing.startswith("404 {")
    assert '"error":"ProductNotFound"' in missing


def test_the_service_tells_its_callers_who_they_are_in_every_style() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "examples/auth.py"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [
        "  ApiKey(…): seen by the hub",
        "  Basic(…): seen by ann",
        "  Basic(…): unauthenticated: The credentials are not known.",
        "  None: unauthenticated: This needs an API key (X-API-Key) or a name and a password.",
    ]
    lines = done.stdout.splitlines()
    styles = lines[:: len(told) + 1]
    assert sorted(styles) == [*registry.names()]
    assert lines == [line for style in styles for line in (style, *told)]
