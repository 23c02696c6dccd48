"""Turns a declared union into one of the model, and gives its records their tags."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.contract.declare.declarations import TypeDecl, UnionBody
from generator.contract.problems import types as problem
from generator.contract.resolve import spelling
from generator.contract.resolve.fields import MAX_FIELD_NUMBER, check_distinct, number_of
from generator.contract.resolve.json_form import JsonForm
from generator.contract.resolve.renames import check_renames
from generator.contract.resolve.spelling import Names
from generator.diagnostics import Problems, Span
from generator.model import Field, Record, Tag, TypeDef, Union, Variant
from generator.naming import Name


def resolve_union(
    decl: TypeDecl,
    body: UnionBody,
    records: Iterable[str | None],
    json: JsonForm,
    problems: Problems,
) -> Union:
    """A union; ``records`` are those of its variants, None for one that is reported already."""
    if not body.variants:
        problems.add(problem.empty(decl.name.span, f"the union '{decl.name.value}'"))
    discriminator = "type"
    if body.discriminator is not None:
        name = spelling.field(body.discriminator, "a discriminator", problems)
        if name is not None:
            discriminator = spelling.json_name(body.discriminator, name, json, problems)
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
        name = spelling.value(variant.tag, problems) or Name.parse(variant.tag.value)
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


def tagged(
    types: Mapping[str, TypeDef],
    fields: Mapping[str, tuple[Field, ...]],
    problems: Problems,
) -> dict[str, TypeDef]:
    """The types, the records of unions with their tags: each can have one."""
    found = dict(types)
    places: dict[str, Span] = {}
    for union in types.values():
        if not isinstance(union, Union):
            continue
        for variant in union.variants:
            assert variant.span is not None
            record = found[variant.record]
            assert isinstance(record, Record)
            tag = Tag(member=union.discriminator, value=variant.tag)
            if record.tag is None:
                places[record.name] = variant.span
                found[record.name] = replace(record, tag=tag)
                _check_fields(variant, tag, fields[record.name], problems)
            elif record.tag != tag:
                place = places[record.name]
                here, there = _shown(tag), _shown(record.tag)
                problems.add(problem.two_tags(variant.span, record.name, here, there, place))
    return found


def _shown(tag: Tag) -> str:
    return f"{tag.member}: {tag.value}"


def _check_fields(variant: Variant, tag: Tag, fields: Iterable[Field], problems: Problems) -> None:
    assert variant.span is not None
    for field in fields:
        if field.json_name == tag.member:
            name, record = field.name.text, variant.record
            problems.add(problem.discriminator_clash(variant.span, name, record, field.span))
