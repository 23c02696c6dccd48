"""Prints docs/reference.md: every argument of every server and client, from their signatures.

``python -m tests.reference`` writes it; tests/test_docs.py compares it.
"""

import dataclasses
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from generator.styles import registry

PAGE = Path("docs/reference.md")
PACKAGE = "generated.products"

# What the docstrings do not say, because it is alike everywhere.
MEANING = {
    "service": "the object whose methods are called",
    "target": "where the server is: a base URL over HTTP, `host:port` over gRPC",
    "headers": "sent with every call: headers, or metadata of gRPC",
    "timeout": "seconds that a call may take; a client's holds for calls without one",
    "body": "what messages travel in: `proto`, or `json`, which people can read",
    "use_get": "call safe operations by GET, so that caches can keep what comes back",
    "connect_timeout": "seconds to open a connection",
    "ssl_context": "certificates to trust and to show; the system's by default",
    "proxy": "URL of an HTTP proxy for all calls",
    "pool_size": "connections that are kept open at most",
    "max_response_size": "bytes that a response may have; a longer one raises `resource_exhausted`",
    "path": "where the server takes calls, below the target; None: where the style's servers do",
    "credentials": "what calls show of their caller: a value, or what fetches a fresh one",
    "channel_credentials": "of `grpc.ssl_channel_credentials`; without it nothing is encrypted",
    "options": "of the channel or server, in the words of grpcio",
    "interceptors": "of the server, in the words of `grpc.aio`",
    "module": "`generated.<contract>.serving`",
    "hosts": "`HOSTS` of that module",
    "addresses": "`host:port` by the name of the style; port 0 is any free one",
    "settings": "an object of `generated._support.settings.Settings`",
    "idempotency": "where calls with an `Idempotency-Key` leave their answers",
    "idempotency_key": "the same for a call that is sent again",
    "if_match": "entity tag: change only what still has it",
    "if_none_match": "entity tag: read only what has another one",
    "operation": "name of the operation that `current_call()` tells",
    "at_once": "ends the grace when it is set",
    "style": "style that `current_call()` tells",
    "principal": "who calls",
    "authenticate": "who calls, asked wherever the contract wants credentials",
    "hooks": "what is wrapped around every call, the outermost first",
    **dict.fromkeys(registry.names(), "`host:port`, or None: not served"),
}
SECTIONS = {
    "Servers": [
        (f"{style.name}.server", "create_app" if style.hosting.kind == "asgi" else "create_server")
        for style in registry.styles()
    ],
    "All styles at once": [("serving", "serve"), (".serve", "serving")],
    "What they are given": [(".tls", "Tls"), (".http.cors", "Cors"), (".limits", "Limits")],
    "Clients": [
        (f"{style.name}.client", name)
        for style in registry.styles()
        for name in ("Client", "AsyncClient")
    ],
    "Calls": [(".call", "CallOptions"), (".call", "calling")],
}
HTTP_MODULES = {
    f"{style.name}.{role}"
    for style in registry.styles()
    if style.hosting.kind == "asgi"
    for role in ("server", "client")
}
_HEAD = """\
# Every argument

Made from the signatures by `python -m tests.reference`, for the contract `products`: other
contracts have the same. All arguments but the first are given by name.
"""
_ARGUMENTS = re.compile(r"^((?:\w+, )*\w+): (.*(?:\n {4,}.*)*)", re.MULTILINE)


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for title, members in SECTIONS.items():
        parts.append(f"\n## {title}\n")
        tables = {member: _member(*member) for member in members}
        over_http = [rows for (module, _), rows in tables.items() if module in HTTP_MODULES]
        shared = _shared(over_http)
        if shared:
            heading = f"What all {title.lower()} over HTTP take"
            parts.append(_table(heading, shared))
            anchor = heading.lower().replace(" ", "-")
        for (module, name), rows in tables.items():
            heading = f"{_home(module)}.{name}"
            if not shared or module not in HTTP_MODULES:
                parts.append(_table(heading, rows))
                continue
            own = [row for row in rows if row not in shared]
            more = f"[what all {title.lower()} over HTTP take](#{anchor})"
            parts.append(
                _table(heading, own, f"Besides {more}:")
                if own
                else f"\n### {heading}\n\nJust {more}.\n"
            )
    return "".join(parts)


def _shared(tables: list[list[str]]) -> list[str]:
    """The rows that stand in each of several tables."""
    if len(tables) < 2:
        return []
    return [row for row in tables[0] if all(row in rows for rows in tables)]


def _home(module: str) -> str:
    return f"generated._support{module}" if module.startswith(".") else f"{PACKAGE}.{module}"


def _table(heading: str, rows: list[str], before: str = "") -> str:
    text = f"{before}\n\n" if before else ""
    head = "| argument | type | default | |\n|---|---|---|---|\n"
    return f"\n### {heading}\n\n{text}{head}{''.join(rows)}"


def _member(module: str, name: str) -> list[str]:
    home = _home(module)
    found: Callable[..., Any] = getattr(importlib.import_module(home), name)
    return [*_rows(found, home)]


def _rows(found: Callable[..., Any], home: str) -> Iterator[str]:
    told = _told(found)
    for argument in inspect.signature(found).parameters.values():
        if argument.kind is argument.VAR_KEYWORD:
            yield from _options(argument.annotation, home)
            continue
        known = (told, MEANING) if dataclasses.is_dataclass(found) else (MEANING, told)
        meaning = known[0].get(argument.name) or known[1].get(argument.name)
        if meaning is None:
            raise LookupError(f"nothing says what {argument.name} of {home} means")
        needed = argument.default is inspect.Parameter.empty
        default = "*needed*" if needed else f"`{_default(argument.default)}`"
        type_ = _type(argument.annotation)
        yield f"| `{argument.name}` | `{type_}` | {default} | {meaning} |\n"


def _options(annotation: Any, home: str) -> Iterator[str]:
    """The rows of options that a TypedDict has, with the defaults of the dataclass beside it."""
    (options,) = get_args(annotation)
    beside = importlib.import_module(f"{options.__module__.rpartition('.')[0]}.settings")
    names = (options.__name__.replace("Options", "Settings"), "Settings")
    settings = next((getattr(beside, name) for name in names if hasattr(beside, name)), None)
    told: dict[str, str] = {}
    for base in reversed(settings.__mro__ if settings else [options]):
        named = base.__name__.replace("Settings", "Options")
        told |= _told(base) | _told(getattr(sys.modules[base.__module__], named, base))
    known = inspect.signature(settings).parameters if settings else {}
    for name, type_ in options.__annotations__.items():
        meaning = told.get(name)
        if meaning is None:
            raise LookupError(f"nothing says what {name} of {home} means")
        setting = known.get(name)
        default = f"`{_default(setting.default)}`" if setting else ""
        shown = _type(setting.annotation if setting else type_)
        yield f"| `{name}` | `{shown}` | {default} | {meaning} |\n"


def _type(annotation: Any) -> str:
    if annotation is type(None):
        return "None"
    if get_origin(annotation) is Union:
        return " \\| ".join(map(_type, get_args(annotation)))
    text = getattr(annotation, "__forward_arg__", None) or inspect.formatannotation(annotation)
    text = text.replace("'", "").replace("|", "\\|")
    return re.sub(r"(?:\w+\.)+(?=[A-Z])", "", text)


def _told(found: Callable[..., Any]) -> dict[str, str]:
    """What a docstring says of arguments: ``name: text``, one or several names a line."""
    text = "\n".join(filter(None, (inspect.getdoc(found), inspect.getdoc(found.__init__))))  # type: ignore[misc]
    told: dict[str, str] = {}
    for names, meaning in _ARGUMENTS.findall(text):
        for name in names.split(", "):
            told.setdefault(name, " ".join(meaning.split()).rstrip(".").replace("``", "`"))
    return told


def _default(value: object) -> str:
    if dataclasses.is_dataclass(value):
        return f"{type(value).__name__}()"
    if "factory" in repr(value):
        return "{}"
    if isinstance(value, int) and not isinstance(value, bool) and value and value % 1024 == 0:
        mib, rest = divmod(value, 1024 * 1024)
        return f"{mib} MiB" if not rest else f"{value // 1024} KiB"
    return repr(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
