"""Prints views as HTML: the only Jinja environment that escapes, because its output is HTML."""

import functools

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.formats.bytecode import PackageCache
from generator.formats.templates import templates_folder


def _finalize(value: object) -> object:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    raise TypeError(f"a template printed {type(value).__name__}: {value!r}")


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates_folder()),
        bytecode_cache=PackageCache(templates_folder()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
        finalize=_finalize,
    )


def print_page(template: str, view: object) -> str:
    """A view (a frozen dataclass, in the template as ``v``) as HTML."""
    return _environment().get_template(template).render(v=view)
