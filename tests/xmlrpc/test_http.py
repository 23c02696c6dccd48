"""What HTTP asks of the XML-RPC server, and what it answers to what is no call."""

import asyncio
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from generated._support import UNCHECKED
from generated.cameras.xmlrpc import server as cameras
from generator.styles.xmlrpc.runtime.messages import read
from tests.cameras import Cameras
from tests.xmlrpc.asking import Answer, ask

Post = Callable[..., Answer]

LIST = b"<methodCall><methodName>listProducts</methodName></methodCall>"
ADD = (
    '<?xml version="1.0"{declared}?><methodCall><methodName>addProduct</methodName><params>'
    "<param><value>{name}</value></param><param><value>1.50</value></param>"
    "<param><value>Shoes</value></param></params></methodCall>"
)
PARSE_ERROR, NO_CALL, NO_METHOD, INVALID = -32700, -32600, -32601, -32602


def test_a_call_is_answered_with_200_and_xml(post: Post) -> None:
    answer = post(LIST)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/xml")
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.value == {"products": []}


@pytest.mark.parametrize("path", ["", "/", "/xmlrpc", "/xmlrpc/"])
def test_it_answers_where_it_is_mounted_and_at_its_own_path_below(post: Post, path: str) -> None:
    assert post(LIST, path=path).value == {"products": []}


def test_another_path_is_404(post: Post) -> None:
    assert post(LIST, path="/RPC2").status == 404


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_other_methods_are_refused_with_the_complete_allow(post: Post, method: str) -> None:
    answer = post(LIST, method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "OPTIONS, POST")


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/json"])
def test_what_a_browser_sends_unasked_is_refused(post: Post, content_type: str | None) -> None:
    answer = post(LIST, content_type=content_type)
    assert (answer.status, answer.headers["accept"]) == (415, "text/xml")
    assert answer.fault == (NO_CALL, "Unsupported Media Type")


@pytest.mark.parametrize("content_type", ["text/xml; charset=utf-8", "Application/XML"])
def test_both_names_of_xml_are_taken(post: Post, content_type: str) -> None:
    assert post(LIST, content_type=content_type).status == 200


@pytest.mark.parametrize(
    ("accept", "status"),
    [("*/*", 200), ("text/*", 200), ("application/xml", 200), ("text/html", 406)],
)
def test_an_answer_that_the_caller_cannot_read_is_406(post: Post, accept: str, status: int) -> None:
    assert post(LIST, headers=[("accept", accept)]).status == status


def test_a_body_that_is_too_large_is_refused_by_its_declared_length(post: Post) -> None:
    answer = post(LIST, headers=[("content-length", "100000000")])
    assert (answer.status, answer.fault) == (413, (NO_CALL, "Content Too Large"))


@pytest.mark.parametrize(
    ("content_type", "declared", "encoding"),
    [
        ("text/xml", "", "utf-8"),
        ("text/xml", "", "utf-16"),
        ("text/xml", ' encoding="iso-8859-1"', "latin-1"),
        ("text/xml", ' encoding="windows-1252"', "cp1252"),
        ("text/xml; charset=iso-8859-1", "", "latin-1"),
        ('text/xml; charset="ISO-8859-1"; x=y', ' encoding="utf-8"', "latin-1"),
        ("text/xml; charset=utf-8", ' encoding="iso-8859-1"', "utf-8"),
    ],
)
def test_the_charset_of_the_content_type_counts_more_than_the_declaration(
    post: Post, content_type: str, declared: str, encoding: str
) -> None:
    body = ADD.format(declared=declared, name="Pâté").encode(encoding)
    assert post(body, content_type=content_type).value["name"] == "Pâté"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/xml", ADD.format(declared="", name="Pâté").encode("latin-1")),
        ("text/xml", ADD.format(declared=' encoding="klingon"', name="a").encode()),
        ("text/xml; charset=klingon", LIST),
        ("text/xml; charset=utf-7", LIST),
        ("text/xml; charset=us-ascii", ADD.format(declared="", name="Pâté").encode()),
        ("text/xml; charset=utf-16", LIST),
    ],
)
def test_bytes_that_are_not_of_their_encoding_are_no_xml(
    post: Post, content_type: str, body: bytes
) -> None:
    answer = post(body, content_type=content_type)
    assert (answer.status, answer.fault[0]) == (200, PARSE_ERROR)


LAUGHS = b"<!DOCTYPE a [" + b"".join(
    b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10 if level else b"lol")
    for level in range(10)
)
GARBAGE = {
    "nothing": b"",
    "blanks": b" \n ",
    "no xml": b'{"method": "listProducts"}',
    "zeros": b"\0" * 100,
    "cut off": LIST[:-1],
    "cut within a tag": LIST[:14],
    "two roots": LIST + LIST,
    "an unknown entity": LIST.replace(b"listProducts", b"&xxe;"),
    "a control character": LIST.replace(b"listProducts", b"\x01"),
    "an escaped control character": LIST.replace(b"listProducts", b"&#1;"),
    "a doctype": b"<!DOCTYPE methodCall>" + LIST,
    "a foreign doctype": b'<!DOCTYPE a SYSTEM "file:///etc/passwd">' + LIST,
    "entities within entities": LAUGHS + b"]>" + LIST.replace(b"listProducts", b"&l9;"),
    "an entity of a file": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + LIST.replace(b"listProducts", b"&x;"),
    "a million elements in each other": b"<methodCall>" + b"<a>" * 330_000,
    "a million values in each other": b"<methodCall><methodName>a</methodName><params><param>"
    + b"<value><array><data>" * 45_000,
}


@pytest.mark.parametrize("body", GARBAGE.values(), ids=GARBAGE.keys())
def test_garbage_is_a_fault_of_its_own(post: Post, body: bytes) -> None:
    answer = post(body)
    assert answer.status == 200
    assert answer.fault[0] in (PARSE_ERROR, NO_CALL)
    assert len(answer.body) < 1000


VALUE = "<value>1</value>"
CALL = "<methodName>getProduct</methodName>"
NO_CALLS = [
    "<methodResponse/>",
    f"<methodResponse><params><param>{VALUE}</param></params></methodResponse>",
    "<methodCall/>",
    "<call/>",
    "<METHODCALL/>",
    '<methodCall xmlns="urn:x"><methodname>a</methodname></methodCall>',
    f"<methodCall>{CALL}{CALL}</methodCall>",
    f"<methodCall>{CALL}<params>{VALUE}</params></methodCall>",
    f"<methodCall>{CALL}<params><param/></params></methodCall>",
    f"<methodCall>{CALL}<params><param>{VALUE}{VALUE}</param></params></methodCall>",
    f"<methodCall>{CALL}<params>text</params></methodCall>",
    f"<methodCall>{CALL}text</methodCall>",
    *(
        f"<methodCall>{CALL}<params><param>{value}</param></params></methodCall>"
        for value in (
            "<value><int>1</int><int>2</int></value>",
            "<value>a<int>1</int></value>",
            "<value><int>1</int>a</value>",
            "<value><int><int>1</int></int></value>",
            "<value><float>1</float></value>",
            "<value><array><value>1</value></array></value>",
            "<value><struct><name>a</name></struct></value>",
            "<value><struct><member><name>a</name></member></struct></value>",
            f"<value><struct><member>{VALUE}</member></struct></value>",
            f"<value><struct><member>{VALUE}<name>a</name></member></struct></value>",
            f"<value><struct><member><name>a</name>{VALUE}{VALUE}</member></struct></value>",
            f"<value><struct><member><name>a</name><name>a</name>{VALUE}</member></struct></value>",
        )
    ),
]


@pytest.mark.parametrize("body", NO_CALLS)
def test_xml_that_is_no_call_is_an_invalid_request(post: Post, body: str) -> None:
    answer = post(body.encode())
    assert (answer.status, answer.fault[0]) == (200, NO_CALL)


def test_a_method_that_is_not_there_is_told_so(post: Post) -> None:
    answer = post(LIST.replace(b"listProducts", b"dropProducts"))
    assert answer.fault == (NO_METHOD, "There is no method of this name.")


@pytest.mark.parametrize("around", [b"<!-- c -->%s", b"<?pi x?>%s<!-- c -->", b"\xef\xbb\xbf%s"])
def test_what_xml_allows_around_a_call_is_read_over(post: Post, around: bytes) -> None:
    assert post(around % LIST).status == 200
    assert post(around % LIST).value == {"products": []}


def test_what_is_deep_takes_little_memory() -> None:
    body = GARBAGE["a million values in each other"] * 10
    tracemalloc.start()
    try:
        with pytest.raises(Exception, match="nested too deeply"):
            read(body)
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


STREAMS = {
    "of the server": ("watchCamera", "WatchCamera"),
    "of the client": ("uploadFrames", "UploadFrames"),
    "both ways": ("steerCamera", "SteerCamera"),
}


@pytest.mark.parametrize("name", STREAMS)
def test_a_stream_of_items_is_unimplemented_and_the_method_is_not_called(name: str) -> None:
    method, operation = STREAMS[name]
    service: Any = Cameras()
    app = cameras.create_app(service, authenticate=UNCHECKED)
    params = "<params><param><value><struct/></value></param></params>"
    body = f"<methodCall><methodName>{method}</methodName>{params}</methodCall>"
    number, text = asyncio.run(ask(app, body.encode())).fault
    assert number == NO_METHOD
    assert text.startswith(f"{operation} streams items, which this style does not carry.")
