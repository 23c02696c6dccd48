"""Contracts made by hand, as the resolve phase would make them: what the emitters are tested on."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from generator.model import (
    Alias,
    Api,
    Code,
    Constraints,
    Default,
    Deprecation,
    Enum,
    EnumValue,
    ErrorType,
    Etag,
    Field,
    FieldRole,
    ListRef,
    MapRef,
    NamedRef,
    NullableRef,
    Operation,
    Record,
    RecordOrigin,
    Resource,
    Retry,
    ScalarRef,
    Tag,
    TypeRef,
    Union,
    Variant,
    Verb,
)
from generator.naming import Name

STRING = ScalarRef(kind="string")
INT32 = ScalarRef(kind="int32")
DECIMAL = ScalarRef(kind="decimal")
TIMESTAMP = ScalarRef(kind="timestamp")


def field(name: str, type: TypeRef, **options: Any) -> Field:
    parsed = Name.parse(name)
    return Field(name=parsed, json_name=parsed.camel, type=type, **options)


CATEGORY = Enum(
    name="Category",
    description="What kind of thing it is.",
    values=(
        EnumValue(name="Clothes", description="To be worn."),
        EnumValue(name="in-stock", deprecated=Deprecation(use="Clothes")),
        EnumValue(name="class"),
    ),
)
PRICE = field(
    "price",
    DECIMAL,
    constraints=Constraints(minimum=Decimal(0), multiple_of=Decimal("0.01")),
    description="In euro.",
)
WRITABLE = (
    field("name", STRING, constraints=Constraints(min_length=1, max_length=20)),
    PRICE,
    field("category", NamedRef(name="Category"), default=Default(value="Clothes")),
    field("tags", ListRef(item=STRING, unique=True), default=Default(value=[])),
    field("note", STRING, nullable=True, required=False),
)
PRODUCT = Record(
    name="Product",
    description="One product on the list.",
    input_view="ProductInput",
    fields=(
        field("id", STRING, read_only=True, description="Assigned by the server."),
        *WRITABLE,
        field("created_at", TIMESTAMP, read_only=True),
    ),
)
TYPES = (
    CATEGORY,
    PRODUCT,
    Record(
        name="ProductInput",
        origin=RecordOrigin.INPUT_VIEW,
        source="Product",
        fields=WRITABLE,
    ),
    Record(
        name="Card",
        tag=Tag(member="kind", value="card"),
        fields=(
            field("number", STRING, sensitive=True),
            field("valid_until", ScalarRef(kind="date")),
        ),
    ),
    Record(
        name="BankTransfer",
        tag=Tag(member="kind", value="bank"),
        fields=(field("iban", STRING),),
    ),
    Union(
        name="Payment",
        discriminator="kind",
        description="How it is paid.",
        variants=(
            Variant(tag="card", record="Card"),
            Variant(tag="bank", record="BankTransfer"),
        ),
    ),
    Alias(name="Sku", type=STRING, constraints=Constraints(pattern="^[A-Z]{3}$")),
    Alias(name="Skus", type=ListRef(item=NamedRef(name="Sku"))),
    Record(
        name="Everything",
        fields=(
            field("flag", ScalarRef(kind="bool"), default=Default(value=True)),
            field("small", INT32, constraints=Constraints(minimum=Decimal(1))),
            field("big", ScalarRef(kind="uint64")),
            field("ratio", ScalarRef(kind="float64"), default=Default(value=Decimal("1.5"))),
            field("data", ScalarRef(kind="bytes"), constraints=Constraints(max_length=4)),
            field("at", TIMESTAMP, default=Default(value="2026-11-22T09:30:00Z")),
            field("date", ScalarRef(kind="date")),
            field("time", ScalarRef(kind="time")),
            field("took", ScalarRef(kind="duration")),
            field("key", ScalarRef(kind="uuid")),
            field("link", ScalarRef(kind="uri"), nullable=True, required=False),
            field("anything", ScalarRef(kind="any"), nullable=True, required=False),
            field("payment", NamedRef(name="Payment"), nullable=True, required=False),
            field("payments", MapRef(value=NamedRef(name="Payment")), default=Default(value={})),
            field("parent", NamedRef(name="Everything"), nullable=True, required=False),
            field("grid", ListRef(item=ListRef(item=NullableRef(item=INT32)))),
            field("skus", NamedRef(name="Skus"), default=Default(value=["ABC"])),
            field("limits", MapRef(value=INT32), nullable=True, required=False),
            field("names", ListRef(item=STRING), nullable=True, required=False),
            field("class", STRING),
            field("list", ListRef(item=STRING)),
            field("datetime", TIMESTAMP),
        ),
    ),
)

KEY = field("product_id", STRING, role=FieldRole.KEY)


def request(name: str, *fields: Field) -> Record:
    return Record(name=f"{name}Request", origin=RecordOrigin.REQUEST, fields=fields)


REQUESTS = (
    request("AddProduct", *WRITABLE),
    request("GetProduct", KEY),
    request(
        "ListProducts",
        field("category", NamedRef(name="Category"), nullable=True, required=False),
        field(
            "page_size",
            INT32,
            role=FieldRole.PAGE_SIZE,
            default=Default(value=50),
            constraints=Constraints(minimum=Decimal(1), maximum=Decimal(500)),
        ),
        field("page_token", STRING, role=FieldRole.PAGE_TOKEN, nullable=True, required=False),
    ),
    request(
        "UpdateProduct",
        KEY,
        replace(PRICE, patch=True, required=False),
        field("note", STRING, nullable=True, required=False, patch=True),
    ),
    request("DeleteProduct", KEY),
    request("Try", field("everything", NamedRef(name="Everything"))),
    request("Ping"),
)
PAGE = Record(
    name="ProductPage",
    origin=RecordOrigin.PAGE,
    source="Product",
    fields=(
        field("products", ListRef(item=NamedRef(name="Product"))),
        field("next_page_token", STRING, nullable=True, required=False),
    ),
)


def operation(name: str, **options: Any) -> Operation:
    defaults: dict[str, Any] = {
        "verb": None,
        "resource": None,
        "on_collection": False,
        "request": f"{name}Request",
        "output": None,
    }
    return Operation(name=Name.parse(name), **(defaults | options))


PRODUCT_REF = NamedRef(name="Product")
OPERATIONS = (
    operation(
        "AddProduct",
        verb=Verb.CREATE,
        resource="Product",
        output=PRODUCT_REF,
        errors=("ProductExists",),
        description="Add a product to the list.",
    ),
    operation(
        "GetProduct",
        verb=Verb.GET,
        resource="Product",
        output=PRODUCT_REF,
        safe=True,
        idempotent=True,
        errors=("ProductNotFound",),
        timeout=2.5,
        retry=Retry(),
    ),
    operation(
        "ListProducts",
        verb=Verb.LIST,
        resource="Product",
        output=NamedRef(name="ProductPage"),
        safe=True,
        idempotent=True,
    ),
    operation(
        "UpdateProduct",
        verb=Verb.UPDATE,
        resource="Product",
        output=PRODUCT_REF,
        errors=("ProductNotFound",),
        deprecated=Deprecation(since="2026-01-01", use="AddProduct"),
    ),
    operation(
        "DeleteProduct",
        verb=Verb.DELETE,
        resource="Product",
        idempotent=True,
        errors=("ProductNotFound",),
    ),
    operation("Try", output=NamedRef(name="Everything")),
    operation("Ping", safe=True, idempotent=True),
)


def products(**options: Any) -> Api:
    """A contract with every kind of type."""
    types = {t.name: t for t in (*TYPES, *REQUESTS, PAGE)}
    return Api(
        **{
            "package": "shop.products.v1",
            "folder": "products",
            "service": Name.parse("Products"),
            "file": "contracts/products.yaml",
            "title": "Product list",
            "version": "1.0.0",
            "description": "The products that the shop sells.",
            "types": types,
            "errors": {
                "ProductNotFound": ErrorType(
                    name="ProductNotFound",
                    code=Code.NOT_FOUND,
                    description="No product has this id.",
                    fields=(field("product_id", STRING),),
                ),
                "ProductExists": ErrorType(
                    name="ProductExists",
                    code=Code.ALREADY_EXISTS,
                    fields=(
                        field("name", STRING),
                        field("since", TIMESTAMP, nullable=True, required=False),
                        field("tries", INT32, default=Default(value=1)),
                    ),
                ),
            },
            "resources": {
                "Product": Resource(
                    name="Product",
                    record="Product",
                    key="id",
                    keys=(KEY,),
                    collection="products",
                    singular=Name.parse("product"),
                    plural=Name.parse("products"),
                    etag=Etag(),
                )
            },
            "operations": {o.name.text: o for o in OPERATIONS},
            **options,
        }
    )
