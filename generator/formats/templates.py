"""The one maker of Jinja environments: strict, quiet about white space, unable to print an object.

There are two of them, for text that is code and for text that is HTML.
"""

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def _finalize(value: object) -> object:
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    raise TypeError(f"a template printed {type(value).__name__}: {value!r}")


def templates_folder() -> Path:
    """``generator/_templates`` in a wheel, ``templates/`` of the checkout otherwise."""
    package = Path(__file__).resolve().parent.parent
    packed = package / "_templates"
    return packed if packed.is_dir() else package.parent / "templates"


@functools.cache
def _environment(*, escapes: bool) -> Environment:
    """An environment, made once per process."""
    return Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=escapes,
        finalize=_finalize,
    )


def render(template: str, view: object, **parts: str) -> bytes:
    """Print a view (a frozen dataclass, in the template as ``v``) with a template.

    parts: what is text already, by the name that the template has it under.
    """
    return _environment(escapes=False).get_template(template).render(v=view, **parts).encode()


def render_html(template: str, view: object) -> str:
    """Print a view as HTML: what it holds is escaped."""
    return _environment(escapes=True).get_template(template).render(v=view)
