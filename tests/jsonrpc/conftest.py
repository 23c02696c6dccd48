"""A service of hand-made operations, and a way to send requests to an ASGI app in process."""

import asyncio
import importlib
import json
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, cast

import msgspec
import pytest

from generator.building import BuildRequest, build
from generator.diagnostics import Severity
from generator.runtime.call import current_call
from generator.runtime.codes import Code
from generator.runtime.errors import ServiceError
from generator.runtime.operation import Operation
from generator.runtime.validation.schema import Schema
from generator.styles.jsonrpc.runtime.method import Method, Methods
from generator.styles.jsonrpc.runtime.server import JsonRpcApp
from tests.behaviour.hosting import Host


@pytest.fixture(scope="session")
def host() -> Iterator[Host]:
    running = Host()
    yield running
    running.close()


class AddRequest(msgspec.Struct, kw_only=True):
    first_number: int = msgspec.field(name="firstNumber")
    second_number: int = msgspec.field(name="secondNumber", default=1)


class FailRequest(msgspec.Struct, kw_only=True):
    how: str


class WaitRequest(msgspec.Struct, kw_only=True):
    name: str


class OutOfStock(ServiceError):
    code = Code.FAILED_PRECONDITION
    _members: ClassVar[dict[str, str]] = {"product_id": "productId"}
    product_id: str

    def __init__(self, message: str = "Sold out.", *, product_id: str) -> None:
        super().__init__(message)
        self.product_id = product_id


SCHEMA = Schema(
    {
        "$defs": {
            "AddRequest": {
                "type": "object",
                "properties": {
                    "firstNumber": {"type": "integer", "minimum": 0},
                    "secondNumber": {"type": "integer", "minimum": 0},
                },
                "required": ["firstNumber"],
                "additionalProperties": False,
            },
            "FailRequest": {
                "type": "object",
                "properties": {"how": {"type": "string"}},
                "required": ["how"],
                "additionalProperties": False,
            },
            "WaitRequest": {
                "type": "object",
                "properties": {"name": {"type": "string"}},
                "required": ["name"],
            },
        }
    }
)

ADD = Operation[int](
    name="Add", method="add", schema=SCHEMA, request=AddRequest, response=int, attempts=3
)
FAIL = Operation[Any](
    name="Fail",
    method="fail",
    schema=SCHEMA,
    request=FailRequest,
    response=Any,
    errors=(OutOfStock,),
)
WAIT = Operation[str](name="Wait", method="wait", schema=SCHEMA, request=WaitRequest, response=str)

METHODS = Methods(
    Method(name="add", operation=ADD, params=("firstNumber", "secondNumber")),
    Method(name="fail", operation=FAIL, params=("how",)),
    Method(name="wait", operation=WAIT, params=("name",)),
)


class Service:
    """Records what it served; ``wait`` returns when ``go`` is set."""

    def __init__(self) -> None:
        self.served: list[str] = []
        self.waiting: set[str] = set()
        self.most_waiting = 0
        self.cancelled = False
        self.go = asyncio.Event()
        self.call: Any = None

    async def add(self, *, first_number: int, second_number: int) -> int:
        self.served.append("add")
        self.call = current_call()
        return first_number + second_number

    def fail(self, *, how: str) -> object:
        if how == "declared":
            raise OutOfStock(product_id="123")
        if how == "built in":
            raise ServiceError("Come back later.", code=Code.UNAVAILABLE, retry_after=3)
        if how == "value":
            return object()
        if how == "broken error":
            raise OutOfStock(product_id=cast(str, object()))
        raise RuntimeError("the password is 1234")

    async def wait(self, *, name: str) -> str:
        self.waiting.add(name)
        self.most_waiting = max(self.most_waiting, len(self.waiting))
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        self.waiting.remove(name)
        return name


@dataclass(frozen=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Post = Callable[..., Awaitable[Answer]]


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def app(service: Service) -> JsonRpcApp:
    return JsonRpcApp(
        service,
        METHODS,
        lambda: b'{"openrpc": "1.4.1"}',
        max_body_size=1000,
        max_batch=5,
        concurrency=2,
        body_timeout=None,
        max_timeout=None,
    )


async def send_request(
    app: Any,
    body: object,
    *,
    method: str = "POST",
    path: str = "/jsonrpc",
    root_path: str = "",
    headers: Iterable[tuple[str, str]] = (),
    content_type: str | None = "application/json",
    disconnect: asyncio.Event | None = None,
) -> Answer:
    """Send one request (bytes as they are, else JSON) and collect the response."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = [(name.encode(), value.encode()) for name, value in headers]
    if content_type is not None:
        fields.append((b"content-type", content_type.encode()))
    sent: list[Any] = []
    arriving = iter([{"type": "http.request", "body": content, "more_body": False}])

    async def receive() -> Any:
        for message in arriving:
            return message
        await (disconnect or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": root_path,
        "headers": fields,
        "query_string": b"",
    }
    await app(scope, receive, send)
    if not sent:
        return Answer(0, {}, b"")
    return Answer(
        sent[0]["status"],
        {name.decode(): value.decode() for name, value in sent[0]["headers"]},
        b"".join(message.get("body", b"") for message in sent[1:]),
    )


@pytest.fixture
def post(app: JsonRpcApp) -> Callable[..., Answer]:
    """Sends a request to the app and returns its answer."""

    def run(body: object, **more: Any) -> Answer:
        return asyncio.run(send_request(app, body, **more))

    return run


@pytest.fixture
def send() -> Post:
    """Sends a request to an app, to be awaited."""
    return send_request


@pytest.fixture
def methods() -> Methods:
    return METHODS


@pytest.fixture
def add() -> Operation[int]:
    return ADD


@pytest.fixture
def fail() -> Operation[None]:
    return FAIL


@pytest.fixture
def out_of_stock() -> type[ServiceError]:
    return OutOfStock


@pytest.fixture(scope="session")
def build_contract(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Path], ModuleType]]:
    """Builds a contract, and imports what was made of it with this style's server and client."""
    roots: list[str] = []

    def run(contract: Path) -> ModuleType:
        root = tmp_path_factory.mktemp(contract.stem)
        output = root / f"stubs_of_{contract.stem}"
        copy = Path(shutil.copy(contract, root))
        result = build(
            BuildRequest(contracts=[copy], root=root, output=output, styles=("jsonrpc",))
        )
        worse = [each for each in result.diagnostics if each.severity is not Severity.NOTE]
        assert (worse, result.ok) == ([], True)
        roots.append(str(root))
        sys.path.insert(0, roots[-1])
        package = f"{output.name}.{contract.stem}"
        for module in ("server", "client", "binding"):
            importlib.import_module(f"{package}.jsonrpc.{module}")
        return importlib.import_module(package)

    yield run
    for root in roots:
        sys.path.remove(root)
