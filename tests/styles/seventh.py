"""Makes a copy of the program with one more style: JSON-RPC under another name.

What is added is what CONTRIBUTING.md says that a style is: its folder, its templates, its entry
point, what only it can tell to the tests, and the pages of its diagnostics. Nothing else changes.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME, TITLE = "parrot", "Parrot"
MODEL = "jsonrpc"
# Not part of the program, or made anew.
_LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "generated", "node_modules", "portable")
# Where the protocol itself says "jsonrpc", and no style is meant.
_PROTOCOL = re.compile(
    r"""b?["']\{?["']?jsonrpc["']\s*:|tag_field="jsonrpc"|\bjsonrpc(?:: Literal|=)|"""
    r"""["']jsonrpc\.protocol|rpc\.system\.name["']: ["']jsonrpc|\.jsonrpc\b(?!\.| import)"""
)


def renamed(text: str) -> str:
    """The text of a file of JSON-RPC's as the new style has it."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    text = _PROTOCOL.sub(keep, text)
    for old, new in (("JsonRpc", TITLE), ("JSON-RPC", TITLE), (MODEL, NAME), ("GEN6", "GEN9")):
        text = text.replace(old, new)
    text = text.replace("openrpc.json", "parrot.json").replace("rank = 3", "rank = 99")
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text)


def program(folder: Path) -> Path:
    """The copy, below a folder that does not exist."""
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
    for place in ("generator/styles", "templates", "tests"):
        _copy(folder / place / MODEL, folder / place / NAME)
    for page in folder.glob("docs/diagnostics/GEN6*.md"):
        text = renamed(page.read_text("utf-8"))
        page.with_name(page.name.replace("GEN6", "GEN9")).write_text(text, encoding="utf-8")
    installed = folder / f"diptych_{NAME}-1.0.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: 1.0\n")
    point = f"[diptych.styles]\n{NAME} = generator.styles.{NAME}:STYLE\n"
    (installed / "entry_points.txt").write_text(point)
    return folder


def _copy(model: Path, to: Path) -> None:
    for path in sorted(model.rglob("*")):
        place = to / renamed(path.relative_to(model).as_posix())
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text("utf-8")
            foreign = "metaschema" in path.parts
            place.write_text(text if foreign else renamed(text), encoding="utf-8")


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Python in the copy."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def gen(folder: Path, *arguments: str) -> str:
    """What the command line of the copy prints; AssertionError where it fails."""
    done = run(folder, "-c", "from generator.cli import main; main()", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
