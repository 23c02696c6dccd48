"""Random values, right and wrong: JSON Schema, REST, JSON-RPC and gRPC say the same of each.

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
from tests.behaviour.in_process import Styles
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
    member: str, styles: Styles, echo: Any
) -> None:
    document = json.loads(
        importlib.resources.files(echo.__name__).joinpath("schema.json").read_text()
    )
    whole = {"$ref": "#/$defs/Everything", "$defs": document["$defs"]}
    schema = jsonschema_rs.Draft202012Validator(whole, validate_formats=True, keywords=KEYWORDS)
    values = Values(document["$defs"], seed=len(member))
    part = document["$defs"]["Everything"]["properties"][member]

    async def compare() -> tuple[int, int]:
        accepted = carried = 0
        for _ in range(CASES):
            value = {"anything": None, member: values.of(part, wrong=0.1)}
            answer, told = await styles.rest(value)
            assert await styles.jsonrpc(value) == (answer, told), value
            beyond = [any(text in detail for text in BEYOND_SCHEMA) for _, detail in told]
            assert schema.is_valid(value) == all(beyond), (value, told)
            if not told:
                accepted += 1
                again, told_again = await styles.rest(answer)
                assert not told_again, (value, answer)
                assert again == answer, value
            over_grpc = await styles.grpc(value)
            if over_grpc is not None:
                carried += 1
                message, told_by_grpc = over_grpc
                assert told_by_grpc == told, value
                if not told:
                    assert not (await styles.rest(message))[1], (value, message)
        return accepted, carried

    accepted, carried = asyncio.run(compare())
    assert 0 < accepted < CASES
    assert carried
