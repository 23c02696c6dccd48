"""Compiles text to functions whose lines tracebacks and debuggers show, as if they stood in a file.

The only module of the run time that makes code of text. Whoever calls it puts nothing of a contract
into that text but names that are identifiers; values and classes are bound to names in the
namespace.
"""

import itertools
import linecache
import weakref
from collections.abc import Callable
from typing import Any

Function = Callable[..., Any]

_numbers = itertools.count(1)


def compiled(name: str, source: str, namespace: dict[str, Any], title: str) -> Function:
    """The function that a text defines, in its namespace, too; the title says what it is for."""
    file = f"<{title} {next(_numbers)}>"
    exec(compile(source, file, "exec", dont_inherit=True), namespace)  # noqa: S102
    function: Function = namespace[name]
    # Without a time of change, linecache asks no disk for it.
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    weakref.finalize(function, linecache.cache.pop, file, None).atexit = False
    return function
