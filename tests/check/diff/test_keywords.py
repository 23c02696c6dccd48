"""Every keyword of the language is looked at by a rule, or said to be harmless, with a reason."""

import importlib
from collections.abc import Iterator
from typing import Any

from generator.check.diff.harmless import HARMLESS
from generator.check.diff.rules import rules
from generator.contract.language import language_schema
from generator.contract.language.vocabulary import Vocabulary
from generator.styles import registry
from generator.styles.style import AnyStyle

_NESTED = ("anyOf", "oneOf", "allOf")


def keywords(styles: dict[str, Vocabulary]) -> set[str]:
    """What a contract may say: ``Field.max_length``, and of a style ``Operation.rest.path``."""
    schema = language_schema(styles)
    found = {*_of(schema, "Contract", {*styles})}
    for name, definition in schema["$defs"].items():
        found |= {*_of(definition, definition.get("title", name), {*styles})}
    return found


def _of(schema: dict[str, Any], title: str, styles: set[str]) -> Iterator[str]:
    for key, value in schema.get("properties", {}).items():
        yield f"{title}.{key}"
        if key in styles:
            yield from _of_style(value, f"{title}.{key}")
        else:
            yield from _of(value, value.get("title", title), styles)
    for each in _below(schema):
        yield from _of(each, each.get("title", title), styles)


def _of_style(schema: dict[str, Any], path: str) -> Iterator[str]:
    for key, value in schema.get("properties", {}).items():
        yield f"{path}.{key}"
        yield from _of_style(value, f"{path}.{key}")
    for each in _below(schema):
        yield from _of_style(each, path)


def _below(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in _NESTED:
        yield from schema.get(key, ())
    for key in ("additionalProperties", "items"):
        if isinstance(schema.get(key), dict):
            yield schema[key]


def named() -> set[str]:
    """The keywords of which a rule says that it looks at them."""
    return {keyword for rule in rules() for keyword in rule.KEYWORDS}


def said(style: AnyStyle) -> tuple[set[str], dict[str, str]]:
    """What a style says of its own keywords: those that it judges, and those that are harmless."""
    module = importlib.import_module(style.breaks)
    return {*module.KEYWORDS}, module.HARMLESS


def test_every_keyword_of_the_language_is_compared_or_harmless() -> None:
    assert sorted(keywords({}) - named() - HARMLESS.keys()) == []


def test_every_keyword_that_a_style_adds_is_judged_by_it_or_harmless() -> None:
    for style in registry.styles():
        own = keywords({style.name: style.vocabulary}) - keywords({})
        judged, harmless = said(style)
        assert sorted(own - judged - harmless.keys() - named()) == [], style.name


def test_nothing_is_said_of_a_keyword_that_is_none() -> None:
    styles = registry.styles()
    known = keywords({style.name: style.vocabulary for style in styles})
    judged = {keyword for style in styles for keyword in said(style)[0]}
    harmless = {keyword for style in styles for keyword in said(style)[1]}
    assert sorted((named() | judged | harmless | HARMLESS.keys()) - known) == []


def test_no_keyword_is_compared_and_harmless_at_once() -> None:
    assert sorted(named() & HARMLESS.keys()) == []
    for style in registry.styles():
        judged, harmless = said(style)
        assert judged.isdisjoint(harmless), style.name


def test_a_new_keyword_that_nobody_names_is_found() -> None:
    vocabulary = Vocabulary(operation={"type": "object", "properties": {"way": {}}})
    added = keywords({"pigeon": vocabulary}) - keywords({})
    assert added == {"Operation.pigeon", "Operation.pigeon.way"}
