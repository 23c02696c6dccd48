"""Imports what a test built in a process of its own, without the time to start one."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Imports once what generated code imports from others, then forks for each program it is given.
# The bytecode of the support package, which is the same everywhere, is compiled once, too.
SERVER = """
import importlib.machinery, json, os, pkgutil, sys, traceback

codes = {}
def source_to_code(self, data, path, *, _optimize=-1, plain=importlib.machinery.SourceFileLoader.source_to_code):
    code = codes.get(bytes(data))
    return code or codes.setdefault(bytes(data), plain(self, data, path, _optimize=_optimize))
importlib.machinery.SourceFileLoader.source_to_code = source_to_code
sys.dont_write_bytecode = True
sys.path.insert(0, os.getcwd())
sys.pycache_prefix = os.devnull  # every module is compiled, none is read
import generated.products
for module in pkgutil.walk_packages(generated.__path__, "generated."):
    if module.name.startswith(("generated.products.", "generated._support.")):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
for name in [name for name in sys.modules if name.partition(".")[0] == "generated"]:
    del sys.modules[name]
sys.path.pop(0)
print("ready", flush=True)
for line in sys.stdin:
    folder, program = json.loads(line)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.chdir(folder)
            said = os.open("said.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
            os.dup2(said, 1)
            os.dup2(said, 2)
            exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
            status = 0
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Fresh:
    """A process with nothing of ours imported, which forks for each program."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", SERVER],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "LANG": "C"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def run(self, program: str, folder: Path) -> str:
        """Run a program in a folder in a process of its own; what it printed."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(folder), program]) + "\n")
        self._process.stdin.flush()
        status = self._answer()
        said = (folder / "said.txt").read_text("utf-8")
        assert status == "0", said
        return said

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")


@pytest.fixture(scope="session")
def fresh() -> Iterator[Fresh]:
    """Runs programs that import what was built, each in a fresh process."""
    server = Fresh()
    yield server
    server.close()
