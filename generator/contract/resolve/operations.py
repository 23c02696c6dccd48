"""Turns declared operations into those of the model, with the records derived from them.

The sixth link of the chain: Resourced → Operated.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.contract.declare.declarations import (
    BodyDecl,
    OperationDecl,
)
from generator.contract.declare.expression import ContainerExpr
from generator.contract.problems import candidates
from generator.contract.problems import operations as problem
from generator.contract.problems import resources as resource_problem
from generator.contract.resolve.auth import auth_choices
from generator.contract.resolve.bodies import body_in, body_out
from generator.contract.resolve.operation_examples import with_examples
from generator.contract.resolve.places import places_of
from generator.contract.resolve.promises import Traits, promises
from generator.contract.resolve.requests import RequestMaker
from generator.contract.resolve.resourced import Resourced
from generator.contract.resolve.usage import check_keys, is_idempotent, is_safe
from generator.contract.resolve.valued import Valued
from generator.diagnostics import Problems
from generator.kinds import BYTES, STRING
from generator.model import (
    Field,
    ListRef,
    NamedRef,
    Operation,
    Record,
    RecordOrigin,
    Resource,
    TypeRef,
    Verb,
)
from generator.naming import Name, plural

_SINGLE = (Verb.CREATE, Verb.GET, Verb.REPLACE, Verb.UPDATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedRecord:
    """A record that an operation brings along, and why; several lists share one page."""

    record: Record
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operated:
    """A contract with its operations; derived: the records that they bring along, by name."""

    resourced: Resourced
    operations: Mapping[str, Operation]
    derived: Mapping[str, DerivedRecord]

    @property
    def valued(self) -> Valued:
        """The declared types of the contract."""
        return self.resourced.valued


def operate_all(resourced: Resourced, problems: Problems) -> Operated:
    """The operations, those with problems left out where nothing can be said of them."""
    declared = resourced.valued.named.declared
    maker = _OperationMaker(resourced, problems)
    made = {name: maker.operation(decl) for name, decl in declared.decl.operations.items()}
    auth_choices(declared.decl.defaults.auth, resourced.schemes, declared, problems)
    derived: dict[str, DerivedRecord] = {}
    for _, brought in made.values():
        for each in brought:
            derived.setdefault(each.record.name, each)
    operations = {name: each for name, (each, _) in made.items() if each is not None}
    records = {name: each.record for name, each in derived.items()}
    return Operated(
        resourced=resourced,
        operations=with_examples(operations, records, resourced, problems),
        derived=derived,
    )


class _OperationMaker:
    """Makes one operation, with the records that it brings along."""

    def __init__(self, resourced: Resourced, problems: Problems) -> None:
        self._resourced = resourced
        self._valued = resourced.valued
        self._named = resourced.valued.named
        self._declared = resourced.valued.named.declared
        self._requests = RequestMaker(resourced.valued, problems)
        self._problems = problems

    def operation(self, decl: OperationDecl) -> tuple[Operation | None, tuple[DerivedRecord, ...]]:
        """An operation without its examples; None after a report."""
        text = decl.name.value
        name = self._named.operations.get(text) or Name.parse(text)
        verb = None if decl.verb is None else Verb(decl.verb)
        check_keys(decl, verb, self._problems)
        resource = self._resource(decl)
        if resource is not None and resource.singleton and verb is Verb.LIST:
            assert decl.resource is not None
            found = problem.list_of_one(decl.resource.span, resource.name)
            self._problems.add(found)
        request = DerivedRecord(
            record=Record(
                name=f"{name.text}Request",
                fields=self._requests.fields(decl, verb, resource),
                origin=RecordOrigin.REQUEST,
                description=f"The input of {name}.",
                span=decl.name.span,
            ),
            why=f"the request of the operation '{name}'",
        )
        output, streams = self._output(decl, name, verb, resource)
        derived: tuple[DerivedRecord, ...] = (request,)
        fields = request.record.fields
        bytes_in = body_in(decl, verb, fields, self._valued.types, self._problems)
        element = self._requests.stream(decl)
        item = self._item(decl, name, element, request.record)
        if item is not None:
            derived = (*derived, item)
        incoming = self._incoming(decl, element, item, fields)
        if isinstance(output, DerivedRecord):
            derived = (*derived, output)
            output = NamedRef(name=output.record.name)
        safe = is_safe(decl, verb, self._problems)
        idempotent = is_idempotent(decl, verb, self._problems)
        errors = (self._named.error(text.value) for text in decl.errors)
        defaults = self._declared.decl.defaults
        auth = auth_choices(
            decl.auth or defaults.auth, self._resourced.schemes, self._declared, self._problems
        )
        promised = promises(
            decl,
            defaults,
            Traits(
                safe=safe,
                repeatable=safe or idempotent,
                open_to_all=not auth,
                streams=streams or element is not None,
                kept=element is None and (not streams or isinstance(decl.output, BodyDecl)),
            ),
            self._problems,
        )
        if verb is not None and resource is None:
            return None, derived
        operation = Operation(
            name=name,
            verb=verb,
            resource=None if resource is None else resource.name,
            on_collection=decl.on_collection,
            request=request.record.name,
            output=output,
            body_in=bytes_in,
            body_out=body_out(decl, self._problems),
            stream_input=element,
            incoming=incoming,
            item=None if item is None else item.record.name,
            stream_output=streams,
            errors=tuple(dict.fromkeys(e for e in errors if e and e in self._resourced.errors)),
            safe=safe,
            idempotent=idempotent,
            auth=auth,
            timeout=promised.timeout,
            retry=promised.retry,
            cache=promised.cache,
            renamed_from=decl.notes.old_name,
            description=decl.notes.description,
            deprecated=decl.notes.deprecated_within(
                None if resource is None else resource.deprecated
            ),
            settings=decl.settings,
            extensions=decl.notes.extensions,
            places=places_of(decl, defaults),
            span=decl.name.span,
        )
        return operation, derived

    def _item(
        self, decl: OperationDecl, name: Name, element: TypeRef | None, request: Record
    ) -> DerivedRecord | None:
        """The record of one element of the client's stream; none of a file, which is in pieces."""
        if element is None or element == BYTES.ref:
            return None
        field = Name.parse(element.name if isinstance(element, NamedRef) else "item")
        taken = {field.name.snake for field in request.fields}
        field = Name.parse("item") if field.snake in taken else field
        record = Record(
            name=f"{name.text}Item",
            fields=(
                Field(name=field, json_name=self._valued.typed.json.member(field), type=element),
            ),
            origin=RecordOrigin.REQUEST,
            description=f"One item of the stream that {name} takes.",
            span=decl.name.span,
        )
        return DerivedRecord(record=record, why=f"an item of the stream of '{name}'")

    def _incoming(
        self,
        decl: OperationDecl,
        element: TypeRef | None,
        item: DerivedRecord | None,
        fields: tuple[Field, ...],
    ) -> Name | None:
        """``frames`` for frames, ``items`` for what has no name, ``content`` for a file."""
        if element is None:
            return None
        name = Name.parse("content")
        if item is not None:
            name = plural(item.record.fields[0].name)
        for field in fields:
            if field.name.snake == name.snake:
                span, one = field.span or decl.name.span, "what streams in"
                clash = problem.parameter_clash(span, name.snake, one, "this one", decl.name.span)
                self._problems.add(clash)
        return name

    def _resource(self, decl: OperationDecl) -> Resource | None:
        if decl.resource is None:
            return None
        name = decl.resource.value
        found = self._resourced.resources.get(name)
        decls = self._declared.decl.resources
        if found is None and name not in decls and not self._declared.is_broken(name):
            known = candidates(self._problems, lambda: decls)
            unknown = resource_problem.unknown_resource(decl.resource.span, name, known)
            self._problems.add(unknown)
        return found

    def _output(
        self, decl: OperationDecl, name: Name, verb: Verb | None, resource: Resource | None
    ) -> tuple[TypeRef | DerivedRecord | None, bool]:
        """What comes back, and whether it is the element of a stream."""
        match decl.output:
            case None:
                return self._derived_output(verb, resource), False
            case BodyDecl(chunks=chunks):
                return BYTES.ref, chunks
            case tuple() as decls:
                fields = self._valued.fields_of(decls, self._declared, self._problems)
                record = Record(
                    name=f"{name.text}Result",
                    fields=fields,
                    origin=RecordOrigin.RESULT,
                    description=f"What {name} gives back.",
                    span=decl.name.span,
                )
                why = f"the result of the operation '{name}'"
                return DerivedRecord(record=record, why=why), False
            case ContainerExpr(container="stream", item=item):
                return self._requests.element(item), True
            case expr:
                return self._requests.element(expr), False

    def _derived_output(
        self, verb: Verb | None, resource: Resource | None
    ) -> TypeRef | DerivedRecord | None:
        if resource is None or verb is None or verb in (Verb.DELETE, Verb.CALL):
            return None
        if verb in _SINGLE:
            return NamedRef(name=resource.record)
        items = Name.parse(resource.plural.snake)
        old = resource.renamed_from
        token = Name.parse("next_page_token")
        json = self._valued.typed.json
        fields = (
            Field(
                name=items,
                json_name=json.member(items),
                type=ListRef(item=NamedRef(name=resource.record)),
                renamed_from=None if old is None else plural(Name.parse(old)).snake,
                description=f"The {resource.plural.title.lower()} of this page.",
            ),
            Field(
                name=token,
                json_name=json.member(token),
                type=STRING.ref,
                required=False,
                nullable=True,
                description="Where the next page begins; absent on the last one.",
            ),
        )
        page = Record(
            name=f"{resource.name}Page",
            fields=fields,
            origin=RecordOrigin.PAGE,
            source=resource.record,
            description=f"Some {resource.plural.title.lower()}, and where to go on.",
            span=resource.span,
        )
        why = f"the page of the resource '{resource.name}'"
        return DerivedRecord(record=page, why=why)
