"""Tells whether this version of ``gen`` is one that a project asks for."""

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from generator.diagnostics import Diagnostic, Span
from generator.settings import problems as p


def wrong(span: Span, value: Any) -> Iterator[Diagnostic]:
    """What is wrong with ``required-version``, or with the version that runs."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # only where it is set

    if not isinstance(value, str):
        yield p.bad_setting(span, "required-version", 'versions of gen, such as ">=0.1,<0.2"')
        return
    text = value if any(sign in value for sign in "<>=!~") else f"=={value}"
    try:
        wanted = SpecifierSet(text)
    except InvalidSpecifier:
        yield p.bad_setting(span, "required-version", 'versions of gen, such as ">=0.1,<0.2"')
        return
    running = version("diptych")
    if not wanted.contains(running, prereleases=True):
        yield p.other_version(span, running, value)
