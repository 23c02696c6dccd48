"""What stands at a place is known from indentation and brackets, whole or not."""

import pytest

from generator.editor.outline import outline
from generator.editor.spot import spot
from generator.editor.text import Text
from tests.editor.marked import marked

OPERATION = "operations:\n  A:\n    create: B\n"


@pytest.mark.parametrize(
    ("text", "path", "word", "key", "value"),
    [
        ("con‸", "", "con", True, True),
        ("types:\n  A:\n    fields:\n      a: str‸", "types A fields a", "str", False, True),
        ("types:\n  A:\n    fields:\n      a: {type: list<Pr‸", "types A fields a type", "list<Pr",
         False, True),
        ("types:\n  A:\n    fields:\n      a: {type: string, mi‸}", "types A fields a", "mi",
         True, False),
        ("types: {A: {enum: [x‸", "types A enum []", "x", False, True),
        (f"{OPERATION}    ‸\n    errors: [X]\n", "operations A", "", True, False),
        (f"{OPERATION}    errors: [X, ‸\n  C:\n", "operations A errors []", "", False, True),
        (f"{OPERATION}    errors:\n    - X\n    - Y‸", "operations A errors []", "Y", True, True),
        (f"{OPERATION}    errors:\n    - X\n    sa‸", "operations A", "sa", True, False),
        (f"{OPERATION}    errors:\n      ‸", "operations A errors", "", True, True),
        (f"{OPERATION}    rest: GET /a/{{b‸", "operations A rest", "GET /a/{b", False, True),
        (f'{OPERATION}    rest: {{path: "/a/{{b‸', "operations A rest path", "/a/{b", False, True),
        (f"{OPERATION}    errors: [X, {{y: ‸", "operations A errors [] y", "", False, True),
        ("operations:\n  A: {get: B, ‸}\n", "operations A", "", True, False),
        ("operations:\n  ‸", "operations", "", True, True),
        ("types:\n  A:\n    fields: {a: string\n  B:\n    fi‸", "types B", "fi", True, True),
        ("rest:\n  json_case: ‸\n", "rest json_case", "", False, True),
        ("auth: {a: {scheme: be‸}}", "auth a scheme", "be", False, True),
        ("title: 'it‸", "title", "it", False, True),
    ],
)  # fmt: skip
def test_the_path_to_a_place_is_known(
    text: str, path: str, word: str, key: bool, value: bool
) -> None:
    content, place = marked(text)
    found = spot(outline(Text(content)), place)
    assert found is not None
    assert found.path == tuple(path.split())
    assert (found.word, found.is_key, found.is_value) == (word, key, value)


@pytest.mark.parametrize(
    "text",
    [
        "title: x # a comment ‸",
        "description: |\n  some text‸\n",
        "operations:\n  A:\n    description: >-\n      more\n\n      text‸\n",
    ],
)
def test_comments_and_blocks_of_text_belong_to_nothing(text: str) -> None:
    content, place = marked(text)
    assert spot(outline(Text(content)), place) is None


def test_keys_that_are_there_are_known_before_and_behind() -> None:
    content, place = marked(f"{OPERATION}    ‸\n    safe: true\n")
    found = spot(outline(Text(content)), place)
    assert found is not None
    assert found.siblings == ("create", "safe")
