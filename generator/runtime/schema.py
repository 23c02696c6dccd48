"""The contract's JSON Schema at run time: the one judge of every input, in every style."""

import importlib.resources
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import jsonschema_rs
import msgspec

from .errors import InvalidArgument, Violation

T = TypeVar("T")


class Schema:
    """The ``$defs`` of a contract (JSON Schema 2020-12)."""

    def __init__(self, document: Mapping[str, Any] | None = None, *, beside: str = "") -> None:
        """The document itself, or the ``schema.json`` beside a module, read when it is needed."""
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

    def validator(self, name: str) -> jsonschema_rs.Draft202012Validator:
        """A validator of one definition; patterns run in linear time, values stay masked."""
        return jsonschema_rs.Draft202012Validator(
            {"$ref": f"#/$defs/{name}", "$defs": self._document["$defs"]},
            validate_formats=True,
            pattern_options=jsonschema_rs.RegexOptions(),
            mask="the value",
        )

    def convert(self, raw: object, to: type[T]) -> T:
        """Convert what the schema accepts and msgspec's strict mode does not (1.0 as an int)."""
        try:
            return msgspec.convert(raw, to, strict=False)
        except msgspec.ValidationError as error:
            raise InvalidArgument(violations=[Violation("", str(error))]) from None


def violations(validator: jsonschema_rs.Draft202012Validator, raw: object) -> Iterator[Violation]:
    """Every violation, each at the member it is about."""
    for error in validator.iter_errors(raw):
        pointer = "".join(f"/{step}" for step in error.instance_path)
        yield Violation(pointer, error.message)
