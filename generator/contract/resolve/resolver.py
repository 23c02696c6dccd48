"""Turns the nodes of a contract and its imports into the neutral model."""

import keyword
import re
from collections.abc import Collection
from collections.abc import Mapping as FrozenMap
from dataclasses import replace
from pathlib import PurePosixPath

from generator.contract.declare import ContractDecl
from generator.contract.declare.parts import Spanned
from generator.contract.declare.reader import as_text
from generator.contract.problems import names as problem
from generator.contract.problems import shape as shape_problem
from generator.contract.resolve.auth import AuthTable, is_url
from generator.contract.resolve.clashes import check_clashes, check_patches, check_views
from generator.contract.resolve.errors import ErrorTable
from generator.contract.resolve.operations import OperationTable
from generator.contract.resolve.patches import Patches
from generator.contract.resolve.resources import ResourceTable
from generator.contract.resolve.scope import Opener, Scope
from generator.contract.resolve.servers import resolve_servers
from generator.contract.resolve.types import TypeTable
from generator.contract.resolve.views import InputViews
from generator.contract.source import Source
from generator.diagnostics import Problems, Span
from generator.model import Api, Mapping, Record, RecordOrigin, Scalar
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
_JSON_CASES = ("camel", "snake")
_ABSENT = ("omit", "null")


def resolve(source: Source, styles: Collection[str], problems: Problems) -> Api | None:
    """The model of a contract; None after reporting everything that is wrong with it.

    styles: the names of the registered styles. Their keys are allowed at the top level, on
    operations, resources and errors, and end up in ``settings`` as they are.
    """
    own = Problems()
    scope = Opener(styles, own).scope(source)
    api = None if scope is None else _api(scope, own)
    for found in own:
        problems.add(found)
    return None if own.failed else api


def _api(scope: Scope, problems: Problems) -> Api | None:
    decl = scope.decl
    snake_json = _json_choice(decl, "json_case", _JSON_CASES, problems)
    null_for_absent = _json_choice(decl, "absent", _ABSENT, problems)
    types = TypeTable(
        scope, snake_json=snake_json, null_for_absent=null_for_absent, problems=problems
    )
    types.resolve_all()
    errors = ErrorTable(scope, types, problems)
    errors.resolve_all()
    auth = AuthTable(scope, problems)
    resource_table = ResourceTable(scope, types, problems)
    resources = resource_table.resolve_all()
    table = OperationTable(scope, types, errors, resource_table, auth, problems)
    operations = table.resolve_all(resources)
    auth.choices(decl.defaults.auth)
    types.close()
    for name, derived in table.derived.items():
        types.fields.setdefault(name, derived.record.fields)
    package = _package(decl, problems)
    version = _version(decl, package, problems)
    folder = _folder(decl, package, problems)
    servers = resolve_servers(decl.servers, problems)
    found_errors = errors.close()
    check_clashes(scope, package, types, found_errors, table.derived, operations, problems)
    declared = dict(types.types)
    types.types.update((name, derived.record) for name, derived in table.derived.items())
    operations = {
        name: replace(operation, examples=table.examples(operation, resources))
        for name, operation in operations.items()
    }
    if problems.failed or package is None:
        return None
    views = InputViews(declared, types.fields)
    requests = {name: _seen_from_input(item.record, views) for name, item in table.derived.items()}
    operations = {
        name: operation
        if operation.stream_input is None
        else replace(operation, stream_input=views.ref(operation.stream_input))
        for name, operation in operations.items()
    }
    made = views.close()
    check_views(made, views, types.types, found_errors, problems)
    patches = Patches({**declared, **made})
    requests = {name: patches.request(record) for name, record in requests.items()}
    changes = patches.close()
    check_patches(changes, patches, {**types.types, **made}, found_errors, problems)
    service = Name.parse(package.split(".")[-2])
    return Api(
        package=package,
        folder=folder,
        service=service,
        file=decl.file,
        title=decl.title or service.title,
        version=version,
        description=decl.description,
        contact=_plain(decl.contact),
        license=_plain(decl.license),
        servers=servers,
        auth=auth.schemes,
        types={**declared, **made, **changes, **requests},
        errors=found_errors,
        resources=resources,
        operations=operations,
        null_for_absent=null_for_absent,
        settings=decl.settings,
        extensions=decl.extensions,
        span=None if decl.package is None else decl.package.span,
    )


def _seen_from_input(record: Record, views: InputViews) -> Record:
    if record.origin is not RecordOrigin.REQUEST:
        return record
    return replace(record, fields=views.fields(record.fields))


def _plain(texts: FrozenMap[str, Spanned]) -> dict[str, str]:
    return {key: text.value for key, text in texts.items()}


def _json_choice(
    decl: ContractDecl, key: str, choices: tuple[str, str], problems: Problems
) -> bool:
    """Whether a setting of JSON is the second of its two choices.

    It stands under `rest` because REST made the choice known, but a value has one JSON form:
    REST, JSON-RPC, the schema and the examples all use the same.
    """
    settings = decl.settings.get("rest")
    node = settings.get(key) if isinstance(settings, Mapping) else None
    if node is None:
        return False
    if isinstance(node, Scalar) and node.text in choices:  # `absent: null` needs no quotes
        return node.text == choices[1]
    text = as_text(node, f"'{key}'", problems)
    if text is not None:
        problems.add(shape_problem.unknown_choice(text.span, f"'{key}'", text.value, choices))
    return False


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
    for texts, what in ((decl.contact, "the contact"), (decl.license, "the license")):
        url = texts.get("url")
        if url is not None and not is_url(url.value):
            problems.add(problem.bad_url(url.span, url.value, what))
    if decl.version is None:
        digits = re.search(r"v(\d+)", package or "")
        return f"{digits[1]}.0.0" if digits else "1.0.0"
    if not _SEMVER.fullmatch(decl.version.value):
        problems.add(problem.bad_version(decl.version.span, decl.version.value))
    return decl.version.value
