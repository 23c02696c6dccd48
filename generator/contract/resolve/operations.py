"""Turns declared operations into those of the model, with the records derived from them."""

from dataclasses import dataclass

from generator.contract.declare.declarations import (
    BinaryDecl,
    ContractDecl,
    OperationDecl,
    RetryDecl,
)
from generator.contract.lock.renames import check_renames
from generator.contract.resolve import names
from generator.contract.resolve.auth import AuthTable
from generator.contract.resolve.errors import ErrorTable
from generator.contract.resolve.examples import Examples
from generator.contract.resolve.expression import ContainerExpr
from generator.contract.resolve.problems import candidates
from generator.contract.resolve.problems import operations as problem
from generator.contract.resolve.problems import promises as promise
from generator.contract.resolve.problems import resources as resource_problem
from generator.contract.resolve.requests import Requests
from generator.contract.resolve.resources import ResourceTable
from generator.contract.resolve.scope import Scope
from generator.contract.resolve.types import TypeTable
from generator.contract.resolve.usage import check_keys, is_idempotent, is_safe
from generator.diagnostics import Problems
from generator.kinds import BYTES, STRING
from generator.model import (
    Binary,
    Cache,
    Example,
    Field,
    ListRef,
    NamedRef,
    Operation,
    Record,
    RecordOrigin,
    Resource,
    Retry,
    TypeRef,
    Verb,
)
from generator.naming import Name, plural

_SINGLE = (Verb.CREATE, Verb.GET, Verb.REPLACE, Verb.UPDATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A record that an operation brings along; several lists share one page."""

    record: Record
    why: str


class OperationTable:
    """The operations of one contract."""

    def __init__(
        self,
        scope: Scope,
        types: TypeTable,
        errors: ErrorTable,
        resources: ResourceTable,
        auth: AuthTable,
        problems: Problems,
    ) -> None:
        self._decl: ContractDecl = scope.decl
        self._scope = scope
        self._types = types
        self._errors = errors
        self._resource_table = resources
        self._auth = auth
        self._problems = problems
        self._requests = Requests(scope, types, scope.decl.defaults.page_size, problems)
        self.derived: dict[str, Derived] = {}

    def resolve_all(self, resources: dict[str, Resource]) -> dict[str, Operation]:
        """Every operation without its examples: all types are only known afterwards."""
        decls = self._decl.operations
        good = names.declared(
            (decl.name for decl in decls.values()), "an operation", self._problems
        )
        check_renames(((d.name, d.notes.renamed_from) for d in decls.values()), self._problems)
        found: dict[str, Operation] = {}
        for name, decl in decls.items():
            operation = self._operation(decl, good.get(name) or Name.parse(name), resources)
            if operation is not None:
                found[name] = operation
        return found

    def examples(self, operation: Operation, resources: dict[str, Resource]) -> tuple[Example, ...]:
        """The examples of an operation, checked."""
        decl = self._decl.operations[operation.name.text]
        if not decl.examples:
            return ()
        errors: dict[str, tuple[Field, ...] | None] = {}
        for text in decl.errors:
            error = self._errors.named(text)
            errors[text.value] = None if error is None else error.fields
        fields = self.derived[operation.request].record.fields
        excluded = self._excluded(operation, fields, resources)
        made = Examples(operation, fields, excluded, errors, self._types.values, self._problems)
        return tuple(made.resolve(example) for example in decl.examples)

    def _excluded(
        self, operation: Operation, fields: tuple[Field, ...], resources: dict[str, Resource]
    ) -> dict[str, str]:
        """Why fields of the resource are no parameters, for those who try to pass them."""
        if operation.resource is None:
            return {}
        given = {field.name.text for field in fields}
        record = self._types.fields[resources[operation.resource].record]
        return {
            field.name.text: "is read_only: only the server sets it"
            if field.read_only
            else "cannot be set by this operation"
            for field in record
            if field.name.text not in given
        }

    def _operation(
        self, decl: OperationDecl, name: Name, resources: dict[str, Resource]
    ) -> Operation | None:
        verb = None if decl.verb is None else Verb(decl.verb)
        check_keys(decl, verb, self._problems)
        resource = self._resource(decl, resources)
        if resource is not None and resource.singleton and verb is Verb.LIST:
            assert decl.resource is not None
            found = problem.list_of_one(decl.resource.span, resource.name)
            self._problems.add(found)
        request = self._derive(
            Record(
                name=f"{name.text}Request",
                fields=self._requests.fields(decl, verb, resource),
                origin=RecordOrigin.REQUEST,
                description=f"The input of {name}.",
                span=decl.name.span,
            ),
            f"the request of the operation '{name}'",
        )
        output, streams = self._output(decl, name, verb, resource)
        safe = is_safe(decl, verb, self._problems)
        idempotent = is_idempotent(decl, verb, self._problems)
        errors = [self._errors.named(text) for text in decl.errors]
        auth = self._auth.choices(decl.auth or self._decl.defaults.auth)
        timeout = decl.timeout or self._decl.defaults.timeout
        retry = self._retry(decl, safe or idempotent)
        cache = self._cache(decl, safe=safe, open_to_all=not auth)
        if verb is not None and resource is None:
            return None
        binary = decl.output if isinstance(decl.output, BinaryDecl) else None
        return Operation(
            name=name,
            verb=verb,
            resource=None if resource is None else resource.name,
            on_collection=decl.on_collection,
            request=request,
            output=output,
            binary=None if binary is None else Binary(media_type=binary.media_type),
            stream_input=self._requests.stream(decl),
            stream_output=streams,
            errors=tuple(dict.fromkeys(error.name for error in errors if error is not None)),
            safe=safe,
            idempotent=idempotent,
            auth=auth,
            timeout=None if timeout is None else timeout.seconds,
            retry=retry,
            cache=cache,
            renamed_from=decl.notes.old_name,
            description=decl.notes.description,
            deprecated=decl.notes.deprecated,
            settings=decl.settings,
            extensions=decl.notes.extensions,
            span=decl.name.span,
        )

    def _derive(self, record: Record, why: str) -> str:
        """Keep a derived record; all of its fields can be looked up like those of others."""
        if record.name not in self.derived:
            self.derived[record.name] = Derived(record=record, why=why)
        return record.name

    def _resource(self, decl: OperationDecl, resources: dict[str, Resource]) -> Resource | None:
        if decl.resource is None:
            return None
        name = decl.resource.value
        found = resources.get(name)
        if found is None and not self._resource_table.silent(name):
            known = candidates(self._problems, lambda: self._decl.resources)
            unknown = resource_problem.unknown_resource(decl.resource.span, name, known)
            self._problems.add(unknown)
        return found

    def _output(
        self, decl: OperationDecl, name: Name, verb: Verb | None, resource: Resource | None
    ) -> tuple[TypeRef | None, bool]:
        """What comes back, and whether it is the element of a stream."""
        match decl.output:
            case None:
                return self._derived_output(verb, resource), False
            case BinaryDecl():
                return BYTES.ref, False
            case tuple() as decls:
                fields = self._types.fields_of(decls, self._scope)
                record = Record(
                    name=f"{name.text}Result",
                    fields=fields,
                    origin=RecordOrigin.RESULT,
                    description=f"What {name} gives back.",
                    span=decl.name.span,
                )
                why = f"the result of the operation '{name}'"
                return NamedRef(name=self._derive(record, why)), False
            case ContainerExpr(container="stream", item=item):
                return self._requests.element(item), True
            case expr:
                return self._requests.element(expr), False

    def _derived_output(self, verb: Verb | None, resource: Resource | None) -> TypeRef | None:
        if resource is None or verb is None or verb in (Verb.DELETE, Verb.CALL):
            return None
        if verb in _SINGLE:
            return NamedRef(name=resource.record)
        items = Name.parse(resource.plural.snake)
        old = resource.renamed_from
        token = Name.parse("next_page_token")
        snake = self._types.snake_json
        fields = (
            Field(
                name=items,
                json_name=items.snake if snake else items.camel,
                type=ListRef(item=NamedRef(name=resource.record)),
                renamed_from=None if old is None else plural(Name.parse(old)).snake,
                description=f"The {resource.plural.title.lower()} of this page.",
            ),
            Field(
                name=token,
                json_name=token.snake if snake else token.camel,
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
        return NamedRef(name=self._derive(page, why))

    def _retry(self, decl: OperationDecl, repeatable: bool) -> Retry | None:
        written: RetryDecl | None = decl.retry
        if written is None:
            written = self._decl.defaults.retry if repeatable else None
        if written is None or written.attempts == 0:
            return None
        if not repeatable:
            place = decl.places.get("retry", written.span)
            self._problems.add(promise.not_repeatable(place, decl.name.value))
            return None
        return Retry() if written.attempts is None else Retry(attempts=written.attempts)

    def _cache(self, decl: OperationDecl, *, safe: bool, open_to_all: bool) -> Cache | None:
        """What needs credentials is the caller's own, unless it says otherwise (RFC 9111 §3.5)."""
        if decl.cache is None:
            return None
        if not safe:
            self._problems.add(promise.cache_unsafe(decl.cache.span, decl.name.value))
        private = decl.cache.private or not (open_to_all or decl.cache.public)
        return Cache(max_age=int(decl.cache.max_age.seconds), private=private)
