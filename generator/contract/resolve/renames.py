"""Checks ``renamed_from``, which may stand on whatever has a name."""

from collections.abc import Iterable

from generator.contract.declare.parts import Spanned
from generator.contract.problems import values as problem
from generator.diagnostics import Problems, Span
from generator.model.types import NEW


def check_renames(decls: Iterable[tuple[Spanned, Spanned | None]], problems: Problems) -> None:
    """Each old name is in use no more, and only one declaration has come from it.

    decls: the names of one scope, each with its ``renamed_from``.
    """
    decls = tuple(decls)
    if all(old is None for _, old in decls):
        return
    current = {name.value: name.span for name, _ in decls}
    sources: dict[str, Span] = {}
    for name, renamed_from in decls:
        if renamed_from is None or renamed_from.value == NEW != name.value:
            continue
        if renamed_from.value == name.value:  # it was gone, and is the same again
            continue
        old, span = renamed_from.value, renamed_from.span
        if old in current:
            problems.add(problem.bad_rename(span, old, "which is still in use", current[old]))
        elif old in sources:
            why = "as another one is"
            problems.add(problem.bad_rename(span, old, why, sources[old]))
        sources.setdefault(old, span)
