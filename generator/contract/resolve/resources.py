"""Turns declared resources into those of the model: their keys, ancestors first."""

import re
from collections.abc import Collection, Iterator, Mapping

from generator.contract.declare.declarations import ResourceDecl
from generator.contract.declare.parts import Spanned
from generator.contract.problems import candidates
from generator.contract.problems import operations as operation_problem
from generator.contract.problems import resources as problem
from generator.contract.problems import shape as shape_problem
from generator.contract.resolve.constraints import shape_of, spell
from generator.contract.resolve.keys import key_parameter, owned_key
from generator.contract.resolve.valued import Valued
from generator.diagnostics import Problems
from generator.kinds import Carrier, kind_of
from generator.model import (
    Etag,
    Field,
    Resource,
    ScalarRef,
)
from generator.naming import Name, plural

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
_NO_VERSIONS = frozenset({Carrier.JSON, Carrier.BYTES, Carrier.BOOL})


def resolve_resources(valued: Valued, problems: Problems) -> dict[str, Resource]:
    """Every resource that is right, in the contract's order."""
    decls = valued.named.declared.decl.resources
    makers = _ResourceMaker(valued, problems)
    found: dict[str, Resource | None] = {}
    for decl in _ancestors_first(decls, _endless(decls, problems)):
        found[decl.name.value] = makers.resource(decl, found)
    resources = {name: found.get(name) for name in decls}
    good = {name: resource for name, resource in resources.items() if resource is not None}
    _check_collections(good, decls, problems)
    return good


def _endless(decls: Mapping[str, ResourceDecl], problems: Problems) -> set[str]:
    """The resources whose parents have no end; each circle is reported once."""
    finished: set[str] = set()
    endless: set[str] = set()
    for start in decls:
        path: list[str] = []
        at: str | None = start
        while at is not None and at in decls and at not in finished:
            finished.add(at)
            path.append(at)
            parent = decls[at].parent
            at = None if parent is None else parent.value
        if at in path:
            circle = path[path.index(at) :]
            parent = decls[circle[-1]].parent
            assert parent is not None
            problems.add(problem.parent_loop(parent.span, [*circle, at]))
            endless.update(path)
        elif at in endless:
            endless.update(path)
    return endless


def _ancestors_first(
    decls: Mapping[str, ResourceDecl], without: Collection[str]
) -> Iterator[ResourceDecl]:
    """The resources, each after its parent."""
    done = set(without)
    for name in decls:
        chain: list[ResourceDecl] = []
        at: str | None = name
        while at is not None and at in decls and at not in done:
            done.add(at)
            chain.append(decls[at])
            parent = decls[at].parent
            at = None if parent is None else parent.value
        yield from reversed(chain)


def _check_collections(
    resources: Mapping[str, Resource], decls: Mapping[str, ResourceDecl], problems: Problems
) -> None:
    taken: dict[tuple[str | None, str], Resource] = {}
    for resource in resources.values():
        other = taken.setdefault((resource.parent, resource.collection), resource)
        if other is not resource:
            decl = decls[resource.name]
            span = (decl.collection or decl.name).span
            found = problem.same_collection(span, resource.collection, other.name, other.span)
            problems.add(found)


Found = Mapping[str, Resource | None]  # by name; None: it is broken


class _ResourceMaker:
    """Makes one resource, its ancestors given."""

    def __init__(self, valued: Valued, problems: Problems) -> None:
        self._valued = valued
        self._problems = problems
        self._names = valued.named.resources
        self._declared = valued.named.declared

    def resource(self, decl: ResourceDecl, found: Found) -> Resource | None:
        """A resource; None after a report. found: at least its ancestors."""
        name = decl.name.value
        parent = self._parent(decl, found)
        record = self._valued.named.record(
            decl.type, self._declared, f"the resource '{name}'", self._problems
        )
        collection = self._collection(decl)
        self._check_presence(decl)
        if record is None or name not in self._names or collection is None:
            return None
        if decl.parent is not None and parent is None:
            return None
        fields = {field.name.text: field for field in self._valued.fields[record]}
        key = self._key(decl, fields)
        etag = self._etag(decl, fields)
        if key is None and not decl.singleton:
            return None
        keys = () if parent is None else parent.keys
        if key is not None:
            own = key_parameter(
                key, self._names[name], decl.notes.old_name, self._valued.typed.json
            )
            keys = self._distinct(keys, own, parent, found)
            if any(known.name.snake == own.name.snake for known in keys):
                self._report_key_clash(decl, own)
                return None
            keys = (*keys, own)
        singular = self._names[name]
        return Resource(
            name=name,
            record=record,
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
            deprecated=decl.notes.deprecated_within(None if parent is None else parent.deprecated),
            extensions=decl.notes.extensions,
            settings=decl.settings,
            span=decl.name.span,
        )

    def _distinct(
        self, keys: tuple[Field, ...], own: Field, parent: Resource | None, found: Found
    ) -> tuple[Field, ...]:
        """The keys of the ancestors; one that is called like the own key says whose it is."""
        names = [key.name.snake for key in keys]
        while parent is not None:
            if parent.key is not None and parent.keys[-1].name.snake == own.name.snake:
                clear = owned_key(parent, self._valued.typed.json)
                if clear.name.snake not in names:
                    at = names.index(own.name.snake)
                    return (*keys[:at], clear, *keys[at + 1 :])
            parent = found.get(parent.parent or "")
        return keys

    def _report_key_clash(self, decl: ResourceDecl, own: Field) -> None:
        place = decl.key.span if decl.key else decl.name.span
        clash = operation_problem.parameter_clash(
            place, own.name.text, "the key of the parent", "the key of this resource", None
        )
        self._problems.add(clash)

    def _parent(self, decl: ResourceDecl, found: Found) -> Resource | None:
        if decl.parent is None:
            return None
        name, decls = decl.parent.value, self._declared.decl.resources
        if name not in decls and not self._declared.is_broken(name):
            known = candidates(self._problems, lambda: decls)
            self._problems.add(problem.unknown_resource(decl.parent.span, name, known))
        return found.get(name)

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
        core = shape_of(field.type, self._valued.types).core
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

    def _field(self, text: Spanned, fields: dict[str, Field], record: str) -> Field | None:
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
        core = shape_of(field.type, self._valued.types).core
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
