"""Sets up foreign tools in ``.portable/``, at the versions that ``tools/`` pins, and runs them.

A tool that cannot be had (a program that is not installed, a registry that does not answer) skips
what needs it, with the reason; what a tool says of our files never skips.
"""

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[2]
HOME = ROOT / ".portable"
WORK = HOME / "work"
PINS = Path(__file__).parent / "tools"

OPENAPI_GENERATOR = "org.openapitools:openapi-generator-cli:7.17.0"
GATEWAY_API, GATEWAY_API_VERSION = "sigs.k8s.io/gateway-api", "v1.7.0"
GATEWAY_API_SUM = "h1:duVnm7nO6oXfMMUWfcDoBph47CYR/ME3NGxccOVglaY="
GATEWAY_API_SCHEMAS = "config/crd/standard"
# Seconds until a tool that is still being fetched or built is given up.
SETUP_WITHIN = 300

_MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"

# No colours, no questions to the network, no reports of what a program was used for.
_QUIET = {
    "NO_COLOR": "1",
    "NODE_NO_WARNINGS": "1",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "REDOCLY_TELEMETRY": "off",
}

Argument = str | Path


class ToolError(AssertionError):
    """A foreign tool did not do what it was asked."""


def run(*command: Argument, cwd: Path = ROOT, within: float = 600) -> str:
    """Run a program to its end and give what it printed; ToolError if it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | _QUIET,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=within,
        check=False,
    )
    if done.returncode:
        shown = " ".join(str(part) for part in command)
        raise ToolError(f"{shown}\nended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


_hanging: dict[Argument, str] = {}


@cache
def _obstacle(cwd: Path, *command: Argument) -> str | None:
    """Run what fetches or builds a tool, once; why it failed, if it did.

    A program that took too long is not asked for another tool.
    """
    if command[0] in _hanging:
        return _hanging[command[0]]
    try:
        run(*command, cwd=cwd, within=SETUP_WITHIN)
    except subprocess.TimeoutExpired as error:
        return _hanging.setdefault(command[0], str(error))
    except (ToolError, OSError) as error:
        first, *rest = [line for line in str(error).splitlines() if line.strip()]
        return " | ".join([first, *rest[-3:]])
    return None


def set_up(*command: Argument, cwd: Path = ROOT) -> None:
    """Fetch or build a tool; what needs it is skipped if that fails.

    The command runs once a session: a registry that hangs is waited for once.
    """
    obstacle = _obstacle(cwd, *command)
    if obstacle is not None:
        pytest.skip(f"cannot be set up: {obstacle}")


def need(*programs: str) -> None:
    """Skip what needs programs that are not installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def fresh(tool: str, contract: str) -> Path:
    """An empty folder for what a tool makes of a contract."""
    folder = WORK / tool / contract
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@cache
def node(pins: Path = PINS / "package.json", name: str = "node") -> Path:
    """The folder of this name with ``node_modules``."""
    need("node", "npm")
    folder = HOME / name
    with _alone(name):
        if _differs(folder, pins):
            set_up("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", cwd=folder)
            _remember(folder, pins)
    return folder


def bin_of(program: str) -> Path:
    """A program that an npm package brings."""
    return node() / "node_modules" / ".bin" / program


@cache
def python(pins: Path = PINS / "requirements.txt", name: str = "python") -> Path:
    """The interpreter of an environment of this name with what its pins say."""
    folder = HOME / name
    with _alone(name):
        if _differs(folder, pins):
            set_up(sys.executable, "-m", "venv", "--clear", folder)
            pip = (folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
            set_up(*pip, "install", "--quiet", "-r", pins)
            _remember(folder, pins)
    return folder / "bin" / "python"


def connectrpc() -> Path:
    """The interpreter of an environment with connectrpc, and its plugins of protoc beside it."""
    return python(PINS / "connectrpc.txt", "connectrpc")


@cache
def go() -> Path:
    """The Go module that holds all packages made; its go.mod pins tools and imports alike."""
    need("go")
    WORK.mkdir(parents=True, exist_ok=True)
    for name in ("go.mod", "go.sum"):
        shutil.copyfile(PINS / name, WORK / name)
    set_up("go", "mod", "download", cwd=WORK)
    return WORK


@cache
def go_tool(name: str) -> Path:
    """A program that is built from the module's tools."""
    set_up("go", "tool", "-n", name, cwd=go())
    return Path(run("go", "tool", "-n", name, cwd=go()).strip().splitlines()[-1])


@cache
def conformance() -> tuple[Path, Path]:
    """The Connect conformance suite: its program, and the folder with its .proto files.

    It is a module of its own: what it requires must not choose versions for generated Go.
    """
    folder = _go_module("conformance", "connectconformance")
    program, module = (
        Path(run("go", *asked, cwd=folder).strip().splitlines()[-1])
        for asked in (
            ("tool", "-n", "connectconformance"),
            ("list", "-m", "-f", "{{.Dir}}", "connectrpc.com/conformance"),
        )
    )
    return program, module / "proto"


@cache
def go_program(name: str) -> Path:
    """A program out of a module of its own, as that of the conformance suite."""
    folder = _go_module(name, name)
    return Path(run("go", "tool", "-n", name, cwd=folder).strip().splitlines()[-1])


def oasdiff() -> Path:
    """The program that finds breaks between two documents of OpenAPI."""
    return go_program("oasdiff")


def kubectl_validate() -> Path:
    """The program that holds objects against schemas as a cluster does, with the rules in CEL."""
    return go_program("kubectl-validate")


@cache
def gateway_api() -> Path:
    """The published schemas of the Gateway API's standard channel.

    Its module wants a newer Go than its schemas do: it is downloaded, checked by its sum, and not
    built.
    """
    need("go")
    folder = HOME / "gateway-api"
    with _alone("gateway-api"):
        if not (folder / "installed").exists():
            folder.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(_module_zip(f"{GATEWAY_API}@{GATEWAY_API_VERSION}")) as module:
                for name in module.namelist():
                    if f"/{GATEWAY_API_SCHEMAS}/" in name and name.endswith("s.yaml"):
                        (folder / PurePosixPath(name).name).write_bytes(module.read(name))
            (folder / "installed").touch()
    return folder


def _module_zip(module: str) -> Path:
    """The archive of a Go module, even if this Go could not build it."""
    done = subprocess.run(
        ["go", "mod", "download", "-json", module],
        capture_output=True,
        text=True,
        timeout=SETUP_WITHIN,
        check=False,
    )
    told = json.loads(done.stdout or "{}")
    if "Zip" not in told:
        pytest.skip(f"cannot be set up: {told.get('Error') or done.stderr.strip()}")
    assert told["Sum"] == GATEWAY_API_SUM, f"{module} is not what it was: {told['Sum']}"
    return Path(told["Zip"])


def _go_module(name: str, tool: str) -> Path:
    """The folder of a module that builds one tool."""
    need("go")
    folder = HOME / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in ("go.mod", "go.sum"):
        shutil.copyfile(PINS / name / file, folder / file)
    set_up("go", "tool", "-n", tool, cwd=folder)
    return folder


@cache
def openapi_generator() -> Path:
    """The jar of openapi-generator."""
    need("java", "mvn")
    _, name, version = OPENAPI_GENERATOR.split(":")
    jar = HOME / "java" / f"{name}-{version}.jar"
    if not jar.exists():
        copy = (f"-Dartifact={OPENAPI_GENERATOR}", f"-DoutputDirectory={jar.parent}")
        set_up("mvn", "--quiet", "--batch-mode", _MAVEN_COPY, *copy)
    return jar


@contextlib.contextmanager
def _alone(name: str) -> Iterator[None]:
    """Keep other processes from setting up the same folder meanwhile."""
    HOME.mkdir(exist_ok=True)
    with (HOME / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _differs(folder: Path, pins: Path) -> bool:
    """Whether a folder was set up from other pins than these; they are laid into it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(pins, folder / pins.name)
    done = folder / "installed"
    return not done.exists() or done.read_bytes() != pins.read_bytes()


def _remember(folder: Path, pins: Path) -> None:
    shutil.copyfile(pins, folder / "installed")
