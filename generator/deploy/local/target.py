"""local: the target, as the rest of the program sees it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.deploy import registry
from generator.deploy.front import Front
from generator.deploy.local.parameters import PROXY, parameters
from generator.deploy.local.stage import given
from generator.deploy.local.tables import contracts
from generator.deploy.local.view import view
from generator.deploy.parameter import Parameter, Values, values
from generator.deploy.target import Once, Runs, Target
from generator.deploy.tls import LISTEN
from generator.diagnostics import Problems
from generator.formats.output_tree import File
from generator.formats.templates import render


class LocalTarget:
    """The methods of the ``Target`` protocol."""

    name = "local"
    title = "local"
    about = "A program that runs a proxy, two servers of each contract and a client here."

    def __init__(self) -> None:
        self.parameters: tuple[Parameter, ...] = parameters(self.name)

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """``run.py``, and the proxy's files in a folder of its name."""
        proxy, found = _proxy(front, values, problems)
        tables = contracts(front, values)
        page = view(proxy.title, proxy.name, values.text(LISTEN.name), tables)
        yield File(path="run.py", content=render("deploy/local/run.py.j2", page))
        for file in proxy.emit(front, found, problems):
            yield replace(file, path=f"{proxy.name}/{file.path}")

    def once(self, front: Front, values: Values) -> Iterator[Once]:
        """What the proxy makes once, such as its certificate."""
        proxy, found = _proxy(front, values, Problems())
        for one in proxy.once(front, found):
            yield replace(one, paths=tuple(f"{proxy.name}/{path}" for path in one.paths))

    def judge(self, files: Mapping[str, bytes], problems: Problems) -> int:
        """Nothing: a program is tried."""
        return 0


def _proxy(front: Front, chosen: Values, problems: Problems) -> tuple[Target, Values]:
    """What stands in front, and its parameters."""
    target = registry.target(chosen.text(PROXY))
    assert isinstance(target, Runs)
    tables = contracts(front, chosen)
    asked = given(target, chosen.text(LISTEN.name), tables)
    names = [service.name for service in front.services]
    return target, values(target.parameters, asked, names, problems)


TARGET: Target = LocalTarget()
