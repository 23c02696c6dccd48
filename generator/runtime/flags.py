"""What can be set of a server: on the command, in the environment, in a file, in that order."""

import argparse
import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

PREFIX = "DIPTYCH_"

# The unit of a value: what it is written as, and told as in the help.
Unit = Literal["SECONDS", "NUMBER", "BYTES", "FILE", "TEXT", "switch"]


class FlagError(Exception):
    """Something that cannot be set so; the message names the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One thing that can be set.

    name: ``max-timeout``, which is ``--max-timeout``, ``DIPTYCH_MAX_TIMEOUT`` and a key of a file.
    shown: the word for the value in the help; many: a list; option: False: the command has no such
    option, where other users of the machine would read what is secret.
    """

    name: str
    unit: Unit
    text: str
    group: str
    default: object = None
    shown: str = ""
    many: bool = False
    option: bool = True

    @property
    def variable(self) -> str:
        """Its variable of the environment."""
        return PREFIX + self.name.upper().replace("-", "_")


def add_to(parser: argparse.ArgumentParser, flags: Iterable[Flag]) -> None:
    """The options of a command; one that is not given is not in its namespace."""
    groups: dict[str, Any] = {}
    for flag in flags:
        if not flag.option:
            continue
        if flag.group not in groups:
            groups[flag.group] = parser.add_argument_group(flag.group)
        told = flag.text
        if flag.default not in (None, False, "", (), {}):
            told = f"{told} (default: {flag.default})"
        more: dict[str, Any] = {"help": told, "default": argparse.SUPPRESS}
        if flag.unit == "switch":
            more["action"] = argparse.BooleanOptionalAction
        else:
            more |= {"metavar": flag.shown or flag.unit, "type": _type(flag)}
            if flag.many:
                more["action"] = "append"
        groups[flag.group].add_argument(f"--{flag.name}", dest=flag.name, **more)


def _type(flag: Flag) -> Any:
    return {"SECONDS": float, "NUMBER": int, "BYTES": int}.get(flag.unit, str)


def merged(
    flags: Sequence[Flag],
    given: Mapping[str, Any],
    *,
    environment: Mapping[str, str] = os.environ,
    file: str | None = None,
) -> dict[str, Any]:
    """The value of each flag that is set: the command's, else the environment's, else the file's.

    given: what stands on the command. Raises FlagError.
    """
    known = {flag.name: flag for flag in flags}
    file = file or environment.get(f"{PREFIX}CONFIG")
    values = {} if file is None else _of_file(known, Path(file))
    values |= _of_environment(known, environment)
    return values | {name: given[name] for name in known if name in given}


def _of_environment(
    known: Mapping[str, Flag],
    environment: Mapping[str, str],
) -> dict[str, Any]:
    by_variable = {flag.variable: flag for flag in known.values()}
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable == f"{PREFIX}CONFIG":
            continue
        if variable not in by_variable:
            raise FlagError(
                f"{variable}: nothing is set by that{hint(variable, by_variable)}",
            )
        flag = by_variable[variable]
        if flag.many:
            parts = (part.strip() for part in text.split(","))
            values[flag.name] = [part for part in parts if part]
        else:
            values[flag.name] = _of_text(flag, text)
    return values


def _of_text(flag: Flag, text: str) -> Any:
    if flag.unit == "switch":
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off", ""}:
            return False
        raise FlagError(f"{flag.variable}: not 1 or 0: {text!r}")
    try:
        return _type(flag)(text)
    except ValueError:
        raise FlagError(f"{flag.variable}: not a number: {text!r}") from None


def _of_file(known: Mapping[str, Flag], path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            document = tomllib.load(file)
    except OSError as error:
        raise FlagError(f"cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FlagError(f"{path} is not TOML: {error}") from None
    values: dict[str, Any] = {}
    for name, value in document.items():
        if name not in known:
            raise FlagError(f"{path}: nothing is set by {name!r}{hint(name, known)}")
        values[name] = _of_toml(known[name], value, path)
    return values


def _of_toml(flag: Flag, value: Any, path: Path) -> Any:
    if flag.many:
        texts = isinstance(value, list) and all(type(one) is str for one in value)
        if not texts:
            raise FlagError(f"{path}: {flag.name} is a list of texts, not {value!r}")
        return value
    wanted: Any = {
        "switch": bool,
        "SECONDS": (int, float),
        "NUMBER": int,
        "BYTES": int,
    }.get(flag.unit, str)
    truth = isinstance(value, bool) and wanted is not bool
    if truth or not isinstance(value, wanted):
        kind = {
            "switch": "true or false",
            "FILE": "a text",
            "TEXT": "a text",
            "NUMBER": "a whole number",
            "BYTES": "a whole number",
        }
        raise FlagError(
            f"{path}: {flag.name} is {kind.get(flag.unit, 'a number')}, not {value!r}",
        )
    # Files are named from the file that names them.
    return str(path.parent / str(value)) if flag.unit == "FILE" else value


def hint(name: str, known: Iterable[str]) -> str:
    """Names what is probably meant."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
