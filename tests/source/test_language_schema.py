"""The JSON Schema of the language: accepts every contract, rejects mistakes, explains every key."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from generator.cli.schema import schema as command
from generator.contract.language import language_schema
from generator.contract.language.vocabulary import Vocabulary
from generator.contract.source import SourceText, load, parse
from generator.diagnostics import Problems
from generator.model import Json, to_json
from generator.styles.registry import styles

CONTRACTS = Path(__file__).parent.parent.parent / "contracts"
SCHEMA = language_schema({style.name: style.vocabulary for style in styles()})
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)

HEAD = "contract: a.b.v1\n"


def plain(value: Json) -> Any:
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case Decimal():
            return float(value)
        case _:
            return value


def data(text: str) -> Any:
    parsed = parse(SourceText("a.yaml", text), Problems())
    assert parsed is not None
    return plain(to_json(parsed.root))


def test_it_is_a_valid_schema_of_draft_2020_12() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_reference_leads_somewhere_and_every_definition_is_used() -> None:
    text = json.dumps(SCHEMA)
    used = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert used == set(SCHEMA["$defs"])


def test_the_committed_schema_is_what_gen_schema_prints() -> None:
    printed = CliRunner().invoke(command)
    assert printed.exit_code == 0
    assert (CONTRACTS / "contract.schema.json").read_text(encoding="utf-8") == printed.stdout
    assert json.loads(printed.stdout) == SCHEMA


@pytest.mark.parametrize(
    "name", sorted(str(p.relative_to(CONTRACTS)) for p in CONTRACTS.rglob("*.yaml"))
)
def test_it_accepts_every_contract(name: str) -> None:
    source = load(CONTRACTS / name, CONTRACTS, Problems())
    assert source is not None
    VALIDATOR.validate(plain(to_json(source.root)))


VALID = [
    "",
    "x-owner: {team: [a]}\n",
    "rest: {base_path: /v1, formats: [json, xml], json_case: camel}\n",
    "types: {A: {fields: {a: 'list<map<common.B?>>?', b: {type: set<string>, max_items: 3}}}}\n",
    "types: {A: {fields: {a: {type: common.Money, minimum: 0}}}}\n",
    "types: {A: {enum: {B: text, C: null, D: {description: d, number: 3}}, x-a: 1}}\n",
    "types: {A: {union: {b: B, c: {type: C, number: 2}}, discriminator: kind}}\n",
    "types: {A: {type: decimal, minimum: '0.10', maximum: 5, x-a: 1}}\n",
    "types: {A: {fields: {a: {type: string, deprecated: {since: 2026-01-01}, x-a: 1}}}}\n",
    "errors: {E: {code: not_found, status: 410, fields: {a: string}, x-a: 1}}\n",
    "resources: {A: {key: id, parent: B, etag: revision, require_if_match: true, x-a: 1}}\n",
    "operations: {A: {create: B, only: [a], with: {c: int32}, rest: PUT /a, x-a: 1}}\n",
    "operations: {A: {input: stream<string>, output: stream<common.B>}}\n",
    "operations: {A: {call: B, on: collection, output: {bytes, media_type: image/jpeg}}}\n",
    "operations: {A: {input: {bytes, media_type: image/jpeg, max_length: 5}}}\n",
    "operations: {A: {input: {type: bytes, media_type: image/jpeg}, output: stream<bytes>}}\n",
    "operations: {A: {input: {type: stream<bytes>, media_type: video/mp4, max_length: 9}}}\n",
    "operations: {A: {input: {name: string, image: {type: bytes, media_type: image/png}}}}\n",
    "operations: {A: {input: stream<B>, examples: {e: {input: [{a: 1}], output: [2]}}}}\n",
    "operations: {A: {list: B, filter: {min: 'decimal?'}, page_size: {default: 5}}}\n",
    "operations: {A: {get: B, auth: [token, {login: [a.read]}], retry: 3, cache: {max_age: 5s}}}\n",
    "operations: {A: {get: B, auth: [[token, {login: [a.read]}], key]}}\n",
    "auth: {t: {scheme: bearer, issuer: 'https://a.example', audience: a, x-a: 1}}\n",
    "operations: {A: {get: B, auth: none, examples: {e: {input: {a: 1}, error: {E: {b: 2}}}}}}\n",
    "auth: {t: {scheme: oauth2, token_url: 'https://a.example', scopes: {a: b}}}\n",
    "defaults: {auth: token, timeout: 1.5s, retry: true, page_size: 20}\n",
]


@pytest.mark.parametrize("text", VALID)
def test_it_accepts_every_form_of_the_language(text: str) -> None:
    VALIDATOR.validate(data(HEAD + text))


MISTAKES = [
    "typs: {}\n",
    "version: 1.0\n",
    "version: one\n",
    "types: {a: {fields: {}}}\n",
    "types: {A: {}}\n",
    "types: {A: {fields: {}, enum: [B]}}\n",
    "types: {A: {fields: {a: strng}}}\n",
    "types: {A: {fields: {a: 'list[string]'}}}\n",
    "types: {A: {fields: {a: 'map<string, int32>'}}}\n",
    "types: {A: {fields: {A B: string}}}\n",
    "types: {A: {fields: {a: {min_length: 3}}}}\n",
    "types: {A: {fields: {a: {type: string, minimum: 3}}}}\n",
    "types: {A: {fields: {a: {type: int32, min_length: 3}}}}\n",
    "types: {A: {fields: {a: {type: 'list<string>', pattern: a}}}}\n",
    "types: {A: {fields: {a: {type: string, min_items: 3}}}}\n",
    "types: {A: {fields: {a: {type: string, minLength: 3}}}}\n",
    "types: {A: {fields: {a: {type: string, max_length: -3}}}}\n",
    "types: {A: {fields: {a: {type: string, read_only: yes}}}}\n",
    "types: {A: {fields: {a: stream<string>}}}\n",
    "types: {A: {enum: []}}\n",
    "types: {A: {type: string, discriminator: a}}\n",
    "errors: {E: {description: no code}}\n",
    "errors: {E: {code: NOT_FOUND}}\n",
    "errors: {E: {code: not_found, status: 200}}\n",
    "resources: {A: {id: id}}\n",
    "operations: {A: {create: B, get: B}}\n",
    "operations: {A: {get: B, filter: [a]}}\n",
    "operations: {A: {get: B, on: collection}}\n",
    "operations: {A: {get: B, timeout: 5}}\n",
    "operations: {A: {get: B, auth: []}}\n",
    "operations: {A: {get: B, auth: {token: [], key: []}}}\n",
    "operations: {A: {get: B, auth: [[[token]]]}}\n",
    "operations: {A: {input: {bytes, mediaType: image/jpeg}}}\n",
    "operations: {A: {input: {type: stream<bytes>, pattern: a}}}\n",
    "operations: {A: {get: B, cache: {private: true}}}\n",
    "operations: {A: {get: B, retry: 100}}\n",
    "operations: {A: {get: B, rest: {verb: GET}}}\n",
    "operations: {A: {get: B, rest: FETCH /a}}\n",
    "operations: {A: {get: B, soap: true}}\n",
    "operations: {A: {get: B, examples: {e: {output: 1, error: E}}}}\n",
    "auth: {t: {scheme: bear}}\n",
    "imports: {common: /etc/common.yaml}\n",
    "defaults: {timeout: fast}\n",
]


@pytest.mark.parametrize("text", MISTAKES)
def test_it_rejects_typical_mistakes(text: str) -> None:
    assert not VALIDATOR.is_valid(data(HEAD + text))


def test_it_rejects_a_contract_without_a_name() -> None:
    assert not VALIDATOR.is_valid({"title": "Products"})


def test_every_key_has_a_title_and_a_description() -> None:
    own = language_schema({})
    keys = dict(_properties(own, ""))
    assert "/Type/deprecated" in keys
    assert [path for path, found in keys.items() if not _described(found)] == []
    assert [path for path, found in keys.items() if not found.get("title")] == []


def test_every_key_of_a_style_has_a_description() -> None:
    places = [SCHEMA, *(SCHEMA["$defs"][name] for name in ("Operation", "Resource", "Error"))]
    known = {style.name for style in styles()}
    for place in places:
        for name, found in place["properties"].items():
            assert name not in known or _described(found), name


def _properties(schema: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(schema, list):
        for item in schema:
            yield from _properties(item, path)
    if not isinstance(schema, dict):
        return
    for key, value in schema.items():
        if key == "properties" and "patternProperties" in schema:
            yield from ((f"{path}/{name}", found) for name, found in value.items())
        yield from _properties(value, f"{path}/{key}".replace("/$defs", ""))


def _described(schema: dict[str, Any]) -> bool:
    if "$ref" in schema and "description" not in schema:
        return _described(SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    return bool(schema.get("description"))


def test_a_style_that_says_nothing_about_a_place_adds_no_key_there() -> None:
    silent = Vocabulary(contract={"type": "object", "description": "Everything."})
    found = language_schema({"soap": silent})
    assert found["properties"]["soap"]["description"] == "Everything."
    for place in ("Operation", "Resource", "Error"):
        assert "soap" not in found["$defs"][place]["properties"]
