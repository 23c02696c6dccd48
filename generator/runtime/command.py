"""The command line of a generated package: ``serve module:object --rest 127.0.0.1:8000 …``."""

import argparse
import difflib
import importlib
import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .hosts import SETTINGS, Host, Settings
from .implementation import method_of
from .limits import LIMITS, Limits
from .missing_package import MissingPackage
from .serve import ServeError, run

# The options besides the addresses: what they set, the unit of their value, what they mean.
_SETTINGS = (
    ("grace", "SECONDS", "for calls to end when it stops; then they are `unavailable`"),
    ("threads", "NUMBER", "of `def` methods that run at a time"),
    ("max-timeout", "SECONDS", "that a call may take, whatever its caller says"),
)
_LIMITS = (
    ("header-timeout", "SECONDS", "for the head of a request"),
    ("body-timeout", "SECONDS", "in which a body may stand still"),
    ("write-timeout", "SECONDS", "in which a client may read nothing"),
    ("idle-timeout", "SECONDS", "that a connection stays open between calls"),
    ("max-header-size", "BYTES", "of the head of a request"),
    ("max-url-size", "BYTES", "of a URL"),
    ("max-connections", "NUMBER", "of connections of each address"),
)


def main(
    package: str | None, hosts: Sequence[Host], arguments: Sequence[str] | None = None
) -> None:
    """Run the command; ends the process with status 2 when it cannot be done."""
    parser = argparse.ArgumentParser(prog=f"python -m {package}", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser(
        "serve",
        help="serve an object in any styles at once",
        allow_abbrev=False,
    )
    serve.add_argument(
        "service",
        metavar="module:object",
        help="an object, or what makes one",
    )
    for host in hosts:
        serve.add_argument(
            f"--{host.name}",
            metavar="HOST:PORT",
            help=f"serve {host.title} here",
        )
    _add_options(serve, "settings", _SETTINGS, SETTINGS)
    _add_options(serve, "limits of one peer", _LIMITS, LIMITS)
    chosen, rest = parser.parse_known_args(arguments)
    if rest:
        serve.error(_unknown(rest[0], hosts))
    addresses = {host.name: getattr(chosen, host.name) for host in hosts}
    if not any(addresses.values()):
        example = f"--{hosts[0].name} 127.0.0.1:8000"
        serve.error(f"give at least one address, such as {example}")
    try:
        settings = _settings(chosen)
    except ValueError as error:
        serve.error(str(error))
    try:
        service = find(chosen.service)
        refuse_what_is_none(f"{package}.operations", chosen.service, service)
        run(
            f"{package}.__main__",
            hosts,
            service,
            addresses,
            settings,
            announce=_announce,
            ends_process=True,
        )
    except (ServeError, MissingPackage) as error:
        serve.error(str(error))


def _add_options(
    parser: argparse.ArgumentParser,
    title: str,
    options: Sequence[tuple[str, str, str]],
    defaults: Settings | Limits,
) -> None:
    group = parser.add_argument_group(title)
    for name, unit, text in options:
        default = getattr(defaults, name.replace("-", "_"))
        told = text if default is None else f"{text} (default: {default})"
        kind = float if unit == "SECONDS" else int
        group.add_argument(
            f"--{name}",
            metavar=unit,
            type=kind,
            default=default,
            help=told,
        )


def _settings(chosen: argparse.Namespace) -> Settings:
    def values(options: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
        names = [name.replace("-", "_") for name, _, _ in options]
        return {name: getattr(chosen, name) for name in names}

    return Settings(limits=Limits(**values(_LIMITS)), **values(_SETTINGS))


def find(path: str) -> object:
    """The object that ``module:object`` names; what can be called without arguments makes it."""
    module_name, colon, name = path.partition(":")
    if not colon or not module_name or not name:
        raise ServeError(f"not of the form module:object: {path!r}")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.insert(0, here)
    try:
        found: object = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise
        raise ServeError(f"there is no module {error.name!r}") from None
    for part in name.split("."):
        if not hasattr(found, part):
            hint = _hint(part, dir(found))
            raise ServeError(f"{module_name!r} has no {part!r}{hint}")
        found = getattr(found, part)
    if inspect.isclass(found) or inspect.isfunction(found):
        _refuse_what_cannot_be_called(path, found)
        return found()
    return found


def refuse_what_is_none(operations: str, path: str, service: object) -> None:
    """ServeError for an object that has none of the methods of a table's operations.

    A service may be served before it is complete: its servers tell what is missing.
    """
    table = importlib.import_module(operations).OPERATIONS
    methods = [operation.method for operation in table]
    if methods and not any(callable(method_of(service, name)) for name in methods):
        names = ", ".join(methods)
        raise ServeError(f"{path!r} has none of the methods of a service here: {names}")


def _refuse_what_cannot_be_called(path: str, make: Callable[..., object]) -> None:
    if inspect.iscoroutinefunction(make):
        raise ServeError(f"{path!r} is async; name an object, or what makes one")
    try:
        inspect.signature(make).bind()
    except TypeError as error:
        text = f"{path!r} cannot be called without arguments: {error}"
        raise ServeError(text) from None
    except ValueError:
        pass  # a class in C that does not tell its parameters


def _unknown(option: str, hosts: Sequence[Host]) -> str:
    name = option.removeprefix("--").partition("=")[0]
    if not option.startswith("--"):
        return f"unexpected argument: {option}"
    names = [host.name for host in hosts]
    return f"there is no style {name!r} here, only {', '.join(names)}"


def _hint(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _announce(targets: Mapping[str, str]) -> None:
    for name, target in targets.items():
        print(f"{name} at {target}", flush=True)
