"""The operations of Products: what goes in and comes out."""

from .._support.operation import Operation
from .._support.schema import Schema
from .errors import ProductExists, ProductNotFound
from .types import (
    AddProductRequest,
    DeleteProductRequest,
    GetProductRequest,
    ListProductsRequest,
    Product,
    ProductPage,
    UpdateProductPriceRequest,
)

SCHEMA = Schema(beside=__name__)

ADD_PRODUCT = Operation[Product](
    name="AddProduct",
    method="add_product",
    schema=SCHEMA,
    request=AddProductRequest,
    response=Product,
    errors=(ProductExists,),
)

GET_PRODUCT = Operation[Product](
    name="GetProduct",
    method="get_product",
    schema=SCHEMA,
    request=GetProductRequest,
    response=Product,
    errors=(ProductNotFound,),
    safe=True,
    idempotent=True,
)

LIST_PRODUCTS = Operation[ProductPage](
    name="ListProducts",
    method="list_products",
    schema=SCHEMA,
    request=ListProductsRequest,
    response=ProductPage,
    safe=True,
    idempotent=True,
    items="products",
)

UPDATE_PRODUCT_PRICE = Operation[Product](
    name="UpdateProductPrice",
    method="update_product_price",
    schema=SCHEMA,
    request=UpdateProductPriceRequest,
    response=Product,
    errors=(ProductNotFound,),
    idempotent=True,
)

DELETE_PRODUCT = Operation[None](
    name="DeleteProduct",
    method="delete_product",
    schema=SCHEMA,
    request=DeleteProductRequest,
    response=None,
    errors=(ProductNotFound,),
    idempotent=True,
)

OPERATIONS = (
    ADD_PRODUCT,
    GET_PRODUCT,
    LIST_PRODUCTS,
    UPDATE_PRODUCT_PRICE,
    DELETE_PRODUCT,
)
