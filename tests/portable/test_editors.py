"""The extension packs with VS Code's own tool, and the protocol's own client drives ``gen lsp``."""

import json
import os
import shutil
import sys
import zipfile
from functools import cache
from pathlib import Path

import pytest

from tests.editor.marked import SHOP
from tests.portable.toolbox import ROOT, WORK, need, node, run

EXTENSION = ROOT / "editors" / "vscode"
# As installers write it: the server starts processes that import what began theirs.
PROGRAM = (
    f"#!{sys.executable}\nfrom generator.cli import main\nif __name__ == '__main__':\n    main()\n"
)
CLIENT = Path(__file__).parent / "clients" / "lsp.mjs"


@cache
def _modules() -> Path:
    """The folder with what the extension needs, and its packer."""
    return node(EXTENSION / "package.json", "vscode")


def test_the_extension_packs_with_what_it_needs() -> None:
    folder = WORK / "vscode"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXTENSION, folder)
    (folder / "node_modules").symlink_to(_modules() / "node_modules")
    vsce = folder / "node_modules" / ".bin" / "vsce"
    run(vsce, "package", "--allow-missing-repository", "--out", "made.vsix", cwd=folder)
    with zipfile.ZipFile(folder / "made.vsix") as package:
        files = set(package.namelist())
    needed = {"extension.js", "package.json", "icon.png", "LICENSE.txt"}
    needed.add("node_modules/vscode-languageclient/package.json")
    assert {f"extension/{file}" for file in needed} <= files
    assert not any("@vscode/vsce" in file for file in files)


def test_the_client_of_the_protocol_gets_its_answers(tmp_path: Path) -> None:
    wrong = SHOP.replace("category: Category", "category: Categroy")
    (tmp_path / "shop.yaml").write_text(wrong)
    (tmp_path / "pyproject.toml").write_text('[tool.gen.lint]\nselect = ["LINT301"]\n')
    program = tmp_path / "gen"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    client = tmp_path / "lsp.mjs"
    shutil.copyfile(CLIENT, client)
    (tmp_path / "node_modules").symlink_to(_modules() / "node_modules")
    said = json.loads(run("node", client, program, tmp_path / "shop.yaml", cwd=tmp_path))
    assert said["codes"] == ["GEN203"]
    assert said["after"] == []
    assert "POST /products" in said["hover"]
    assert "errors" in said["keys"]
    assert said["exit"] == 0


def test_neovim_shows_what_is_wrong(tmp_path: Path) -> None:
    need("nvim")
    (tmp_path / "shop.yaml").write_text(SHOP.replace("category: Category", "category: Categroy"))
    script = tmp_path / "drive.lua"
    script.write_text(_DRIVE.replace("PYTHON", sys.executable))
    os.utime(script)
    said = run(
        "nvim", "--headless", "-u", "NONE", "-c", f"luafile {script}", cwd=tmp_path, within=90
    )
    assert "GEN203" in said


_DRIVE = """
vim.o.swapfile = false
local program = "import sys; sys.argv[0] = 'gen'; from generator.cli import main; main()"
local client = vim.lsp.start_client({ cmd = { "PYTHON", "-c", program, "lsp" }, root_dir = "." })
vim.cmd("edit shop.yaml")
vim.lsp.buf_attach_client(0, client)
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
for _, found in ipairs(vim.diagnostic.get(0)) do print(found.code .. "\\n") end
vim.lsp.stop_client(client)
vim.cmd("qa!")
"""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The generator is imported from this checkout, wherever a client starts it."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
