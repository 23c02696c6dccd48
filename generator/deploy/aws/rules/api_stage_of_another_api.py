"""AWS116: a stage that serves nothing of its API."""

from collections.abc import Iterator

from generator.deploy.aws.rule import Rule
from generator.deploy.aws.template import Document
from generator.diagnostics import Diagnostic, Kind

KIND = Kind(code="AWS116", name="api-stage-of-another-api")


def find(document: Document) -> Iterator[Diagnostic]:
    """Of REST APIs the deployment's API is another; of HTTP APIs nothing is ever deployed."""
    for stage in document.of("AWS::ApiGateway::Stage"):
        deployment = document.named(stage.at("DeploymentId"), "AWS::ApiGateway::Deployment")
        own = document.named(stage.at("RestApiId"))
        other = None if deployment is None else document.named(deployment.at("RestApiId"))
        if own is not None and other is not None and own.name != other.name:
            assert deployment is not None
            yield KIND.at(
                stage.place("DeploymentId"),
                f"'{stage.name}' is a stage of {own.name}, and '{deployment.name}' deploys "
                f"{other.name}",
                hint=f"deploy {own.name}",
                related=((deployment.place("RestApiId"), "the API that is deployed"),),
            )
    for stage in document.of("AWS::ApiGatewayV2::Stage"):
        deploys = stage.at("AutoDeploy")
        if stage.at("DeploymentId") is None and (deploys is None or deploys.text == "false"):
            yield KIND.at(
                stage.place("AutoDeploy"),
                f"nothing is ever deployed to '{stage.name}'",
                hint="AutoDeploy: true, or a DeploymentId",
            )


RULE = Rule(kind=KIND, find=find, about="a stage with a deployment of another API, or with none")
