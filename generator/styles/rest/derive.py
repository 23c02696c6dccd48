"""Decides the method, path and status of an operation that says nothing about them itself."""

from collections.abc import Sequence

from generator.model import Api, Operation, Resource, Verb
from generator.naming import Name
from generator.styles.rest.fit import fits_query
from generator.styles.rest.raw import gives_items, is_carried, takes_items

_METHODS = {
    Verb.CREATE: "POST",
    Verb.GET: "GET",
    Verb.LIST: "GET",
    Verb.REPLACE: "PUT",
    Verb.UPDATE: "PATCH",
    Verb.DELETE: "DELETE",
}
_ON_COLLECTION = {Verb.CREATE, Verb.LIST}


def method(api: Api, operation: Operation) -> str:
    """The method: the verb's; GET for a call or function that is safe and fits a query."""
    if operation.verb is not None and operation.verb is not Verb.CALL:
        return _METHODS[operation.verb]
    if operation.stream_input is not None and is_carried(operation):
        # Both ways is a WebSocket, and its handshake is a GET (RFC 6455 §4.1).
        return "GET" if operation.stream_output else "POST"
    fields = api.request(operation).fields
    fits = all(fits_query(api, field) for field in fields)
    return "GET" if operation.safe and fits else "POST"


def path(api: Api, operation: Operation) -> str:
    """The path: of the resource, of its collection, or of the function."""
    if operation.resource is None:
        return f"/{operation.name.kebab}"
    resource = api.resources[operation.resource]
    on_collection = operation.on_collection or operation.verb in _ON_COLLECTION
    keys = [key.name.text for key in resource.keys]
    make = collection_path if on_collection else item_path
    place = make(api, resource, keys)
    if operation.verb is Verb.CALL:
        return f"{place}:{call_name(operation, resource)}"
    return place


def status(operation: Operation) -> int:
    """The status of success: 201 for what was created, 204 for nothing, else 200."""
    if takes_items(operation) and gives_items(operation):
        return 101
    if operation.output is None and operation.binary is None:
        return 204
    return 201 if operation.verb is Verb.CREATE else 200


def collection_path(api: Api, resource: Resource, keys: Sequence[str]) -> str:
    """``/playlists/{playlist_id}/tracks``, with the keys of the resource that it leads to."""
    if resource.parent is None:
        return f"/{resource.collection}"
    above = keys if resource.singleton else keys[:-1]
    return f"{item_path(api, api.resources[resource.parent], above)}/{resource.collection}"


def item_path(api: Api, resource: Resource, keys: Sequence[str]) -> str:
    """``/playlists/{playlist_id}/tracks/{track_id}``; a singleton has no key of its own."""
    place = collection_path(api, resource, keys)
    return place if resource.singleton else f"{place}/{{{keys[-1]}}}"


def call_name(operation: Operation, resource: Resource) -> str:
    """``RestartServer`` on a server is ``restart``; ``TakePicture`` on a camera stays whole."""
    words = operation.name.words
    for noun in (resource.singular, resource.plural, Name.parse(resource.name)):
        rest = words[: -len(noun.words)]
        if rest and words[-len(noun.words) :] == noun.words:
            return "-".join(rest)
    return operation.name.kebab
