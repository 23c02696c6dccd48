"""Turns the contract language, and what each style adds to it, into one JSON Schema (2020-12).

Editors complete and explain contracts with it; ``gen schema`` prints it, and ``gen fmt`` puts the
keys of a contract into the order that they have here.
"""

from collections.abc import Mapping
from typing import Any

from generator.contract.language.operations import (
    operation_definition,
    operation_parts,
    resource_definition,
)
from generator.contract.language.parts import PASCAL, named, parts, record, ref, text
from generator.contract.language.types import error_definition, type_definitions
from generator.contract.language.vocabulary import Vocabulary
from generator.model import JsonSchema

_NAMES = f"^{PASCAL}$"


def language_schema(styles: Mapping[str, Vocabulary]) -> JsonSchema:
    """The schema of a contract; ``styles`` by name."""
    definitions = {
        **parts(),
        **type_definitions(),
        **operation_parts(),
        "Error": error_definition(_keys({n: v.error for n, v in styles.items()})),
        "Resource": resource_definition(_keys({n: v.resource for n, v in styles.items()})),
        "Operation": operation_definition(_keys({n: v.operation for n, v in styles.items()})),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **record(
            "Contract",
            "What a service offers, and nothing about how it travels.",
            _top(_keys({name: v.contract for name, v in styles.items()})),
            ["contract"],
        ),
        "$defs": definitions,
    }


def _keys(found: Mapping[str, Mapping[str, Any] | None]) -> dict[str, JsonSchema]:
    return {name: dict(schema) for name, schema in found.items() if schema is not None}


def _top(styles: dict[str, JsonSchema]) -> dict[str, JsonSchema]:
    return {
        "contract": text(
            "The package; its last part is the major version.",
            pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$",
            examples=["shop.products.v1"],
        ),
        "title": text("What people call it."),
        "version": text(
            "The version of this contract, as semver.",
            pattern=r"^\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$",
            examples=["1.0.0"],
        ),
        "description": text("What the service is for, in CommonMark."),
        "contact": record(
            "Contact",
            "Whom to ask.",
            {
                "name": text("A person or a team."),
                "email": text("An address.", format="email"),
                "url": text("A page.", format="uri"),
            },
        ),
        "license": record(
            "License",
            "On which terms the service is offered.",
            {
                "name": text("The name of the licence."),
                "url": text("Its text.", format="uri"),
                "identifier": text("Its SPDX identifier.", examples=["Apache-2.0"]),
            },
        ),
        "servers": {
            "description": "Where it runs: name → URL.",
            "type": "object",
            "additionalProperties": {"anyOf": [{"type": "string"}, ref("Server")]},
        },
        "imports": named(
            "Contracts whose types and errors are used: name → path, relative to this file.",
            {"type": "string", "pattern": r"^[^\\/~][^\\]*$", "examples": ["common.yaml"]},
            r"^([a-z][a-z0-9_]*|x-.*)$",
        ),
        "auth": named("How callers show who they are.", ref("AuthScheme"), "."),
        "defaults": record(
            "Defaults",
            "What holds for every operation that does not say otherwise.",
            {
                "auth": ref("AuthChoice"),
                "timeout": ref("Duration", "The deadline that clients set."),
                "retry": ref("Retry"),
                "page_size": ref("PageSize"),
            },
        ),
        **styles,
        "types": named("What travels: records, enums, unions, aliases.", ref("Type"), _NAMES),
        "errors": named("What can go wrong, by name.", ref("Error"), _NAMES),
        "resources": named("The nouns, by name.", ref("Resource"), _NAMES),
        "operations": named("The verbs, by name.", ref("Operation"), _NAMES),
        "accept": {
            "description": "What holds for the whole contract, and (`was`) for what is gone.",
            "anyOf": [{"type": "array", "items": ref("AcceptHere")}, ref("AcceptHere")],
        },
    }
