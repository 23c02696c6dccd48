"""nginx: the target, as the rest of the program sees it."""

from collections.abc import Iterable, Mapping

from generator.deploy.front import Front
from generator.deploy.parameter import Parameter, Values
from generator.deploy.target import Once, Target
from generator.diagnostics import Problems
from generator.formats.output_tree import File


class NginxTarget:
    """The methods of the ``Target`` protocol; it has no state."""

    name = "nginx"
    title = "nginx"
    about = "A complete nginx.conf: caches, balances, retries as the contracts say."
    parameters: tuple[Parameter, ...] = ()

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """The files of the folder."""
        return ()

    def once(self, front: Front, values: Values) -> Iterable[Once]:
        """Nothing."""
        return ()

    def judge(self, files: Mapping[str, bytes], problems: Problems) -> None:
        """Nothing is known of such files yet."""


TARGET: Target = NginxTarget()
