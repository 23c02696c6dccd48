"""Tells whether a name can be that of the support package."""

import keyword
import sys
from pathlib import PurePath

# What generated code imports by itself, and ours: a support of this name would hide it.
_TAKEN = frozenset(
    {
        "aiohttp",
        "cryptography",
        "generator",
        "google",
        "grpc",
        "grpc_health",
        "grpc_reflection",
        "h11",
        "httptools",
        "jsonschema_rs",
        "jwt",
        "msgspec",
        "opentelemetry",
        "pydantic",
        "typing_extensions",
        "urllib3",
        "uvicorn",
        "uvloop",
        "websockets",
        "yarl",
    }
)


def fault(name: str, output: str) -> str | None:
    """What is wrong with the name of a support package: words that follow it; None if it is fine.

    output: the folder that builds write to.
    """
    parts = name.split(".")
    if not all(part.isascii() and part.isidentifier() for part in parts):
        return "is not the name of a package"
    reserved = [part for part in parts if keyword.iskeyword(part)]
    if reserved:
        return f"cannot be imported: '{reserved[0]}' is a keyword of Python"
    special = [part for part in parts if part.startswith("__") and part.endswith("__")]
    if special:
        return f"has a part that Python keeps for itself, '{special[0]}'"
    if parts[0] in sys.stdlib_module_names:
        return f"hides the module '{parts[0]}' of Python's standard library"
    if parts[0] in _TAKEN:
        return f"hides the package '{parts[0]}', which generated code or gen needs"
    folders = PurePath(output).parts
    if any(parts[: len(end)] == end for end in ([*folders[n:]] for n in range(len(folders)))):
        return f"is inside the output folder '{output}', which builds replace"
    return None
