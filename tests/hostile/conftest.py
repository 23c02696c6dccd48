"""Runs programs in processes of their own that begin with the imports done."""

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# What generated code imports from others. The bytecode of the support package, which is the same
# everywhere, is compiled once, too; nothing of ours stays imported.
LIBRARIES = """
import importlib
import importlib.machinery
import os
import pkgutil

codes = {}
plain = importlib.machinery.SourceFileLoader.source_to_code

def source_to_code(self, data, path, **options):
    code = codes.get(bytes(data))
    return code or codes.setdefault(bytes(data), plain(self, data, path, **options))

importlib.machinery.SourceFileLoader.source_to_code = source_to_code
sys.dont_write_bytecode = True
sys.pycache_prefix = os.devnull  # no bytecode is read either
sys.path.insert(0, os.getcwd())
import generated
for module in pkgutil.walk_packages(generated.__path__, "generated."):
    if module.name.startswith(("generated.products.", "generated._support.")):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
for name in [name for name in sys.modules if name.partition(".")[0] == "generated"]:
    del sys.modules[name]
sys.path.pop(0)
"""
GENERATOR = "import generator.cli, generator.building.make"

# Forks for each program that it is given.
SERVER = """
import json, os, sys, traceback

def run(folder, program, arguments):
    os.chdir(folder)
    said = os.open("said.txt", os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    os.dup2(said, 1)
    os.dup2(said, 2)
    status = 1
    sys.argv[1:] = arguments
    try:
        exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)

exec(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    if not (child := os.fork()):
        run(*json.loads(line))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Forks:
    """A process that has imported something, and forks for each program."""

    def __init__(self, imports: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", SERVER, imports],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "LANG": "C"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer(120) == "ready"

    def run(self, program: str, folder: Path, *arguments: str) -> tuple[int, str]:
        """Run a program in a folder; its exit status, and all that it printed.

        Half a minute is for slow machines, not for the program.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(folder), program, arguments]) + "\n")
        self._process.stdin.flush()
        status = int(self._answer(30))
        said = folder / "said.txt"
        printed = said.read_text("utf-8")
        said.unlink()
        return status, printed

    def close(self) -> None:
        """Let it end."""
        self._process.communicate()

    def _answer(self, within: float) -> str:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], within)
        assert ready, "it takes too long"
        return self._process.stdout.readline().rstrip("\n")


@pytest.fixture(scope="session")
def libraries() -> Iterator[Forks]:
    """Runs programs that import what was built."""
    forks = Forks(LIBRARIES)
    yield forks
    forks.close()


@pytest.fixture(scope="session")
def generator() -> Iterator[Forks]:
    """Runs programs of the generator."""
    forks = Forks(GENERATOR)
    yield forks
    forks.close()
