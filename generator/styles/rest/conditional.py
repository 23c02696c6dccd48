"""Tells which operations take part in conditional requests (RFC 9110 §13), and how."""

from generator.model import Api, NamedRef, Operation, Resource, Verb


def returns_tagged(api: Api, operation: Operation) -> bool:
    """Whether a response is a resource that has an entity tag."""
    resource = _tagged(api, operation)
    return resource is not None and operation.output == NamedRef(name=resource.record)


def is_guarded(api: Api, operation: Operation) -> bool:
    """Whether If-Match can stop the operation: it changes a resource that has an entity tag."""
    changes = not operation.safe and operation.verb is not Verb.CREATE
    return changes and _tagged(api, operation) is not None


def must_be_conditional(api: Api, operation: Operation) -> bool:
    """Whether the operation is refused without If-Match: it writes over what others may write."""
    resource = _tagged(api, operation)
    writes = operation.verb in (Verb.REPLACE, Verb.UPDATE, Verb.DELETE)
    return resource is not None and resource.require_if_match and writes


def _tagged(api: Api, operation: Operation) -> Resource | None:
    if operation.resource is None or operation.on_collection:
        return None
    resource = api.resources[operation.resource]
    return None if resource.etag is None else resource
