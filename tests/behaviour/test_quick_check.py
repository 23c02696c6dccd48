"""The quick check takes nothing that the schema refuses, and makes of it what ``convert`` makes."""

import importlib.resources
import json
from typing import Any

import jsonschema_rs
import msgspec
import pytest

from generator.runtime.validation.check import checks
from generator.runtime.validation.convert import convert_closely
from generator.runtime.validation.keywords import KEYWORDS
from tests.behaviour.test_judged_alike import CASES, MEMBERS
from tests.runtime.random_values import Values

# Values in values: their inputs are judged by the schema alone.
NESTED = {
    *("aLeaf", "aShape", "aMap", "leaves", "holes", "lists", "maps", "shapes"),
    *("bytesMap", "decimals"),
}


def inputs(echo: Any, member: str, *, required: bool) -> tuple[type[msgspec.Struct], Any]:
    """A request with one member of all that there is, and the definitions with its schema."""
    document = json.loads(
        importlib.resources.files(echo.__name__).joinpath("schema.json").read_text()
    )
    [field] = [
        field
        for field in msgspec.structs.fields(echo.types.Everything)
        if field.encode_name == member
    ]
    options: dict[str, Any] = {"name": member}
    if not required and field.default is not msgspec.NODEFAULT:
        options["default"] = field.default
    if not required and field.default_factory is not msgspec.NODEFAULT:
        options["default_factory"] = field.default_factory
    request = msgspec.defstruct(
        "One", [(field.name, field.type, msgspec.field(**options))], kw_only=True
    )
    schema = {
        "type": "object",
        "properties": {member: document["$defs"]["Everything"]["properties"][member]},
        "required": [member] if required else [],
        "additionalProperties": False,
    }
    return request, {**document["$defs"], "One": schema}


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("required", [True, False])
def test_what_the_quick_check_takes_is_what_the_slow_way_makes(
    member: str, required: bool, echo: Any
) -> None:
    request, definitions = inputs(echo, member, required=required)
    found = checks(request, definitions)
    assert (found is None) == (member in NESTED)
    if found is None:
        return
    whole = {"$ref": "#/$defs/One", "$defs": definitions}
    schema = jsonschema_rs.Draft202012Validator(whole, validate_formats=True, keywords=KEYWORDS)
    values = Values(definitions, seed=len(member))
    taken = 0
    for _ in range(5 * CASES):
        value = {member: values.of(definitions["One"]["properties"][member], wrong=0.1)}
        if required and value[member] is None:
            continue  # no type of a member that must be there lacks it
        text = json.dumps(value).encode()
        read, took = found.read(text), found.take(value)
        for made in (read, took):
            if made is not None:
                taken += 1
                assert schema.is_valid(value), value
                assert made == msgspec.structs.asdict(convert_closely(value, request))
        doubled = text[:-1] + b"," + text[1:]
        assert found.read(doubled) is None
        assert found.read(text[:-1] + b',"another":1}') is None
        assert found.take({**value, "another": 1}) is None
    assert taken > CASES // 2
