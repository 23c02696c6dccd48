"""Which encodings an XML document may be in: those that expat knows, and some of one byte.

Python keeps every name of an encoding that it is asked for, be there one or not, for as long as
the process runs. So no other names reach it: a caller could fill the memory with them.
"""

import re

_KNOWN = re.compile(
    r"utf-(?:8|16|16le|16be)|us-ascii|ascii|latin-?1|iso[-_]?8859-[0-9]{1,2}"
    r"|(?:windows-|cp)125[0-9]|cp(?:437|850|1140)|koi8-[ru]|macroman",
    re.ASCII | re.IGNORECASE,
)


def check(encoding: str | None) -> None:
    """ValueError for an encoding that no document is read in; None is UTF-8, or UTF-16."""
    if encoding is not None and _KNOWN.fullmatch(encoding) is None:
        raise ValueError("unknown encoding")


def declared(_: str, encoding: str | None, __: int) -> None:
    """Take the declaration of a document, as expat tells it; raises as ``check`` does."""
    check(encoding)
