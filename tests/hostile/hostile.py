"""Makes contracts whose every slot holds the same text, or the same name."""

import json
from pathlib import Path
from typing import Any

MARK = "pwned"
PAYLOAD = f"__import__('pathlib').Path('{MARK}').touch()"

TEXTS = {
    "end of docstring": f'"""\n{PAYLOAD}\n"""',
    "end of single-quoted docstring": f"'''\n{PAYLOAD}\n'''",
    "end of string": f'" + {PAYLOAD} + "',
    "end of single-quoted string": f"' + {PAYLOAD} + '",
    "only quotes": '"',
    "many quotes": '""""""',
    "trailing backslash": "a\\",
    "backslashes": "\\N{DASH} \\x41 \\u0041 \\' \\\" \\\\ \\n",
    "template": f"{{{{ {PAYLOAD} }}}} {{% raw %}} {{# note #}} {{0}} %s ${{x}}",
    "block comment": "*/ message Evil { } /* ",
    "line comment": "text\nmessage Evil { }\n// text\r# text",
    "newlines": "a\n\n\nb\r\nc\td",
    "other line ends": "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g",
    "bidi marks": "a\u202eb\u2066c\u200bd\ufefe",
    "markup": "</script><img src=x onerror=alert(1)> | `a` **b** <!-- c -->",
    "yaml": "a: b # c\n- d\n--- !!python/object/apply:os.system [x]\n&a *a",
    "f-string": f"{{{PAYLOAD}}}",
    "long line": "word " * 60 + "x" * 300,
    "leading blanks": "   indented\n  - list\n\tand tab",
}

NAMES = [
    *("class", "def", "None", "True", "await", "import", "lambda", "match", "type", "print"),
    *("self", "cls", "options", "super", "object", "str", "int", "list", "dict", "bytes", "id"),
    *("message", "service", "rpc", "enum", "oneof", "package", "option", "repeated", "reserved"),
    *("Exception", "Decimal", "datetime", "Any", "Protocol", "UNSET", "Client", "Operation"),
    *("__init__", "__class__", "_private", "a-b", "a b", "a.b", "9lives", "é", "x" * 300),
    *('a"b', "a'b", "a\\b", "a\nb", "{{a}}", "*/", '"""', "", "a;b", "a\u202eb", "../a", "$ref"),
]


def write(folder: Path, contract: dict[str, Any]) -> Path:
    """A contract as JSON, which is YAML too and quotes everything."""
    path = folder / "hostile.yaml"
    path.write_text(json.dumps(contract), encoding="utf-8")
    return path


def with_text(text: str) -> dict[str, Any]:
    """A contract that says ``text`` wherever it may say anything."""
    example = {"description": text, "input": {"thing_id": "1"}}
    return {
        "contract": "test.hostile.v1",
        "title": text,
        "version": "1.0.0",
        "description": text,
        "contact": {"name": text},
        "license": {"name": text},
        "x-text": {"deep": [text]},
        "auth": {
            "token": {
                "scheme": "bearer",
                "description": text,
                "format": text,
                "audience": text,
            },
            "login": {
                "scheme": "oauth2",
                "token_url": "https://login.example/token",
                "authorization_url": "https://login.example/authorize",
                "scopes": {"things.read": text},
            },
        },
        "types": {
            "Kind": {"description": text, "enum": {"Good": text, "Bad": text}},
            "Label": {"description": text, "type": "string", "examples": [text]},
            "Left": {"fields": {"text": "string"}},
            "Right": {"fields": {"text": "string"}},
            "Side": {"description": text, "union": {"left": "Left", "right": "Right"}},
            "Thing": {
                "description": text,
                "x-text": text,
                "fields": {
                    "id": {"type": "string", "read_only": True, "description": text},
                    "text": {"type": "string", "default": text, "examples": [text]},
                    "texts": {"type": "list<string>", "default": [text]},
                    "table": {"type": "map<string>", "default": {text: text}},
                    "any": {"type": "any", "default": {"a": [text]}},
                    "old": {"type": "string?", "deprecated": {"use": text}, "description": text},
                    "kind": {"type": "Kind", "default": "Good"},
                    "side": "Side?",
                    "label": "Label?",
                },
            },
        },
        "errors": {
            "Broken": {"code": "not_found", "description": text, "fields": {"why": "string"}}
        },
        "resources": {"Thing": {"key": "id", "description": text}},
        "operations": {
            "AddThing": {
                "create": "Thing",
                "description": text,
                "errors": ["Broken"],
                "examples": {
                    "one": {"description": text, "input": {"text": text, "table": {text: text}}}
                },
            },
            "GetThing": {"get": "Thing", "description": text, "examples": {"one": example}},
            "ListThings": {
                "list": "Thing",
                "filter": {"text": {"type": "string?", "description": text}},
            },
            "Say": {
                "description": text,
                "deprecated": {"use": text},
                "input": {"text": {"type": "string", "default": text, "description": text}},
                "output": "string",
                "auth": {"login": ["things.read"]},
            },
        },
    }


BASE = {"contract": "test.hostile.v1", "title": "Names", "version": "1.0.0"}


def slots(name: str) -> dict[str, dict[str, Any]]:
    """Contracts that each say ``name`` in one slot for names; they can be merged into one."""
    text: dict[str, Any] = {"input": {"x": "string"}, "output": "string"}
    record = {"fields": {"id": {"type": "string", "read_only": True}, "text": "string"}}
    parts: dict[str, dict[str, Any]] = {
        "type": {"types": {name: record}, "operations": {"UseType": {"output": name}}},
        "field": {
            "types": {"Fields": {"fields": {name: "string"}}},
            "operations": {"UseField": {"input": {"t": "Fields"}, "output": "Fields"}},
        },
        "enum value": {
            "types": {"Values": {"enum": [name, "Other"]}},
            "operations": {"UseValue": {"input": {"e": "Values"}, "output": "Values"}},
        },
        "variant": {
            "types": {"Branch": record, "Tree": {"union": {name: "Branch"}}},
            "operations": {"UseTree": {"output": "Tree"}},
        },
        "discriminator": {
            "types": {"Kind": record, "Kinds": {"union": {"a": "Kind"}, "discriminator": name}},
            "operations": {"UseKinds": {"output": "Kinds"}},
        },
        "error": {
            "errors": {name: {"code": "not_found", "fields": {"x": "string"}}},
            "operations": {"Fail": {"output": "string", "errors": [name]}},
        },
        "error field": {
            "errors": {"Failed": {"code": "not_found", "fields": {name: "string"}}},
            "operations": {"FailAgain": {"output": "string", "errors": ["Failed"]}},
        },
        "resource": {
            "types": {"Stored": record},
            "resources": {name: {"type": "Stored", "key": "id"}},
            "operations": {"GetStored": {"get": name}},
        },
        "operation": {"operations": {name: text}},
        "parameter": {"operations": {"Take": {"input": {name: "string"}, "output": "string"}}},
        "scheme": {"auth": {name: {"scheme": "bearer"}}},
        "server": {"servers": {name: "https://a.example"}},
        "example": {"operations": {"Show": {**text, "examples": {name: {"input": {"x": "1"}}}}}},
        "package": {"contract": f"test.{name}.v1"},
        "header": {
            "auth": {"key": {"scheme": "api_key", "header": name}},
            "operations": {"Sign": {**text, "auth": "key"}},
        },
        "path": {"operations": {"Go": {**text, "rest": f"POST /a/{name}"}}},
        "method": {"operations": {"Ask": {**text, "jsonrpc": name}}},
        "rpc": {"operations": {"Tell": {**text, "grpc": name}}},
        "media type": {"operations": {"Look": {"output": {"bytes": None, "media_type": name}}}},
    }
    plain = {**BASE, "operations": {"Do": text}}
    return {slot: merged([plain, part]) for slot, part in parts.items()}


def merged(contracts: list[dict[str, Any]]) -> dict[str, Any]:
    """All of them in one, section by section; the package of the last one that has its own."""
    whole: dict[str, Any] = {}
    for contract in contracts:
        for key, value in contract.items():
            if isinstance(value, dict):
                whole.setdefault(key, {}).update(value)
            elif whole.get(key) in (None, BASE.get(key)):
                whole[key] = value
    return whole
