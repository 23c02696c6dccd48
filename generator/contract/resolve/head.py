"""Turns what a contract says about itself into one value: its package, its version, its servers."""

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.contract.declare import ContractDecl
from generator.contract.declare.parts import Spanned
from generator.contract.problems import names as problem
from generator.contract.resolve.auth import is_url
from generator.contract.resolve.servers import resolve_servers
from generator.diagnostics import Problems, Span
from generator.model import Server
from generator.naming import Name

_PACKAGE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", re.ASCII)
_MAJOR = re.compile(r"v[1-9][0-9]*((alpha|beta)[1-9][0-9]*)?", re.ASCII)
_MAX_PACKAGE = 200  # it becomes a path and names of messages
_SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(-(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?"
    r"(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A contract without what it declares; package: None where it is not right."""

    package: str | None
    folder: str
    version: str
    contact: Mapping[str, str]
    license: Mapping[str, str]
    servers: Mapping[str, Server]


def resolve_head(decl: ContractDecl, problems: Problems) -> Head:
    """What stands at the top of a contract."""
    package = _package(decl, problems)
    return Head(
        package=package,
        folder=_folder(decl, package, problems),
        version=_version(decl, package, problems),
        contact=_texts(decl.contact, "the contact", problems),
        license=_texts(decl.license, "the license", problems),
        servers=resolve_servers(decl.servers, problems),
    )


def _texts(texts: Mapping[str, Spanned], what: str, problems: Problems) -> dict[str, str]:
    url = texts.get("url")
    if url is not None and not is_url(url.value):
        problems.add(problem.bad_url(url.span, url.value, what))
    return {key: text.value for key, text in texts.items()}


def _package(decl: ContractDecl, problems: Problems) -> str | None:
    if decl.package is None:
        return None
    text = decl.package.value
    parts = text.split(".")
    why = None
    if not _PACKAGE.fullmatch(text):
        why = "its parts are lower-case words, joined by dots"
    elif not _MAJOR.fullmatch(parts[-1]):
        why = "the last part is the major version, like v1"
    elif len(parts) < 2:
        why = "the part before the version names the service"
    elif len(text) > _MAX_PACKAGE:
        why = f"it is longer than {_MAX_PACKAGE} characters"
    if why is None:
        return text
    problems.add(problem.bad_package(decl.package.span, text, why))
    return None


def _folder(decl: ContractDecl, package: str | None, problems: Problems) -> str:
    """The name of the contract's folder: the stem of its file, which has to be importable."""
    file = PurePosixPath(decl.file)
    folder = Name.parse(file.stem).snake
    why = None
    if not file.stem.isascii():
        why = "it has characters that are not ASCII"
    elif not folder[0].isalpha():
        why = "it has to begin with a letter"
    elif keyword.iskeyword(folder):
        why = f"'{folder}' is a keyword of Python"
    if why is not None:
        service = package.split(".")[-2] if package else ""
        better = f"{service}{file.suffix}" if service and not keyword.iskeyword(service) else None
        span = Span(decl.file, 1, 1, 1, 1)
        problems.add(problem.bad_file_name(span, file.name, why, better))
    return folder


def _version(decl: ContractDecl, package: str | None, problems: Problems) -> str:
    """The version of the contract; x.0.0 of the package's major version when it says none."""
    if decl.version is None:
        digits = re.search(r"v(\d+)", package or "")
        return f"{digits[1]}.0.0" if digits else "1.0.0"
    if not _SEMVER.fullmatch(decl.version.value):
        problems.add(problem.bad_version(decl.version.span, decl.version.value))
    return decl.version.value
