"""The one Jinja environment: strict, quiet about white space, and unable to print an object."""

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.formats.bytecode import PackageCache


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
def environment() -> Environment:
    """The environment, made once per process."""
    return Environment(
        loader=FileSystemLoader(templates_folder()),
        bytecode_cache=PackageCache(templates_folder()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_finalize,
    )


def render(template: str, view: object) -> bytes:
    """Print a view (a frozen dataclass, in the template as ``v``) with a template."""
    return environment().get_template(template).render(v=view).encode()
