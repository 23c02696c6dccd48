"""Gets the measurement that ``gen compare`` is to show: a new one, with progress, or a kept one."""

import contextlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.cli import exits

if TYPE_CHECKING:
    from generator.measure.result import Measurement
    from generator.measure.run import Progress
    from generator.trial import Trial

_STEPS = 1000


def kept(path: Path, trial: "Trial") -> "Measurement":
    """The measurement in a file; ends the command when it is none, or of another contract."""
    from generator.measure.saved import UnreadableError, read

    try:
        found = read(path)
    except (UnreadableError, OSError) as error:
        _refuse(str(error))
    if found.contract != trial.api.package:
        _refuse(f"{path} is a measurement of {found.contract}, not of {trial.api.package}")
    return found


def measured(trial: "Trial", operations: Sequence[str] | None, save: Path | None) -> "Measurement":
    """Measure, and keep the result in a file where one is asked for."""
    from generator.measure.process import MeasureError
    from generator.measure.run import run
    from generator.measure.saved import write

    if save is not None and not save.parent.is_dir():
        _refuse(f"there is no folder {save.parent} for {save.name}")
    try:
        with _progress() as progress:
            found = run(trial, operations=operations, progress=progress)
        if save is not None:
            write(found, save)
    except (MeasureError, OSError) as error:
        click.echo(f"error: {error}\nNothing was measured to the end, nothing is kept.", err=True)
        sys.exit(exits.FINDINGS)
    except KeyboardInterrupt:
        click.echo("\nInterrupted: every server is stopped, nothing is kept.", err=True)
        sys.exit(exits.FINDINGS)
    return found


def _refuse(reason: str) -> NoReturn:
    click.echo(f"error: {reason}", err=True)
    sys.exit(exits.INVALID)


@contextlib.contextmanager
def _progress() -> Iterator["Progress"]:
    """A progress bar on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _share, _what: None
        return
    with click.progressbar(
        length=_STEPS,
        label="Measuring",
        file=sys.stderr,
        item_show_func=lambda what: what,
    ) as bar:

        def show(share: float, what: str) -> None:
            bar.update(max(0, round(share * _STEPS) - bar.pos), what)

        yield show
