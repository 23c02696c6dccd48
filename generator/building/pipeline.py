"""The order of the phases: an ``Api`` in, its files or problems out."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.building.in_memory import compiled
from generator.contract.lock.ledger import Ledger
from generator.diagnostics import Problems
from generator.emit.models import models_files
from generator.emit.python import emit as emit_python
from generator.emit.python.module import Emitted, printed
from generator.emit.support import copied
from generator.formats.format import Described, needed
from generator.formats.notice import with_notice
from generator.formats.output_tree import OutputTree
from generator.model import Api
from generator.styles.style import AnyStyle


class InternalError(Exception):
    """A bug of ours: what was emitted is broken."""


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A contract together with how it travels in each style.

    numbers: as its lock has them when it is built, by section, scope and name; locked: whether
    there was such a lock before, so that somebody may rely on them.
    """

    api: Api
    described: Described
    bindings: tuple[tuple[AnyStyle, Any], ...]
    numbers: Mapping[tuple[str, str, str], int]
    locked: bool


def bind(api: Api, ledger: Ledger, styles: Sequence[AnyStyle], problems: Problems) -> Bound | None:
    """Decide how the contract travels in each style; None after any error, here or before."""
    locked = not ledger.is_empty
    formats = needed(format_ for style in styles for format_ in style.formats)
    described = Described((one, one.describe(api, ledger, problems)) for one in formats)
    bindings = tuple((style, style.bind(api, described, problems)) for style in styles)
    if problems.failed:
        return None
    return Bound(
        api=api,
        described=described,
        bindings=bindings,
        numbers=ledger.numbers(),
        locked=locked,
    )


def emit(bound: Bound, forms: Sequence[str] = (), support: str = "") -> OutputTree:
    """The files of a contract's folder, in memory.

    forms: the further ones of its types; support: the package that the code imports its support
    from, "" where a copy of it lies beside the contract's folder.
    """
    from generator.building.readme.page import readme  # not for those who only bind, or try

    emitted = [*_emitted(bound, documents=True)]
    tree = _printed(bound.api, emitted, support)
    near = tree if not support else _printed(bound.api, emitted)  # what the README's calls run
    files = {f"{bound.api.folder}/{file.path}": file.content for file in near}
    page = readme(bound.api, bound.bindings, files)
    tree.add(with_notice(page, bound.api))
    for file in models_files(bound.api, forms):
        tree.add(with_notice(file, bound.api))
    return tree


def emit_code(bound: Bound, *, documents: bool = True) -> OutputTree:
    """The same without the README, with the support beside it.

    documents: also what no import reads, such as an OpenAPI document.
    """
    return _printed(bound.api, _emitted(bound, documents=documents))


def _emitted(bound: Bound, *, documents: bool) -> Iterator[Emitted]:
    styles = [style for style, _ in bound.bindings]
    yield from emit_python(bound.api, styles, bound.described)
    for format_, described in bound.described:
        yield from format_.emit(bound.api, described)
    for style, binding in bound.bindings:
        yield from style.emit(bound.api, binding)
        yield from style.documents(bound.api, binding) if documents else ()


def _printed(api: Api, emitted: Iterable[Emitted], support: str = "") -> OutputTree:
    return OutputTree(with_notice(printed(one, support), api) for one in emitted)


def emit_support(styles: Iterable[AnyStyle]) -> OutputTree:
    """The files of ``_support/``: the common ones, and a folder for each format and style."""
    return OutputTree(map(with_notice, copied(styles)))


def verify(bound: Bound, tree: OutputTree, problems: Problems) -> None:
    """Check what was emitted: every file parses, and each style's own tools accept its spec."""
    files = _contents(tree)
    for path, content in files.items():
        _parse(f"{bound.api.folder}/{path}", content)
    for format_, _ in bound.described:
        format_.verify(files)
    for style, _ in bound.bindings:
        style.verify(bound.api, files, problems)


def _contents(tree: OutputTree) -> dict[str, bytes]:
    return {file.path: file.content for file in tree}


def _parse(path: str, content: bytes) -> None:
    try:
        if path.endswith(".py"):
            compiled(path, content)
        elif path.endswith(".json"):
            json.loads(content)
    except (SyntaxError, ValueError) as error:
        raise InternalError(f"the generated file {path} is broken: {error}") from error
