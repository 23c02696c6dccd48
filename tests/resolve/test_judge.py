"""What resolve takes for a value, the judge of the run time takes for one, too."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract.resolve import resolve
from generator.contract.source import load
from generator.diagnostics import Problems
from generator.formats.json.schema.document import schema_file
from generator.kinds import scalars
from generator.model import Api, Record
from generator.styles import registry
from tests.contract import HEADER, api_of, read

ROOT = Path(__file__).parents[2]
CONTRACTS = sorted((ROOT / "contracts").glob("*.yaml"))


def judge(api: Api, name: str) -> jsonschema_rs.Draft202012Validator:
    defs = json.loads(schema_file(api).content)["$defs"]
    schema = {"$ref": f"#/$defs/{name}", "$defs": defs}
    return jsonschema_rs.Draft202012Validator(
        schema, validate_formats=True, pattern_options=jsonschema_rs.RegexOptions()
    )


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_the_input_of_every_example_is_valid(path: Path) -> None:
    problems = Problems()
    source = load(path, ROOT, problems)
    assert source is not None
    api = resolve(source, registry.names(), problems)
    assert api is not None
    for operation in api.operations.values():
        validator = judge(api, operation.request)
        for example in operation.examples:
            found = [error.message for error in validator.iter_errors(example.input)]
            assert found == [], f"{operation.name}/{example.name}"


SCALARS = [kind.name for kind in scalars()]
WRITTEN = st.one_of(
    st.integers(-(2**65), 2**65).map(str),
    st.floats().map(str),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.datetimes().map(lambda value: f"{value.isoformat()}Z"),
    st.dates().map(str),
    st.times().map(str),
    st.uuids().map(str),
    st.from_regex(r"-?P[0-9]{0,3}D?T?[0-9]{0,9}[HM]?[0-9]{0,7}(\.[0-9]{1,7})?S?", fullmatch=True),
    st.from_regex(r"[0-9]{1,9}(ms|s|m|h|d)", fullmatch=True),
    st.from_regex(r"[a-z.+]{1,9}@[a-z.-]{1,9}", fullmatch=True),
    st.from_regex(r"(https?|mailto|urn):(//)?[a-z0-9./?#@:%-]{0,12}", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9+/]{0,9}={0,2}", fullmatch=True),
)


@settings(max_examples=300, deadline=None)
@given(type_=st.sampled_from(SCALARS), written=WRITTEN, quoted=st.booleans())
def test_a_default_that_is_accepted_is_valid(type_: str, written: str, quoted: bool) -> None:
    text = json.dumps(written) if quoted else written
    contract = f"types: {{A: {{fields: {{a: {{type: {type_}, default: {text}}}}}}}}}\n"
    contract += "operations: {Op: {input: A}}\n"
    api, _ = read(HEADER + contract)
    if api is None:
        return
    record = api.types["A"]
    assert isinstance(record, Record)
    default = record.fields[0].default
    assert default is not None
    assert judge(api, "OpRequest").is_valid({"a": default.value}), default.value


def test_the_judge_of_this_test_can_refuse() -> None:
    api = api_of("operations: {Op: {input: {a: int32}}}\n")
    assert not judge(api, "OpRequest").is_valid({"a": "x"})
