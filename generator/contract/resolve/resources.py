"""Turns declared resources into those of the model: their keys, ancestors first."""

import re
from dataclasses import replace

from generator.contract.declare.declarations import ResourceDecl, Text
from generator.contract.lock.renames import check_renames
from generator.contract.resolve import names
from generator.contract.resolve.constraints import shape_of, spell
from generator.contract.resolve.problems import candidates
from generator.contract.resolve.problems import operations as operation_problem
from generator.contract.resolve.problems import resources as problem
from generator.contract.resolve.problems import shape as shape_problem
from generator.contract.resolve.scope import Scope
from generator.contract.resolve.types import TypeTable
from generator.diagnostics import Problems, Span
from generator.kinds import Carrier, kind_of
from generator.model import (
    Etag,
    Field,
    FieldRole,
    Resource,
    ScalarRef,
)
from generator.naming import Name, plural

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_NO_VERSIONS = frozenset({Carrier.JSON, Carrier.BYTES, Carrier.BOOL})


class ResourceTable:
    """The resources of one contract, by name; broken ones are None."""

    def __init__(self, scope: Scope, types: TypeTable, problems: Problems) -> None:
        self._scope = scope
        self._types = types
        self._problems = problems
        self._found: dict[str, Resource | None] = {}
        self._decls = scope.decl.resources
        self._names = names.declared(
            (decl.name for decl in self._decls.values()), "a resource", problems
        )
        check_renames(((d.name, d.notes.renamed_from) for d in self._decls.values()), problems)

    def resolve_all(self) -> dict[str, Resource]:
        """Every resource, in the contract's order."""
        loops = self._loops()
        for name in self._decls:
            self._resolve_chain(name, loops)
        good = {name: self._found[name] for name in self._decls}
        resources = {name: found for name, found in good.items() if found is not None}
        self._check_collections(resources)
        return resources

    def silent(self, name: str) -> bool:
        """Whether a resource is known to be broken."""
        return name in self._decls or self._scope.silent(name)

    def _loops(self) -> set[str]:
        """The resources whose parents have no end; each circle is reported once."""
        finished: set[str] = set()
        endless: set[str] = set()
        for start in self._decls:
            path: list[str] = []
            at: str | None = start
            while at is not None and at in self._decls and at not in finished:
                finished.add(at)
                path.append(at)
                parent = self._decls[at].parent
                at = None if parent is None else parent.value
            if at in path:
                circle = path[path.index(at) :]
                parent = self._decls[circle[-1]].parent
                assert parent is not None
                self._problems.add(problem.parent_loop(parent.span, [*circle, at]))
                endless.update(path)
            elif at in endless:
                endless.update(path)
        return endless

    def _resolve_chain(self, name: str, loops: set[str]) -> None:
        """Resolve a resource after its ancestors."""
        chain: list[ResourceDecl] = []
        at: str | None = name
        while at is not None and at in self._decls and at not in self._found:
            decl = self._decls[at]
            chain.append(decl)
            self._found[at] = None
            at = None if decl.parent is None or at in loops else decl.parent.value
        for decl in reversed(chain):
            if decl.name.value not in loops:
                self._found[decl.name.value] = self._resource(decl)

    def _resource(self, decl: ResourceDecl) -> Resource | None:
        name = decl.name.value
        parent = self._parent(decl)
        record = self._types.record(decl.type, self._scope, f"the resource '{name}'")
        collection = self._collection(decl)
        self._check_presence(decl)
        if record is None or name not in self._names or collection is None:
            return None
        if decl.parent is not None and parent is None:
            return None
        fields = {field.name.text: field for field in self._types.fields[record.name]}
        key = self._key(decl, fields)
        etag = self._etag(decl, fields)
        if key is None and not decl.singleton:
            return None
        keys = () if parent is None else parent.keys
        if key is not None:
            own = _parameter(
                key, self._names[name], decl.notes.old_name, snake_json=self._types.snake_json
            )
            keys = self._told_apart(keys, own, parent)
            if any(known.name.snake == own.name.snake for known in keys):
                self._report_key_clash(decl, own)
                return None
            keys = (*keys, own)
        singular = self._names[name]
        return Resource(
            name=name,
            record=record.name,
            key=None if key is None else key.name.text,
            keys=keys,
            collection=collection,
            singular=singular,
            plural=Name.parse(collection) if decl.collection else plural(singular),
            parent=None if parent is None else parent.name,
            singleton=decl.singleton,
            etag=etag,
            require_if_match=decl.require_if_match is not None,
            renamed_from=decl.notes.old_name,
            description=decl.notes.description,
            extensions=decl.notes.extensions,
            settings=decl.settings,
            span=decl.name.span,
        )

    def _told_apart(
        self, keys: tuple[Field, ...], own: Field, parent: Resource | None
    ) -> tuple[Field, ...]:
        """The keys of the ancestors; one that is called like the own key says whose it is."""
        names = [key.name.snake for key in keys]
        while parent is not None:
            if parent.key is not None and parent.keys[-1].name.snake == own.name.snake:
                clear = _owned(parent, snake_json=self._types.snake_json)
                if clear.name.snake not in names:
                    at = names.index(own.name.snake)
                    return (*keys[:at], clear, *keys[at + 1 :])
            parent = self._found.get(parent.parent or "")
        return keys

    def _report_key_clash(self, decl: ResourceDecl, own: Field) -> None:
        place = decl.key.span if decl.key else decl.name.span
        clash = operation_problem.parameter_clash(
            place, own.name.text, "the key of the parent", "the key of this resource", None
        )
        self._problems.add(clash)

    def _parent(self, decl: ResourceDecl) -> Resource | None:
        if decl.parent is None:
            return None
        name = decl.parent.value
        if name not in self._found and not self.silent(name):
            known = candidates(self._problems, lambda: self._decls)
            self._problems.add(problem.unknown_resource(decl.parent.span, name, known))
        return self._found.get(name)

    def _check_presence(self, decl: ResourceDecl) -> None:
        owner = f"the resource '{decl.name.value}'"
        if decl.singleton and decl.key is not None:
            why, hint = "is a singleton and has no key", "remove 'key', or 'singleton'"
            self._problems.add(problem.bad_key(decl.key.span, decl.name.value, why, hint))
        if not decl.singleton and decl.key is None:
            hint = "name the field that identifies one of it: key: id"
            missing = shape_problem.missing_key(decl.name.span, owner, "'key'", hint)
            self._problems.add(missing)
        if decl.require_if_match is not None and decl.etag is False:
            why = "'require_if_match' means nothing without 'etag'"
            self._problems.add(problem.bad_etag(decl.require_if_match, why, "add etag: true"))

    def _key(self, decl: ResourceDecl, fields: dict[str, Field]) -> Field | None:
        if decl.key is None or decl.singleton:
            return None
        field = self._field(decl.key, fields, decl.type.value)
        if field is None:
            return None
        core = shape_of(field.type, self._types.types).core
        why = None
        if not isinstance(core, ScalarRef) or kind_of(core).key is None:
            why = f"cannot have the key '{field.name}': {spell(field.type)} does not identify"
        elif field.nullable:
            why = f"cannot have the key '{field.name}': it may be absent"
        elif field.write_only:
            why = f"cannot have the key '{field.name}': it is write_only"
        if why is None:
            return field
        hint = "use a string, a uuid or a whole number that is always there"
        self._problems.add(problem.bad_key(decl.key.span, decl.name.value, why, hint))
        return None

    def _field(self, text: Text, fields: dict[str, Field], record: str) -> Field | None:
        found = fields.get(text.value)
        if found is None:
            known = candidates(self._problems, lambda: fields)
            unknown = operation_problem.unknown_field(text.span, text.value, record, known)
            self._problems.add(unknown)
        return found

    def _etag(self, decl: ResourceDecl, fields: dict[str, Field]) -> Etag | None:
        if decl.etag is False:
            return None
        if decl.etag is True:
            return Etag()
        field = self._field(decl.etag, fields, decl.type.value)
        if field is None:
            return None
        core = shape_of(field.type, self._types.types).core
        fit = isinstance(core, ScalarRef) and kind_of(core).carrier not in _NO_VERSIONS
        if not fit or field.nullable or field.write_only:
            why = f"'{field.name}' cannot be the version of '{decl.name.value}'"
            hint = "use a text, number or timestamp that every output has"
            self._problems.add(problem.bad_etag(decl.etag.span, why, hint))
            return None
        return Etag(field=field.name.text)

    def _collection(self, decl: ResourceDecl) -> str | None:
        name = self._names.get(decl.name.value)
        if decl.collection is None:
            if name is None:
                return None
            return name.kebab if decl.singleton else plural(name).kebab
        text = decl.collection.value
        if _KEBAB.fullmatch(text):
            return text
        kebab = Name.parse(text).kebab
        hint = f"write {kebab}" if _KEBAB.fullmatch(kebab) else "write it like-this"
        self._problems.add(problem.bad_collection(decl.collection.span, text, hint))
        return None

    def _check_collections(self, resources: dict[str, Resource]) -> None:
        taken: dict[tuple[str | None, str], Resource] = {}
        for resource in resources.values():
            other = taken.setdefault((resource.parent, resource.collection), resource)
            if other is not resource:
                decl = self._decls[resource.name]
                span: Span = (decl.collection or decl.name).span
                found = problem.same_collection(span, resource.collection, other.name, other.span)
                self._problems.add(found)


def _parameter(key: Field, resource: Name, old: str | None, *, snake_json: bool) -> Field:
    """The parameter that takes a key: ``product_id``, or the key's own name if it is not id.

    old: what the resource was called before.
    """
    name, json_name, renamed_from = key.name, key.json_name, key.renamed_from
    if key.name.words == ("id",):
        name = Name.parse(f"{resource.snake}_id")
        json_name = name.snake if snake_json else name.camel
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


def _owned(resource: Resource, *, snake_json: bool) -> Field:
    """The parameter of a parent's key beside a child's of the same name: ``<parent>_<key>``."""
    key = resource.keys[-1]
    name = Name.parse(f"{resource.singular.snake}_{key.name.snake}")
    before = Name.parse(resource.renamed_from).snake if resource.renamed_from else None
    old = None
    if before is not None or key.renamed_from is not None:
        old = f"{before or resource.singular.snake}_{key.renamed_from or key.name.snake}"
    return replace(
        key, name=name, json_name=name.snake if snake_json else name.camel, renamed_from=old
    )
