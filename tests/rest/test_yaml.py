"""Whatever values a document holds, YAML gives them back."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.formats.yaml.write import write_yaml

TRAPS = "a:#-? \n\t'\"{}[],&*!|>%@`~=\\0123.eE+_yYnNoO/$ \u202e\u2028\x85\ufeff×"
TEXT = st.text(st.one_of(st.sampled_from(TRAPS), st.characters(exclude_categories=["Cs"])))
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner))


@given(VALUES)
def test_a_value_survives(value: Any) -> None:
    assert yaml.safe_load(write_yaml(value).decode()) == value


@pytest.mark.parametrize(
    "text", ["yes", "No", "on", "null", "~", "1", "1.0", "1e3", "0x1", "2026-11-22", "12:30", ""]
)
def test_text_that_looks_like_something_else_is_quoted(text: str) -> None:
    written = write_yaml({"key": text, text: "value"}).decode()
    assert yaml.safe_load(written) == {"key": text, text: "value"}
    assert f"key: '{text}'" in written


def test_a_document_reads_like_one_written_by_hand() -> None:
    value = {
        "openapi": "3.1.1",
        "paths": {"/a": {"get": {"tags": ["Shop floor"], "parameters": []}}},
        "200": {"$ref": "#/components/x"},
        "url": "https://example.org/a?b=c",
        "description": "Two lines,\nthe second indented:\n  here.\n",
        "list": [{"a": 1, "b": [True, None]}, [2.5]],
    }
    assert write_yaml(value).decode() == (
        "openapi: '3.1.1'\n"
        "paths:\n"
        "  /a:\n"
        "    get:\n"
        "      tags:\n"
        "        - Shop floor\n"
        "      parameters: []\n"
        "'200':\n"
        "  $ref: '#/components/x'\n"
        "url: https://example.org/a?b=c\n"
        "description: |\n"
        "  Two lines,\n"
        "  the second indented:\n"
        "    here.\n"
        "list:\n"
        "  - a: 1\n"
        "    b:\n"
        "      - true\n"
        "      - null\n"
        "  - - 2.5\n"
    )
