"""Checks that the keys of an operation mean something together with its verb."""

from generator.contract.declare.declarations import OperationDecl
from generator.contract.declare.expression import ContainerExpr
from generator.contract.problems import operations as problem
from generator.contract.problems import promises as promise
from generator.contract.problems import shape as shape_problem
from generator.diagnostics import Problems
from generator.model import Verb

_SAFE = (Verb.GET, Verb.LIST)
_IDEMPOTENT = (Verb.GET, Verb.LIST, Verb.REPLACE, Verb.UPDATE, Verb.DELETE)
_FREE = (Verb.CALL, None)
_BELONGS: dict[str, tuple[tuple[Verb | None, ...], str]] = {
    "filter": ((Verb.LIST,), "list"),
    "order_by": ((Verb.LIST,), "list"),
    "page_size": ((Verb.LIST,), "list"),
    "only": ((Verb.CREATE, Verb.REPLACE, Verb.UPDATE), "create, replace and update"),
    "on": ((Verb.CALL,), "call"),
}


def check_keys(decl: OperationDecl, verb: Verb | None, problems: Problems) -> None:
    """Report keys that have no meaning for the verb, and pairs that exclude each other."""
    for key, (verbs, where) in _BELONGS.items():
        if key in decl.places and verb not in verbs:
            problems.add(problem.misplaced_key(decl.places[key], key, decl.verb, where))
    if "only" in decl.places and "input" in decl.places:
        owner = f"the operation '{decl.name.value}'"
        places = decl.places["only"], decl.places["input"]
        problems.add(shape_problem.conflicting_keys(places[0], owner, "input", "only", places[1]))
    if verb in _FREE:
        return
    assert decl.verb is not None
    for side, expr in (("input", decl.input), ("output", decl.output)):
        if isinstance(expr, ContainerExpr) and expr.container == "stream":
            problems.add(problem.misplaced_stream(expr.span, decl.verb, side))
        elif verb is Verb.LIST and side == "output" and expr is not None:
            where = "the other verbs: a list answers pages of its resource"
            problems.add(problem.misplaced_key(decl.places[side], side, decl.verb, where))


def is_safe(decl: OperationDecl, verb: Verb | None, problems: Problems) -> bool:
    """Whether the operation changes nothing: by its verb, or because it says so."""
    derived = verb in _SAFE
    if decl.safe is None or verb in _FREE or decl.safe == derived:
        return derived if decl.safe is None else decl.safe
    message = f"an operation with '{decl.verb}' is {'' if derived else 'not '}safe"
    hint = "remove 'safe', or use 'call'"
    problems.add(promise.not_safe(decl.places["safe"], message, hint))
    return derived


def is_idempotent(decl: OperationDecl, verb: Verb | None, problems: Problems) -> bool:
    """Whether doing it twice is like doing it once."""
    derived = verb in _IDEMPOTENT or (verb in _FREE and bool(decl.safe))
    if decl.idempotent is None or decl.idempotent or not derived:
        return bool(decl.idempotent) or derived
    what = f"an operation with '{decl.verb}'" if verb in _IDEMPOTENT else "a safe operation"
    message = f"{what} is idempotent"
    hint = "remove 'idempotent'"
    problems.add(promise.not_safe(decl.places["idempotent"], message, hint))
    return derived
