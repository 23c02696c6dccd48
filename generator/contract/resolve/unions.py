"""Turns a declared union into one of the model, and gives its records their tags."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.contract.declare.declarations import TypeDecl, UnionBody
from generator.contract.problems import records as problem
from generator.contract.resolve import names
from generator.contract.resolve.fields import MAX_FIELD_NUMBER, Draft, check_distinct, number_of
from generator.contract.resolve.names import Names
from generator.contract.resolve.renames import check_renames
from generator.diagnostics import Problems, Span
from generator.model import Record, Tag, TypeDef, Union, Variant
from generator.naming import Name


def resolve_union(
    decl: TypeDecl,
    body: UnionBody,
    records: Iterable[str | None],
    *,
    snake_json: bool,
    problems: Problems,
) -> Union:
    """A union; ``records`` are those of its variants, None for one that is reported already."""
    if not body.variants:
        problems.add(problem.empty(decl.name.span, f"the union '{decl.name.value}'"))
    discriminator = "type"
    if body.discriminator is not None:
        name = names.field(body.discriminator, "a discriminator", problems)
        if name is not None:
            discriminator = names.json_name(
                body.discriminator, name, problems, snake_json=snake_json
            )
    check_distinct((v.number for v in body.variants if v.number), problems)
    check_renames(((v.tag, v.renamed_from) for v in body.variants), problems)
    return Union(
        name=decl.name.value,
        discriminator=discriminator,
        variants=tuple(_variants(body, records, problems)),
        renamed_from=decl.notes.old_name,
        description=decl.notes.description,
        deprecated=decl.notes.deprecated,
        extensions=decl.notes.extensions,
        span=decl.name.span,
    )


def _variants(
    body: UnionBody, records: Iterable[str | None], problems: Problems
) -> Iterator[Variant]:
    taken = Names(problems)
    for variant, record in zip(body.variants, records, strict=True):
        name = names.value(variant.tag, problems) or Name.parse(variant.tag.value)
        taken.take(variant.tag, name)
        if record is None:
            continue
        number = number_of(variant.number, 1, MAX_FIELD_NUMBER, problems)
        renamed_from = variant.renamed_from
        yield Variant(
            tag=variant.tag.value,
            record=record,
            number=number,
            renamed_from=None if renamed_from is None else renamed_from.value,
            span=variant.tag.span,
        )


class Tags:
    """Gives the records of unions their tags: each can have one."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._places: dict[str, Span] = {}

    def give(
        self, unions: Iterable[str], types: dict[str, TypeDef], drafts: dict[str, list[Draft]]
    ) -> None:
        """Tag the records of those among the named types that are unions."""
        for name in unions:
            union = types[name]
            if not isinstance(union, Union):
                continue
            for variant in union.variants:
                record = types[variant.record]
                assert isinstance(record, Record)
                tag = Tag(member=union.discriminator, value=variant.tag)
                if self._is_free(variant, record, tag):
                    self._check_fields(variant, tag, drafts[record.name])
                    types[record.name] = replace(record, tag=tag)

    def _is_free(self, variant: Variant, record: Record, tag: Tag) -> bool:
        assert variant.span is not None
        if record.tag is None:
            self._places[record.name] = variant.span
            return True
        if record.tag != tag:
            here, there = f"{tag.member}: {tag.value}", f"{record.tag.member}: {record.tag.value}"
            place = self._places[record.name]
            self._problems.add(problem.two_tags(variant.span, record.name, here, there, place))
        return False

    def _check_fields(self, variant: Variant, tag: Tag, drafts: list[Draft]) -> None:
        assert variant.span is not None
        for draft in drafts:
            if draft.field.json_name == tag.member:
                name, place = draft.field.name.text, draft.field.span
                self._problems.add(
                    problem.discriminator_clash(variant.span, name, variant.record, place)
                )
