"""The contract that the language is explained with, as a whole."""

from decimal import Decimal
from pathlib import Path

from generator.contract.resolve import resolve
from generator.contract.source import load
from generator.diagnostics import Problems
from generator.model import (
    Api,
    Constraints,
    Default,
    Field,
    FieldRole,
    ListRef,
    NamedRef,
    Record,
    RecordOrigin,
    ScalarRef,
    Verb,
)
from generator.styles import registry

ROOT = Path(__file__).parents[2]


def products() -> Api:
    problems = Problems()
    source = load(ROOT / "contracts" / "products.yaml", ROOT, problems)
    assert source is not None
    api = resolve(source, registry.names(), problems)
    assert api is not None
    assert not list(problems)
    return api


def field(record: Record, name: str) -> Field:
    return next(each for each in record.fields if each.name.text == name)


def names(api: Api, operation: str) -> list[str]:
    return [each.name.text for each in api.request(api.operations[operation]).fields]


def test_the_head() -> None:
    api = products()
    assert (api.package, api.service.pascal, api.folder) == (
        "shop.products.v1",
        "Products",
        "products",
    )
    assert (api.title, api.version) == ("Product list", "1.0.0")
    assert api.description == "The products that the shop sells."


def test_types_stand_in_the_order_of_the_contract_and_derived_ones_follow() -> None:
    assert list(products().types) == [
        "Category",
        "Product",
        "AddProductRequest",
        "GetProductRequest",
        "ListProductsRequest",
        "ProductPage",
        "UpdateProductPriceRequest",
        "DeleteProductRequest",
    ]


def test_a_field_has_nothing_left_to_default() -> None:
    product = products().types["Product"]
    assert isinstance(product, Record)
    price, tags, note = (field(product, name) for name in ("price", "tags", "note"))
    assert price.type == ScalarRef(kind="decimal")
    assert price.constraints == Constraints(minimum=Decimal(0))
    assert (price.required, price.nullable) == (True, False)
    assert tags.type == ListRef(item=ScalarRef(kind="string"))
    assert (tags.required, tags.default) == (False, Default(value=[]))
    assert (note.required, note.nullable, note.default) == (False, True, None)
    created = field(product, "created_at")
    assert (created.json_name, created.read_only) == ("createdAt", True)
    assert product.input_view is None  # no request has a Product inside


def test_create_takes_what_may_be_written() -> None:
    api = products()
    assert names(api, "AddProduct") == ["name", "price", "category", "tags", "note"]
    assert api.operations["AddProduct"].output == NamedRef(name="Product")


def test_get_and_delete_take_the_key() -> None:
    api = products()
    for operation in ("GetProduct", "DeleteProduct"):
        (key,) = api.request(api.operations[operation]).fields
        assert (key.name.text, key.json_name, key.role) == (
            "product_id",
            "productId",
            FieldRole.KEY,
        )
        assert (key.required, key.read_only) == (True, False)
    assert api.operations["DeleteProduct"].output is None


def test_list_takes_filters_the_order_and_a_page() -> None:
    api = products()
    request = api.request(api.operations["ListProducts"])
    assert [(each.name.text, each.role) for each in request.fields] == [
        ("category", FieldRole.FILTER),
        ("order_by", FieldRole.ORDER_BY),
        ("page_size", FieldRole.PAGE_SIZE),
        ("page_token", FieldRole.PAGE_TOKEN),
    ]
    category, _, size, token = request.fields
    assert (category.required, category.nullable) == (False, True)
    assert size.default == Default(value=50)
    assert size.constraints == Constraints(minimum=Decimal(1), maximum=Decimal(500))
    assert (token.required, token.nullable) == (False, True)
    page = api.types["ProductPage"]
    assert isinstance(page, Record)
    assert (page.origin, page.source) == (RecordOrigin.PAGE, "Product")
    assert [(each.name.text, each.type, each.nullable) for each in page.fields] == [
        ("products", ListRef(item=NamedRef(name="Product")), False),
        ("next_page_token", ScalarRef(kind="string"), True),
    ]


def test_update_takes_the_key_and_what_may_be_left_out() -> None:
    api = products()
    operation = api.operations["UpdateProductPrice"]
    key, price = api.request(operation).fields
    assert key.role is FieldRole.KEY
    assert (price.name.text, price.patch, price.required) == ("price", True, False)
    assert (operation.verb, operation.safe, operation.idempotent) == (Verb.UPDATE, False, True)
    assert "rest" in operation.settings


def test_errors_are_those_of_the_operation() -> None:
    api = products()
    assert api.operations["GetProduct"].errors == ("ProductNotFound",)
    assert [each.json_name for each in api.errors["ProductNotFound"].fields] == ["productId"]


def test_examples_are_checked_and_in_wire_form() -> None:
    example = products().operations["AddProduct"].examples[0]
    assert example.input == {"name": "T-Shirt", "price": "22.00", "category": "Clothes"}
    assert example.output == {
        "id": "123",
        "name": "T-Shirt",
        "price": "22.00",
        "category": "Clothes",
        "tags": [],
        "createdAt": "2026-11-22T09:30:00Z",
    }
