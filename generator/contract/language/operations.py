"""Turns the sections ``resources`` and ``operations`` into JSON Schemas."""

from generator.contract.language.parts import (
    ACCEPT,
    FIELD_NAME,
    PASCAL,
    REFERENCE,
    RENAMED_FROM,
    flag,
    named,
    names,
    record,
    ref,
    text,
    whole,
)
from generator.model import JsonSchema
from generator.model.api import Verb

_REFERENCE = f"^{REFERENCE}$"
_RESOURCE = f"^{PASCAL}$"

_VERBS = {
    Verb.CREATE: "Make a new one: takes its writable fields, returns it.",
    Verb.GET: "Look one up: takes its key, returns it.",
    Verb.LIST: "Page through the collection, with filters and an order.",
    Verb.REPLACE: "Write all of one anew: takes its key and all writable fields, returns it.",
    Verb.UPDATE: "Change some fields of one; what is left out stays, null clears.",
    Verb.DELETE: "Remove one: takes its key, returns nothing.",
    Verb.CALL: "Do something else with one, or (`on: collection`) with all of them.",
}


_WRAPPED: JsonSchema = {
    "type": "object",
    "description": "The same fields, written as in a type.",
    "properties": {"fields": ref("Fields")},
    "required": ["fields"],
    "additionalProperties": False,
}


def resource_definition(styles: dict[str, JsonSchema]) -> JsonSchema:
    """One entry of ``resources``."""
    return record(
        "Resource",
        "A noun with an identity, on which the verbs of operations work.",
        {
            "type": text("Its record; by default the one of the same name.", pattern=_REFERENCE),
            "key": text("The field that identifies it.", pattern=FIELD_NAME),
            "collection": text(
                "What many of them are called, in kebab-case; by default the plural.",
                pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
            ),
            "parent": text("The resource that it belongs to.", pattern=_RESOURCE),
            "singleton": flag("There is exactly one of it (per parent), so it has no key."),
            "etag": {
                "description": "Conditional requests: true, or the name of the version field.",
                "anyOf": [{"type": "boolean"}, {"type": "string", "pattern": FIELD_NAME}],
            },
            "require_if_match": flag("Refuse to change it without saying which version is meant."),
            "description": text("What it is, in CommonMark."),
            "deprecated": ref(
                "Deprecated",
                "It is not to be used in new code, nor are its operations and what is below it.",
            ),
            "renamed_from": RENAMED_FROM,
            "accept": ACCEPT,
            **styles,
        },
    )


def operation_definition(styles: dict[str, JsonSchema]) -> JsonSchema:
    """One entry of ``operations``."""
    properties = {
        **{verb.value: text(what, pattern=_RESOURCE) for verb, what in _VERBS.items()},
        "on": {
            "enum": ["resource", "collection"],
            "description": "call: what it works on.",
            "default": "resource",
        },
        "description": text("What it does, in CommonMark."),
        "deprecated": ref("Deprecated"),
        "renamed_from": RENAMED_FROM,
        "safe": flag("It changes nothing: may be cached, repeated, prefetched."),
        "idempotent": flag("To do it twice is the same as to do it once: may be repeated."),
        "input": ref("Input"),
        "only": names("Only these fields of the resource are taken.", FIELD_NAME),
        "with": ref("Fields", "More parameters, besides those of the verb."),
        "filter": ref("Filter"),
        "order_by": names("list: the fields that a caller may order by.", FIELD_NAME),
        "page_size": ref("PageSize"),
        "output": ref("Output"),
        **styles,
        "errors": names("The declared errors that it can fail with.", _REFERENCE),
        "auth": ref("AuthChoice"),
        "cache": record(
            "Cache",
            "How long an answer may be reused. For safe operations.",
            {
                "max_age": {
                    "description": "How long.",
                    "anyOf": [ref("Duration"), {"const": 0}],
                },
                "private": flag(
                    "Only by the caller itself, never by what stands between: so it is where"
                    " credentials are needed."
                ),
                "public": flag("By shared caches too, even where credentials are needed."),
            },
            ["max_age"],
        ),
        "retry": ref("Retry"),
        "timeout": ref("Duration", "The deadline that clients set unless told otherwise."),
        "accept": ACCEPT,
        "examples": named(
            "Calls with what they answer; checked against the types.", ref("Example"), "."
        ),
    }
    verbs = [verb.value for verb in Verb]
    return record(
        "Operation",
        "Something that the service does: a verb on a resource, or a plain function.",
        properties,
        dependentSchemas={
            **{verb: {"not": {"anyOf": _required_others(verb, verbs)}} for verb in verbs},
            "on": {"required": ["call"]},
            **{key: {"required": ["list"]} for key in ("filter", "order_by", "page_size")},
        },
    )


def operation_parts() -> dict[str, JsonSchema]:
    """What only operations refer to."""
    return {
        "Input": {
            "title": "Input",
            "description": "The parameters by name, the record that holds them, a stream, a body.",
            "anyOf": [ref("StreamExpression"), ref("Body"), ref("Fields"), _WRAPPED],
        },
        "Output": {
            "title": "Output",
            "description": "A type, a stream, fields, or `{bytes, media_type: image/jpeg}`.",
            "anyOf": [
                ref("StreamExpression"),
                ref("Body"),
                ref("Fields"),
                _WRAPPED,
            ],
        },
        "Body": record(
            "Body",
            "Bytes, or with `type: stream<bytes>` a file of any size, as they are.",
            {
                "bytes": {"type": ["null", "boolean"], "description": "Bytes, in memory."},
                "type": ref("StreamExpression", "`bytes` or `stream<bytes>`."),
                "media_type": text("What they are.", examples=["image/jpeg"]),
                "min_length": whole("How many bytes at least.", 0),
                "max_length": whole("How many bytes at most.", 0),
                "description": text("What it is, in CommonMark."),
            },
            oneOf=[{"required": ["bytes"]}, {"required": ["type"]}],
        ),
        "Filter": {
            "title": "Filter",
            "description": "Fields to filter by equality, or parameters with types of their own.",
            "anyOf": [
                {
                    "type": "array",
                    "items": {"anyOf": [{"type": "string", "pattern": FIELD_NAME}, ref("Fields")]},
                },
                ref("Fields"),
                {"type": "string", "pattern": FIELD_NAME},
            ],
        },
        "Example": record(
            "Example",
            "A call, and what it answers.",
            {
                "description": text("What it shows."),
                "input": {
                    "type": ["object", "array", "string"],
                    "description": "The parameters; or a list of all that streams in, or a file.",
                },
                "output": {"description": "What comes back."},
                "error": {
                    "description": "The error that comes back: `Name` or `{Name: {field: value}}`.",
                    "anyOf": [
                        {"type": "string", "pattern": _REFERENCE},
                        {
                            "type": "object",
                            "propertyNames": {"pattern": _REFERENCE},
                            "minProperties": 1,
                            "maxProperties": 1,
                        },
                    ],
                },
            },
            dependentSchemas={"error": {"not": {"required": ["output"]}}},
        ),
    }


def _required_others(verb: str, verbs: list[str]) -> list[JsonSchema]:
    return [{"required": [other]} for other in verbs if other != verb]
