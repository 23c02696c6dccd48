"""The option ``--today``: the day on which what is accepted until one is judged."""

import datetime
from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def today_option(command: F) -> F:
    """The option; the command is given a date."""
    return click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="YYYY-MM-DD",
        callback=_day,
        help="The day on which 'accept' is judged.",
    )(command)


def _day(
    _ctx: click.Context, _parameter: click.Parameter, value: datetime.datetime | None
) -> datetime.date:
    return datetime.date.today() if value is None else value.date()
