"""What is written for listeners, before those who know AWS: cfn-lint, and moto.

moto stands for an account: it creates the stack of the load balancer in memory. It has no VPC
Lattice in CloudFormation. No real account has seen any of it.
"""

from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from tests.deploy.aws.linter import linted
from tests.deploy.fronts import CONTRACTS, bound, bound_text, files_of

_REGION = "eu-central-1"
SETS = [[one] for one in CONTRACTS] + [CONTRACTS]
each_set = pytest.mark.parametrize(
    "contracts", SETS, ids=lambda paths: "+".join(path.stem for path in paths)
)


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials of nobody, so that nothing could ever reach an account."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nobody")


@each_set
def test_cfn_lint_finds_nothing_in_the_templates(contracts: list[Path]) -> None:
    files, _ = files_of("aws", bound(contracts), {"part": ["alb", "lattice"]})
    templates = {path: body for path, body in files.items() if path.endswith("template.yaml")}
    assert [*templates] == ["alb/template.yaml", "lattice/template.yaml"]
    assert {path: linted(template) for path, template in templates.items()} == {
        path: [] for path in templates
    }


def test_cfn_lint_finds_nothing_where_services_have_names_of_their_own() -> None:
    given = {"part": ["alb", "lattice"], "host": ["api.shop.example"]}
    files, _ = files_of("aws", bound([Path("contracts/products.yaml")]), given)
    assert linted(files["alb/template.yaml"]) == linted(files["lattice/template.yaml"]) == []
    assert b"CustomDomainName: api.shop.example" in files["lattice/template.yaml"]


def _network() -> dict[str, str]:
    """The parameters of a stack, of a network in moto."""
    ec2 = boto3.client("ec2", region_name=_REGION)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"{_REGION}{zone}"
        )["Subnet"]["SubnetId"]
        for number, zone in enumerate("ab")
    ]
    group = ec2.create_security_group(GroupName="callers", Description="callers", VpcId=vpc)
    certificate = boto3.client("acm", region_name=_REGION).request_certificate(
        DomainName="api.shop.example"
    )
    return {
        "Vpc": vpc,
        "Subnets": ",".join(subnets),
        "SecurityGroups": group["GroupId"],
        "Certificate": certificate["CertificateArn"],
    }


def _created(template: bytes) -> dict[str, str]:
    """The outputs of the stack of a template."""
    client = boto3.client("cloudformation", region_name=_REGION)
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in _network().items()]
    client.create_stack(StackName="it", TemplateBody=template.decode(), Parameters=given)
    (stack,) = client.describe_stacks(StackName="it")["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}


@each_set
@mock_aws
def test_moto_creates_the_load_balancer_with_its_rules(contracts: list[Path]) -> None:
    files, _ = files_of("aws", bound(contracts), {"part": ["alb"]})
    outputs = _created(files["alb/template.yaml"])
    client = boto3.client("elbv2", region_name=_REGION)
    groups = client.describe_target_groups()["TargetGroups"]
    assert len(groups) == 2 * len(contracts)
    for group in groups:
        # moto takes no ProtocolVersion from a template.
        assert (group["HealthCheckPath"], group["Matcher"]) in [
            ("/grpc.health.v1.Health/Check", {"GrpcCode": "0"}),
            ("/readyz", {"HttpCode": "200"}),
        ]
        assert group["TargetGroupArn"] in outputs.values()
    rules = _rules(client)
    assert [rule["Priority"] for rule in rules] == [
        *(str(number) for number in range(1, len(rules))),
        "default",
    ]
    assert rules[-1]["Actions"][0]["FixedResponseConfig"]["StatusCode"] == "404"


def _rules(client: Any) -> list[dict[str, Any]]:
    (balancer,) = client.describe_load_balancers()["LoadBalancers"]
    arn = balancer["LoadBalancerArn"]
    (listener,) = client.describe_listeners(LoadBalancerArn=arn)["Listeners"]
    assert (listener["Protocol"], listener["Port"]) == ("HTTPS", 443)
    found: list[dict[str, Any]] = client.describe_rules(ListenerArn=listener["ListenerArn"])[
        "Rules"
    ]
    return found


def test_who_shows_an_api_key_can_sign_besides(tmp_path: Path) -> None:
    text = """
auth: {{key: {{scheme: api_key, header: {header}}}}}
defaults: {{auth: key}}
operations: {{OrderStock: {{}}}}
"""
    for header, signs in (("X-API-Key", True), ("Authorization", False)):
        contract = bound_text(tmp_path, text.format(header=header))
        files, found = files_of("aws", contract, {"part": ["lattice"]})
        template = files["lattice/template.yaml"]
        assert (b"AWS::VpcLattice::AuthPolicy" in template) is signs
        assert ("GEN986" in {one.code for one in found}) is not signs
        assert linted(template) == []
