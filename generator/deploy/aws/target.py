"""AWS: the target, as the rest of the program sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.deploy.aws.api_gateway import PART as API_GATEWAY
from generator.deploy.aws.lattice import PART as LATTICE
from generator.deploy.aws.load_balancer import PART as LOAD_BALANCER
from generator.deploy.aws.part import OPTION, Part
from generator.deploy.aws.rule import judge
from generator.deploy.front import Front
from generator.deploy.parameter import Parameter, Values
from generator.deploy.servers import HOST
from generator.deploy.target import Once, Target
from generator.diagnostics import Problems
from generator.formats.output_tree import File

_PARTS: tuple[Part, ...] = (API_GATEWAY, LOAD_BALANCER, LATTICE)
_PART = Parameter(
    name=OPTION,
    about="Write only this service of AWS; repeatable.",
    many=True,
    default=tuple(part.name for part in _PARTS),
    choices=tuple(part.name for part in _PARTS),
)


class AwsTarget:
    """The methods of the ``Target`` protocol; it has no state."""

    name = "aws"
    title = "AWS"
    about = "API Gateway, Application Load Balancer and VPC Lattice, as CloudFormation."
    parameters: tuple[Parameter, ...] = (
        _PART,
        HOST,
        *(parameter for part in _PARTS for parameter in part.parameters),
    )

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """The files of the parts that were asked for, each in its own folder."""
        for part in _PARTS:
            if part.name in values.texts(_PART.name):
                for file in part.emit(front, values, problems):
                    yield replace(file, path=f"{part.name}/{file.path}")

    def once(self, front: Front, values: Values) -> Iterable[Once]:
        """Nothing: what AWS needs besides are parameters of the stacks."""
        return ()

    def judge(self, files: Mapping[str, bytes], problems: Problems) -> int:
        """Hand the files to the rules, whatever service they are of."""
        return judge(files, problems)


TARGET: Target = AwsTarget()
