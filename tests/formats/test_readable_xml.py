"""XML laid out for people says what it said before, and stays within its column where it can."""

import xml.etree.ElementTree as ET

import pytest

from generator.formats import readable, readable_xml

CALL = (
    '<?xml version="1.0"?><methodCall><methodName>addProduct</methodName><params><param><value>'
    "<struct><member><name>name</name><value><string> T &amp; &lt;S&gt; </string></value></member>"
    "<member><name>empty</name><value><string></string></value></member>"
    "<member><name>none</name><value><nil/></value></member></struct></value></param></params>"
    "</methodCall>"
)


def told(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Every element, its attributes and its text, without what lies between elements."""
    found = ET.fromstring(text)
    return [
        (one.tag, dict(one.attrib), (one.text or "") if not len(one) else "")
        for one in found.iter()
    ]


@pytest.mark.parametrize("width", [0, 20, 44, 1000])
def test_a_message_says_the_same_when_it_is_laid_out(width: int) -> None:
    laid_out = readable_xml.laid_out(CALL, width)
    assert laid_out is not None
    assert told(laid_out) == told(CALL)
    assert "<string></string>" in laid_out
    assert "<nil/>" in laid_out


def test_elements_around_a_single_one_share_its_line() -> None:
    lines = readable.spread(CALL, 44).split("\n")
    assert lines[:6] == [
        '<?xml version="1.0"?>',
        "<methodCall>",
        "  <methodName>addProduct</methodName>",
        "  <params><param><value><struct>",
        "    <member>",
        "      <name>name</name>",
    ]
    assert "      <value><string> T &amp; &lt;S&gt; </string></value>" in lines


def test_text_beside_elements_is_left_as_it_is() -> None:
    mixed = '<p xmlns:x="urn:x" x:a="&quot;&lt;">one <b>two</b> three</p>'
    assert told(str(readable_xml.laid_out(mixed, 10))) == told(mixed)
    assert "one <b>two</b> three" in str(readable_xml.laid_out(mixed, 10))


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "< 3",
        "<a>",
        "<a/><b/>",
        "<!DOCTYPE a><a/>",
        "<a><!-- c --></a>",
        "<a><?do it?></a>",
    ],
)
def test_what_is_no_message_is_shown_as_it_is(text: str) -> None:
    assert readable_xml.laid_out(text, 10) is None
    assert readable.spread(text, 2) == text


def test_a_long_text_is_cut_and_its_body_is_still_told_to_be_text() -> None:
    body = CALL.replace("addProduct", "x" * 5000)
    short = readable.shortened(body)
    assert "(4,968 more)" in short
    assert len(short) < 700
    assert readable.is_shown(body.encode(), short)


def test_on_one_line_a_message_can_be_broken() -> None:
    line = readable.compact(CALL)
    assert line.startswith("<methodCall> <methodName>addProduct</methodName> <params>")
    assert max(map(len, line.split(" "))) <= 48
