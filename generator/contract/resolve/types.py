"""Turns declared types, and those of imports that are needed, into the types of the model."""

from dataclasses import replace

from generator.contract.declare.declarations import (
    AliasBody,
    EnumBody,
    FieldDecl,
    RecordBody,
    Text,
    TypeDecl,
    UnionBody,
)
from generator.contract.lock.renames import check_renames
from generator.contract.resolve import names
from generator.contract.resolve.constraints import BROKEN, resolve_constraints
from generator.contract.resolve.enums import resolve_enum
from generator.contract.resolve.expression import ContainerExpr, NameExpr, OptionalExpr, TypeExpr
from generator.contract.resolve.fields import Draft, constrain, draft_fields, fill
from generator.contract.resolve.loops import break_alias_loops, leaf, report_endless_records
from generator.contract.resolve.problems import candidates
from generator.contract.resolve.problems import names as name_problem
from generator.contract.resolve.problems import types as problem
from generator.contract.resolve.scope import Scope
from generator.contract.resolve.unions import Tags, resolve_union
from generator.contract.resolve.values import Values
from generator.diagnostics import Problems, Span
from generator.kinds import container_named, scalar_named, scalars
from generator.model import (
    Alias,
    Field,
    NamedRef,
    NullableRef,
    Record,
    TypeDef,
    TypeRef,
    Union,
)


class TypeTable:
    """The types of one contract, and those that it uses of its imports."""

    def __init__(
        self, scope: Scope, *, snake_json: bool, null_for_absent: bool, problems: Problems
    ) -> None:
        self.problems = problems
        self.snake_json = snake_json
        self.types: dict[str, TypeDef] = {}
        self.fields: dict[str, tuple[Field, ...]] = {}  # of records: all, write_only too
        self.values = Values(self.types, self.fields, problems, null_for_absent)
        self._main = scope
        self._drafts: dict[str, list[Draft]] = {}
        self._decls: dict[str, tuple[Scope, TypeDecl]] = {}
        self._wanted: list[tuple[Scope, TypeDecl]] = []
        self._constrained: set[str] = set()
        self._tags = Tags(problems)
        decls = list(scope.decl.types.values())
        names.declared((decl.name for decl in decls), "a type", problems)
        check_renames(((d.name, d.notes.renamed_from) for d in decls), problems)

    def resolve_all(self) -> None:
        """Resolve every type of the contract and what is needed for it."""
        for decl in self._main.decl.types.values():
            if decl.body is not None:
                self._want(self._main, decl)
        self._work()

    def _work(self) -> None:
        """Resolve what is wanted, and what that wants: names, then constraints, then values."""
        new: list[str] = []
        for scope, decl in self._wanted:  # grows while it is worked off
            self.types[decl.name.value] = self._type(scope, decl)
            new.append(decl.name.value)
        self._wanted.clear()
        if not new:
            return
        break_alias_loops(new, self.types, self._broken_alias, self.problems)
        self._tags.give(new, self.types, self._drafts)
        for name in new:
            self._constrain_alias(name)
        for name in new:
            if name in self._drafts:
                constrain(self._drafts[name], self.types, self.problems)
                self._refresh(name)
        for name in new:
            self._fill(name)
        report_endless_records(new, self.types, self.fields, self.problems)

    def close(self) -> None:
        """Resolve what was named since, and put imported types first."""
        self._work()
        order = [name for name, (scope, _) in self._decls.items() if scope is not self._main]
        order += [name for name in self._main.decl.types if name in self.types]
        ordered = {name: self.types[name] for name in order}
        self.types.clear()
        self.types.update(ordered)

    def ref(self, expr: TypeExpr | None, scope: Scope) -> tuple[TypeRef, bool]:
        """The type that an expression means, and whether it is optional as a whole."""
        match expr:
            case None:
                return BROKEN, False
            case OptionalExpr():
                return self._inner(expr.item, scope), True
            case _:
                return self._inner(expr, scope), False

    def _inner(self, expr: TypeExpr, scope: Scope) -> TypeRef:
        match expr:
            case NameExpr():
                return self.named(expr.name, expr.span, scope)
            case ContainerExpr(container="stream"):
                self.problems.add(problem.stream_here(expr.span))
                return BROKEN
            case OptionalExpr(item=item):
                return NullableRef(item=self._inner(item, scope))
            case ContainerExpr(container=container, item=item):
                return container_named(container).of(self._inner(item, scope))

    def named(self, name: str, span: Span, scope: Scope) -> TypeRef:
        """The scalar or declared type of a name; BROKEN after a report, or when it is broken."""
        scalar = scalar_named(name)
        if scalar is not None:
            return scalar.ref
        found = scope.type(name)
        if found is None:
            if not scope.silent(name):
                known = candidates(
                    self.problems, lambda: [k.name for k in scalars()] + [*scope.names("types")]
                )
                self.problems.add(problem.unknown_type(span, name, known))
            return BROKEN
        home, decl = found
        if decl.body is None or not self._want(home, decl, span):
            return BROKEN
        return NamedRef(name=decl.name.value)

    def fields_of(self, decls: tuple[FieldDecl, ...], scope: Scope) -> tuple[Field, ...]:
        """The fields of something that is not a type: a parameter list, a result, an error."""
        drafts = self._draft(decls, scope)
        self._work()
        constrain(drafts, self.types, self.problems)
        fill(drafts, self.values)
        return tuple(draft.field for draft in drafts)

    def _draft(self, decls: tuple[FieldDecl, ...], scope: Scope) -> list[Draft]:
        return draft_fields(
            decls,
            lambda decl: self.ref(decl.type, scope),
            snake_json=self.snake_json,
            problems=self.problems,
        )

    def _want(self, scope: Scope, decl: TypeDecl, span: Span | None = None) -> bool:
        """Note that a type is used; False when it is imported and has the name of another one."""
        name = decl.name.value
        known = self._decls.get(name)
        if known is not None:
            if known[0] is scope:
                return True
            place = known[1].name.span
            self.problems.add(name_problem.imported_name_clash(span or decl.name.span, name, place))
            return False
        if scope is not self._main:
            own = self._main.decl.types.get(name)
            if own is not None:
                place = own.name.span
                self.problems.add(
                    name_problem.imported_name_clash(span or decl.name.span, name, place)
                )
                return False
            names.pascal(decl.name, "a type", self.problems)
        self._decls[name] = (scope, decl)
        self._wanted.append((scope, decl))
        return True

    def _type(self, scope: Scope, decl: TypeDecl) -> TypeDef:
        match decl.body:
            case RecordBody():
                return self._record(scope, decl, decl.body)
            case EnumBody():
                return resolve_enum(decl, decl.body, self.problems)
            case UnionBody():
                return self._union(scope, decl, decl.body)
            case AliasBody():
                return self._alias(scope, decl, decl.body)
            case None:
                raise AssertionError("a broken type is never wanted")

    def _record(self, scope: Scope, decl: TypeDecl, body: RecordBody) -> Record:
        self._drafts[decl.name.value] = self._draft(body.fields, scope)
        return Record(
            name=decl.name.value,
            fields=(),
            renamed_from=decl.notes.old_name,
            description=decl.notes.description,
            deprecated=decl.notes.deprecated,
            extensions=decl.notes.extensions,
            span=decl.name.span,
        )

    def _refresh(self, name: str) -> None:
        record = self.types[name]
        assert isinstance(record, Record)
        fields = tuple(draft.field for draft in self._drafts[name])
        self.fields[name] = fields
        output = tuple(field for field in fields if not field.write_only)
        self.types[name] = replace(record, fields=output)

    def _union(self, scope: Scope, decl: TypeDecl, body: UnionBody) -> Union:
        records = [
            self._record_name(v.record, scope, f"the variant '{v.tag.value}'")
            for v in body.variants
        ]
        return resolve_union(
            decl, body, records, snake_json=self.snake_json, problems=self.problems
        )

    def _record_name(self, text: Text, scope: Scope, what: str) -> str | None:
        """The plain name of a declared record; None after a report."""
        ref = self.named(text.value, text.span, scope)
        if ref is BROKEN:
            return None
        if isinstance(ref, NamedRef):
            body = self._decls[ref.name][1].body
            if isinstance(body, RecordBody):
                return ref.name
        self.problems.add(problem.not_a_record(text.span, what, text.value))
        return None

    def record(self, text: Text, scope: Scope, what: str) -> Record | None:
        """A declared record by its name; None after a report."""
        name = self._record_name(text, scope, what)
        self._work()
        if name is None:
            return None
        found = self.types[name]
        assert isinstance(found, Record)
        return found

    def _alias(self, scope: Scope, decl: TypeDecl, body: AliasBody) -> Alias:
        ref, nullable = self.ref(body.type, scope)
        if nullable:
            assert body.type is not None
            hint = f"write '{decl.name.value}?' where it is used"
            self.problems.add(problem.optional_here(body.type.span, "an alias", hint))
        return Alias(
            name=decl.name.value,
            type=ref,
            renamed_from=decl.notes.old_name,
            description=decl.notes.description,
            deprecated=decl.notes.deprecated,
            extensions=decl.notes.extensions,
            span=decl.name.span,
        )

    def _broken_alias(self, name: str) -> None:
        """Cut an alias loop, so that everything that follows aliases ends."""
        alias = self.types[name]
        assert isinstance(alias, Alias)
        self.types[name] = replace(alias, type=BROKEN)

    def _constrain_alias(self, name: str) -> None:
        """Give an alias its constraints, after the aliases that it is made of."""
        chain: list[tuple[Alias, AliasBody]] = []
        while name not in self._constrained:
            self._constrained.add(name)
            alias, body = self.types[name], self._decls[name][1].body
            if not isinstance(alias, Alias) or not isinstance(body, AliasBody):
                break
            chain.append((alias, body))
            name = leaf(alias.type) or name
        for alias, body in reversed(chain):
            if body.constraints:
                found = resolve_constraints(body.constraints, alias.type, self.types, self.problems)
                self.types[alias.name] = replace(alias, constraints=found)

    def _fill(self, name: str) -> None:
        body = self._decls[name][1].body
        if isinstance(body, AliasBody) and body.examples:
            alias = self.types[name]
            assert isinstance(alias, Alias)
            what = f"an example of '{name}'"
            ref = NamedRef(name=name)
            examples = tuple(self.values.of_type(node, ref, what) for node in body.examples)
            self.types[name] = replace(alias, examples=examples)
        elif name in self._drafts and fill(self._drafts[name], self.values):
            self._refresh(name)
