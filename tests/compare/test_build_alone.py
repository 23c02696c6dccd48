"""A build needs no laboratory: it serves nothing, calls nothing, and imports nothing that does."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = ROOT / "contracts" / "products.yaml"
GENERATOR = ROOT / "generator"
BUILD = """
import json, sys

imported, sockets = [], []

def watch(event, args):
    if event == "exec":  # of a module's code, wherever it comes from
        imported.append(args[0].co_filename)
    elif event.startswith("socket."):
        sockets.append(event)

sys.addaudithook(watch)
from generator.cli import main

sys.argv = ["gen", "build", "products.yaml"]
try:
    main()
except SystemExit as done:
    assert not done.code
print(json.dumps({"imported": sorted(set(imported)), "sockets": sockets}), file=sys.stderr)
"""


def watched(folder: Path) -> dict[str, list[str]]:
    """The files of what a cold build imports, and its sockets, in a process of its own."""
    (folder / "pyproject.toml").write_text("[tool.gen]\n")
    (folder / "products.yaml").write_bytes(PRODUCTS.read_bytes())
    command = [sys.executable, "-c", BUILD]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert (folder / "generated" / "products" / "README.md").is_file()
    found: dict[str, list[str]] = json.loads(done.stderr.splitlines()[-1])
    return found


def test_a_cold_build_imports_no_laboratory_and_opens_no_socket(tmp_path: Path) -> None:
    found = watched(tmp_path)
    files = [Path(file) for file in found["imported"]]
    emitted = {file.name for file in files if file.as_posix().startswith("<products/")}
    assert {"operations.py>", "types.py>", "binding.py>"} <= emitted
    assert (
        emitted & {"server.py>", "client.py>", "serving.py>", "service.py>", "calls.py>"} == set()
    )
    laboratory = [
        file.relative_to(GENERATOR).as_posix()
        for file in files
        if file.is_relative_to(GENERATOR / "compare")
        or (file.is_relative_to(GENERATOR / "styles") and "shown" in {*file.parts, file.stem})
    ]
    libraries = {part for file in files for part in file.parts} & {"aiohttp", "uvicorn", "urllib3"}
    assert (laboratory, libraries, found["sockets"]) == ([], set(), [])
