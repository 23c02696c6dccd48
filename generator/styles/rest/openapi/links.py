"""Writes links: what can be done with the resource that a response holds."""

from generator.model import Api, JsonObject, NamedRef, Verb
from generator.styles.rest.binding import Place, RestBinding, RestOperation
from generator.styles.rest.openapi.parts import path_item_key

_FROM = {Verb.CREATE, Verb.GET, Verb.REPLACE, Verb.UPDATE}


def links(api: Api, binding: RestBinding, bound: RestOperation) -> JsonObject:
    """Links from a response that is one resource to the operations on that resource."""
    operation = bound.operation
    resource = api.resources.get(operation.resource or "")
    if resource is None or operation.verb not in _FROM:
        return {}
    output = operation.output
    if not isinstance(output, NamedRef) or output.name != resource.record:
        return {}
    known = {p.name: f"$request.path.{p.name}" for p in bound.at(Place.PATH)}
    if resource.key is not None and not resource.singleton:
        record = api.types[resource.record]
        own = {f.name.text: f.json_name for f in getattr(record, "fields", ())}
        known.setdefault(resource.keys[-1].name.text, f"$response.body#/{own[resource.key]}")
    found: JsonObject = {}
    for sibling in api.operations_on(resource.name):
        other = binding.operation(sibling.name.text)
        needed = [p.name for p in other.at(Place.PATH)]
        if path_item_key(other.method, binding.openapi).startswith("x-"):
            continue  # to readers of the document there is no such operation
        if other is not bound and needed and set(needed) <= set(known):
            found[other.operation.name.pascal] = {
                "operationId": other.operation.name.camel,
                "parameters": {name: known[name] for name in needed},
            }
    return found
