"""Findings stand where the change is: at a name in a list, a keyword, or the defaults."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.check.diff.differ import differences
from generator.cli import cli
from generator.model.change import Change
from tests.check.diff.contracts import bound

CONTRACT = """\
contract: shop.products.v1
auth:
  token: {scheme: bearer}
defaults:
  timeout: 5s
  page_size: {default: 50, maximum: 100}
types:
  Product: {fields: {id: {type: string, read_only: true}, name: string, price: decimal}}
errors:
  Gone: {code: not_found}
  Full: {code: aborted}
resources:
  Product: {key: id}
operations:
  GetProduct:
    get: Product
    errors: [Gone]
    cache: {max_age: 60s, private: true}
  ListProducts:
    list: Product
    filter: [name]
    order_by: [name]
  ChangeProduct:
    update: Product
    only: [name]
    timeout: 3s
"""


def diff(folder: Path, old: str, new: str) -> list[tuple[str, str, str]]:
    """The code, the contract and the marked text of each finding."""
    texts = {"old": old, "new": new}
    found = differences(*(bound(text, folder) for text in texts.values())).found
    return [(one.change.kind.code, *_marked(one.change, texts)) for one in found]


def _marked(change: Change, texts: dict[str, str]) -> tuple[str, str]:
    gone = change.new is None
    side, span = ("old", change.before) if gone else ("new", change.span)
    assert span is not None
    return side, texts[side].splitlines()[span.line - 1][span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("filter: [name]", "filter: [name, price]", ("DIFF105", "new", "price")),
        ("filter: [name]", "filter: []", ("DIFF107", "old", "name")),
        ("only: [name]", "only: [name, price]", ("DIFF105", "new", "price")),
        ("order_by: [name]", "order_by: [name, price]", ("DIFF518", "new", "price")),
        ("order_by: [name]", "order_by: [price]", ("DIFF518", "new", "price")),
        ("errors: [Gone]", "errors: [Gone, Full]", ("DIFF510", "new", "Full")),
        ("errors: [Gone]", "errors: []", ("DIFF511", "new", "errors")),
        (
            "cache: {max_age: 60s, private: true}",
            "cache: {max_age: 90s, private: true}",
            ("DIFF516", "new", "cache"),
        ),
        ("timeout: 3s", "timeout: 2s", ("DIFF514", "new", "timeout")),
    ],
)
def test_a_finding_stands_at_what_has_changed(
    tmp_path: Path, before: str, after: str, expected: tuple[str, str, str]
) -> None:
    assert before in CONTRACT
    assert diff(tmp_path, CONTRACT, CONTRACT.replace(before, after)) == [expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("timeout: 5s", "timeout: 2s", ("DIFF514", "new", "timeout")),
        ("  timeout: 5s\n", "", ("DIFF514", "new", "shop.products.v1")),
        ("  timeout: 5s", "  auth: token\n  timeout: 5s", ("DIFF701", "new", "auth")),
    ],
)
def test_what_the_defaults_change_is_one_finding_there(
    tmp_path: Path, before: str, after: str, expected: tuple[str, str, str]
) -> None:
    assert diff(tmp_path, CONTRACT, CONTRACT.replace(before, after, 1)) == [expected]


def test_a_finding_of_the_defaults_names_the_operations_that_follow_them(tmp_path: Path) -> None:
    for name, text in (("old", CONTRACT), ("new", CONTRACT.replace("timeout: 5s", "timeout: 2s"))):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    files = [str(tmp_path / f"{name}.yaml") for name in ("old", "new")]
    printed = CliRunner().invoke(cli, ["diff", *files], prog_name="gen").output
    told = "the timeout of 'defaults' is another: 5 s → 2 s (GetProduct, ListProducts)"
    assert told in printed


def test_an_operation_that_leaves_the_defaults_is_told_by_itself(tmp_path: Path) -> None:
    new = CONTRACT.replace("    errors: [Gone]", "    errors: [Gone]\n    timeout: 1s")
    assert diff(tmp_path, CONTRACT, new) == [("DIFF514", "new", "timeout")]


def test_a_finding_of_the_defaults_is_accepted_for_the_whole_contract(tmp_path: Path) -> None:
    accepted = "accept: [{rule: DIFF514, reason: All are quick.}]\ndefaults:\n  timeout: 2s"
    new = CONTRACT.replace("defaults:\n  timeout: 5s", accepted)
    for name, text in (("old", CONTRACT), ("new", new)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    files = [str(tmp_path / f"{name}.yaml") for name in ("old", "new")]
    result = CliRunner().invoke(cli, ["diff", *files], prog_name="gen")
    assert result.exit_code == 0, result.output
