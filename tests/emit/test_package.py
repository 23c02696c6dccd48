"""The emitted package: what it looks like to tools, and what it does when it is imported."""

import ast
import datetime
import inspect
import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from generator.model import AuthChoice, AuthKind, AuthScheme, Record, Tag, Union, Variant
from generator.naming import Name
from tests.emit.contracts import STRING, field, products
from tests.emit.package import Package, files, write

HOSTILE = [
    'He said "no"',
    '"""\nraise SystemExit\n"""',
    "'''",
    "{{ 1 / 0 }} {% raise %}",
    "back\\slash\\",
    "\u202eright to left\u2066",
    '"',
]


def ruff(paths: tuple[Path, ...], *arguments: str) -> None:
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def looks_right(*paths: Path) -> None:
    ruff(paths, "check", "--target-version", "py311")
    for width in ("88", "100"):
        ruff(paths, "format", "--check", "--line-length", width)


def test_every_file_is_as_the_formatter_and_the_linter_want_it(package: Package) -> None:
    looks_right(package.folder)
    looks_right(*(package.folder.parent / "_support").glob("*.py"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_contract_can_be_code(text: str, tmp_path: Path) -> None:
    api = products(title=text, description=text)
    api = replace(
        api,
        types={
            name: replace(
                type_def,
                description=text,
                **(
                    {"fields": tuple(replace(f, description=text) for f in type_def.fields)}
                    if isinstance(type_def, Record)
                    else {}
                ),
            )
            for name, type_def in api.types.items()
        },
        errors={name: replace(e, description=text) for name, e in api.errors.items()},
        operations={name: replace(o, description=text) for name, o in api.operations.items()},
    )
    clean = shape(files(products()))
    assert shape(files(api)) == clean
    hostile = write(api, tmp_path, f"hostile_{HOSTILE.index(text)}")
    looks_right(hostile.folder)
    assert json.loads((hostile.folder / "schema.json").read_text())["title"] == text


def shape(made: dict[str, str]) -> dict[str, list[str]]:
    """The statements of each module without their strings."""
    return {
        path: [type(node).__name__ for node in ast.walk(ast.parse(text)) if not quiet(node)]
        for path, text in made.items()
        if path.endswith(".py")
    }


def quiet(node: ast.AST) -> bool:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_text or isinstance(node, ast.Constant)


def test_the_same_contract_gives_the_same_bytes() -> None:
    assert files(products()) == files(products())


def test_the_package_offers_the_service_its_types_and_its_errors(package: Package) -> None:
    module = package.module()
    for name in ("Products", "ProductsSync", "Product", "Payment", "ProductNotFound", "serve"):
        assert name in module.__all__
    assert not [name for name in module.__all__ if name.endswith("Request")]
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


def test_importing_the_package_opens_nothing_that_a_client_may_not_need(package: Package) -> None:
    code = f"import sys, {package.name}.operations; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=package.folder.parent.parent,
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"uvicorn", "aiohttp", "urllib3", "grpc", "generator"}


def test_a_struct_travels_by_its_json_names_and_keeps_its_types(package: Package) -> None:
    types: Any = package.module(".types")
    value = msgspec.json.decode(
        b'{"id":"1","name":"T","price":"22.00","category":"Hats","tags":["a"],'
        b'"createdAt":"2026-11-22T09:30:00Z","later":1}',
        type=types.Product,
    )
    assert value.price == Decimal("22.00")
    assert value.created_at == datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
    assert (value.category, value.category.name, value.note) == ("Hats", "Hats", None)
    assert b'"createdAt":"2026-11-22T09:30:00Z"' in msgspec.json.encode(value)
    assert b'"note"' not in msgspec.json.encode(value)


def test_defaults_of_every_kind_are_values_of_their_types(package: Package) -> None:
    types: Any = package.module(".types")
    fields = {f.name: f for f in msgspec.structs.fields(types.Everything)}
    made = {
        name: f.default if f.default_factory is msgspec.NODEFAULT else f.default_factory()
        for name, f in fields.items()
        if not f.required
    }
    assert made == {
        "flag": True,
        "ratio": 1.5,
        "at": datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC),
        "link": None,
        "anything": None,
        "payment": None,
        "payments": {},
        "parent": None,
        "limits": None,
        "names": None,
        "skus": ["ABC"],
    }
    assert fields["class_"].encode_name == "class"
    assert fields["list_"].encode_name == "list"


def test_a_union_is_told_by_its_tag(package: Package) -> None:
    types: Any = package.module(".types")
    card = msgspec.convert(
        {"kind": "card", "number": "4111", "validUntil": "2027-01-01"}, types.Payment
    )
    assert isinstance(card, types.Card)
    assert msgspec.to_builtins(card)["kind"] == "card"


def test_a_sensitive_field_is_shown_nowhere(package: Package) -> None:
    types: Any = package.module(".types")
    card = types.Card(number="4111", valid_until=datetime.date(2027, 1, 1))
    assert "4111" not in repr(card)
    assert "4111" not in repr(card.__rich_repr__())
    assert repr(card) == "Card(number=***, valid_until=datetime.date(2027, 1, 1))"
    assert "4111" in str(msgspec.to_builtins(card))


def test_an_error_says_its_code_and_its_fields(package: Package) -> None:
    errors: Any = package.module(".errors")
    error = errors.ProductExists(name="T")
    assert (error.code, error.message, error.name) == ("already_exists", "Product exists.", "T")
    assert error._data() == {"name": "T", "tries": 1}
    again = errors.ProductExists._revive("Again.", {"name": "T", "since": "2026-11-22T09:30:00Z"})
    assert type(again) is errors.ProductExists
    assert again.since == datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
    with pytest.raises(msgspec.ValidationError):
        errors.ProductNotFound._revive("", {})


def test_protocol_and_client_take_the_same_parameters(package: Package) -> None:
    service: Any = package.module(".service")
    text = (package.folder / "calls.py").read_text()
    classes = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    assert [node.bases[0].id for node in classes] == ["AsyncCalls", "SyncCalls"]
    for node in classes:
        methods = {
            m.name: [a.arg for a in m.args.kwonlyargs]
            for m in node.body
            if isinstance(m, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        assert methods.pop("iter_list_products") == ["category", "page_size", "options"]
        assert methods == {
            name: [*list(inspect.signature(method).parameters)[1:], "options"]
            for name, method in vars(service.Products).items()
            if inspect.isfunction(method) and not name.startswith("_")
        }


def test_the_protocol_says_what_the_defaults_are(package: Package) -> None:
    service: Any = package.module(".service")
    types: Any = package.module(".types")
    add = inspect.signature(service.Products.add_product).parameters
    assert add["price"].default is inspect.Parameter.empty
    assert add["category"].default is types.Category.CLOTHES
    assert add["note"].default is None
    update = inspect.signature(service.ProductsSync.update_product).parameters
    assert update["price"].default is UNSET
    assert inspect.iscoroutinefunction(service.Products.add_product)
    assert not inspect.iscoroutinefunction(service.ProductsSync.add_product)


def test_the_table_says_how_operations_behave(package: Package) -> None:
    table: Any = package.module(".operations")
    get, update = table.GET_PRODUCT, table.UPDATE_PRODUCT
    assert (get.timeout, get.attempts, get.safe, get.idempotent) == (2.5, 3, True, True)
    assert [error.__name__ for error in get.errors] == ["ProductNotFound"]
    assert (update.etag.get, update.etag.keys) == ("get_product", ("product_id",))
    assert table.LIST_PRODUCTS.items == "products"
    assert [operation.method for operation in table.OPERATIONS][-2:] == ["try_", "ping"]


def test_the_table_says_who_may_call(tmp_path: Path) -> None:
    token = AuthScheme(
        name="token",
        kind=AuthKind.BEARER,
        issuer="https://login.example",
        audience=HOSTILE[0],
        jwks="https://login.example/keys",
    )
    ways = (
        token,
        AuthScheme(name="x-key", kind=AuthKind.API_KEY, header="X-Key"),
        AuthScheme(name="visit", kind=AuthKind.API_KEY, cookie="visit"),
        AuthScheme(name="word", kind=AuthKind.BASIC),
        AuthScheme(name="ping", kind=AuthKind.MUTUAL_TLS),  # as an operation is called
        AuthScheme(name="schema", kind=AuthKind.API_KEY, query="schema"),  # as the table's own
        AuthScheme(name="unused", kind=AuthKind.BASIC),
    )
    written = AuthChoice(scheme="token", scopes=("read",))
    choices = ((written, AuthChoice(scheme="x-key")), (AuthChoice(scheme="ping"),))
    either = tuple((AuthChoice(scheme=one),) for one in ("visit", "word", "schema"))
    api = products()
    ping = replace(api.operations["Ping"], auth=choices)
    other = replace(api.operations["GetProduct"], auth=either)
    guarded = {**api.operations, "Ping": ping, "GetProduct": other}
    schemes = {scheme.name: scheme for scheme in ways}
    made = write(replace(api, auth=schemes, operations=guarded), tmp_path, "guarded")
    looks_right(made.folder)
    table: Any = made.module(".operations")
    assert [
        [(need.scheme.name, need.scheme.kind, need.scopes) for need in choice]
        for choice in table.PING.auth
    ] == [[("token", "bearer", ("read",)), ("x-key", "api_key", ())], [("ping", "mutual_tls", ())]]
    found = {need.scheme.name: need.scheme for choice in table.GET_PRODUCT.auth for need in choice}
    assert (found["visit"].place, found["visit"].parameter) == ("cookie", "visit")
    assert (found["schema"].place, found["schema"].parameter) == ("query", "schema")
    assert found["word"].realm == api.package
    assert (table.TOKEN.issuer, table.TOKEN.audience) == (token.issuer, token.audience)
    assert (table.X_KEY.place, table.X_KEY.parameter) == ("header", "X-Key")
    assert table.ADD_PRODUCT.auth == ()
    assert not hasattr(table, "UNUSED")


def test_a_union_of_many_is_laid_out_so_that_it_stays(tmp_path: Path) -> None:
    api = products()
    names = [f"Variant{'x' * 15}{i}" for i in range(5)]
    records = {
        name: Record(name=name, fields=(field("text", STRING),), tag=Tag(member="type", value=name))
        for name in names
    }
    union = Union(
        name="Many",
        discriminator="type",
        variants=tuple(Variant(tag=name, record=name) for name in names),
    )
    many = write(replace(api, types={**api.types, **records, "Many": union}), tmp_path, "many")
    looks_right(many.folder)
    value = msgspec.convert({"type": names[2], "text": "x"}, many.module(".types").Many)
    assert type(value).__name__ == names[2]


def test_an_operation_may_be_called_close() -> None:
    api = products()
    ping = api.operations["Ping"]
    closing = replace(ping, name=Name.parse("Close"))
    text = files(replace(api, operations={"Close": closing}))["service.py"]
    assert "def close_(" in text
