"""Groups operations by tags: those on a resource under its name, all others as functions."""

from generator.model import Api, JsonObject, Operation
from generator.styles.rest.openapi.parts import filled

_FUNCTIONS: JsonObject = {"name": "Functions", "description": "What belongs to no resource."}


def tags(api: Api) -> list[JsonObject]:
    """The Tag Objects of a document, each name once; functions come last."""
    used = [tag(api, operation) for operation in api.operations.values()]
    order = [_of_resource(api, name) for name in api.resources] + [_FUNCTIONS]
    found = {each["name"]: each for each in reversed(order) if each in used}
    return [*reversed(found.values())]


def tag(api: Api, operation: Operation) -> JsonObject:
    """The Tag Object of an operation."""
    if operation.resource is None:
        return _FUNCTIONS
    return _of_resource(api, operation.resource)


def _of_resource(api: Api, name: str) -> JsonObject:
    resource = api.resources[name]
    title = (resource.singular if resource.singleton else resource.plural).title
    return {"name": title, **filled(description=resource.description)}
