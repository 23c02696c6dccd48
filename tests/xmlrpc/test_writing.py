"""Values are written alike, however quickly: with a pattern, or one member after another."""

from typing import Any
from xmlrpc.client import loads

import msgspec
import pytest

from generator.styles.xmlrpc.runtime.writing import Writer


class Item(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What has members of several types."""

    name: str
    share: str | None = msgspec.field(default=None, name="100%s")
    count: int = 0
    wide: list[float] = []
    items: "list[Item | None]" = []
    done: bool = False


def written(value: Any, type_: Any = Item) -> Any:
    """What another program reads of it."""
    text = f"<methodResponse><params><param><value>{Writer(type_).write(value)}</value></param>"
    [found], _ = loads(f"{text}</params></methodResponse>".encode())
    return found


@pytest.mark.parametrize(
    "text",
    ["plain", "%s %d %%", "a&b", "<b>", "]]>", 'a "quoted" \\ one', "é\u2028😀", "\ufffd", "\r\n"],
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    expected = {"name": text, "100%s": text}
    assert written(Item(name=text, share=text)) == expected
    assert written([text, "x"], list[str]) == [text, "x"]


@pytest.mark.parametrize("text", ["a\x00", "\ufffe", "a\uffff"])
def test_text_that_xml_cannot_hold_is_base64(text: str) -> None:
    assert written(Item(name=text))["name"].data == text.encode()


def test_what_is_absent_is_left_out_and_null_is_nil() -> None:
    writer = Writer(Item)
    assert written(Item(name="a", done=True)) == {"name": "a", "done": True}
    assert writer.write(Item(name="a", items=[None])).count("<nil/>") == 1
    assert "<name>100%s</name><value><nil/></value>" in writer.write({"name": "a", "100%s": None})


def test_each_set_of_members_is_written_and_most_of_them_are_forgotten() -> None:
    writer = Writer(Item)
    for number in range(200):
        name = f"x{number}"
        assert f"<name>{name}</name><value><int>1</int>" in writer.write({"name": "a", name: 1})
