"""Tells generated code that was built for another version of this package that it was.

A contract's package begins with ``from acme_support.interface import V1 as V1`` where the support
is a package of its own: an import is the cheapest check there is.
"""

import re
from typing import TYPE_CHECKING

# What generated code may ask for: from the oldest that still works here to the newest, which is the
# one that our own emitters print. The newest counts up when generated code asks for more than the
# one before offers; the oldest, when what it asks for is taken away.
OLDEST, NEWEST = 1, 1

V1 = 1

if not TYPE_CHECKING:  # a type checker tells that a name is missing

    def __getattr__(name: str) -> object:
        if not re.fullmatch(r"V[0-9]+", name):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        package = __name__.rpartition(".")[0]
        offered = f"V{OLDEST}" if OLDEST == NEWEST else f"V{OLDEST} to V{NEWEST}"
        text = f"the generated code needs interface {name} of {package!r}, which has {offered}: "
        if int(name[1:]) > NEWEST:
            text += f"write the package again with 'gen support {package}', by a gen as new as"
            text += " the one that built the code"
        else:
            text += "build the code again with 'gen build'"
        raise ImportError(text, name=__name__)
