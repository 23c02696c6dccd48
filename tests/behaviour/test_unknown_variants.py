"""An item of a variant that is newer than the client is kept as `Unknown`, and harms no other."""

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from generator import build
from tests.behaviour.hosting import REMOTE, Caller, Host, Way, connected, in_protobuf, served
from tests.rest.exchange import ask

CONTRACT = """\
contract: test.drawings.v1
version: 1.0.0
rest: {formats: [json, xml]}
types:
  Circle: {fields: {radius: float64}}
  Square: {fields: {side: float64, label: string?}}
  NEW
  Shape:   {union: {circle: Circle, square: Square MORE}, discriminator: kind}
  Drawing:
    fields:
      id:    string
      first: Shape
      maybe: Shape?
      many:  list<Shape>
      table: map<Shape>
      deep:  list<map<list<Shape?>>>
      inner: Drawing?
resources: {Drawing: {key: id}}
errors:
  Odd: {code: aborted, fields: {shape: Shape, others: list<Shape>}}
operations:
  GetDrawing:  {get: Drawing, errors: [Odd]}
  ListDrawings: {list: Drawing}
  GetShape:    {safe: true, output: Shape}
  KeepShape:   {input: {shape: Shape, drawing: Drawing?}, output: Drawing}
"""
NEW = "Triangle: {fields: {base: float64, made_at: timestamp, around: Shape?}}"
SHOWN = {
    "kind": "triangle",
    "base": 2.0,
    "madeAt": "2026-11-22T09:30:00Z",
    "around": {"kind": "triangle", "base": 1.0, "madeAt": "2026-11-22T09:30:00Z"},
}
TRIANGLE_NUMBER = 3


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Any]]:
    """The contract as the client knows it, and a year later."""
    folder = tmp_path_factory.mktemp("drawings")
    contract = folder / "drawings.yaml"
    for name, new, more in ("this_year", "", ""), ("next_year", NEW, ", triangle: Triangle"):
        contract.write_text(CONTRACT.replace("NEW", new).replace(" MORE", more), "utf-8")
        result = build(contract, output=folder / f"drawn_{name}")
        assert result.ok, list(result.diagnostics)
    sys.path.insert(0, str(folder))
    yield (
        importlib.import_module("drawn_this_year.drawings"),
        importlib.import_module("drawn_next_year.drawings"),
    )
    sys.path.remove(str(folder))


class Newer:
    """Draws triangles wherever a shape may be."""

    def __init__(self, package: Any) -> None:
        self.types = package.types
        self.errors = package.errors

    def triangle(self) -> Any:
        at = self.types.datetime.datetime(2026, 11, 22, 9, 30, tzinfo=self.types.datetime.UTC)
        inner = self.types.Triangle(base=1.0, made_at=at)
        return self.types.Triangle(base=2.0, made_at=at, around=inner)

    def drawing(self) -> Any:
        circle, triangle = self.types.Circle(radius=1.0), self.triangle()
        values = {
            "id": "1",
            "first": triangle,
            "maybe": triangle,
            "many": [circle, triangle, circle],
            "table": {"a": circle, "b": triangle},
            "deep": [{"a": [circle, None, triangle]}],
        }
        return self.types.Drawing(**values, inner=self.types.Drawing(**values))

    async def get_drawing(self, *, drawing_id: str) -> Any:
        if drawing_id != "1":
            circle = self.types.Circle(radius=1.0)
            raise self.errors.Odd(shape=self.triangle(), others=[circle, self.triangle()])
        return self.drawing()

    async def list_drawings(self, **_: Any) -> Any:
        return self.types.DrawingPage(drawings=[self.drawing()])

    async def get_shape(self) -> Any:
        return self.triangle()


class Older:
    """Keeps what it is given, if anything gets that far."""

    async def keep_shape(self, **_: Any) -> Any:
        raise AssertionError("the input was not refused")


class Gateway:
    """Serves this year's contract with what a client of next year's server gets."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def get_drawing(self, *, drawing_id: str) -> Any:
        return await self._client.get_drawing(drawing_id=drawing_id)

    async def get_shape(self) -> Any:
        return await self._client.get_shape()


def _unknown(package: Any, way: Way) -> Any:
    support = importlib.import_module(f"{package.__name__.partition('.')[0]}._support")
    if in_protobuf(way):
        return support.Unknown(None, {}, TRIANGLE_NUMBER)
    return support.Unknown("triangle", SHOWN)


def _expected(package: Any, unknown: Any) -> Any:
    circle = package.types.Circle(radius=1.0)
    values = {
        "id": "1",
        "first": unknown,
        "maybe": unknown,
        "many": [circle, unknown, circle],
        "table": {"a": circle, "b": unknown},
        "deep": [{"a": [circle, None, unknown]}],
    }
    return package.types.Drawing(**values, inner=package.types.Drawing(**values))


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_unknown_variant_is_kept_wherever_it_is(
    packages: tuple[Any, Any], way: Way, host: Host
) -> None:
    old, new = packages

    async def call() -> None:
        unknown = _unknown(old, way)
        async with (
            served(new.__name__, way.style, Newer(new)) as target,
            connected(old.__name__, way, target) as client,
        ):
            caller = Caller(client)
            assert await caller.get_drawing(drawing_id="1") == _expected(old, unknown)
            assert (await caller.list_drawings()).drawings == [_expected(old, unknown)]
            assert await caller.get_shape() == unknown
            assert isinstance(await caller.get_shape(), type(unknown))
            with pytest.raises(old.errors.Odd) as caught:
                await caller.get_drawing(drawing_id="2")
            assert caught.value.shape == unknown
            assert caught.value.others == [old.types.Circle(radius=1.0), unknown]

    host.run(call())


@pytest.mark.parametrize("served_by", ["rest", "jsonrpc"])
@pytest.mark.parametrize("called_by", ["rest", "jsonrpc"])
def test_a_gateway_hands_on_an_unknown_variant_as_it_came(
    packages: tuple[Any, Any], called_by: str, served_by: str, host: Host
) -> None:
    old, new = packages

    async def call() -> tuple[Any, Any, Any]:
        way = Way(called_by, "async")
        async with (
            served(new.__name__, called_by, Newer(new)) as target,
            connected(old.__name__, way, target) as client,
            served(old.__name__, served_by, Gateway(client)) as gateway,
            connected(new.__name__, Way(served_by, "async"), gateway) as newest,
        ):
            with pytest.raises(new.errors.Odd) as caught:
                await newest.get_drawing(drawing_id="2")
            return await newest.get_drawing(drawing_id="1"), await newest.get_shape(), caught.value

    drawing, shape, error = host.run(call())
    newer = Newer(new)
    assert drawing == newer.drawing()
    assert shape == newer.triangle()
    assert error.shape == newer.triangle()


@pytest.mark.parametrize(
    ("called_by", "served_by"), [("grpc", "rest"), ("grpc", "jsonrpc"), ("rest", "grpc")]
)
def test_what_one_of_the_styles_cannot_carry_is_an_internal_error(
    packages: tuple[Any, Any], called_by: str, served_by: str, host: Host
) -> None:
    old, new = packages
    support = importlib.import_module(f"{new.__name__.partition('.')[0]}._support")

    async def call() -> list[str]:
        found = []
        async with (
            served(new.__name__, called_by, Newer(new)) as target,
            connected(old.__name__, Way(called_by, "async"), target) as client,
            served(old.__name__, served_by, Gateway(client)) as gateway,
            connected(new.__name__, Way(served_by, "async"), gateway) as newest,
        ):
            for work in newest.get_drawing(drawing_id="1"), newest.get_shape():
                with pytest.raises(support.ServiceError) as caught:
                    await work
                found.append(str(caught.value.code))
        return found

    assert host.run(call()) == ["internal", "internal"]


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_an_unknown_variant_is_no_input(packages: tuple[Any, Any], way: Way, host: Host) -> None:
    old, _ = packages
    support = importlib.import_module(f"{old.__name__.partition('.')[0]}._support")
    unknown = support.Unknown("triangle", SHOWN)
    circle = old.types.Circle(radius=1.0)
    drawing = old.types.Drawing(id="1", first=unknown, many=[], table={}, deep=[])

    async def call() -> None:
        async with (
            served(old.__name__, way.style, Older()) as target,
            connected(old.__name__, way, target) as client,
        ):
            with pytest.raises(support.InvalidArgument) as caught:
                await Caller(client).keep_shape(shape=unknown)
            assert [v.pointer for v in caught.value.violations] == ["/shape"]
            with pytest.raises(support.InvalidArgument):
                await Caller(client).keep_shape(shape=circle, drawing=drawing)

    host.run(call())


@pytest.mark.parametrize("way", REMOTE, ids=str)
def test_a_newer_client_hears_that_an_older_server_does_not_know_a_variant(
    packages: tuple[Any, Any], way: Way, host: Host
) -> None:
    old, new = packages
    support = importlib.import_module(f"{new.__name__.partition('.')[0]}._support")

    async def call() -> None:
        async with (
            served(old.__name__, way.style, Older()) as target,
            connected(new.__name__, way, target) as client,
        ):
            with pytest.raises(support.InvalidArgument) as caught:
                await Caller(client).keep_shape(shape=Newer(new).triangle())
            assert {v.pointer.split("/")[1] for v in caught.value.violations} == {"shape"}

    host.run(call())


@pytest.mark.parametrize(("style", "path"), [("rest", "/keep-shape"), ("jsonrpc", "/jsonrpc")])
def test_a_server_refuses_a_variant_that_it_does_not_know(
    packages: tuple[Any, Any], style: str, path: str
) -> None:
    old, _ = packages
    app = importlib.import_module(f"{old.__name__}.{style}.server").create_app(Older())
    for shape in SHOWN, ["triangle", SHOWN], ["triangle", SHOWN, None]:
        data: Any = {"shape": shape}
        if style == "jsonrpc":
            data = {"jsonrpc": "2.0", "id": 1, "method": "keepShape", "params": data}
        assert b"/shape" in ask(app, "POST", path, data=data).body


def test_xml_shows_an_unknown_variant_by_its_members(packages: tuple[Any, Any]) -> None:
    old, _ = packages
    support = importlib.import_module(f"{old.__name__.partition('.')[0]}._support")

    class Service:
        async def get_drawing(self, *, drawing_id: str) -> Any:  # noqa: ARG002
            return _expected(old, support.Unknown("triangle", SHOWN))

    app = importlib.import_module(f"{old.__name__}.rest.server").create_app(Service())
    answer = ask(app, "GET", "/drawings/1", headers={"accept": "application/xml"})
    assert answer.status == 200
    assert b"<first><kind>triangle</kind>" in answer.body


def test_an_unknown_variant_shows_no_value_that_may_be_sensitive(
    packages: tuple[Any, Any],
) -> None:
    unknown = _unknown(packages[0], Way("rest", "sync"))
    assert "2026" not in repr(unknown)
    assert "triangle" in repr(unknown)


def test_inputs_have_no_unknown_and_results_do(packages: tuple[Any, Any]) -> None:
    old, _ = packages
    types = old.types
    assert types.Shape == types.Circle | types.Square | types.Unknown
    assert types.ShapeInput == types.Circle | types.Square
