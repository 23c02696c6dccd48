"""A service that is a context manager is entered before it is served, and left after its calls."""

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generated._support.http.asgi import Mounts
from generated.products.jsonrpc.server import create_app as create_jsonrpc
from generated.products.rest.server import create_app
from tests.serving import kept
from tests.serving.process import ROOT, served
from tests.serving.test_ending import ended, running


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "log"
    monkeypatch.setenv("KEPT_LOG", str(path))
    return path


def words(log: Path) -> list[str]:
    return [line.split()[0] for line in log.read_text().splitlines()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kept", ["entered", "answered", "left"]),
        ("KeptSync", ["entered", "left"]),
        ("made", ["made", "unmade"]),
        ("made_sync", ["made", "unmade"]),
    ],
)
def test_a_context_manager_is_entered_before_and_left_after_the_last_call(
    log: Path, name: str, expected: list[str]
) -> None:
    with served(service=f"tests.serving.kept:{name}", environment={"KEPT_LOG": str(log)}) as shop:
        answer = shop.ask(b"GET /products/me HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert words(log) == expected[:-1]
        shop.end()
        assert ended(shop, 10)[0] == 0
    assert words(log) == expected


def test_it_is_left_after_calls_that_the_grace_has_ended(log: Path) -> None:
    with (
        served(
            "--grace", "1", service="tests.serving.kept:Kept", environment={"KEPT_LOG": str(log)}
        ) as shop,
        running(shop, ("rest", "async def"), ("grpc", "async def")) as calls,
    ):
        shop.end()
        assert [call.exception(20) is not None for call in calls] == [True, True]
        assert ended(shop, 10)[0] == 0
    assert words(log) == ["entered", "left"]


def test_a_service_that_cannot_end_ends_the_process_with_the_reason() -> None:
    with served(service="tests.serving.kept:Stuck") as shop:
        shop.end()
        status, said = ended(shop, 10)
    assert status == 2
    assert "the service did not end: ConnectionError: cannot write to the journal" in said
    assert "Traceback" in said


def lifespan(app: Any, *messages: str) -> list[tuple[str, str]]:
    """What an app answers to a host server that starts and stops."""
    sent: list[tuple[str, str]] = []
    waiting = [{"type": f"lifespan.{name}"} for name in messages]

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append((message["type"], message.get("message", "")))

    asyncio.run(app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send))
    return sent


def test_an_app_alone_enters_its_service_when_its_host_starts(log: Path) -> None:
    service = kept.Kept()
    both = Mounts({"": create_app(service), "/jsonrpc": create_jsonrpc(service)})
    for app in (create_app(service), create_jsonrpc(service), both):
        log.unlink(missing_ok=True)
        assert lifespan(app, "startup", "shutdown") == [
            ("lifespan.startup.complete", ""),
            ("lifespan.shutdown.complete", ""),
        ]
        assert words(log) == ["entered", "left"]


def test_an_app_alone_tells_its_host_why_it_cannot_start_or_stop() -> None:
    assert lifespan(create_app(kept.Broken()), "startup") == [
        (
            "lifespan.startup.failed",
            "the service did not start: ConnectionError: no database at db.example",
        )
    ]
    assert lifespan(create_app(kept.Stuck()), "startup", "shutdown")[1:] == [
        (
            "lifespan.shutdown.failed",
            "the service did not end: ConnectionError: cannot write to the journal",
        )
    ]


def test_an_app_alone_refuses_a_context_that_gives_another_object(log: Path) -> None:
    ((stage, text),) = lifespan(create_app(kept.made()), "startup")
    assert stage == "lifespan.startup.failed"
    assert "gives another object" in text
    assert words(log) == ["made", "unmade"]


def test_a_foreign_server_enters_the_service(log: Path, tmp_path: Path) -> None:
    app = tmp_path / "kept_app.py"
    app.write_text(
        "from generated.products.rest.server import create_app\n"
        "from tests.serving.kept import Kept\n"
        "app = create_app(Kept())\n"
    )

    async def scenario() -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "uvicorn", "kept_app:app", "--port", "0"),
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        async with asyncio.timeout(60):
            while b"running on" not in await process.stderr.readline():
                pass
        assert words(log) == ["entered"]
        process.terminate()
        await process.communicate()

    asyncio.run(scenario())
    assert words(log) == ["entered", "left"]
