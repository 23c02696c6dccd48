"""Turns services and their rules into a template of CloudFormation with a service network."""

from collections.abc import Mapping, Sequence

from generator.deploy.aws.lattice.credentials import signs
from generator.deploy.aws.lattice.listener_rules import ListenerRule
from generator.deploy.aws.lattice.resources import (
    AUTH_POLICY,
    LISTENER,
    LISTENER_RULE,
    SERVICE,
    SERVICE_ASSOCIATION,
    SERVICE_NETWORK,
    TARGET_GROUP,
    VPC_ASSOCIATION,
)
from generator.deploy.aws.notes import KEY, notes
from generator.deploy.aws.parameters import CERTIFICATE, TARGET_TYPE, VPC, logical, port
from generator.deploy.front import Backend, Front, Service
from generator.deploy.health import READY
from generator.model import JsonObject
from generator.styles.route import Transport

_SIGNED = "Signed"  # whether the stack's user says who may sign
_IF_SIGNED = {"Fn::If": [_SIGNED, "AWS_IAM", "NONE"]}


def stack(
    front: Front,
    rules: Mapping[str, Sequence[ListenerRule]],
    hosts: Mapping[str, str],
    idle_timeout: int,
) -> JsonObject:
    """The template as plain values; rules, hosts: by the names of services.

    A host is "" where AWS gives one.
    """
    titles = ", ".join(service.api.title for service in front.services)
    signed = any(signs(service) for service in front.services)
    resources: JsonObject = {
        "Network": {"Type": SERVICE_NETWORK, "Properties": {"AuthType": "NONE"}},
        "Access": _access(),
    }
    for service in front.services:
        name = logical(service.name)
        host = hosts[service.name]
        resources |= _service(service, name, host, idle_timeout)
        for backend in service.backends:
            resources[f"{logical(backend.name)}Targets"] = _targets(backend)
        resources[f"{name}Listener"] = _listener(name)
        for number, rule in enumerate(rules[service.name], start=1):
            resources[f"{name}Rule{number}"] = _rule(rule, name, number)
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"{titles}: a service network of VPC Lattice",
        "Parameters": _parameters(front, signed=signed, named=any(hosts.values())),
        **({"Conditions": {_SIGNED: _given("Principals")}} if signed else {}),
        "Resources": resources,
        "Outputs": _outputs(front),
    }


def _given(parameter: str) -> JsonObject:
    return {"Fn::Not": [{"Fn::Equals": [{"Fn::Join": ["", {"Ref": parameter}]}, ""]}]}


def _parameters(front: Front, *, signed: bool, named: bool) -> JsonObject:
    found: JsonObject = {
        "Vpc": VPC,
        "SecurityGroups": {
            "Type": "List<AWS::EC2::SecurityGroup::Id>",
            "Description": "Who in the network reaches the services.",
        },
        "TargetType": TARGET_TYPE | {"Default": "IP", "AllowedValues": ["IP", "INSTANCE"]},
    }
    if named:
        found["Certificate"] = CERTIFICATE
    if signed:
        found["Principals"] = {
            "Type": "CommaDelimitedList",
            "Description": "The ARNs of who may call, with signed requests (SigV4); empty for all.",
            "Default": "",
        }
    return found | {f"{logical(one.name)}Port": port(one) for one in front.backends}


def _access() -> JsonObject:
    return {
        "Type": VPC_ASSOCIATION,
        "Properties": {
            "ServiceNetworkIdentifier": {"Ref": "Network"},
            "VpcIdentifier": {"Ref": "Vpc"},
            "SecurityGroupIds": {"Ref": "SecurityGroups"},
        },
    }


def _service(service: Service, name: str, host: str, idle_timeout: int) -> JsonObject:
    signed = signs(service)
    made: JsonObject = {
        "Type": SERVICE,
        "Metadata": {KEY: {"Signature": signed}},
        "Properties": {
            "AuthType": _IF_SIGNED if signed else "NONE",
            "IdleTimeoutSeconds": idle_timeout,
        },
    }
    if host:
        made["Properties"] |= {"CustomDomainName": host, "CertificateArn": {"Ref": "Certificate"}}
    found: JsonObject = {
        name: made,
        f"{name}InNetwork": {
            "Type": SERVICE_ASSOCIATION,
            "Properties": {
                "ServiceNetworkIdentifier": {"Ref": "Network"},
                "ServiceIdentifier": {"Ref": name},
            },
        },
    }
    if signed:
        found[f"{name}Policy"] = {
            "Type": AUTH_POLICY,
            "Condition": _SIGNED,
            "Properties": {"ResourceIdentifier": {"Ref": name}, "Policy": _policy()},
        }
    return found


def _policy() -> JsonObject:
    """Whom the stack's user names may call all that the listener's rules let through."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": {"Ref": "Principals"}},
        "Action": "vpc-lattice-svcs:Invoke",
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def _targets(backend: Backend) -> JsonObject:
    match backend.transport:
        case Transport.GRPC:
            version = "GRPC"
            check: JsonObject = {"Enabled": False}  # there is none that speaks gRPC
        case Transport.HTTP:
            version = "HTTP1"
            check = {"Enabled": True, "Protocol": "HTTP", "ProtocolVersion": "HTTP1"}
            check |= {"Path": READY, "Matcher": {"HttpCode": "200"}}
    return {
        "Type": TARGET_GROUP,
        "Metadata": notes(backend, ()),
        "Properties": {
            "Type": {"Ref": "TargetType"},
            "Config": {
                "VpcIdentifier": {"Ref": "Vpc"},
                "Port": {"Ref": f"{logical(backend.name)}Port"},
                "Protocol": "HTTP",
                "ProtocolVersion": version,
                "HealthCheck": check,
            },
        },
    }


def _listener(name: str) -> JsonObject:
    return {
        "Type": LISTENER,
        "Properties": {
            "ServiceIdentifier": {"Ref": name},
            "Port": 443,
            "Protocol": "HTTPS",
            "DefaultAction": {"FixedResponse": {"StatusCode": 404}},
        },
    }


def _rule(rule: ListenerRule, name: str, priority: int) -> JsonObject:
    targets = {"TargetGroupIdentifier": {"Ref": f"{logical(rule.backend.name)}Targets"}}
    return {
        "Type": LISTENER_RULE,
        "Properties": {
            "ServiceIdentifier": {"Ref": name},
            "ListenerIdentifier": {"Ref": f"{name}Listener"},
            "Priority": priority,
            "Match": rule.match,
            "Action": {"Forward": {"TargetGroups": [targets]}},
        },
    }


def _outputs(front: Front) -> JsonObject:
    found: JsonObject = {
        "Network": {"Description": "The service network.", "Value": {"Ref": "Network"}}
    }
    for service in front.services:
        name = logical(service.name)
        found[f"{name}Domain"] = {
            "Description": "The name that callers ask for.",
            "Value": {"Fn::GetAtt": [f"{name}InNetwork", "DnsEntry.DomainName"]},
        }
    for backend in front.backends:
        targets = f"{logical(backend.name)}Targets"
        found[targets] = {"Description": "Where servers are registered.", "Value": {"Ref": targets}}
    return found
