"""Runs the example, as the README tells a newcomer to."""

import subprocess
import sys


def test_the_example_sells_alike_in_every_way() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "examples/products.py"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    waiting = "Book 9.90, 123 is gone"
    awaiting = "T-Shirt 22.00 -> 20.00, 123 is gone"
    assert done.stdout.splitlines() == [
        f"the object itself: {awaiting}",
        f"rest, awaiting: {awaiting}",
        f"rest, waiting: {waiting}",
        f"grpc, awaiting: {awaiting}",
        f"grpc, waiting: {waiting}",
        f"jsonrpc, awaiting: {awaiting}",
        f"jsonrpc, waiting: {waiting}",
    ]
