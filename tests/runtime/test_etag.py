"""Entity tags and their comparison (RFC 9110, section 13)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest

from generator.runtime.call import Call
from generator.runtime.errors import PreconditionFailed, PreconditionRequired
from generator.runtime.etag import Etag, matches


@dataclass
class Thing:
    version: object
    text: str = ""


def test_a_version_is_its_own_tag_and_a_strange_one_is_hashed() -> None:
    etag = Etag(field="version")
    assert etag.of(Thing(7)) == '"7"'
    for strange in ('a"b', "é", "a\nb", "a b", "a, b", "7;xml"):
        tag = etag.of(Thing(strange))
        assert tag.isascii()
        assert strange not in tag
        assert tag.count('"') == 2
        assert tag == etag.of(Thing(strange, "other text"))


def test_a_time_is_a_version_without_its_offset() -> None:
    etag, utc = Etag(field="version"), datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
    india = utc.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert etag.of(Thing(utc)) == etag.of(Thing(india)) == '"2026-11-22T12:30:00+00:00"'


def test_without_a_version_the_tag_follows_the_whole_representation() -> None:
    assert Etag().of(Thing(1, "a")) == Etag().of(Thing(1, "a"))
    assert Etag().of(Thing(1, "a")) != Etag().of(Thing(1, "b"))


@pytest.mark.parametrize(
    ("condition", "tag", "weak", "expected"),
    [
        ('"a"', '"a"', False, True),
        ('"b", "a"', '"a"', False, True),
        ('W/"a"', '"a"', False, False),
        ('W/"a"', '"a"', True, True),
        ("*", '"a"', False, True),
        ("*", None, False, False),
        ('"a"', None, True, False),
        ("", '"a"', True, False),
    ],
)
def test_a_condition_names_tags_or_any(
    condition: str, tag: str | None, weak: bool, expected: bool
) -> None:
    assert matches(condition, tag, weak=weak) is expected


def test_a_contract_can_insist_on_a_condition() -> None:
    etag = Etag(get="get", required=True)
    with pytest.raises(PreconditionRequired):
        etag.check_presence(Call(operation="x", style="x"))
    etag.check_presence(Call(operation="x", style="x", headers={"if-match": "*"}))
    with pytest.raises(PreconditionFailed):
        etag.check(Call(operation="x", style="x", headers={"if-match": "*"}), None)
