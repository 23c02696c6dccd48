"""Whom a change of operations, resources, access and settings breaks, style by style.

What is fine in both directions is left out: ``rest: "breaks fine"`` is old, then new callers.
"""

from pathlib import Path

import pytest

from generator.building.pipeline import Bound
from generator.building.trial import prepare
from generator.check.diff.differ import differences
from generator.diagnostics import Problems
from generator.model.change import worse
from generator.styles import registry

CONTRACT = """\
contract: test.shop.v1
version: 1.0.0
auth:
  token: {scheme: bearer}
  key: {scheme: api_key, header: key}
types:
  Item: {fields: {id: {type: string, read_only: true}, name: string}}
resources:
  Item: {key: id}
operations:
  GetItem: {get: Item}
  Hidden: {mcp: false, input: {text: string}, output: {size: int32}}
  Secret: {auth: token, input: {text: string}}
  Keyed: {auth: key, input: {text: string}}
  Measure: {input: stream<Item>, output: {size: int32}}
  Count: {safe: true, input: {words: list<string>}, output: int32, rest: POST /count}
"""
BOTH = "breaks breaks"
STYLES = registry.names()
EVERY = dict.fromkeys(STYLES, BOTH)


def bound(folder: Path, text: str) -> Bound:
    path = folder / "contract.yaml"
    path.write_text(text, encoding="utf-8")
    problems = Problems()
    made = prepare(path, folder, problems, STYLES)
    assert made is not None, [one.message for one in problems]
    return made.bound


def judged(folder: Path, before: str, after: str) -> dict[str, str]:
    """The worst for old and new callers of each style whom something happens to."""
    found = differences(bound(folder, before), bound(folder, after)).found
    verdicts = {
        style: (
            worse(one.verdicts[style].old for one in found).value,
            worse(one.verdicts[style].new for one in found).value,
        )
        for style in STYLES
    }
    return {style: " ".join(both) for style, both in verdicts.items() if both != ("fine", "fine")}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(
            "GetItem: {get: Item}",
            "FindItem: {renamed_from: GetItem, get: Item}",
            {style: BOTH for style in STYLES if style != "rest"},
            id="a new name breaks whoever calls by name",
        ),
        pytest.param(
            "GetItem: {get: Item}",
            "FindItem: {renamed_from: GetItem, get: Item, grpc: GetItem, jsonrpc: getItem,"
            " xmlrpc: getItem, mcp: get_item}",
            {},
            id="a new name breaks nobody whose name is kept",
        ),
        pytest.param(
            "GetItem: {get: Item}",
            'GetItem: {get: Item, rest: "GET /items/{item_id}"}',
            {},
            id="a setting that says what holds anyway breaks nobody",
        ),
        pytest.param(
            "rest: POST /count", "rest: QUERY /count", {"rest": BOTH}, id="another method"
        ),
        pytest.param(
            "Hidden: {mcp: false, input: {text: string}, output: {size: int32}}",
            "Hidden: {mcp: false, input: {text: string}, output: {size: string}}",
            {style: BOTH for style in STYLES if style != "mcp"},
            id="what a style does not offer breaks nobody there",
        ),
        pytest.param(
            "  Measure: {input: stream<Item>, output: {size: int32}}\n",
            "",
            dict.fromkeys(("rest", "grpc", "connect"), "breaks fine"),
            id="an operation that a style cannot carry is missed by nobody",
        ),
        pytest.param(
            "Secret: {auth: token,",
            "Secret: {auth: [token, key],",
            dict.fromkeys(STYLES, "fine breaks"),
            id="one more way in is for new callers",
        ),
        pytest.param(
            "Secret: {auth: token,",
            "Secret: {auth: [[token, key]],",
            dict.fromkeys(STYLES, "breaks fine"),
            id="one more thing to show is for new callers only",
        ),
        pytest.param(
            "Secret: {auth: token,",
            "Secret: {auth: {token: [read]},",
            dict.fromkeys(STYLES, "breaks fine"),
            id="a scope more refuses those without",
        ),
        pytest.param("Secret: {auth: token,", "Secret: {auth: key,", EVERY, id="another way in"),
        pytest.param(
            "header: key}",
            "query: key}",
            {style: BOTH for style in STYLES if style != "grpc"},
            id="metadata has one place for a key",
        ),
        pytest.param("header: key}", "header: KEY}", {}, id="the names of headers have no case"),
        pytest.param(
            "contract: test.shop.v1",
            "contract: test.shop.v2",
            {"grpc": BOTH, "connect": BOTH},
            id="the package is part of paths of rpcs",
        ),
        pytest.param(
            "auth:\n",
            "rest: {base_path: /v1}\nauth:\n",
            {"rest": BOTH},
            id="a base path moves every path",
        ),
        pytest.param(
            "auth:\n",
            "rest: {openapi: '3.0'}\ngrpc: {options: {go_package: shop}}\nauth:\n",
            {},
            id="documents in another form break nobody",
        ),
        pytest.param(
            "auth:\n",
            "mcp: {only: [GetItem]}\nauth:\n",
            {"mcp": "breaks fine"},
            id="tools that are hidden are missed by agents",
        ),
    ],
)
def test_a_change_breaks_those_who_notice_it(
    tmp_path: Path, before: str, after: str, expected: dict[str, str]
) -> None:
    assert CONTRACT.count(before) == 1
    assert judged(tmp_path, CONTRACT, CONTRACT.replace(before, after)) == expected


def test_a_setting_for_all_is_not_blamed_for_a_correction_of_one(tmp_path: Path) -> None:
    moved = CONTRACT.replace("{get: Item}", "{get: Item, rest: GET /one-item}")
    texts = CONTRACT, moved.replace("auth:\n", "rest: {openapi: '3.0'}\nauth:\n", 1)
    found = differences(*(bound(tmp_path, text) for text in texts)).found
    settings = [one for one in found if one.change.kind.name == "settings-changed"]
    said = {one.change.what: one.verdicts["rest"].fine for one in settings}
    assert said == {"test.shop.v1": True, "GetItem": False}


def test_nothing_is_found_between_a_contract_and_itself(tmp_path: Path) -> None:
    assert differences(bound(tmp_path, CONTRACT), bound(tmp_path, CONTRACT)).found == ()
