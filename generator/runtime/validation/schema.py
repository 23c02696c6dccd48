"""The contract's JSON Schema at run time: the one judge of every input, in every style."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import Violation
from .definitions import may_be_deep, needed, references, shallow
from .violations import DEEPEST

# A client judges only what fails: what that takes is imported where a schema is compiled.
if TYPE_CHECKING:
    import jsonschema_rs

    from .explain import Check, Explainer

# What says no more of a text than that it is one, and not empty.
_ANY_TEXT = {"type", "title", "description", "examples", "minLength"}

# Of an input that is wrong behind more than can be looked at.
_UNEXPLAINED = Violation("", "is not what the contract asks for")


class Schema:
    """The ``$defs`` of a contract (JSON Schema 2020-12)."""

    def __init__(
        self,
        document: Mapping[str, Any] | None = None,
        *,
        beside: str = "",
        contract: str = "",
    ) -> None:
        """The document, or the ``schema.json`` beside a module, read when needed.

        contract: the id of the contract.
        """
        self.contract = contract
        self._given = document
        self._beside = beside

    @cached_property
    def _document(self) -> Mapping[str, Any]:
        if self._given is not None:
            return self._given
        import importlib.resources

        package = self._beside.rpartition(".")[0]
        text = importlib.resources.files(package).joinpath("schema.json").read_bytes()
        document: Mapping[str, Any] = msgspec.json.decode(text)
        return document

    @property
    def definitions(self) -> Mapping[str, Any]:
        """The definitions by name."""
        found: Mapping[str, Any] = self._document["$defs"]
        return found

    def only_text(self, name: str) -> str | None:
        """The one member of a definition, if it must be there and any text but "" will do.

        So it is with most keys: whoever asks for one of them has nothing to check or to convert.
        """
        schema = self.definitions[name]
        members = schema.get("properties", {})
        if len(members) != 1 or schema.get("required") != [*members]:
            return None
        [(member, value)] = members.items()
        free = value.keys() <= _ANY_TEXT and value.get("type") == "string"
        return member if free and value.get("minLength", 0) < 2 else None

    def validator(self, name: str) -> "Validator":
        """What checks inputs of one definition."""
        return Validator(needed(self.definitions, name), name)


class Validator:
    """Checks inputs of one definition."""

    def __init__(self, definitions: Mapping[str, Any], name: str) -> None:
        from .keywords import quick

        self._definitions = definitions
        self._name = name
        schema: dict[str, Any] = {
            "$ref": f"#/$defs/{name}",
            "$defs": quick(definitions),
        }
        if may_be_deep(definitions):
            schema["$defs"] |= shallow()
            schema["allOf"] = [{"$ref": f"#/$defs/level{DEEPEST}"}]
        # Raises ValueError where a ``Flaw`` stands for a value.
        self.is_valid = compile_schema(schema).is_valid

    @cached_property
    def _explainer(self) -> "Explainer":
        from .explain import Explainer

        return Explainer(self._definitions, self._name, self._check)

    def violations(self, raw: object) -> list[Violation]:
        """What is wrong with an input that ``is_valid`` refuses, each at its member.

        [] if it is right after all.
        """
        found = self._explainer.explain(raw)
        if found:
            return found
        whole = {"$ref": f"#/$defs/{self._name}", "$defs": dict(self._definitions)}
        holds = found == [] and compile_schema(whole).is_valid(raw)
        return [] if holds else [_UNEXPLAINED]

    def judge(self, raw: object) -> list[Violation]:
        """The same for an input of which nothing is known, however large; [] if it is valid.

        The walk looks at a list in parts, of which jsonschema-rs would keep all items at once.
        """
        found = self._explainer.explain(raw)
        if found is None:
            return [] if self._holds(raw) else [_UNEXPLAINED]
        return found

    def _holds(self, raw: object) -> bool:
        try:
            return bool(self.is_valid(raw))
        except ValueError:
            return False

    def _check(self, schema: Mapping[str, Any]) -> "Check":
        from .keywords import quick

        others = needed(self._definitions, *references(schema))
        is_valid = compile_schema({**schema, "$defs": quick(others)}).is_valid

        def check(value: object) -> bool:
            try:
                return is_valid(value)
            except ValueError:
                return False

        return check


def compile_schema(schema: Mapping[str, Any]) -> "jsonschema_rs.Draft202012Validator":
    """The check of a schema, with our keywords; ``is_valid`` raises ValueError for a ``Flaw``.

    Clients import what it takes only where they need it.
    """
    import jsonschema_rs

    from .keywords import KEYWORDS

    return jsonschema_rs.Draft202012Validator(
        {**schema},
        validate_formats=True,
        # Patterns run in linear time (no backtracking), and remote references are never fetched.
        pattern_options=jsonschema_rs.RegexOptions(),
        keywords=KEYWORDS,
        offline=True,
    )
