"""The option ``--style`` of the commands, and what a shell completes it with."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def style_option(text: str) -> Callable[[F], F]:
    """``--style STYLE``, which may be repeated."""
    return click.option(
        "--style", multiple=True, metavar="STYLE", help=text, shell_complete=_styles
    )


def _styles(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    from generator.styles import registry

    return [name for name in registry.names() if name.startswith(incomplete)]
