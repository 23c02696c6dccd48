"""nginx: the target, as the rest of the program sees it."""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from generator.deploy.front import Front
from generator.deploy.nginx.losses import tell
from generator.deploy.nginx.parameters import PARAMETERS
from generator.deploy.nginx.view import config
from generator.deploy.parameter import Parameter, Values
from generator.deploy.target import Once, Runs, Target
from generator.deploy.tls import certificate
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.formats.templates import render

# Where Debian and others have it, which is not on everybody's PATH.
_FOLDERS = ("/usr/sbin", "/usr/local/sbin")


class NginxTarget:
    """The methods of the ``Target`` and ``Runs`` protocols; it has no state."""

    name = "nginx"
    title = "nginx"
    about = "A complete nginx.conf: caches, balances, retries as the contracts say."
    parameters: tuple[Parameter, ...] = PARAMETERS

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """``nginx.conf``, and the folder that nginx writes to while it runs."""
        tell(front, values, problems)
        yield File(
            path="nginx.conf",
            content=render("deploy/nginx/nginx.conf.j2", config(front, values)),
        )
        yield File(
            path="run/.gitignore", content=b"# What nginx writes while it runs.\n*\n!.gitignore\n"
        )

    def once(self, front: Front, values: Values) -> Iterable[Once]:
        """A certificate to try it with, unless there is another one."""
        return certificate(front, values)

    def judge(self, files: Mapping[str, bytes], problems: Problems) -> int:
        """Nothing: ``nginx -t`` judges its own files."""
        return 0

    def missing(self) -> str:
        """nginx itself, if it is not here."""
        return "" if _program() else "nginx (Debian: apt-get install nginx-light)"

    def command(self, folder: Path) -> Sequence[str]:
        """nginx in the foreground; its workers are the folder's owner, where it may choose."""
        told = "daemon off;"
        if sys.platform != "win32" and os.geteuid() == 0:
            told += f" user {folder.owner()};"
        return (_program() or "nginx", "-p", str(folder), "-c", "nginx.conf", "-g", told)


def _program() -> str | None:
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), *_FOLDERS]))


_NGINX = NginxTarget()
TARGET: Target = _NGINX
RUNS: Runs = _NGINX
