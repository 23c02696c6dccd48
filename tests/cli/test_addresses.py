"""Addresses in a contract: what `gen check` lets pass, `gen build` builds."""

import json
from pathlib import Path

import pytest

from generator.formats.yaml.read import read_yaml
from tests.cli.conftest import Gen

HEADER = "contract: notes.v1\nversion: 1.0.0\noperations: {Go: {}}\n"
SETTINGS = '[tool.gen]\ncontracts = ["contracts/*.yaml"]\n'
URLS = [
    "https://{region}.api.example",
    "https://api.example/{",
    "https://api.example/}",
    "https://api.example/{}",
    "/api",
    "api.example",
    "//api.example",
    "https://",
    "https:///path",
    "https://api.example/a b",
    "https://api.example/ü",
    "https://ü.example",
    "https://api.example/%",
    "https://api.example/%zz",
    "https://api.example/<x>",
    'https://api.example/"x"',
    "https://api.example/x|y^z`",
    "https://api.example/[x]",
    "https://api.example:port",
    "https://[::1]:8000/",
    "https://[::1/",
    "https://user:word@api.example/?a=b#c",
    "https://api.example#",
    "HTTPS://api.example",
    "ftp://api.example",
    "urn:a:b",
    "mailto:a@b.example",
]
PLACES = [
    "servers: {a: URL}",
    "servers: {a: {url: URL, variables: {region: [eu, us]}}}",
    "servers: {a: {url: URL}}",
    'servers: {a: {url: "https://{x}.example", variables: {x: [URL]}}}',
    "contact: {name: A, url: URL}",
    "license: {name: A, url: URL}",
    "license: {name: A, url: URL, identifier: MIT}",
    "auth: {a: {scheme: oauth2, token_url: URL, authorization_url: URL, scopes: {x: y}}}",
]

# The other steps judge layout and design, and what was built.
ONLY_VALID = [word for step in ("format", "lint", "lock", "stubs") for word in ("--skip", step)]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("project")
def test_what_passes_the_check_builds(place: str, gen: Gen) -> None:
    Path("pyproject.toml").write_text(SETTINGS)
    for url in URLS:
        text = HEADER + place.replace("URL", json.dumps(url)) + "\n"
        Path("contracts/notes.yaml").write_text(text, encoding="utf-8")
        codes = (gen("check", *ONLY_VALID).exit_code, gen("build", "--force").exit_code)
        assert codes in ((0, 0), (2, 2)), (url, codes)


@pytest.mark.parametrize("email", ["a@b.example", "a", "a b@c", "", "ü@b.example"])
@pytest.mark.usefixtures("project")
def test_so_does_an_email_address(email: str, gen: Gen) -> None:
    Path("pyproject.toml").write_text(SETTINGS)
    text = HEADER + f"contact: {{email: {json.dumps(email)}}}\n"
    Path("contracts/notes.yaml").write_text(text, encoding="utf-8")
    codes = (gen("check", *ONLY_VALID).exit_code, gen("build", "--force").exit_code)
    assert codes in ((0, 0), (2, 2)), codes


@pytest.mark.usefixtures("project")
def test_the_variables_of_a_server_are_in_its_specs(gen: Gen) -> None:
    Path("pyproject.toml").write_text(SETTINGS)
    variables = "{region: [eu, us], stage: {default: live, description: Or yours.}}"
    text = (
        f'servers: {{a: {{url: "https://{{region}}.example/{{stage}}", variables: {variables}}}}}'
    )
    Path("contracts/notes.yaml").write_text(HEADER + text + "\n", encoding="utf-8")
    done = gen("build", "--force")
    assert done.exit_code == 0, done.stderr
    expected = {
        "region": {"default": "eu", "enum": ["eu", "us"]},
        "stage": {"default": "live", "description": "Or yours."},
    }
    [rest] = read_yaml(Path("generated/notes/rest/openapi.yaml").read_bytes())["servers"]
    assert (rest["url"], rest["variables"]) == ("https://{region}.example/{stage}", expected)
    [rpc] = json.loads(Path("generated/notes/jsonrpc/openrpc.json").read_bytes())["servers"]
    assert (rpc["url"], rpc["variables"]) == ("https://eu.example/live/jsonrpc", expected)
    assert rpc["x-url"] == "https://{region}.example/{stage}/jsonrpc"
