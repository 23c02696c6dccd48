"""Requests of every contract arrive at the right servers, through as few rules as can be."""

import os
from functools import cache
from pathlib import Path

import pytest

from generator.deploy.aws.balancer import Balancer
from generator.deploy.aws.lattice.routing import LATTICE
from generator.deploy.aws.load_balancer.routing import ALB, Condition, conditions
from generator.deploy.aws.requests import Request
from generator.deploy.aws.template import Document, Resource, read
from generator.diagnostics import Problems
from tests.deploy.fronts import CONTRACTS, bound, bound_text, files_of, front_of

PARTS: dict[str, Balancer] = {"alb": ALB, "lattice": LATTICE}
# What servers have for themselves, and what is nowhere.
HIDDEN = ("/healthz", "/readyz", "/docs", "/openapi.yaml", "/", "/nothing", "/x/y")


def template(part: str, contracts: list[Path]) -> Document:
    files, _ = files_of("aws", bound(contracts), {"part": [part]})
    return document(files[f"{part}/template.yaml"])


def document(content: bytes) -> Document:
    problems = Problems()
    found = read("template.yaml", content, problems)
    assert found is not None, [*problems]
    return found


@cache
def of_contract(part: str, contract: Path) -> Document:
    return template(part, [contract])


def request(
    method: str, path: str, media_type: str = "application/json", host: str = ""
) -> Request:
    return Request(method=method, path=path, media_type=media_type, host=host)


def arrives(part: str, found: Document, asked: Request) -> list[Resource]:
    (listener,) = found.of(PARTS[part].listener)
    return PARTS[part].arrives(found, listener, asked)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_every_way_leads_to_its_servers(part: str, contract: Path) -> None:
    found = of_contract(part, contract)
    (service,) = front_of(bound([contract])).services
    for backend in service.backends:
        for way in backend.ways:
            # Also suffixes (RFC 6839), and of Connect what looks like gRPC and is not.
            kinds = [k + end for k in way.route.media_types for end in ("", "+proto", "+json")]
            path = "".join(
                piece.partition("}")[2].join(("a-b.c", "")) if at else piece
                for at, piece in enumerate(way.path.text.split("{"))
            )
            for method in way.route.methods:
                for kind in kinds or ["application/json", "application/grpc-web+proto", "text/xml"]:
                    groups = arrives(part, found, request(method, path, kind))
                    assert [group.name.lower() for group in groups] == [
                        f"{backend.name.replace('_', '')}targets"
                    ], (method, path, kind)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda path: path.stem)
def test_what_servers_have_for_themselves_is_answered_404(part: str, contract: Path) -> None:
    found = of_contract(part, contract)
    for path in HIDDEN:
        for kind in ("application/json", "application/grpc"):
            assert arrives(part, found, request("GET", path, kind)) == []


def test_preflight_and_other_methods_go_to_the_servers() -> None:
    for part in PARTS:
        found = of_contract(part, Path("contracts/products.yaml"))
        for method in ("OPTIONS", "HEAD", "PATCH", "TRACE"):
            (group,) = arrives(part, found, request(method, "/products/7"))
            assert group.name == "ProductsHttpTargets"


def test_who_issues_tokens_can_be_asked() -> None:
    for part in PARTS:
        found = of_contract(part, Path("contracts/accounts.yaml"))
        for path in ("", "/mcp"):
            asked = request("GET", f"/.well-known/oauth-protected-resource{path}")
            (group,) = arrives(part, found, asked)
            assert group.name == "AccountsHttpTargets"


def test_contracts_behind_one_load_balancer_are_told_by_their_hosts() -> None:
    found = template("alb", CONTRACTS)
    for contract in CONTRACTS:
        host = f"{contract.stem}.localhost"
        (group,) = arrives("alb", found, request("POST", "/jsonrpc", host=host))
        assert group.name == f"{contract.stem.capitalize()}HttpTargets"
    assert arrives("alb", found, request("POST", "/jsonrpc", host="other.localhost")) == []


@pytest.mark.parametrize("part", PARTS)
def test_no_rule_stands_behind_one_that_takes_all_of_its_requests(part: str) -> None:
    for contract in CONTRACTS:
        assert [*PARTS[part].shadowed(of_contract(part, contract))] == []


COUNTS = {
    # 28 to 53 ways a contract.
    "alb": {"accounts": 3, "blog": 3, "cameras": 2, "people": 3, "playlists": 3, "products": 3},
    "lattice": {"accounts": 10, "blog": 8, "cameras": 7, "people": 7, "playlists": 7},
}


@pytest.mark.parametrize("part", PARTS)
def test_rules_are_as_few_as_the_first_segments_of_paths(part: str) -> None:
    for name, count in COUNTS[part].items():
        found = of_contract(part, Path(f"contracts/{name}.yaml"))
        assert len([*found.of(PARTS[part].rule)]) == count, name


def test_a_rule_has_five_values_and_wildcards_at_most(tmp_path: Path) -> None:
    operations = "".join(f"  Do{name}: {{}}\n" for name in ("A", "B", "C", "D", "E", "F", "G"))
    hosts = [f"h{number}.example.com" for number in range(5)]
    contract = bound_text(tmp_path, f"operations:\n{operations}")
    files, _ = files_of("aws", contract, {"part": ["alb"], "host": hosts})
    found = document(files["alb/template.yaml"])
    for rule in found.of(ALB.rule):
        values = [v for one in conditions(rule) for v in one.values]
        assert len(values) <= 5
        assert sum(value.count("*") for value in values) <= 5
    for host in hosts:
        for path in ("/do-a", "/do-g", "/jsonrpc"):
            (group,) = arrives("alb", found, request("POST", path, host=host))
            assert group.name == "ProductsHttpTargets"


LONG = "long-" * 40
ODD = f"""
operations:
  GetOdd: {{safe: true, input: {{a: string}}, output: string, rest: 'GET /caf(x)!/{{a}}'}}
  GetVerb: {{safe: true, output: string, rest: 'GET /things:count'}}
  GetLong: {{safe: true, output: string, rest: GET /{LONG}}}
"""


@pytest.mark.parametrize("part", PARTS)
def test_characters_that_a_pattern_may_not_hold_widen_it(part: str, tmp_path: Path) -> None:
    files, _ = files_of("aws", bound_text(tmp_path, ODD, ["rest"]), {"part": [part]})
    found = document(files[f"{part}/template.yaml"])
    for path in ("/caf(x)!/1", "/things:count", f"/{LONG}"):
        (group,) = arrives(part, found, request("GET", path))
        assert group.name == "ProductsHttpTargets"
    assert arrives(part, found, request("GET", "/readyz")) == []


@pytest.mark.parametrize(
    ("wider", "other", "covers"),
    [
        ("/a/*", "/a/b/*", True),
        ("/a/*", "/a*", False),
        ("/a/?", "/a/b", True),
        ("/a/?", "/a/*", False),
        ("/?", "/?", True),
        ("*a*" * 40, "a" * 120 + "/", True),
        ("*a*" * 200 + "b", "a" * 120, False),  # and at once
        ("/A/*", "/a/b", False),
    ],
)
def test_a_pattern_covers_another_one_if_it_takes_all_that_it_takes(
    wider: str, other: str, covers: bool
) -> None:
    one, two = (
        Condition(field="path-pattern", values=(value,), known=True) for value in (wider, other)
    )
    assert one.covers(two) is covers


IDLE = {"products": (60, 60), "people": (60, 60), "servers": (125, 125), "cameras": (4000, 600)}


@pytest.mark.parametrize("contract", IDLE)
def test_a_connection_may_be_silent_as_long_as_calls_may_take(contract: str) -> None:
    """60 s if nothing says more, the longest timeout, and all there is for streams."""
    path = Path(f"contracts/{contract}.yaml")
    (balancer,) = of_contract("alb", path).of("AWS::ElasticLoadBalancingV2::LoadBalancer")
    (service,) = of_contract("lattice", path).of("AWS::VpcLattice::Service")
    found = [
        balancer.at("LoadBalancerAttributes", 0, "Value"),
        service.at("IdleTimeoutSeconds"),
    ]
    assert tuple(node.number for node in found if node is not None) == IDLE[contract]


GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("contract", ["products", "servers"])
def test_what_is_written_is_the_golden_output(part: str, contract: str) -> None:
    golden = GOLDEN / f"{contract}.{part}.yaml"
    files, _ = files_of("aws", bound([Path(f"contracts/{contract}.yaml")]), {"part": [part]})
    written = files[f"{part}/template.yaml"]
    if "UPDATE_EXPECTED" in os.environ:
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(written)
    assert written == golden.read_bytes()
