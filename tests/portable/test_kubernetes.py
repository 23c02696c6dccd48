"""Kubernetes' own validator takes what ``gen deploy kubernetes`` writes, by the published schemas.

It is the code of the API server: structure, unknown fields, and the rules in CEL.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.deploy.fronts import CONTRACTS, bound, bound_text, files_of
from tests.deploy.kubernetes.test_reached import MANY_PATHS
from tests.portable.toolbox import ToolError, fresh, gateway_api, kubectl_validate, run

WAYS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "old": {},
    "new": {"gateway-api": ["1.7"], "namespace": ["shop"]},
    "tls": {"gateway-class": ["any"], "tls-secret": ["tls"], "gateway-namespace": ["edge"]},
    "plain": {"gateway-class": ["any"], "listener": ["web"], "service": ["existing"]},
}
# Each is a part of a good manifest, and what a cluster refuses in its place.
FAULTS = {
    "two slashes": ("value: /servers:search", "value: /servers//search"),
    "no kind of match": ("type: PathPrefix", "type: Prefix"),
    "a method of nobody": ("method: DELETE", "method: QUERY"),
    "an unknown field": ("attempts: 0", "attempt: 0"),
    "no duration": ("request: '2m5s'", "request: 121"),
    "a code of no error": ("- 502", "- 200"),
    "no port": ("port: 50051\n", "weight: 1\n"),
    "upper case": ("- grpc.shop.example", "- GRPC.shop.example"),
    "no service": ("service: ops.servers.v1.ServersService", "service: ops..servers"),
    "an encoded slash": ("value: /status", "value: /sta%2Ftus"),
}
GOLDEN = Path("tests/deploy/kubernetes/golden/servers.yaml")


def judged(folder: Path) -> str:
    return run(kubectl_validate(), folder, "--local-crds", gateway_api())


def hosts(names: Sequence[str]) -> Mapping[str, Mapping[str, Sequence[str]]]:
    several = len(names) > 1
    own = [f"{name}={name}.example" if several else f"{name}.example" for name in names]
    return {"one": {"host": own}, "two": {"host": own, "grpc-host": _of_grpc(own)}}


def _of_grpc(own: Sequence[str]) -> Sequence[str]:
    return [f"{name}{sep}grpc.{host}" for name, sep, host in (one.rpartition("=") for one in own)]


def test_all_manifests_of_all_contracts_are_valid(tmp_path: Path) -> None:
    folder = fresh("kubernetes", "all")
    for contracts in (*([one] for one in CONTRACTS), CONTRACTS):
        known = bound(contracts)
        names = [one.api.folder for one in known]
        for told, given in WAYS.items():
            if "service" in given and len(names) > 1:
                given = {**given, "service": [f"{name}=existing" for name in names]}
            for number, asked in hosts(names).items():
                files, _ = files_of("kubernetes", known, {**given, **asked})
                place = folder / f"{'-'.join(names)}-{told}-{number}.yaml"
                place.write_bytes(files["manifest.yaml"])
    many = bound_text(tmp_path, MANY_PATHS)
    files, _ = files_of("kubernetes", many, {"gateway-api": ["1.7"]})
    (folder / "many.yaml").write_bytes(files["manifest.yaml"])
    said = judged(folder)
    assert said.count("OK") == len([*folder.iterdir()]) == 8 * (len(CONTRACTS) + 1) + 1


@pytest.mark.parametrize("fault", FAULTS)
def test_what_a_cluster_refuses_is_refused(fault: str) -> None:
    folder = fresh("kubernetes", "faulty")
    right, wrong = FAULTS[fault]
    text = GOLDEN.read_text("utf-8")
    assert right in text
    place = folder / "faulty.yaml"
    head, _, tail = text.rpartition(right)
    place.write_text(head + wrong + tail, "utf-8")
    with pytest.raises(ToolError, match="validation failed"):
        judged(folder)
