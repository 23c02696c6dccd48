"""The order of the phases: a contract's path in, an ``Api``, its files, or problems out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.compare.sideways.assemble import comparison
from generator.compare.sideways.loading import compiled
from generator.contract.lock.ledger import Ledger
from generator.contract.resolve import remainder, resolve
from generator.contract.resolve.problems.names import DERIVED_NAME_CLASH
from generator.contract.source import load
from generator.diagnostics import Problems
from generator.emit.models import models_files
from generator.emit.python import emit as emit_python
from generator.emit.python.layout import steady
from generator.emit.support import CORE, support_files
from generator.formats.notice import with_notice
from generator.formats.output_tree import OutputTree
from generator.model import Api
from generator.styles import registry
from generator.styles.style import AnyStyle

_ENOUGH = 100  # problems: nobody reads more of them in one run


class InternalError(Exception):
    """A bug of ours: what was emitted is broken."""


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A contract together with how it travels in each style."""

    api: Api
    ledger: Ledger
    bindings: tuple[tuple[AnyStyle, Any], ...]


def read(contract: Path, *, root: Path, problems: Problems) -> Api | None:
    """The neutral model of a contract.

    Of one with errors, the model of what is left without the faulty declarations and what depends
    on them, for ``bind`` to find more problems; None when there is no such thing.
    """
    source = load(contract, root, problems)
    if source is None:
        return None
    if not source.whole:
        source = remainder(source, problems)
    api = resolve(source, registry.names(), problems)
    if not problems.failed or len(problems) > _ENOUGH:
        return api
    found = Problems()
    api = resolve(remainder(source, problems), registry.names(), found)
    for late in found:
        if late.code == DERIVED_NAME_CLASH.code:  # looked for where all else is right
            problems.add(late)
    return api


def bind(api: Api, ledger: Ledger, styles: Sequence[AnyStyle], problems: Problems) -> Bound | None:
    """Decide how the contract travels in each style; None after any error, here or before."""
    bindings = tuple((style, style.bind(api, ledger, problems)) for style in styles)
    return None if problems.failed else Bound(api=api, ledger=ledger, bindings=bindings)


def emit(bound: Bound, forms: Sequence[str] = ()) -> OutputTree:
    """The files of a contract's folder, in memory; ``forms``: the further ones of its types."""
    from generator.compare.sideways.readme import readme  # not for those who only bind, or try

    tree = emit_code(bound)
    files = {f"{bound.api.folder}/{file.path}": file.content for file in tree}
    page = readme(comparison(bound.api, bound.bindings, files))
    tree.add(with_notice(page, bound.api))
    for file in models_files(bound.api, forms):
        tree.add(with_notice(file, bound.api))
    return tree


def emit_code(bound: Bound, *, documents: bool = True) -> OutputTree:
    """The same without the README.

    documents: also what no import reads, such as an OpenAPI document.
    """
    styles = [style for style, _ in bound.bindings]
    tree = OutputTree()
    files = [*emit_python(bound.api, styles)]
    for style, binding in bound.bindings:
        files += style.emit(bound.api, binding)
        files += style.documents(bound.api, binding) if documents else ()
    for file in files:
        tree.add(with_notice(steady(file), bound.api))
    return tree


def emit_support(styles: Iterable[AnyStyle]) -> OutputTree:
    """The files of ``_support/``: the common ones, and a folder for each style."""
    tree = OutputTree(map(with_notice, support_files(CORE, "")))
    for style in styles:
        for file in support_files(style.runtime, f"{style.name}/"):
            tree.add(with_notice(file))
    return tree


def verify(bound: Bound, tree: OutputTree, problems: Problems) -> None:
    """Check what was emitted: every file parses, and each style's own tools accept its spec."""
    files = _contents(tree)
    for path, content in files.items():
        _parse(f"{bound.api.folder}/{path}", content)
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
