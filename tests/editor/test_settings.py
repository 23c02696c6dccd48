"""The settings that docs/editors.md and the extension show start ``gen lsp``."""

import json
import re
import tomllib
from pathlib import Path

PAGE = Path("docs/editors.md").read_text()
EXTENSION = Path("editors/vscode")


def fence(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert isinstance(found, str)
    return found


def test_helix_starts_gen_lsp_for_yaml() -> None:
    settings = tomllib.loads(fence("toml"))
    (language,) = settings["language"]
    assert language["name"] == "yaml"
    server = settings["language-server"][language["language-servers"][0]]
    assert [server["command"], *server["args"]] == ["gen", "lsp"]


def test_zed_starts_gen_lsp_for_yaml() -> None:
    settings = json.loads(fence("json"))
    (name,) = settings["languages"]["YAML"]["language_servers"]
    binary = settings["lsp"][name]["binary"]
    assert [binary["path"], *binary["arguments"]] == ["gen", "lsp"]


def test_neovim_starts_gen_lsp_for_yaml() -> None:
    assert 'cmd = { "gen", "lsp" }' in fence("lua")
    assert 'filetypes = { "yaml" }' in fence("lua")


def test_the_extension_has_what_its_manifest_names() -> None:
    manifest = json.loads((EXTENSION / "package.json").read_text())
    for file in (manifest["main"], manifest["icon"], "README.md", "LICENSE"):
        assert (EXTENSION / file).is_file(), file
    program = (EXTENSION / manifest["main"]).read_text()
    for command in manifest["contributes"]["commands"]:
        assert f'"{command["command"]}"' in program
    for setting in manifest["contributes"]["configuration"]["properties"]:
        section, _, key = setting.partition(".")
        assert section == "diptych"
        assert key.startswith("trace.") or f'"{key}"' in program
    assert (EXTENSION / "LICENSE").read_text() == Path("LICENSE").read_text()
