"""Gets the measurement that ``gen compare`` is to show: a new one, with progress, or a kept one."""

import contextlib
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from generator.cli import exits

if TYPE_CHECKING:
    from generator.building.trial import Trial
    from generator.compare.timing.result import Measurement
    from generator.compare.timing.run import ProgressListener

_STEPS = 1000
_LONG = 60  # seconds


def kept(path: Path, trial: "Trial", operations: Sequence[str] | None) -> "Measurement":
    """The measurement in a file, of the styles of a trial and some operations, or all of them.

    Ends the command when it is none, or of another contract.
    """
    from generator.compare.timing.saved import UnreadableError, read

    try:
        found = read(path)
    except (UnreadableError, OSError) as error:
        _refuse(str(error))
    if found.contract != trial.api.package:
        _refuse(f"{path} is a measurement of {found.contract}, not of {trial.api.package}")
    styles = {style.name: style.title for style in trial.styles if style.name in found.styles}
    names = operations or [one.name.text for one in trial.api.operations.values()]
    shown = found.of(styles, names)
    if not shown.runs and not shown.skipped:
        _refuse(f"{path} has nothing of what was asked for")
    return shown


def measured(
    trial: "Trial", operations: Sequence[str] | None, save: Path | None, through: str | None
) -> "Measurement":
    """Measure, and keep the result in a file where one is asked for; through: a proxy's name."""
    import msgspec

    from generator.compare.through import run as between
    from generator.compare.timing.process import MeasureError
    from generator.compare.timing.run import run
    from generator.compare.timing.saved import write

    if save is not None and not save.parent.is_dir():
        _refuse(f"there is no folder {save.parent} for {save.name}")
    try:
        with _ended_politely(), _progress() as progress:
            seen = None
            if through is not None:
                seen = between.run(trial, through, operations=operations, progress=_Steps(through))
            found = run(trial, operations=operations, progress=progress)
            found = msgspec.structs.replace(found, through=seen)
            if save is not None:
                write(found, save)
    except (MeasureError, OSError) as error:
        click.echo(f"error: {error}\nNothing was measured to the end, nothing is kept.", err=True)
        sys.exit(exits.FINDINGS)
    except KeyboardInterrupt:
        click.echo("\nInterrupted: every server is stopped, nothing is kept.", err=True)
        sys.exit(exits.FINDINGS)
    return found


@contextlib.contextmanager
def _ended_politely() -> Iterator[None]:
    """Take a request to end for an interruption: servers and folders are cleared away first."""

    def interrupt(_number: int, _frame: object) -> None:
        signal.raise_signal(signal.SIGINT)  # which an event loop lets its tasks end for

    before = {
        number: signal.signal(number, interrupt)
        for name in ("SIGTERM", "SIGHUP")  # the latter when a terminal is closed; not on Windows
        if (number := getattr(signal, name, None)) is not None
        and signal.getsignal(number) is signal.SIG_DFL  # nohup has it ignored
    }
    before |= {
        # Ignored, where a shell began it in the background of a script: it could not be ended.
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _refuse(reason: str) -> NoReturn:
    click.echo(f"error: {reason}", err=True)
    sys.exit(exits.INVALID)


@contextlib.contextmanager
def _progress() -> Iterator["ProgressListener"]:
    """What it does and for how long, on standard error; on a terminal a bar as well."""
    with contextlib.ExitStack() as stack:
        yield _Shown(stack)


class _Steps:
    """Says what comes next, in a line each."""

    def __init__(self, proxy: str) -> None:
        self._proxy = proxy

    def at(self, _share: float, what: str) -> None:
        click.echo(f"Through {self._proxy}: {what}.", err=True)


class _Shown:
    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._bar: Any = None

    def begins(self, operations: int, in_flight: Sequence[int], seconds: float) -> None:
        what = "1 operation" if operations == 1 else f"{operations} operations"
        calls = ", ".join(map(str, in_flight))
        said = f"Measuring {what} with {calls} in flight: about {_duration(seconds)}."
        if seconds > _LONG:
            said += " To measure only some operations, and more closely: --operation NAME."
        click.echo(said, err=True)
        if sys.stderr is not None and sys.stderr.isatty():
            bar: Any = click.progressbar(
                length=_STEPS,
                file=sys.stderr,
                item_show_func=lambda what: what,
            )
            self._bar = self._stack.enter_context(bar)

    def at(self, share: float, what: str) -> None:
        if self._bar is not None:
            self._bar.update(max(0, round(share * _STEPS) - self._bar.pos), what)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 2 * _LONG else f"{seconds / 60:.0f} minutes"
