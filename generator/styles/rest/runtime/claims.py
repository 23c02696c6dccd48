"""Finds the route of a contract that takes a path which a server wants for something else."""

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from generator.styles.rest.runtime.route import VARIABLE, Route


def claim(routes: Iterable[Route[Any]], path: str, *, below: bool) -> str:
    """``GET /{name}`` of the first route that answers at a path, or below it; "": none does."""
    wanted = path.split("/")
    for route in routes:
        template = route.path.split("/")
        if below:
            template = template[: len(wanted)]
        pairs = zip_longest(template, wanted)
        if all(_is_taken(segment, name) for segment, name in pairs):
            return f"{route.method} {route.path}"
    return ""


def _is_taken(template: str | None, name: str | None) -> bool:
    if template is None or name is None:
        return False
    pattern = ".+".join(re.escape(part) for part in VARIABLE.split(template)[::2])
    return re.fullmatch(pattern, name) is not None
