"""Turns the sections ``types``, ``errors`` and ``auth`` into JSON Schemas."""

from generator.contract.language.parts import (
    ACCEPT,
    FIELD_NAME,
    NUMBER,
    REFERENCE,
    RENAMED_FROM,
    flag,
    named,
    record,
    ref,
    text,
    whole,
)
from generator.kinds import containers, scalars
from generator.model import JsonSchema
from generator.model.access import AuthKind
from generator.runtime.codes import Code

_CONSTRAINTS: dict[str, JsonSchema] = {
    "pattern": text(
        "A regular expression of the RE2 kind that must be found in the text.", format="regex"
    ),
    "min_length": whole("At least so many characters (bytes of `bytes`)."),
    "max_length": whole("At most so many characters (bytes of `bytes`)."),
    "minimum": {**NUMBER, "description": "The smallest value that is allowed."},
    "exclusive_minimum": {**NUMBER, "description": "Values must be greater."},
    "maximum": {**NUMBER, "description": "The largest value that is allowed."},
    "exclusive_maximum": {**NUMBER, "description": "Values must be smaller."},
    "multiple_of": {**NUMBER, "description": "Values must be a multiple of it."},
    "min_items": whole("At least so many items."),
    "max_items": whole("At most so many items."),
    "unique_items": flag("No item may stand there twice."),
}


def type_definitions() -> dict[str, JsonSchema]:
    """What stands below ``types``, ``errors`` and ``auth``."""
    description = {"description": text("What it means, in CommonMark.")}
    history = {"renamed_from": RENAMED_FROM, "deprecated": ref("Deprecated")}
    accept = {"accept": ACCEPT}
    examples = {"type": "array", "description": "Values to show in documentation."}
    misfits = {key: _only_on(key) for key in _CONSTRAINTS}
    return {
        "Fields": {
            "title": "Fields",
            **named("Names and types, in order.", ref("Field"), FIELD_NAME),
        },
        "Field": {
            "title": "Field",
            "description": "A type, or a mapping with `type` and what else is to be said.",
            "anyOf": [ref("TypeExpression"), ref("FieldDetails")],
        },
        "FieldDetails": record(
            "Field",
            "A field with its type, its constraints and what else is to be said.",
            {
                "type": ref("TypeExpression"),
                **_CONSTRAINTS,
                "default": {
                    "description": "The value when a caller gives none; it is always present."
                },
                "read_only": flag("Set by the server; never part of an input."),
                "write_only": flag("Never part of an output, as a password."),
                "immutable": flag("Given on creation, and never changed."),
                "sensitive": flag("Masked in logs, in `repr` and in error texts."),
                "media_type": text(
                    "Of an input of bytes: it is the body of the request, as it is."
                ),
                "number": whole("The protobuf field number; normally left to the lock.", 1),
                **history,
                "examples": examples,
                **description,
                **accept,
            },
            ["type"],
            dependentSchemas=misfits,
        ),
        "Type": record(
            "Type",
            "A record (`fields`), an enum, a union, or a constrained type (`type`).",
            {
                **description,
                **history,
                **accept,
                "fields": ref("Fields", "A record: its fields, in order."),
                "enum": ref("EnumValues"),
                "union": ref("Variants"),
                "discriminator": text(
                    "The member that tells the variants of a union apart.", default="type"
                ),
                "type": ref("TypeExpression", "A type that gets a name and constraints."),
                **_CONSTRAINTS,
                "examples": examples,
            },
            oneOf=[{"required": [key]} for key in ("fields", "enum", "union", "type")],
            dependentSchemas={
                **misfits,
                "discriminator": {"required": ["union"]},
                "examples": {"required": ["type"]},
            },
        ),
        "EnumValues": {
            "title": "Enum",
            "description": "Named values: a list, or a mapping of names to descriptions.",
            "anyOf": [
                {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
                {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": {
                        "anyOf": [
                            {"type": ["string", "null"]},
                            record(
                                "Enum value",
                                "A value with its description.",
                                {
                                    "number": whole("The protobuf number.", 1),
                                    **history,
                                    **description,
                                    **accept,
                                },
                            ),
                        ]
                    },
                },
            ],
        },
        "Variants": {
            "title": "Union",
            "description": "Exactly one of these records: tag → record.",
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "anyOf": [
                    {"type": "string", "pattern": f"^{REFERENCE}$"},
                    record(
                        "Variant",
                        "A record with its protobuf number.",
                        {
                            "type": text("The record.", pattern=f"^{REFERENCE}$"),
                            "number": whole("The protobuf field number.", 1),
                            "renamed_from": RENAMED_FROM,
                        },
                        ["type"],
                    ),
                ]
            },
        },
        "AuthScheme": record(
            "Auth scheme",
            "How callers show who they are.",
            {
                "scheme": {
                    "enum": [kind.value for kind in AuthKind],
                    "description": "The kind of scheme.",
                },
                "description": text("What callers need to know, in CommonMark."),
                "accept": ACCEPT,
                "header": text("api_key: the header that carries the key."),
                "query": text("api_key: the query parameter that carries the key."),
                "cookie": text("api_key: the cookie that carries the key."),
                "format": text("bearer: the format of the token, as JWT."),
                "issuer": text("bearer, oauth2: who makes the tokens, a URL.", format="uri"),
                "audience": text("bearer, oauth2: whom the tokens are for: their `aud`."),
                "jwks": text("bearer, oauth2: the URL of the issuer's keys.", format="uri"),
                "authorization_url": text("oauth2: where users agree.", format="uri"),
                "token_url": text("oauth2: where tokens are had.", format="uri"),
                "refresh_url": text("oauth2: where tokens are renewed.", format="uri"),
                "scopes": {
                    "type": "object",
                    "description": "oauth2: scope → what it allows.",
                    "additionalProperties": {"type": "string"},
                },
            },
            ["scheme"],
        ),
    }


def error_definition(styles: dict[str, JsonSchema]) -> JsonSchema:
    """One entry of ``errors``."""
    return record(
        "Error",
        "An error that operations declare, with a canonical code and fields of its own.",
        {
            "code": {
                "enum": [code.value for code in Code],
                "description": "The canonical code, which every style maps by one table.",
            },
            "status": whole("The HTTP status, where the one of the code does not fit.", 400, 599),
            "description": text("When it happens, in CommonMark."),
            "fields": ref("Fields", "What the error carries besides its message."),
            "deprecated": ref("Deprecated"),
            "renamed_from": RENAMED_FROM,
            "accept": ACCEPT,
            **styles,
        },
        ["code"],
    )


def _only_on(constraint: str) -> JsonSchema:
    """Types that a constraint fits; what a declared type is, this schema cannot know."""
    misfits = [kind.name for kind in scalars() if constraint not in kind.constraints]
    wrong = [kind.name for kind in containers() if constraint not in kind.constraints]
    pattern = rf"^ *(({'|'.join(misfits)})\??$"
    pattern += f"|({'|'.join(wrong)})<)" if wrong else ")"
    return {"properties": {"type": {"not": {"type": "string", "pattern": pattern}}}}
