"""How single values are read and written: strictly, and without losing any."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest

from generator.runtime.values import Int32, Int64, UInt32, UInt64
from generator.styles.xmlrpc.runtime.messages import read
from generator.styles.xmlrpc.runtime.reading import Reader
from generator.styles.xmlrpc.runtime.scalars import Base64
from generator.styles.xmlrpc.runtime.writing import Unwritable, Writer, anything
from tests.xmlrpc.asking import Answer

Post = Callable[..., Answer]
CALL = (
    "<methodCall><methodName>{method}</methodName><params><param><value><struct>"
    "<member><name>{name}</name><value>{value}</value></member>"
    "</struct></value></param></params></methodCall>"
)


def violations(answer: Answer) -> dict[str, str]:
    """Details by pointer."""
    number, text = answer.fault
    assert number == -32602
    found = json.loads(text.rpartition("\n")[2])["violations"]
    return {one["pointer"]: one["detail"] for one in found}


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ("<int> 5 </int>", "must be a whole number in digits, without blanks"),
        ("<int></int>", "must be a whole number in digits, without blanks"),
        ("<int>0x5</int>", "must be a whole number in digits, without blanks"),
        ("<int>1_0</int>", "must be a whole number in digits, without blanks"),
        ("<int>٣</int>", "must be a whole number in digits, without blanks"),
        ("<int>5.0</int>", "must be a whole number in digits, without blanks"),
        ("<int>2147483648</int>", "must be a whole number of 32 bits"),
        ("<i4>-2147483649</i4>", "must be a whole number of 32 bits"),
        ("<i8>9223372036854775808</i8>", "must be a whole number of 64 bits"),
        (f"<int>{'9' * 100_000}</int>", "must be a whole number of 32 bits"),
        (f"<biginteger>{'9' * 100_000}</biginteger>", "must be a whole number"),
        ("<boolean>true</boolean>", "must be 0 or 1, as a boolean is"),
        ("<boolean> 1</boolean>", "must be 0 or 1, as a boolean is"),
        ("<double>nan</double>", "must be a number in digits, as a double is"),
        ("<double>inf</double>", "must be a number in digits, as a double is"),
        ("<double> 1.0</double>", "must be a number in digits, as a double is"),
        ("<double>.</double>", "must be a number in digits, as a double is"),
        ("<double>1e999</double>", "must be a number that a float64 can hold"),
        (f"<double>{'9' * 100_000}</double>", "must be a number in digits, as a double is"),
        ("<nil>0</nil>", "must be empty, as nil is"),
        ("<string>5</string>", "must be a whole number or null"),
        ("5", "must be a whole number or null"),
        ("<double>5.5</double>", "must be a whole number or null"),
        ("<boolean>1</boolean>", "must be a whole number or null"),
        ("<base64>NQ==</base64>", "must not be base64"),
        (
            "<dateTime.iso8601>20261122T09:30:00</dateTime.iso8601>",
            "must be text, and no dateTime.iso8601",
        ),
    ],
)
def test_a_scalar_that_is_none_is_a_violation_at_its_place(
    post: Post, value: str, detail: str
) -> None:
    body = CALL.format(method="listProducts", name="pageSize", value=value).encode()
    assert violations(post(body)) == {"/pageSize": detail}


@pytest.mark.parametrize(
    "value",
    [
        "<int>5</int>",
        "<i4>+5</i4>",
        "<i8>05</i8>",
        "<biginteger>5</biginteger>",
        "<double>5.</double>",
    ],
)
def test_a_whole_number_may_come_as_any_number(post: Post, value: str) -> None:
    body = CALL.format(method="listProducts", name="pageSize", value=f" {value}\n").encode()
    assert post(body).value == {"products": []}


def test_a_member_that_is_given_twice_is_a_violation(post: Post) -> None:
    member = "<member><name>pageSize</name><value><int>5</int></value></member>"
    body = CALL.format(method="listProducts", name="category", value="Shoes")
    body = body.replace("</struct>", f"{member}{member}</struct>")
    assert violations(post(body.encode())) == {"/pageSize": "is given more than once"}


def test_positions_are_those_of_the_contract_and_one_too_many_is_a_violation(post: Post) -> None:
    params = "".join(f"<param><value>{text}</value></param>" for text in "1234")
    body = CALL.replace("{method}", "deleteProduct").replace(
        CALL[CALL.index("<param>") : CALL.index("</params>")], params
    )
    assert violations(post(body.encode())) == {"/1": "deleteProduct takes at most 1 parameters"}


def read_value(xml: str, type_: Any) -> Any:
    body = f"<methodResponse><params><param><value>{xml}</value></param></params></methodResponse>"
    return Reader(type_).read(read(body.encode()).params[0])


@pytest.mark.parametrize("type_", [Int64, UInt32, UInt64])
def test_whole_numbers_of_more_than_32_bits_are_text_whatever_their_value(type_: Any) -> None:
    assert Writer(type_).write(5) == "<string>5</string>"
    assert read_value("<string>5</string>", type_) == 5
    assert read_value("<int>5</int>", type_) == 5
    assert read_value("<string>5.0</string>", type_) == "5.0"  # which the schema refuses


def test_whole_numbers_of_32_bits_are_numbers() -> None:
    assert Writer(Int32).write(-5) == "<int>-5</int>"
    assert read_value("<string>5</string>", Int32) == "5"  # which the schema refuses


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (None, "<nil/>"),
        (True, "<boolean>1</boolean>"),
        (2**31, "<i8>2147483648</i8>"),
        (2**63, "<biginteger>9223372036854775808</biginteger>"),
        (1e22, "<double>10000000000000000000000.0</double>"),
        (-1.5e-7, "<double>-0.00000015</double>"),
        ("a<b>&c\r\n", "<string>a&lt;b&gt;&amp;c&#13;\n</string>"),
        ([{"a b": []}], None),
        ({"": {"<&>": " \t\n x"}}, None),
        ("", None),
        ("  ", None),
        ("\0\x1b\ufffe", "<base64>ABvvv74=</base64>"),
        ("\U0001f600]]>", None),
    ],
)
def test_what_is_written_of_any_value_is_read_as_it_was(value: Any, xml: str | None) -> None:
    written = anything(value)
    assert xml is None or written == xml
    assert read_value(written, Any) == value


@pytest.mark.parametrize("value", [5e-324, 1.7976931348623157e308, 0.1, -0.0, 1e16, 123456789.125])
def test_a_double_has_no_exponent_and_is_the_same_number(value: float) -> None:
    written = Writer(float).write(value)
    assert "e" not in written.removeprefix("<double>").removesuffix("</double>")
    assert repr(read_value(written, float)) == repr(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {"a\0b": 1}, "\ud800"])
def test_what_has_no_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        anything(value)
    assert isinstance(caught.value, Unwritable | UnicodeEncodeError)


def test_text_that_came_as_base64_is_text_again_and_other_bytes_are_a_flaw() -> None:
    assert read_value("<base64> QUJD\nRA== </base64>", str) == "ABCD"
    for wrong in ("<base64>/w==</base64>", "<base64>Q</base64>", "<base64>!</base64>"):
        assert read_value(wrong, str).text == "must be text in UTF-8, if it comes as base64"
        assert read_value(wrong, Any).text == "must be text in UTF-8, if it comes as base64"


def test_bytes_are_base64_with_or_without_the_element() -> None:
    assert read_value("<base64>QUJD\r\nRA==</base64>", bytes) == "QUJDRA=="
    assert read_value("QUJDRA==", bytes) == "QUJDRA=="
    assert type(read_value("<base64>QUJD</base64>", bytes)) is not Base64
    assert Writer(bytes).write(b"ABCD") == "<base64>QUJDRA==</base64>"


def test_an_instant_needs_its_offset() -> None:
    def moment(text: str) -> Any:
        return read_value(f"<dateTime.iso8601>{text}</dateTime.iso8601>", datetime.datetime)

    assert moment("20261122T09:30:00Z") == "2026-11-22T09:30:00Z"
    assert moment("2026-11-22T09:30:00.5+01:00") == "2026-11-22T09:30:00.5+01:00"
    for wrong in ("20261122T09:30:00", "2026-11-22T09:30:00", "", "x"):
        assert "a dateTime.iso8601 has no offset" in moment(wrong).text
