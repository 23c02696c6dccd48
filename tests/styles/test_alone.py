"""Whoever imports one style imports no other, whatever lies beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.formats.format import needed
from generator.styles import registry

ROOT = Path(__file__).parents[2]
FORMATS = {one.name for one in needed(f for style in registry.styles() for f in style.formats)}
# Modules of the generated package, and what stands in its support by style and format.
TELL = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps([name for name in sys.modules if name.startswith("generated.")]))
"""


@pytest.mark.parametrize("module", ["client", "server"])
@pytest.mark.parametrize("style", registry.names())
def test_a_style_imports_no_other(style: str, module: str) -> None:
    command = [sys.executable, "-c", TELL, f"generated.products.{style}.{module}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    parts = [name.split(".") for name in json.loads(done.stdout)]
    folders = {part[2] for part in parts if part[1] in {"products", "_support"} and part[2:]}
    declared = {one.name for one in needed(registry.style(style).formats)}
    assert folders & {*registry.names()} == {style}
    assert folders & FORMATS <= declared
