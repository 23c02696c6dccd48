"""Runs the programs of ``clients/``, each with the client that a foreign tool made of products."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.portable.generators import PROGRAMS, protos, type_check
from tests.portable.toolbox import go, python, run


@dataclass(frozen=True, kw_only=True)
class Caller:
    """How a program is run, and what it says of a product and of an error.

    run: takes the tool, the folder that it filled, the target, and the name of a new product.
    """

    style: str
    category: str
    error: list[object]
    run: Callable[[str, Path, str, str], str]


def _with_python(interpreter: Callable[[], Path]) -> Callable[[str, Path, str, str], str]:
    def start(tool: str, folder: Path, target: str, name: str) -> str:
        shutil.copyfile(PROGRAMS / f"{tool}.py", folder / "program.py")
        return run(interpreter(), "program.py", target, name, cwd=folder)

    return start


def _with_node(tool: str, folder: Path, target: str, name: str) -> str:
    shutil.copyfile(PROGRAMS / f"{tool}.ts", folder / "program.ts")
    type_check(folder)
    root, files = protos("products")
    return run("node", folder / "out" / "program.js", target, name, root, files[0], cwd=folder)


def _with_go(tool: str, _: Path, target: str, name: str) -> str:
    package = go() / "clients" / tool
    package.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PROGRAMS / f"{tool}.go", package / "main.go")
    return run("go", "run", f"./clients/{tool}", target, name, cwd=go())


def _rest(start: Callable[[str, Path, str, str], str]) -> Caller:
    return Caller(style="rest", category="Clothes", error=["ProductNotFound", "missing"], run=start)


def _grpc(start: Callable[[str, Path, str, str], str]) -> Caller:
    return Caller(
        style="grpc",
        category="CATEGORY_CLOTHES",
        error=["PRODUCT_NOT_FOUND", "missing"],
        run=start,
    )


CALLERS: dict[str, Caller] = {
    "grpcio": _grpc(_with_python(lambda: Path(sys.executable))),
    "oapi-codegen": _rest(_with_go),
    "ogen": _rest(_with_go),
    "openapi-generator-go": _rest(_with_go),
    "openapi-generator-python": _rest(_with_python(python)),
    "openapi-generator-typescript-fetch": _rest(_with_node),
    "openapi-python-client": _rest(_with_python(python)),
    "openapi-typescript": _rest(_with_node),
    "proto-loader": _grpc(_with_node),
    "protoc-gen-go": _grpc(_with_go),
}
