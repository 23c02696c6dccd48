"""What each foreign tool makes of a contract's documents, and how that is compiled.

A tool is a function from a contract's name and an empty folder to files in that folder; it raises
``ToolError`` where it, or the compiler of its language, refuses or warns.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from tests.portable.toolbox import (
    PINS,
    ROOT,
    ToolError,
    bin_of,
    go,
    go_tool,
    node,
    openapi_generator,
    python,
    run,
)

PROGRAMS = Path(__file__).parent / "clients"

Tool = Callable[[str, Path], None]

# Generated TypeScript is judged as strictly as its users' projects may be.
_TSC = ("--strict", "--skipLibCheck", "--target", "es2022", "--lib", "es2022,dom")
_TSC_NODE = ("--module", "nodenext", "--moduleResolution", "nodenext")


def openapi(contract: str) -> Path:
    """The OpenAPI document of a contract."""
    return ROOT / "generated" / contract / "rest" / "openapi.yaml"


def protos(contract: str) -> tuple[Path, list[Path]]:
    """The root of a contract's .proto files, and those files relative to it."""
    root = ROOT / "generated" / contract / "proto"
    return root, sorted(path.relative_to(root) for path in root.rglob("*.proto"))


def type_check(folder: Path) -> None:
    """Compile the TypeScript below a folder, which gets at the packages of the tools."""
    modules = folder / "node_modules"
    if not modules.exists():
        modules.symlink_to(node() / "node_modules")
    (folder / "package.json").write_text('{"type": "module"}\n')
    sources = [path for path in folder.rglob("*.ts") if "node_modules" not in path.parts]
    run(bin_of("tsc"), "--outDir", folder / "out", *_TSC, *_TSC_NODE, *sources, cwd=folder)


def _openapi_python_client(contract: str, folder: Path) -> None:
    """Its warnings are losses: it leaves out what it cannot read."""
    config = folder / "config.json"
    # It has to be told how to read and write bodies of media types that it does not know.
    kinds = dict.fromkeys(("image/jpeg", "application/x-ndjson"), "application/octet-stream")
    config.write_text(json.dumps({"post_hooks": [], "content_type_overrides": kinds}))
    made = ("--path", openapi(contract), "--output-path", folder / "client", "--meta", "none")
    program = (python(), "-m", "openapi_python_client", "generate")
    run(*program, *made, "--config", config, "--fail-on-warning")
    _import_all(folder)


def _openapi_generator_python(contract: str, folder: Path) -> None:
    _openapi_generate("python", contract, folder, "packageName=client")
    _import_all(folder)


def _openapi_generator_go(contract: str, folder: Path) -> None:
    options = f"packageName={contract},withGoMod=false,enumClassPrefix=true"
    _openapi_generate("go", contract, folder, options)
    shutil.rmtree(folder / "test")  # imports itself by the name of a repository
    _go_build(folder)


def _openapi_generator_typescript(contract: str, folder: Path) -> None:
    _openapi_generate("typescript-fetch", contract, folder, "importFileExtension=.js")
    type_check(folder)


def _openapi_typescript(contract: str, folder: Path) -> None:
    document = openapi(contract)
    made = ("--output", folder / "schema.ts", "--default-non-nullable", "false")
    run(bin_of("openapi-typescript"), document, *made)
    type_check(folder)


def _oapi_codegen(contract: str, folder: Path) -> None:
    made = ("-generate", "types,client", "-package", contract, "-o", folder / "client.go")
    run(go_tool("oapi-codegen"), *made, openapi(contract))
    _go_build(folder)


def _ogen(contract: str, folder: Path) -> None:
    run(go_tool("ogen"), "--target", folder, "--package", contract, openapi(contract))
    _go_build(folder)


def _protoc_gen_go(contract: str, folder: Path) -> None:
    root, files = protos(contract)
    package = f"portable.test/protoc-gen-go/{contract}"
    options = ["module=portable.test/protoc-gen-go/" + contract]
    options += [f"M{file}={package}" for file in files]
    made = [
        part
        for name in ("go", "go-grpc")
        for part in (
            f"--plugin=protoc-gen-{name}={go_tool(f'protoc-gen-{name}')}",
            f"--{name}_out={folder}",
            *(f"--{name}_opt={option}" for option in options),
        )
    ]
    run(sys.executable, "-m", "grpc_tools.protoc", f"-I{root}", *made, *files)
    _go_build(folder)


def _grpcio(contract: str, folder: Path) -> None:
    root, files = protos(contract)
    made = (f"--python_out={folder}", f"--grpc_python_out={folder}")
    run(sys.executable, "-m", "grpc_tools.protoc", f"-I{root}", *made, *files)
    modules = (str(file.with_name(f"{file.stem}_pb2_grpc")).replace("/", ".") for file in files)
    run(sys.executable, "-c", f"import {', '.join(modules)}", cwd=folder)


def _proto_loader(contract: str, folder: Path) -> None:
    root, files = protos(contract)
    program = node() / "node_modules/@grpc/proto-loader/build/bin/proto-loader-gen-types.js"
    made = ("--grpcLib=@grpc/grpc-js", f"--outDir={folder / 'types'}", f"--includeDirs={root}")
    made += ("--targetFileExtension=.ts", "--importFileExtension=.js")
    run("node", program, *made, *files)
    type_check(folder)


def _spectral(contract: str, _: Path) -> None:
    rules = ("--ruleset", PINS / "spectral.yaml", "--fail-severity", "warn")
    run(bin_of("spectral"), "lint", openapi(contract), *rules)


def _redocly(contract: str, _: Path) -> None:
    rules = ("--config", PINS / "redocly.yaml", "--max-problems", "10")
    said = run(bin_of("redocly"), "lint", openapi(contract), *rules)
    if "Warning was generated" in said:
        raise ToolError(said)


def _open_rpc(contract: str, folder: Path) -> None:
    (folder / "node_modules").symlink_to(node() / "node_modules")
    shutil.copyfile(PROGRAMS / "open-rpc.mjs", folder / "program.mjs")
    document = ROOT / "generated" / contract / "jsonrpc" / "openrpc.json"
    run("node", "program.mjs", document, cwd=folder)


def _openapi_generate(language: str, contract: str, folder: Path, options: str) -> None:
    made = ("-g", language, "-i", openapi(contract), "-o", folder)
    quiet = ("-DloggerLevel=error", "-jar", openapi_generator(), "generate")
    run("java", *quiet, *made, "--additional-properties", options)


def _go_build(folder: Path) -> None:
    run("go", "build", f"./{folder.relative_to(go())}/...", cwd=go())


def _import_all(folder: Path) -> None:
    """Import every module of the package ``client``."""
    walk = (
        "import importlib, pkgutil, client\n"
        "for found in pkgutil.walk_packages(client.__path__, 'client.'):\n"
        "    importlib.import_module(found.name)\n"
    )
    run(python(), "-W", "error", "-c", walk, cwd=folder)


TOOLS: dict[str, Tool] = {
    "grpcio": _grpcio,
    "oapi-codegen": _oapi_codegen,
    "ogen": _ogen,
    "open-rpc": _open_rpc,
    "openapi-generator-go": _openapi_generator_go,
    "openapi-generator-python": _openapi_generator_python,
    "openapi-generator-typescript-fetch": _openapi_generator_typescript,
    "openapi-python-client": _openapi_python_client,
    "openapi-typescript": _openapi_typescript,
    "proto-loader": _proto_loader,
    "protoc-gen-go": _protoc_gen_go,
    "redocly": _redocly,
    "spectral": _spectral,
}
