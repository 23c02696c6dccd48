"""All styles over HTTP at one address: one service, one `authenticate`, one set of hooks."""

import asyncio
import gzip
from collections import Counter
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import pytest

from generated._support import Bearer, Call, CallOptions, Code, Cors, Principal, ServiceError
from generated._support.command import main
from generated._support.hosts import ServeError
from generated._support.http.asgi import prefix_of
from generated._support.http.port import app_of
from generated._support.listeners import Bound
from generated._support.serve import serving
from generated._support.settings import Settings
from generated.accounts.serving import HOSTS
from tests.behaviour.services.accounts import Bank
from tests.serving.test_own_places import rest_with

MODULE = "generated.accounts.serving"
OVER_HTTP = tuple(host for host in HOSTS if host.kind == "asgi")
STYLES = [host.name for host in OVER_HTTP]
SHARED: dict[str, str | None] = dict.fromkeys(STYLES, "127.0.0.1:0")
PAGE = "https://bank.example"
# All that can stand in front of the apps of a port.
FRONT = Settings(
    cors=Cors(origins=[PAGE]),
    compress=True,
    request_id=True,
    health=True,
    documents=True,
    viewer=True,
    own_path="/-",
)
CUSTOMERS = 3
CALLS = 8


async def authenticate(credentials: Any) -> Principal:
    """Everybody may do everything, by the name that is the token."""
    await asyncio.sleep(0)
    scopes = frozenset({"accounts.read", "transfers.write"})
    return Principal(credentials.bearer.token, scopes=scopes)


class Seen:
    """A hook that counts calls by style, operation, caller and id."""

    def __init__(self) -> None:
        self.calls: Counter[tuple[str, str, str, str]] = Counter()

    async def __call__(self, call: Call, proceed: Callable[[], Awaitable[Any]]) -> Any:
        result = await proceed()
        assert call.principal is not None
        self.calls[call.style, call.operation, call.principal.subject, call.id] += 1
        return result


class Vault(Bank):
    """A bank that never closes an account, and tells when every style is waiting for that."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = 0
        self.all_wait = asyncio.Event()

    async def get_account(self, *, iban: str) -> Any:
        await asyncio.sleep(0)
        return await super().get_account(iban=iban)

    async def close_account(self, *, iban: str) -> None:
        del iban
        self.waiting += 1
        if self.waiting == len(STYLES):
            self.all_wait.set()
        await asyncio.Event().wait()


def client(style: str, target: str, token: str) -> Any:
    module = import_module(f"generated.accounts.{style}.client")
    return module.AsyncClient(target, credentials=Bearer(token))


async def ask(target: str, method: str, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of an answer, by their names in lower case."""
    url = urlsplit(target)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    named = {"host": "x", "connection": "close", **headers}
    lines = "".join(f"{name.replace('_', '-')}: {text}\r\n" for name, text in named.items())
    writer.write(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    first, *rest = head.decode().split("\r\n")
    pairs = (line.partition(": ") for line in rest)
    found = {name.lower(): text for name, _, text in pairs}
    if found.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    return int(first.split()[1]), found | {"body": body.decode()}


async def customer(style: str, target: str, number: int) -> None:
    """Opens an account and looks at it again and again; nobody else's comes back."""
    owner = f"{style}-{number}"
    iban = f"DE{STYLES.index(style):02}{number:018}"
    async with client(style, target, owner) as bank:
        ids = (CallOptions(headers={"x-request-id": f"{owner}.{n}"}) for n in range(CALLS))
        opened = await bank.open_account(iban=iban, owner=owner, options=next(ids))
        for options in ids:
            assert (await bank.get_account(iban=iban, options=options)) == opened
        assert (opened.iban, opened.owner) == (iban, owner)


def test_calls_of_all_styles_side_by_side_are_each_their_own() -> None:
    outer, inner = Seen(), Seen()

    async def scenario() -> dict[str, str]:
        async with serving(
            MODULE, HOSTS, Vault(), SHARED, FRONT, authenticate=authenticate, hooks=(outer, inner)
        ) as targets:
            load = (customer(*target, n) for target in targets.items() for n in range(CUSTOMERS))
            await asyncio.gather(*load)
            for style, target in targets.items():  # one service: each sees what all have opened
                async with client(style, target, "auditor") as bank:
                    page = await bank.list_accounts()
                assert len(page.accounts) == len(STYLES) * CUSTOMERS
        return targets

    targets = asyncio.run(scenario())
    assert [*targets] == STYLES
    assert len({urlsplit(target).port for target in targets.values()}) == 1
    seen = {key: count for key, count in outer.calls.items() if key[2] != "auditor"}
    names = ["OpenAccount", *["GetAccount"] * (CALLS - 1)]
    assert seen == {
        (style, name, f"{style}-{number}", f"{style}-{number}.{n}"): 1
        for style in STYLES
        for number in range(CUSTOMERS)
        for n, name in enumerate(names)
    }
    assert inner.calls == outer.calls
    audits = [key[:2] for key in outer.calls if key[2] == "auditor"]
    assert audits == [(style, "ListAccounts") for style in STYLES]


def test_what_stands_in_front_of_them_stands_in_front_of_each() -> None:
    async def scenario() -> None:
        async with serving(
            MODULE, HOSTS, Vault(), SHARED, FRONT, authenticate=authenticate
        ) as targets:
            for style, target in targets.items():
                app = import_module(f"generated.accounts.{style}.server").create_app(
                    Bank(), authenticate=authenticate
                )
                path = urlsplit(target).path + prefix_of(app) + "/any"
                status, asked = await ask(
                    target,
                    "OPTIONS",
                    path,
                    origin=PAGE,
                    access_control_request_method="POST",
                    access_control_request_headers="x-any",
                )
                assert (status, asked["access-control-allow-origin"]) == (204, PAGE)
                assert asked["access-control-allow-headers"] == "x-any"
                status, missed = await ask(target, "GET", path, origin=PAGE, x_request_id="r-1")
                assert status in {404, 405}
                assert missed["x-request-id"] == "r-1"
                assert missed["access-control-allow-origin"] == PAGE
                assert "X-Request-Id" in missed["access-control-expose-headers"]
            for path in ("/-/healthz", "/-/readyz", "/-/docs"):
                assert (await ask(targets[STYLES[0]], "GET", path))[0] == 200
            for host in OVER_HTTP:
                if host.document:
                    zipped = await ask(
                        targets[host.name], "GET", f"/-/{host.document}", accept_encoding="gzip"
                    )
                    assert zipped[0] == 200
                    assert zipped[1]["body"]

    asyncio.run(scenario())


def test_a_stop_is_unavailable_to_the_calls_of_every_style() -> None:
    async def scenario() -> list[Any]:
        vault = Vault()
        async with serving(
            MODULE, HOSTS, vault, SHARED, Settings(grace=0), authenticate=authenticate
        ) as targets:
            clients = [client(style, target, "ada") for style, target in targets.items()]
            patient = CallOptions(timeout=30)
            # Each of an account of its own: writes of one run one after another.
            calls = [
                asyncio.create_task(bank.close_account(iban=f"DE{n:020}", options=patient))
                for n, bank in enumerate(clients)
            ]
            async with asyncio.timeout(20):
                await vault.all_wait.wait()
        errors = await asyncio.gather(*calls, return_exceptions=True)
        for bank in clients:
            await bank.close()
        assert vault.waiting == len(STYLES)  # none was sent again
        return errors

    errors = asyncio.run(scenario())
    assert len(errors) == len(STYLES)
    for error in errors:
        assert isinstance(error, ServiceError)
        assert (error.code, error.message) == (Code.UNAVAILABLE, "The server is stopping.")


def apps() -> dict[str, Any]:
    modules = {style: import_module(f"generated.accounts.{style}.server") for style in STYLES}
    return {
        style: module.create_app(Bank(), authenticate=authenticate)
        for style, module in modules.items()
    }


INNER = [host for host in OVER_HTTP if host.mount + prefix_of(apps()[host.name])]


@pytest.mark.parametrize("below", ["", "/{product_id}"])
@pytest.mark.parametrize("host", INNER, ids=lambda host: host.name)
def test_a_path_of_the_contract_where_another_style_answers_is_told_with_a_way_out(
    host: Any, below: str
) -> None:
    """Whoever takes the rest of the port has it; the other is named with what can be done."""
    made = apps()
    (outer,) = (one for one in OVER_HTTP if one not in INNER)
    place = host.mount + prefix_of(made[host.name])
    made[outer.name] = rest_with(place + below)
    where = Bound(hosts=OVER_HTTP, address="127.0.0.1:0")

    def serve(**mounts: str) -> Any:
        return app_of("generated.accounts", where, made, Settings(mounts=mounts), lambda: True)

    with pytest.raises(ServeError) as refused:
        serve()
    assert str(refused.value) == (
        f"{host.title} is mounted at {place}, where {outer.title} has GET {place}{below}: "
        f"mount it elsewhere (--mount {host.name}=/…), or serve it at its own address"
    )
    serve(**{host.name: "/-/other"})


def test_the_command_says_so_and_ends(capsys: pytest.CaptureFixture[str]) -> None:
    mounts = [f"--mount={host.name}=/x" for host in OVER_HTTP if host.mount]
    addresses = [part for style in STYLES for part in (f"--{style}", "127.0.0.1:0")]
    asked = ["--authenticate", "tests.serving.test_one_port:authenticate"]
    service = "tests.behaviour.services.accounts:Bank"
    with pytest.raises(SystemExit) as ended:
        main("generated.accounts", HOSTS, ["serve", service, *addresses, *mounts, *asked])
    assert ended.value.code != 0
    said = capsys.readouterr().err
    assert "are both mounted at /x: mount it elsewhere (--mount " in said
