"""The contract's JSON Schema at run time: the one judge of every input, in every style."""

import importlib.resources
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import jsonschema_rs
import msgspec

from .errors import Violation
from .keywords import KEYWORDS, quick
from .violations import violations

# Patterns run in linear time (no backtracking), and remote references are never fetched.
_PATTERNS = jsonschema_rs.RegexOptions()

# What says no more of a text than that it is one.
_ANY_TEXT = {"type", "title", "description", "examples"}


class Schema:
    """The ``$defs`` of a contract (JSON Schema 2020-12)."""

    def __init__(
        self,
        document: Mapping[str, Any] | None = None,
        *,
        beside: str = "",
    ) -> None:
        """The document, or the ``schema.json`` beside a module, read when needed."""
        self._given = document
        self._beside = beside

    @cached_property
    def _document(self) -> Mapping[str, Any]:
        if self._given is not None:
            return self._given
        package = self._beside.rpartition(".")[0]
        text = importlib.resources.files(package).joinpath("schema.json").read_bytes()
        document: Mapping[str, Any] = msgspec.json.decode(text)
        return document

    def only_text(self, name: str) -> str | None:
        """The one member of a definition, if it must be there and any text will do.

        So it is with most keys: whoever asks for one of them has nothing to check or to convert.
        """
        schema = self._document["$defs"][name]
        members = schema.get("properties", {})
        if len(members) != 1 or schema.get("required") != [*members]:
            return None
        [(member, value)] = members.items()
        free = value.keys() <= _ANY_TEXT and value.get("type") == "string"
        return member if free else None

    def validator(self, name: str) -> "Validator":
        """What checks inputs of one definition."""
        return Validator(_needed(self._document["$defs"], name), name)


class Validator:
    """Checks inputs of one definition."""

    def __init__(self, definitions: Mapping[str, Any], name: str) -> None:
        self._definitions = definitions
        self._name = name
        self.is_valid = _compiled(name, quick(definitions)).is_valid

    @cached_property
    def _precise(self) -> jsonschema_rs.Draft202012Validator:
        """What says in the words of the contract why something is not valid."""
        return _compiled(self._name, self._definitions)

    def violations(self, raw: object) -> list[Violation]:
        """Every violation, each at the member it is about."""
        try:
            return violations(self._precise.iter_errors(raw), self._node)
        except ValueError:  # how jsonschema-rs says that its recursion ends
            raise RecursionError from None

    def _node(self, path: Sequence[str | int]) -> Mapping[str, Any]:
        node: Any = {"$defs": self._definitions}
        for step in path:
            node = node[step]
        return node if isinstance(node, Mapping) else {}


def _compiled(
    name: str,
    definitions: Mapping[str, Any],
) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"#/$defs/{name}", "$defs": definitions},
        validate_formats=True,
        pattern_options=_PATTERNS,
        keywords=KEYWORDS,
        offline=True,
    )


def _needed(definitions: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The definitions that one refers to: to compile all for each would be slow."""
    needed: dict[str, Any] = {}
    todo = [name]
    while todo:
        name = todo.pop()
        if name not in needed:
            needed[name] = definitions[name]
            todo += _references(definitions[name])
    return needed


def _references(schema: object) -> Iterator[str]:
    match schema:
        case {"$ref": str(reference)}:
            yield reference.rpartition("/")[2]
            return
        case Mapping():
            parts: Iterable[object] = schema.values()
        case list():
            parts = schema
        case _:
            return
    for part in parts:
        yield from _references(part)
