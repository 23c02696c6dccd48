"""Random values, right and wrong: JSON Schema and every style say the same of each.

What a server accepts it sends back in a form that it accepts again. RANDOM_VALUES says how many
values of each kind are tried.
"""

import asyncio
import importlib.resources
import json
import os
from typing import Any

import jsonschema_rs
import pytest

from generator.kinds import scalars
from generator.model import Record
from generator.runtime.validation.keywords import KEYWORDS
from tests.behaviour.conftest import ECHO
from tests.behaviour.raw import Raw
from tests.contract import api_of
from tests.runtime.random_values import Values

CASES = int(os.environ.get("RANDOM_VALUES", "100"))
EVERYTHING = api_of(ECHO.read_text("utf-8")).types["Everything"]
assert isinstance(EVERYTHING, Record)
MEMBERS = [field.json_name for field in EVERYTHING.fields if field.json_name != "anything"]
# What the published schema cannot say: see `validation/convert`.
BEYOND_SCHEMA = ("leap second", "of the years 1 to 9999", "float64 can hold")


def test_the_echo_has_a_member_of_every_kind() -> None:
    assert isinstance(EVERYTHING, Record)
    assert {kind.ref for kind in scalars()} <= {field.type for field in EVERYTHING.fields}


@pytest.mark.parametrize("member", MEMBERS)
def test_random_values_are_judged_alike_and_what_is_accepted_comes_back(
    member: str, echoes: dict[str, Raw], echo: Any
) -> None:
    document = json.loads(
        importlib.resources.files(echo.__name__).joinpath("schema.json").read_text()
    )
    whole = {"$ref": "#/$defs/Everything", "$defs": document["$defs"]}
    schema = jsonschema_rs.Draft202012Validator(whole, validate_formats=True, keywords=KEYWORDS)
    values = Values(document["$defs"], seed=len(member))
    part = document["$defs"]["Everything"]["properties"][member]

    exact = {style: raw for style, raw in echoes.items() if raw.is_exact}
    others = {style: raw for style, raw in echoes.items() if not raw.is_exact}
    carried = dict.fromkeys(others, 0)

    async def compare() -> int:
        accepted = 0
        for _ in range(CASES):
            value = {"anything": None, member: values.of(part, wrong=0.1)}
            said = {style: await raw.value(value) for style, raw in exact.items()}
            [first, *_] = said.values()
            assert first is not None
            assert all(one == first for one in said.values()), (value, said)
            answer, told = first
            beyond = [any(text in detail for text in BEYOND_SCHEMA) for _, detail in told]
            assert schema.is_valid(value) == all(beyond), (value, told)
            if not told:
                accepted += 1
                for style, raw in exact.items():
                    assert await raw.value(answer) == (answer, set()), (style, value, answer)
            for style, raw in others.items():
                found = await raw.value(value)
                if found is not None:
                    carried[style] += 1
                    assert found[1] == told, (style, value)
                    if not told:
                        [judge, *_] = exact.values()
                        again = await judge.value(found[0])
                        assert again is not None
                        assert not again[1], (style, value, found)
        return accepted

    assert 0 < asyncio.run(compare()) < CASES
    assert all(carried.values())
