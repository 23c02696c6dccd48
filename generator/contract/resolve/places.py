"""Where things of an operation stand that are told apart from it: keywords, names in lists."""

from collections.abc import Iterable

from generator.contract.declare.declarations import Defaults, OperationDecl
from generator.contract.declare.parts import Spanned
from generator.diagnostics import Span


def places_of(decl: OperationDecl, defaults: Defaults) -> dict[str, Span]:
    """Those of keywords, of defaults, and of the names that stand in lists."""
    filters = [each for each in decl.filters if isinstance(each, Spanned)]
    lists: dict[str, Iterable[Spanned]] = {
        "only": decl.only or (),
        "filter": filters,
        "order_by": decl.order_by,
        "errors": decl.errors,
    }
    return {
        **{f"defaults.{key}": span for key, span in defaults.places.items()},
        **decl.places,
        **{
            f"{key}.{one.value.rpartition('.')[2]}": one.span  # common.NotFound is NotFound
            for key, names in lists.items()
            for one in names
        },
    }
