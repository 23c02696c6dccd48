"""Turns contracts into the tables of ``run.py``: where servers are, and what to call."""

from collections.abc import Iterator, Sequence

from generator.deploy.front import Front, Service
from generator.deploy.local.contract import Call, Contract, Key
from generator.deploy.local.parameters import AUTHENTICATE, FIRST_PORT, PACKAGE, SERVICE
from generator.deploy.parameter import Values
from generator.emit.python.code import member
from generator.emit.python.signature import method
from generator.model import (
    Api,
    FieldRole,
    ListRef,
    NamedRef,
    Operation,
    Record,
    RecordOrigin,
    Resource,
    Verb,
)

_COPIES = 2
_HOST = "127.0.0.1"


def contracts(front: Front, values: Values) -> tuple[Contract, ...]:
    """The tables; every server has a port of its own for each transport."""
    ports = iter(range(values.number(FIRST_PORT.name), 65536))
    return tuple(_contract(service, values, ports) for service in front.services)


def _contract(service: Service, values: Values, ports: Iterator[int]) -> Contract:
    served = values.of(SERVICE.name, service.name)
    asks = any(operation.auth for operation in service.api.operations.values())
    return Contract(
        name=service.name,
        file=service.api.file,
        host=service.host,
        service=served[0] if served else "",
        authenticate=next(iter(values.of(AUTHENTICATE.name, service.name)), "unchecked")
        if served and asks
        else "",
        package=values.text(PACKAGE.name),
        servers=tuple(
            {backend.key: f"{_HOST}:{next(ports)}" for backend in service.backends}
            for _ in range(_COPIES)
        ),
        styles=_styles(service),
        calls=tuple(_calls(service.api)),
    )


def _styles(service: Service) -> dict[str, str]:
    """The transport of each style, in the order in which they are shown."""
    found = {way.style.name: way.route.transport.value for way in service.ways}
    order = [style.name for style, _ in service.bound.bindings]
    return {name: found[name] for name in order if name in found}


def _calls(api: Api) -> Iterator[Call]:
    """Safe operations that need nothing, and those that need a key that one of these lists."""
    safe = [one for one in api.operations.values() if one.safe and not one.streams]
    listed: dict[str, str] = {}
    for operation in safe:
        if _needs(api, operation):
            continue
        items = _items(api, operation)
        if items and operation.resource is not None:
            listed.setdefault(operation.resource, items)
        yield Call(operation=operation.name.text, method=method(operation), items=items)
    for operation in safe:
        resource = api.resources.get(operation.resource or "")
        if resource is None or resource.name not in listed:
            continue
        key = _key(api, operation, resource, listed[resource.name])
        if key is not None:
            given: dict[str, Key] = {member(resource.keys[0].name): key}
            yield Call(operation=operation.name.text, method=method(operation), given=given)


def _needs(api: Api, operation: Operation) -> Sequence[str]:
    """The inputs without which it cannot be called."""
    return [field.json_name for field in api.request(operation).fields if field.required]


def _key(api: Api, operation: Operation, resource: Resource, items: str) -> Key | None:
    """Where the only input of an operation comes from, if it is its resource's key."""
    wanted = [field for field in api.request(operation).fields if field.required]
    if len(wanted) != 1 or wanted[0].role is not FieldRole.KEY or len(resource.keys) != 1:
        return None
    record = api.types[resource.record]
    if not isinstance(record, Record):
        return None
    found = (field for field in record.fields if field.name.text == resource.key)
    return next((Key(items=items, field=member(field.name)) for field in found), None)


def _items(api: Api, operation: Operation) -> str:
    """What a page calls its items; "" where nothing is listed."""
    if operation.verb is not Verb.LIST or not isinstance(operation.output, NamedRef):
        return ""
    page = api.types[operation.output.name]
    if not isinstance(page, Record) or page.origin is not RecordOrigin.PAGE:
        return ""
    return next(member(field.name) for field in page.fields if isinstance(field.type, ListRef))
