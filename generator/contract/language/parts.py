"""Turns the small forms that many keys share into JSON Schemas: texts, types, durations, auth."""

from collections.abc import Mapping, Sequence
from typing import Any

from generator.kinds import containers, scalar_names
from generator.model import JsonSchema
from generator.naming import Name

PASCAL = "[A-Z][A-Za-z0-9]*"
FIELD_NAME = "^[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$"
REFERENCE = rf"([a-z][a-z0-9_]*\.)?{PASCAL}"

RENAMED_FROM: JsonSchema = {
    "type": "string",
    "minLength": 1,
    "description": "The old name: keeps its numbers, and tells that it is the same thing.",
}

ACCEPT: JsonSchema = {
    "description": "Findings of `gen lint` and `gen diff` that are accepted here, with reasons.",
    "anyOf": [
        {"type": "array", "items": {"$ref": "#/$defs/Accept"}},
        {"$ref": "#/$defs/Accept"},
    ],
}


def _accept() -> dict[str, JsonSchema]:
    return {
        "rule": text("The code or the name of the rule.", examples=["LINT301", "unbounded-list"]),
        "reason": text("Why it is accepted.", minLength=1),
        "until": text("The last day on which it is accepted, as 2027-01-31.", format="date"),
    }


def _expression() -> str:
    """Nested containers in one pattern: any number of openings, a name, any number of endings."""
    openings = "|".join(kind.name for kind in containers())
    name = f"({'|'.join(scalar_names())}|{REFERENCE})"
    return rf"(({openings})< *)*{name}\??( *>\??)*"


def ref(name: str, description: str | None = None) -> JsonSchema:
    """A reference to one of the definitions, with its own hover text."""
    found: JsonSchema = {"$ref": f"#/$defs/{name}"}
    return found if description is None else {**found, "description": description}


def text(description: str, **more: Any) -> JsonSchema:
    """A string."""
    return {"type": "string", "description": description, **more}


def flag(description: str) -> JsonSchema:
    """A truth value that is false by default."""
    return {"type": "boolean", "default": False, "description": description}


def whole(description: str, minimum: int = 0, maximum: int | None = None) -> JsonSchema:
    """A whole number."""
    bound = {} if maximum is None else {"maximum": maximum}
    return {"type": "integer", "minimum": minimum, **bound, "description": description}


def names(description: str, pattern: str) -> JsonSchema:
    """A list of names; one name may stand for a list of one."""
    name = {"type": "string", "pattern": pattern}
    return {
        "description": description,
        "anyOf": [{"type": "array", "items": name, "uniqueItems": True}, name],
    }


def record(
    title: str,
    description: str,
    properties: Mapping[str, JsonSchema],
    required: Sequence[str] = (),
    **more: Any,
) -> JsonSchema:
    """A mapping with known keys, and any ``x-`` ones; every key gets a title."""
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": {
            key: {"title": Name.parse(key).title, **schema} for key, schema in properties.items()
        },
        **({"required": list(required)} if required else {}),
        "patternProperties": {"^x-": {"description": "An extension: kept, and otherwise ignored."}},
        "additionalProperties": False,
        **more,
    }


def named(description: str, value: JsonSchema, pattern: str) -> JsonSchema:
    """A mapping from names to values of one kind."""
    return {
        "description": description,
        "type": "object",
        "propertyNames": {"pattern": pattern},
        "additionalProperties": value,
    }


NUMBER: JsonSchema = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?(0|[1-9]\d*)(\.\d+)?$"}]
}


def parts() -> dict[str, JsonSchema]:
    """The definitions that all sections refer to."""
    expression = _expression()
    return {
        "TypeExpression": {
            "title": "Type expression",
            "description": (
                "A scalar, a declared type, `list<T>`, `set<T>` or `map<T>`; `?` = may be absent."
            ),
            "anyOf": [
                {
                    "enum": [
                        *scalar_names(),
                        "string?",
                        "list<string>",
                        "set<string>",
                        "map<string>",
                    ]
                },
                {"type": "string", "pattern": f"^ *{expression} *$"},
            ],
        },
        "StreamExpression": {
            "title": "Type expression or stream",
            "description": "A type expression, or `stream<T>`: a sequence of values over time.",
            "type": "string",
            "pattern": f"^ *({expression}|stream< *{expression} *>) *$",
            "examples": ["string", "list<Product>", "stream<Frame>"],
        },
        "Accept": record("Accept", "A finding that is accepted.", _accept(), ["rule", "reason"]),
        "AcceptHere": record(
            "Accept",
            "A finding that is accepted, or one of what is gone.",
            {**_accept(), "was": text("What is gone.", examples=["Product.price", "AddProduct"])},
            ["rule", "reason"],
        ),
        "Server": record(
            "Server",
            "Where the service runs.",
            {
                "url": text("The URL; a variable is in braces: https://{region}.api.example."),
                "description": text("For people."),
                "variables": named("The variables of the URL.", ref("ServerVariable"), "."),
            },
            ["url"],
        ),
        "ServerVariable": {
            "title": "Server variable",
            "description": "Its values, the default first; or its default, and more about it.",
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
                record(
                    "Server variable",
                    "A default, and the values that are possible.",
                    {
                        "default": text("The value where none is given."),
                        "enum": {
                            "description": "The values that are possible; all without it.",
                            "type": "array",
                            "items": {"type": "string"},
                            "minItems": 1,
                            "uniqueItems": True,
                        },
                        "description": text("For people."),
                    },
                ),
            ],
        },
        "Duration": {
            "title": "Duration",
            "description": "A number and a unit: `500ms`, `5s`, `2m`, `1h`, `1d`.",
            "type": "string",
            "pattern": r"^\d+(\.\d+)?(ms|s|m|h|d)$",
            "examples": ["500ms", "5s"],
        },
        "Deprecated": {
            "title": "Deprecated",
            "description": "Still there, but not to be used in new code.",
            "anyOf": [
                {"type": "boolean"},
                record(
                    "Deprecation",
                    "Since when, until when, and what to use instead.",
                    {
                        "since": text("The date since which it is deprecated.", format="date"),
                        "sunset": text("The date on which it stops to work.", format="date"),
                        "use": text("What to use instead."),
                    },
                ),
            ],
        },
        "Retry": {
            "title": "Retry",
            "description": (
                "How often clients try again when the service is unavailable. "
                "For safe and idempotent operations."
            ),
            "anyOf": [
                {"type": "boolean"},
                whole("How many attempts, the first one included.", 1, 10),
                record(
                    "Retry",
                    "How often clients try.",
                    {"attempts": whole("How many attempts, the first one included.", 1, 10)},
                ),
            ],
        },
        "PageSize": {
            "title": "Page size",
            "description": "How many items a page of a list has.",
            "anyOf": [
                whole("The default.", 1),
                record(
                    "Page size",
                    "How many items a page has by default, and at most.",
                    {
                        "default": whole("When the caller does not ask for a size.", 1),
                        "maximum": whole("What a caller may ask for.", 1),
                    },
                ),
            ],
        },
        "AuthChoice": _auth_choice(),
    }


def _auth_choice() -> JsonSchema:
    scoped = {
        "type": "object",
        "description": "A scheme with the scopes that the caller needs.",
        "additionalProperties": names("The scopes.", "."),
        "minProperties": 1,
        "maxProperties": 1,
    }
    name = {"type": "string", "description": "A scheme of `auth`, or `none`: anyone may call."}
    all_of_them = {
        "type": "array",
        "description": "Schemes that are needed together.",
        "items": {"anyOf": [name, scoped]},
        "minItems": 1,
    }
    either = {"type": "array", "items": {"anyOf": [name, scoped, all_of_them]}, "minItems": 1}
    return {
        "title": "Who may call",
        "description": (
            "A scheme, `{scheme: [scopes]}`, a list of which any one is enough, a list in a list"
            " of which all are needed, or `none`."
        ),
        "anyOf": [name, scoped, either],
    }
