"""The further forms of the types: what they take and refuse, beside what the schema does.

What a form cannot say is listed here, and in docs/models.md; anything else is a failure.
"""

import functools
import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pydantic import TypeAdapter, ValidationError

from generator.contract.read import read
from generator.diagnostics import Problems
from generator.emit.models import models_files
from generator.runtime.validation.schema import Schema, Validator
from generator.settings.forms import FORMS
from generator.styles import registry
from tests.runtime.random_values import Values

CONTRACTS = sorted(Path("contracts").glob("*.yaml"))
BIN = Path(sys.executable).parent
DOCS = Path("docs/models.md")
COUNT = 120  # values of each type
ALL = frozenset(FORMS)
TYPES_ONLY = frozenset({"dataclass", "typeddict"})


@dataclass(frozen=True)
class Exempt:
    """What a form takes though the schema refuses it (``detail`` is the schema's), or refuses.

    title: as it stands in docs/models.md; error: the type of pydantic's.
    """

    title: str
    detail: str = ""
    error: str = ""
    forms: frozenset[str] = ALL
    only_null: bool = False


EXEMPT = [
    Exempt("`uniqueItems`", "must not hold the same item twice"),
    Exempt(
        "null where a member may be absent", "must be ", forms=ALL - {"typeddict"}, only_null=True
    ),
    Exempt("other spellings of UUIDs", "must be a UUID"),
    Exempt("other spellings of decimals, and numbers", "must be a decimal number|must be a string"),
    Exempt("other spellings of durations", "must be a duration"),
    Exempt("other spellings of times", "must be a time of day"),
    Exempt("other spellings of timestamps", "must be a timestamp"),
    Exempt("the format of URIs", "must be an absolute URI"),
    Exempt("the format of e-mail addresses", "must be an e-mail address"),
    Exempt("the format of host names", "must be a host ?name", forms=TYPES_ONLY),
    Exempt("other spellings of base64", "must be bytes in base64"),
    Exempt(
        "bounds, lengths and patterns",
        "must be (at|greater|less|a multiple)|must have at|must match|must be .* with asc or desc",
        forms=TYPES_ONLY,
    ),
    Exempt("unknown members", "is not a known member", forms=frozenset({"dataclass"})),
    Exempt("`1.0` for an integer", error="int_type"),
    Exempt("the year 0", error="date_parsing"),
    Exempt("the year 0", error="datetime_parsing"),
    Exempt("the longest durations", error="time_delta_parsing"),
    Exempt("stray bits in base64", error="bytes_invalid_encoding", forms=frozenset({"pydantic"})),
]


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """All forms of all contracts, as the package ``forms``."""
    folder = tmp_path_factory.mktemp("models") / "forms"
    for contract in CONTRACTS:
        api = read(contract, registry.names(), root=Path(), problems=Problems())
        assert api is not None
        for file in models_files(api, FORMS):
            place = folder / contract.stem / file.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.content)
    sys.path.insert(0, str(folder.parent))
    yield folder
    sys.path.remove(str(folder.parent))


def _values(contract: str) -> Iterator[tuple[str, Any]]:
    definitions = _schema(contract).definitions
    values = Values(definitions, 7)
    for name, schema in definitions.items():
        yield from ((name, values.of(schema)) for _ in range(COUNT))


@functools.cache
def _judge(contract: str, name: str) -> Validator:
    """What the schema says of a type; it takes a while to make."""
    return _schema(contract).validator(name)


def _schema(contract: str) -> Schema:
    return Schema(json.loads(Path(f"generated/{contract}/schema.json").read_text()))


def _exempted(form: str, violations: list[Any], value: Any) -> set[str] | None:
    """Why a form takes a value; None if it ought not to."""
    titles = set()
    for violation in violations:
        found = [
            exempt.title
            for exempt in EXEMPT
            if form in exempt.forms and exempt.detail and re.match(exempt.detail, violation.detail)
            if not exempt.only_null or _at(value, violation.pointer) is None
        ]
        if not found:
            return None
        titles.update(found[:1])
    return titles


def _at(value: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("form", FORMS)
def test_a_form_takes_and_refuses_what_the_schema_does_but_for_what_is_listed(form: str) -> None:
    used: set[str] = set()
    agreed = {True: 0, False: 0}
    for contract in (path.stem for path in CONTRACTS):
        module = f"forms.{contract}.models.{form}"
        for name, value in _values(contract):
            violations = _judge(contract, name).violations(value)
            errors = _errors(_adapter(module, name), value)
            place = f"{contract} {name} {value!r}"
            if not violations and errors:
                kinds = {error["type"] for error in errors}
                reasons = {e.title for e in EXEMPT if form in e.forms and e.error in kinds}
                assert reasons, f"refused: {place}: {errors}"
                used |= reasons
            elif violations and not errors:
                why = _exempted(form, violations, value)
                assert why is not None, f"taken: {place}: {violations}"
                used |= why
            else:
                agreed[not violations] += 1
    assert min(agreed.values()) > 500
    assert used == {exempt.title for exempt in EXEMPT if form in exempt.forms}


@functools.cache
def _adapter(module: str, name: str) -> Any:
    """Pydantic's view of a type; it takes a while to make."""
    return TypeAdapter(getattr(importlib.import_module(module), name))


def _errors(adapter: Any, value: Any) -> list[Any]:
    try:
        adapter.validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        return list(error.errors())
    return []


def test_the_documentation_lists_what_no_form_can_say() -> None:
    text = DOCS.read_text("utf-8")
    assert [exempt.title for exempt in EXEMPT if exempt.title not in text] == []


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("contract", [path.stem for path in CONTRACTS])
def test_values_come_back_from_a_form_as_they_were(contract: str, form: str) -> None:
    module = f"forms.{contract}.models.{form}"
    types = importlib.import_module(f"generated.{contract}.types")
    seen = 0
    for name, value in _values(contract):
        adapter = _adapter(module, name)
        ours = getattr(types, name, None)
        if ours is None or _judge(contract, name).violations(value) or _errors(adapter, value):
            continue
        try:
            before = msgspec.json.decode(json.dumps(value), type=ours)
        except msgspec.ValidationError:
            continue  # null for a default, which is for the server to fill in
        text = _through(form, module, name, msgspec.json.encode(before))
        assert _judge(contract, name).violations(msgspec.json.decode(text)) == [], (name, text)
        assert msgspec.json.decode(text, type=ours) == before, (name, value)
        seen += 1
    assert seen > 50


def _through(form: str, module: str, name: str, data: bytes) -> bytes:
    """JSON of ours, read as their type and written again, as docs/models.md says."""
    adapter = _adapter(module, name)
    if form == "pydantic":
        dumped: bytes = adapter.dump_json(adapter.validate_json(data), exclude_unset=True)
        return dumped
    theirs: Any = getattr(importlib.import_module(module), name)
    try:
        return msgspec.json.encode(msgspec.json.decode(data, type=theirs))
    except TypeError:  # a union, which msgspec does not tell apart
        value = adapter.validate_json(data, strict=True)
        return msgspec.json.encode(adapter.dump_python(value, exclude_none=True))


@pytest.mark.usefixtures("package")
def test_checkers_are_content_with_every_form(package: Path) -> None:
    for path in package.rglob("models"):
        for folder in (path, path.parent, path.parent.parent):
            (folder / "__init__.py").touch()
    for command in (
        ["mypy", "--strict", "--config-file=", "-p", "forms"],
        ["ruff", "check", "--isolated", "--no-cache", "forms"],
        ["ruff", "format", "--isolated", "--no-cache", "--check", "forms"],
    ):
        done = subprocess.run(
            [BIN / command[0], *command[1:]],
            cwd=package.parent,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout
