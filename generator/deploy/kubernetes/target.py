"""Kubernetes: the target, as the rest of the program sees it."""

from collections.abc import Iterable, Mapping

from generator.deploy.front import Front
from generator.deploy.kubernetes.losses import tell
from generator.deploy.kubernetes.manifest import manifest
from generator.deploy.kubernetes.options import PARAMETERS, options
from generator.deploy.kubernetes.routes import plan
from generator.deploy.parameter import Values
from generator.deploy.target import Once, Target
from generator.diagnostics import Problems
from generator.formats.output_tree import File


class KubernetesTarget:
    """The methods of the ``Target`` protocol; it has no state."""

    name = "kubernetes"
    title = "Kubernetes"
    about = "Services and routes of the Gateway API: HTTPRoute and GRPCRoute, one manifest."
    parameters = PARAMETERS

    def emit(self, front: Front, values: Values, problems: Problems) -> Iterable[File]:
        """The manifest, for ``kubectl apply -f``."""
        chosen = options(front, values, problems)
        if chosen is None:
            return ()
        plans = []
        for service in front.services:
            place = chosen.places[service.name]
            made = plan(service, place, retries=chosen.retries)
            tell(service, place, made, problems)
            plans.append(made)
        return (File(path="manifest.yaml", content=manifest(front, chosen, plans)),)

    def once(self, front: Front, values: Values) -> Iterable[Once]:
        """Nothing."""
        return ()

    def judge(self, files: Mapping[str, bytes], problems: Problems) -> int:
        """Nothing: the cluster judges them when they are applied."""
        return 0


TARGET: Target = KubernetesTarget()
