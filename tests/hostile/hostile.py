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
            "token": {"scheme": "bearer", "description": text, "format": text},
            "login": {
                "scheme": "oauth2",
                "token_url": "https://login.example/token",
                "authorization_url": "https://login.example/authorize",
                "scopes": {"things.read": text},
            },
        },
        "types": {
            "Kind": {"description": text, "enum": {"Good": text, "Bad": text}},
            "Code": {"description": text, "type": "string", "examples": [text]},
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
                    "code": "Code?",
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


def with_name(name: str) -> dict[str, dict[str, Any]]:
    """Contracts that each say ``name`` in one slot for names."""
    base: dict[str, Any] = {"contract": "test.hostile.v1", "title": "Names", "version": "1.0.0"}
    plain: dict[str, Any] = {"Do": {"input": {"x": "string"}, "output": "string"}}
    record = {"fields": {"id": {"type": "string", "read_only": True}, "text": "string"}}
    return {
        "type": {**base, "types": {name: record}, "operations": {"Do": {"output": name}}},
        "field": {
            **base,
            "types": {"T": {"fields": {name: "string"}}},
            "operations": {"Do": {"input": {"t": "T"}, "output": "T"}},
        },
        "enum value": {
            **base,
            "types": {"E": {"enum": [name, "Other"]}},
            "operations": {"Do": {"input": {"e": "E"}, "output": "E"}},
        },
        "variant": {
            **base,
            "types": {"A": record, "U": {"union": {name: "A"}, "discriminator": "kind"}},
            "operations": {"Do": {"output": "U"}},
        },
        "discriminator": {
            **base,
            "types": {
                "A": {"fields": {"x": "string"}},
                "U": {"union": {"a": "A"}, "discriminator": name},
            },
            "operations": {"Do": {"output": "U"}},
        },
        "error": {
            **base,
            "errors": {name: {"code": "not_found", "fields": {"x": "string"}}},
            "operations": {"Do": {"output": "string", "errors": [name]}},
        },
        "error field": {
            **base,
            "errors": {"Failed": {"code": "not_found", "fields": {name: "string"}}},
            "operations": {"Do": {"output": "string", "errors": ["Failed"]}},
        },
        "resource": {
            **base,
            "types": {"T": record},
            "resources": {name: {"type": "T", "key": "id"}},
            "operations": {"Get": {"get": name}},
        },
        "operation": {**base, "operations": {name: {"input": {"x": "string"}, "output": "string"}}},
        "parameter": {
            **base,
            "operations": {"Do": {"input": {name: "string"}, "output": "string"}},
        },
        "scheme": {**base, "auth": {name: {"scheme": "bearer"}}, "operations": plain},
        "server": {**base, "servers": {name: "https://a.example"}, "operations": plain},
        "example": {
            **base,
            "operations": {"Do": {**plain["Do"], "examples": {name: {"input": {"x": "1"}}}}},
        },
        "package": {**base, "contract": f"test.{name}.v1", "operations": plain},
        "header": {
            **base,
            "auth": {"key": {"scheme": "api_key", "header": name}},
            "defaults": {"auth": "key"},
            "operations": plain,
        },
        "path": {**base, "operations": {"Do": {**plain["Do"], "rest": f"POST /a/{name}"}}},
        "method": {**base, "operations": {"Do": {**plain["Do"], "jsonrpc": name}}},
        "rpc": {**base, "operations": {"Do": {**plain["Do"], "grpc": name}}},
        "media type": {
            **base,
            "operations": {"Do": {"output": {"bytes": None, "media_type": name}}},
        },
    }
