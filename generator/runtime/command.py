"""The command line of a generated package: ``serve module:object --rest 127.0.0.1:8000 …``."""

import argparse
import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TextIO

from .flags import FlagError, add_to, hint, merged
from .hooks import checked_hooks
from .hosts import STDIO, Host, ServeError
from .implementation import method_of
from .missing_package import MissingPackage
from .named import found, made
from .serve import run_made
from .servers import Subject
from .settable import flags, refuse_secrets, settings_of


def main(
    package: str | None, hosts: Sequence[Host], arguments: Sequence[str] | None = None
) -> None:
    """Run the command; ends the process with status 2 when it cannot be done."""
    parser = argparse.ArgumentParser(prog=f"python -m {package}", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser(
        "serve",
        usage="%(prog)s [-h] module:object --STYLE HOST:PORT … [OPTION …]",
        help="serve an object in any styles at once",
        epilog="Each option can be set in the environment, --max-timeout as DIPTYCH_MAX_TIMEOUT, "
        "and in the file, as max-timeout; so can the service. The command wins over the "
        "environment, and that over the file.",
        allow_abbrev=False,
    )
    serve.add_argument(
        "service",
        nargs="?",
        default=argparse.SUPPRESS,
        metavar="module:object",
        help="an object, or what makes one",
    )
    serve.add_argument("--config", metavar="FILE", help="settings, in TOML")
    known = flags(hosts)
    add_to(serve, known)
    chosen, rest = parser.parse_known_args(arguments)
    if rest:
        serve.error(
            _unknown(rest[0], hosts, [flag.name for flag in known if flag.option]),
        )
    try:
        refuse_secrets(vars(chosen))
        values = merged(known, vars(chosen), file=chosen.config)
        addresses = _addresses(values, hosts)
        on_stdio = _on_stdio(values, addresses)
        settings = settings_of(values, hosts)
    except (FlagError, ServeError, MissingPackage, ValueError) as error:
        serve.error(str(error))
    try:
        run_made(
            f"{package}.__main__",
            hosts,
            lambda: _subject(f"{package}.operations", values),
            addresses,
            settings,
            announce=partial(_announce, sys.stderr if on_stdio else sys.stdout),
            ends_process=True,
        )
    except (ServeError, MissingPackage) as error:
        serve.error(str(error))


def _addresses(
    values: Mapping[str, Any],
    hosts: Sequence[Host],
) -> dict[str, str | None]:
    if "service" not in values:
        raise ServeError("say what is to be served, as module:object")
    addresses = {host.name: values.get(host.name) for host in hosts}
    if not any(addresses.values()):
        example = f"--{hosts[0].name} 127.0.0.1:8000"
        raise ServeError(f"give at least one address, such as {example}")
    return addresses


def _on_stdio(values: Mapping[str, Any], addresses: Mapping[str, str | None]) -> bool:
    """Whether standard output belongs to a protocol."""
    used = STDIO in addresses.values()
    if "principal" in values and not used:
        raise FlagError("principal is of no use without an address stdio")
    return used


def _subject(operations: str, values: Mapping[str, Any]) -> Subject:
    """What the values name; made in the process that serves it."""
    path = values["service"]
    service = made(path)

    def check(entered: object) -> None:
        refuse_what_is_none(operations, path, entered)

    return Subject(
        service=service,
        authenticate=_named_or_unchecked(found, values.get("authenticate")),
        hooks=_hooks(values.get("hooks")),
        principal=_named_or_unchecked(made, values.get("principal")),
        check=check,
    )


def _named_or_unchecked(find: Callable[[str], object], path: str | None) -> Any:
    if path != "unchecked":
        return None if path is None else find(path)
    return importlib.import_module(f"{__package__}.auth.authenticate").UNCHECKED


def _hooks(path: str | None) -> Sequence[Any]:
    value: Any = () if path is None else found(path)
    try:
        return checked_hooks(value if isinstance(value, list | tuple) else (value,))
    except TypeError as error:
        raise ServeError(f"{path!r}: {error}") from None


def refuse_what_is_none(operations: str, path: str, service: object) -> None:
    """ServeError for an object that has none of the methods of a table's operations.

    A service may be served before it is complete: its servers tell what is missing.
    """
    table = importlib.import_module(operations).OPERATIONS
    methods = [operation.method for operation in table]
    if methods and not any(callable(method_of(service, name)) for name in methods):
        names = ", ".join(methods)
        raise ServeError(f"{path!r} has none of the methods of a service here: {names}")


def _unknown(option: str, hosts: Sequence[Host], known: Sequence[str]) -> str:
    name = option.removeprefix("--").partition("=")[0]
    if not option.startswith("--"):
        return f"unexpected argument: {option}"
    if meant := hint(name, known):
        return f"there is no option {name!r} here{meant}"
    styles = ", ".join(host.name for host in hosts)
    return f"there is no option or style {name!r} here; the styles are {styles}"


def _announce(to: TextIO, targets: Mapping[str, str]) -> None:
    for name, target in targets.items():
        print(f"{name} at {target}", file=to, flush=True)
