"""Checks that what is derived from a contract has no name that something declared has."""

from collections.abc import Mapping

from generator.contract.problems import names as problem
from generator.contract.resolve.declared import Declared
from generator.contract.resolve.operations import Operated
from generator.diagnostics import Problems, Span
from generator.model import ErrorType, Operation, TypeDef, Verb
from generator.naming import Name


def check_clashes(operated: Operated, package: str | None, problems: Problems) -> None:
    """Types, errors and derived names share one namespace in generated code."""
    declared = _declared(operated.valued.types, operated.resourced.errors, problems)
    taken = _of_service(package, operated.valued.named.declared)
    for name, item in operated.derived.items():
        form = Name.parse(name).snake
        other = taken.get(form)
        if other is not None and item.record.span is not None:
            why, place = other
            problems.add(problem.derived_name_clash(item.record.span, name, why, place))
        taken[form] = item.why, item.record.span
    for form, (name, span) in declared.items():
        if form in taken:
            why, place = taken[form]
            problems.add(problem.derived_name_clash(span, name, why, place))
    _check_iterators(operated.operations, problems)


def check_made(
    made: Mapping[str, TypeDef],
    whys: Mapping[str, str],
    operated: Operated,
    others: Mapping[str, TypeDef],
    problems: Problems,
) -> None:
    """What is made late has the name of nothing else; whys: what it is, by name.

    others: what was made before it, apart from what operations bring along.
    """
    derived = {name: each.record for name, each in operated.derived.items()}
    named = (operated.valued.types, derived, others, operated.resourced.errors)
    forms = {Name.parse(name).snake: item.span for each in named for name, item in each.items()}
    for name, type_ in made.items():
        form = Name.parse(name).snake
        place = forms.get(form)
        if form in forms and place is not None:
            found = problem.derived_name_clash(place, name, whys[name], type_.span)
            problems.add(found)


def _declared(
    types: Mapping[str, TypeDef], errors: Mapping[str, ErrorType], problems: Problems
) -> dict[str, tuple[str, Span]]:
    found: dict[str, tuple[str, Span]] = {}
    for name, item in (*types.items(), *errors.items()):
        if item.span is None:
            continue
        form = Name.parse(name)
        other = found.get(form.snake)
        if other is not None:
            clash = problem.name_clash(item.span, name, other[0], form.pascal, other[1])
            problems.add(clash)
        found[form.snake] = name, item.span
    return found


def _of_service(package: str | None, declared: Declared) -> dict[str, tuple[str, Span | None]]:
    if package is None:
        return {}
    service = Name.parse(package.split(".")[-2])
    place = None if declared.decl.package is None else declared.decl.package.span
    why = "the service, which follows from 'contract'"
    return {
        Name.parse(f"{service.pascal}{suffix}").snake: (why, place)
        for suffix in ("", "Sync", "Service", "Client", "ClientSync")
    }


def _check_iterators(operations: Mapping[str, Operation], problems: Problems) -> None:
    """Clients have `iter_list_products` beside `list_products`."""
    methods = {operation.name.snake: operation for operation in operations.values()}
    for operation in operations.values():
        clash = methods.get(f"iter_{operation.name.snake}")
        if operation.verb is Verb.LIST and clash is not None and clash.span is not None:
            why = f"the iterator of the operation '{operation.name}'"
            name = clash.name.text
            problems.add(problem.derived_name_clash(clash.span, name, why, operation.span))
