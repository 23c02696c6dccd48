"""Turns the key of a resource into the parameter that takes it."""

from dataclasses import replace

from generator.contract.resolve.json_form import JsonForm
from generator.model import Field, FieldRole, Resource
from generator.naming import Name


def key_parameter(key: Field, resource: Name, old: str | None, json: JsonForm) -> Field:
    """The parameter that takes a key: ``product_id``, or the key's own name if it is not id.

    old: what the resource was called before.
    """
    name, json_name, renamed_from = key.name, key.json_name, key.renamed_from
    if key.name.words == ("id",):
        name = Name.parse(f"{resource.snake}_id")
        json_name = json.member(name)
        renamed_from = None if old is None else f"{Name.parse(old).snake}_id"
    said = "" if key.read_only else key.description  # "Assigned by the server" is for its readers
    return replace(
        key,
        name=name,
        json_name=json_name,
        role=FieldRole.KEY,
        required=True,
        default=None,
        read_only=False,
        immutable=False,
        number=None,
        renamed_from=renamed_from,
        description=said or f"The {key.name.title.lower()} of the {' '.join(resource.words)}.",
        extensions=None,
    )


def owned_key(resource: Resource, json: JsonForm) -> Field:
    """The parameter of a parent's key beside a child's of the same name: ``<parent>_<key>``."""
    key = resource.keys[-1]
    name = Name.parse(f"{resource.singular.snake}_{key.name.snake}")
    before = Name.parse(resource.renamed_from).snake if resource.renamed_from else None
    old = None
    if before is not None or key.renamed_from is not None:
        old = f"{before or resource.singular.snake}_{key.renamed_from or key.name.snake}"
    return replace(key, name=name, json_name=json.member(name), renamed_from=old)
