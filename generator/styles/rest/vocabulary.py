"""What a contract may say below ``rest:``, as JSON Schemas for editors."""

from generator.contract.language.vocabulary import Vocabulary
from generator.model import JsonSchema
from generator.styles.rest.methods import METHODS
from generator.styles.rest.settings import FORMATS, OPENAPI, STREAM_ENDS

_PATH: JsonSchema = {
    "type": "string",
    "pattern": "^/.*[^/]$",
    "description": "The path: /products/{product_id}, or /products/{product_id}:restock.",
    "examples": ["/products/{product_id}"],
}


def _mapping(description: str, properties: JsonSchema) -> JsonSchema:
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }


_SETTINGS = _mapping(
    "How this contract travels over REST.",
    {
        "absent": {
            "description": "How JSON answers tell that something is absent, in every style.",
            "enum": ["omit", "null", None],
            "default": "omit",
        },
        "base_path": {**_PATH, "description": "Stands before every path.", "examples": ["/v1"]},
        "formats": {
            "description": "The representations, JSON first.",
            "type": "array",
            "items": {"enum": list(FORMATS)},
            "uniqueItems": True,
            "minItems": 1,
        },
        "json_case": {
            "description": "How members of JSON are spelled, in every style.",
            "enum": ["camel", "snake"],
            "default": "camel",
        },
        "openapi": {
            "description": "The version of the OpenAPI document.",
            "enum": list(OPENAPI),
            "default": "3.1",
        },
    },
)

_CORRECTION: JsonSchema = {
    "description": "How this operation travels over REST, where the default does not fit.",
    "oneOf": [
        {
            "description": "A method and a path.",
            "type": "string",
            "pattern": f"^({'|'.join(METHODS)}) +/",
            "examples": ["PUT /products/{product_id}"],
        },
        _mapping(
            "Everything one by one.",
            {
                "method": {"enum": list(METHODS)},
                "path": _PATH,
                "status": {
                    "description": "The status of success.",
                    "type": "integer",
                    "minimum": 200,
                    "maximum": 299,
                },
                "query": {
                    "description": "Inputs that travel in the query, or inputs and their names.",
                    "oneOf": [
                        {"type": "array", "items": {"type": "string"}},
                        {"type": "object", "additionalProperties": {"type": "string"}},
                    ],
                },
                "headers": {
                    "description": "Inputs that travel in headers, and the headers' names.",
                    "type": "object",
                    "additionalProperties": {"type": "string"},
                },
                "body": {"description": "The input that is the whole body.", "type": "string"},
                "stream_end": {
                    "description": "What ends a stream of events: an event, or the response's end.",
                    "enum": list(STREAM_ENDS),
                    "default": "event",
                },
            },
        ),
    ],
}

VOCABULARY = Vocabulary(contract=_SETTINGS, operation=_CORRECTION)
