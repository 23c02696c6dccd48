"""Who calls, as `serve` is told it: in every style, and refused without."""

import asyncio
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

from generated._support import UNCHECKED, Bearer, Code, Credentials, Principal, ServiceError
from generated._support.auth.schemes import Need
from generated._support.command import main
from generated._support.hosts import ServeError
from generated._support.serve import serving
from generated._support.settings import Settings
from generated.accounts.serving import HOSTS
from tests.behaviour.services.accounts import Bank

MODULE = "generated.accounts.serving"
ADDRESSES: dict[str, str | None] = {host.name: "127.0.0.1:0" for host in HOSTS}
WELL_KNOWN = "/.well-known/oauth-protected-resource"


def authenticate(credentials: Credentials) -> Principal | None:
    """Knows one token."""
    known = credentials.bearer == Bearer("right")
    return Principal("ada", scopes=frozenset({"accounts.read"})) if known else None


async def listed(style: str, target: str, token: str) -> str:
    module = import_module(f"generated.accounts.{style}.client")
    async with module.AsyncClient(target, credentials=Bearer(token)) as bank:
        try:
            await bank.list_accounts()
        except ServiceError as error:
            return error.code.value
        return "ok"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(authenticate, ("ok", "unauthenticated")), (UNCHECKED, ("ok", "ok"))],
)
def test_every_style_asks_whom_serve_was_told_to_ask(asked: Any, expected: tuple[str, str]) -> None:
    async def scenario() -> None:
        async with serving(MODULE, HOSTS, Bank(), ADDRESSES, authenticate=asked) as targets:
            for style, target in targets.items():
                answers = [await listed(style, target, token) for token in ("right", "wrong")]
                assert (style, *answers) == (style, *expected)

    asyncio.run(scenario())


def test_a_contract_with_auth_is_not_served_without() -> None:
    async def scenario() -> None:
        async with serving(MODULE, HOSTS, Bank(), ADDRESSES):
            pass

    with pytest.raises(ServeError, match="the contract says who may call"):
        asyncio.run(scenario())


@pytest.mark.parametrize("more", [{}, {"trust_client_cert": True}])
def test_what_only_certificates_open_is_not_served_where_none_is_seen(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, bool]
) -> None:
    table = import_module("generated.accounts.operations")
    auth = ((Need(scheme=table.PARTNER),),)
    changed = SimpleNamespace(name="OpenAccount", auth=auth)
    monkeypatch.setattr(table, "OPERATIONS", (changed,))

    async def scenario() -> None:
        settings = Settings(**more)
        async with serving(MODULE, HOSTS, Bank(), ADDRESSES, settings, authenticate=authenticate):
            pass

    if more:
        asyncio.run(scenario())
        return
    with pytest.raises(ServeError, match="nobody could call OpenAccount, which needs a client"):
        asyncio.run(scenario())


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ([], "the contract says who may call"),
        (["--authenticate", "tests.serving.test_callers:nobody"], "has no 'nobody'"),
        (["--authenticate", "tests.serving.kept"], "not of the form module:object"),
    ],
)
def test_the_command_says_who_is_missing(
    more: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    service = "tests.behaviour.services.accounts:Bank"
    with pytest.raises(SystemExit) as ended:
        main("generated.accounts", HOSTS, ["serve", service, "--rest", "127.0.0.1:0", *more])
    assert ended.value.code == 2
    assert complaint in capsys.readouterr().err


async def get(target: str, path: str) -> bytes:
    host, port = target.removeprefix("http://").split("/")[0].split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    return answer


def test_the_metadata_of_each_style_stand_where_callers_look_for_them() -> None:
    async def scenario() -> None:
        over_http = [host for host in HOSTS if host.kind == "asgi"]
        shared: dict[str, str | None] = {host.name: "127.0.0.1:0" for host in over_http}
        settings = Settings(public_url="https://api.example/bank")
        async with serving(
            MODULE, HOSTS, Bank(), shared, settings, authenticate=UNCHECKED
        ) as targets:
            mounts = {urlsplit(target).path for target in targets.values()}
            assert len(mounts) >= 2
            for path in mounts:
                answer = await get(targets["rest"], f"{WELL_KNOWN}/bank{path}")
                assert answer.startswith(b"HTTP/1.1 200 ")
                resource = f"https://api.example/bank{path}"
                assert f'"resource":"{resource}"'.encode() in answer

    asyncio.run(scenario())
    assert Code.UNAUTHENTICATED.value == "unauthenticated"
