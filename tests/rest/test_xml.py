"""The same resources as XML, at the same URLs, chosen by Accept and Content-Type."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from generator import build
from generator.formats.xml.runtime import elements, xml
from tests.rest.exchange import App, ask

CONTRACT = """
contract: shop.drawers.v1
version: 1.0.0
rest: {formats: [json, xml]}
types:
  Circle: {fields: {radius: float64}}
  Square: {fields: {side: int32}}
  Shape: {union: {circle: Circle, square: Square}}
  Drawer:
    fields:
      id: {type: string, read_only: true}
      label: string
      depth: int32?
      wide: bool?
      price: decimal?
      tags: {type: list<string>, default: []}
      grid: {type: list<list<int32>>, default: []}
      sizes: {type: map<float64>, default: {}}
      shape: Shape?
      inner: Drawer?
      rest: {type: any, default: null}
      photo: bytes?
resources: {Drawer: {key: id, etag: true}}
operations:
  AddDrawer: {create: Drawer}
  GetDrawer: {get: Drawer}
  UpdateDrawer: {update: Drawer}
  DeleteDrawer: {delete: Drawer}
  AllDrawers: {safe: true, output: list<Drawer>}
"""

FULL = {
    "label": " <&>\r\n\"' ä ",
    "depth": -3,
    "wide": False,
    "price": "12.50",
    "tags": ["a", "", "b"],
    "grid": [[1, 2], [], [3]],
    "sizes": {"a": 1.5, "b c": 2, "": 3, "entry": 4, "xml": 5},
    "shape": {"type": "square", "side": 4},
    "rest": {"a": [1, "1", True, None, {}, []], "b c": {"d": 1.5}},
    "photo": "AAEC",
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("xml")
    contract = folder / "drawers.yaml"
    contract.write_text(CONTRACT)
    build(contract, output=folder / "made_of_xml")
    sys.path.insert(0, str(folder))
    yield "made_of_xml.drawers"
    sys.path.remove(str(folder))


@pytest.fixture
def app(package: str) -> App:
    types = importlib.import_module(f"{package}.types")

    class Drawers:
        """Keeps one drawer, whichever way it came."""

        def __init__(self) -> None:
            self.drawer: Any = None

        async def add_drawer(self, **fields: Any) -> Any:
            self.drawer = types.Drawer(id="1", **fields)
            return self.drawer

        async def get_drawer(self, **_: Any) -> Any:
            return self.drawer

        async def update_drawer(self, *, drawer_id: str, **fields: Any) -> Any:  # noqa: ARG002
            unset = importlib.import_module("msgspec").UNSET
            for name, value in fields.items():
                if value is not unset:
                    setattr(self.drawer, name, value)
            return self.drawer

        async def delete_drawer(self, *, drawer_id: str) -> None:  # noqa: ARG002
            self.drawer = None

        async def all_drawers(self) -> Any:
            return [self.drawer]

    made: App = importlib.import_module(f"{package}.rest.server").create_app(Drawers())
    return made


XML = {"content-type": "application/xml", "accept": "application/xml"}


def send(app: App, body: str, method: str = "POST", path: str = "/drawers") -> Any:
    return ask(app, method, path, body=body.encode(), headers=XML)


def test_what_is_written_as_xml_reads_the_same(app: App) -> None:
    made = ask(app, "POST", "/drawers", data=FULL)
    assert made.status == 201, made.body
    as_xml = ask(app, "GET", "/drawers/1", headers={"accept": "application/xml"})
    assert as_xml.headers["content-type"] == "application/xml"
    assert as_xml.headers["vary"] == "accept"
    # Send the same document back, without what the server assigns.
    document = as_xml.body.decode()
    start, end = document.index("<id>"), document.index("</id>") + len("</id>")
    again = send(app, document[:start] + document[end:])
    assert again.status == 201, again.body
    assert ask(app, "GET", "/drawers/1").json == {"id": "1", **FULL}


def tags(app: App) -> tuple[str, str]:
    """Those of a new drawer, as JSON and as XML."""
    made = ask(app, "POST", "/drawers", data={"label": "A"})
    as_xml = ask(app, "GET", "/drawers/1", headers={"accept": "application/xml"})
    return made.headers["etag"], as_xml.headers["etag"]


def test_two_representations_have_two_strong_tags(app: App, package: str) -> None:
    json_tag, xml_tag = tags(app)
    assert xml_tag == f'{json_tag[:-1]};xml"'
    assert send(app, "<a><label>A</label></a>").headers["etag"] == xml_tag
    assert ask(app, "GET", "/drawers/1").headers["etag"] == json_tag
    operations = importlib.import_module(f"{package}.operations")
    drawer = importlib.import_module(f"{package}.types").Drawer(id="1", label="A")
    assert operations.GET_DRAWER.etag_of(drawer) == json_tag


@pytest.mark.parametrize(
    ("accept", "condition", "status"),
    [
        ("application/json", "{json}", 304),
        ("application/json", "{xml}", 200),
        ("application/json", "{xml}, {json}", 304),
        ("application/xml", "{json}", 200),
        ("application/xml", "{xml}", 304),
        ("application/xml", '"other", W/{xml} ,{json}', 304),
        ("application/xml", "*", 304),
    ],
)
def test_a_client_has_the_representation_that_it_has(
    app: App, accept: str, condition: str, status: int
) -> None:
    json_tag, xml_tag = tags(app)
    known = condition.format(json=json_tag, xml=xml_tag)
    headers = {"accept": accept, "if-none-match": known}
    answer = ask(app, "GET", "/drawers/1", headers=headers)
    assert answer.status == status
    assert answer.headers["etag"] == (xml_tag if accept.endswith("xml") else json_tag)
    wanted = ask(app, "GET", "/drawers/1", headers={"accept": accept, "if-match": known})
    # If-Match compares strongly.
    assert wanted.status == (200 if status == 304 and "W/" not in known else 412)


@pytest.mark.parametrize("accept", ["application/json", "application/xml"])
@pytest.mark.parametrize("which", [0, 1], ids=["json", "xml"])
def test_a_change_may_be_based_on_any_representation(app: App, accept: str, which: int) -> None:
    seen = tags(app)[which]
    stale = f'"other{seen[-5:]}' if which else '"other"'
    for tag, status in ((stale, 412), (seen, 200)):
        headers = {"accept": accept, "if-match": tag}
        changed = ask(app, "PATCH", "/drawers/1", data={"depth": 1}, headers=headers)
        assert changed.status == status
    seen = tags(app)[which]
    assert ask(app, "DELETE", "/drawers/1", headers={"if-none-match": seen}).status == 412
    assert ask(app, "DELETE", "/drawers/1", headers={"if-match": stale}).status == 412
    assert ask(app, "DELETE", "/drawers/1", headers={"if-match": seen}).status == 204


def test_elements_are_named_by_their_members(app: App) -> None:
    ask(app, "POST", "/drawers", data={"label": "A", "tags": ["x", "y"], "sizes": {"b": 1}})
    answer = ask(app, "GET", "/drawers/1", headers={"accept": "text/xml, application/xml"})
    root = ElementTree.fromstring(answer.body)
    assert root.tag == "Drawer"
    assert [item.text for item in root.findall("tags/item")] == ["x", "y"]
    assert root.findtext("sizes/b") == "1.0"
    nil = "{http://www.w3.org/2001/XMLSchema-instance}nil"
    rest = root.find("rest")
    assert rest is not None
    assert rest.attrib == {nil: "true"}
    assert root.find("depth") is None


def test_a_list_has_a_root_of_its_own(app: App) -> None:
    ask(app, "POST", "/drawers", data={"label": "A"})
    answer = ask(app, "GET", "/all-drawers", headers={"accept": "application/xml"})
    root = ElementTree.fromstring(answer.body)
    assert (root.tag, [item.findtext("label") for item in root]) == ("list", ["A"])


def test_xml_is_validated_like_json(app: App) -> None:
    answer = send(app, "<a><depth>deep</depth><wide>yes</wide><colour>red</colour></a>")
    assert answer.status == 400
    assert answer.headers["content-type"] == "application/problem+json"
    pointers = {error["pointer"] for error in answer.json["errors"]}
    assert {"/label", "/depth", "/wide", "/colour"} <= pointers


def test_a_patch_keeps_what_is_absent_and_clears_what_is_nil(app: App) -> None:
    ask(app, "POST", "/drawers", data={"label": "A", "depth": 3, "wide": True})
    nil = '<a xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><depth x:nil="true"/></a>'
    answer = send(app, nil, "PATCH", "/drawers/1")
    assert answer.status == 200
    drawer = ask(app, "GET", "/drawers/1").json
    assert (drawer["label"], drawer.get("depth"), drawer["wide"]) == ("A", None, True)


@pytest.mark.parametrize("text", ["", " ", "null"])
def test_an_empty_element_of_what_is_no_text_is_null(app: App, text: str) -> None:
    body = f"<a><label>{text}</label><depth>{text}</depth><shape>{text}</shape></a>"
    assert send(app, body).status == 201
    drawer = ask(app, "GET", "/drawers/1").json
    assert drawer["label"] == text
    assert not {"depth", "shape"} & drawer.keys()


XSI = "http://www.w3.org/2001/XMLSchema-instance"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ('<d:a xmlns:d="urn:x"><label>A</label></d:a>', "'a'"),
        ('<a xmlns="urn:x"><label>A</label></a>', "'a'"),
        ('<a xmlns:d="urn:x"><d:label>A</d:label></a>', "'label'"),
        ('<a><label lang="de">A</label></a>', "'lang'"),
        ('<a id="1"><label>A</label></a>', "'id'"),
        ('<a><label key="b">A</label></a>', "'key'"),
        ('<a><label>A</label><depth nil="true"/></a>', "'nil'"),
        ('<a xmlns:d="urn:x"><label>A</label><depth d:nil="true"/></a>', "'nil'"),
        ('<a xmlns:d="urn:x"><label d:type="string">A</label></a>', "'type'"),
    ],
)
def test_what_no_element_here_is_or_has_is_refused(app: App, body: str, named: str) -> None:
    answer = send(app, body)
    assert answer.status == 400
    assert named in answer.json["detail"]


def test_what_says_nothing_of_a_value_may_stand_there(app: App) -> None:
    body = (
        f'<?xml-stylesheet href="a.css"?><a xmlns:x="{XSI}" xmlns:unused="urn:x"'
        ' x:schemaLocation="urn:x a.xsd"><label xml:lang="de" x:type="string">A</label>'
        '<!-- none --><rest x:type="number">1</rest></a>'
    )
    assert send(app, body).status == 201
    assert ask(app, "GET", "/drawers/1").json["rest"] == "1"


BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "body",
    [
        f'<!DOCTYPE a [<!ENTITY e0 "boom">{BOMB}]><a><label>&e9;</label></a>',
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a><label>&e;</label></a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd"><a/>',
        "<!DOCTYPE a><a/>",
        "<a>" * 100_000,
        "<a><label>x</label>",
        "<a>&nbsp;</a>",
        "{}",
        "<a/><b/>",
    ],
    ids=lambda body: body[:20],
)
def test_what_could_harm_or_is_no_xml_is_refused(app: App, body: str) -> None:
    answer = send(app, body)
    assert answer.status == 400
    assert "not XML" in answer.json["detail"]


@pytest.mark.parametrize(
    "body",
    [
        "<d><label>a<b>c</b></label></d>",
        "<d><label><b>c</b></label></d>",
        "<d>lost<label>a</label></d>",
        "<d><label>a</label><tags>a, b</tags></d>",
        "<d><label>a</label><rest>text<a>1</a></rest></d>",
    ],
)
def test_what_would_be_lost_is_refused(app: App, body: str) -> None:
    answer = send(app, body)
    assert answer.status == 400
    assert "hold" in answer.json["detail"]


def test_an_element_given_twice_is_refused(app: App) -> None:
    answer = send(app, "<a><label>A</label><label>B</label></a>")
    assert (answer.status, "more than once" in answer.json["detail"]) == (400, True)


def test_another_media_type_hears_of_both(app: App) -> None:
    answer = ask(app, "POST", "/drawers", body=b"a", headers={"content-type": "text/plain"})
    assert answer.status == 415
    assert answer.headers["accept"] == "application/json, application/xml"
    patch = ask(app, "PATCH", "/drawers/1", body=b"a", headers={"content-type": "text/plain"})
    assert "application/xml" in patch.headers["accept-patch"]


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    assert b"<value>a\xef\xbf\xbdb</value>" in xml.writer(str)("a\x00b")


def test_both_representations_are_documented(package: str) -> None:
    spec = importlib.import_module(package).__file__
    assert spec is not None
    document = (Path(spec).parent / "rest" / "openapi.yaml").read_text()
    assert "application/xml:" in document
    assert "wrapped: true" in document


def test_what_is_far_too_deep_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0

    def element(name: str, _: dict[str, str]) -> elements.Element:
        nonlocal made
        made += 1
        return elements.Element(name)

    monkeypatch.setattr(elements, "_element", element)

    root = elements.parse(b"<a>" * 5000 + b"x" + b"</a>" * 4999 + b"<b/>" + b"</a>")

    assert [child.name for child in root.children] == ["a", "b"]
    assert made < 100


@pytest.mark.parametrize("encoding", ["rot13", "big5", "utf-7", "nonsense"])
def test_an_encoding_that_cannot_be_read_is_refused(encoding: str) -> None:
    with pytest.raises(elements.NotXml, match="not XML"):
        elements.parse(f'<?xml version="1.0" encoding="{encoding}"?><a>x</a>'.encode())
