"""How Products travels over gRPC: rpcs, messages, enum numbers."""

from ..._support.grpc.method import Method, Service, beside
from .. import errors, operations, types

SERVICE = Service(
    "shop.products.v1.ProductsService",
    Method(
        name="AddProduct",
        operation=operations.ADD_PRODUCT,
        result="product",
    ),
    Method(
        name="GetProduct",
        operation=operations.GET_PRODUCT,
        result="product",
    ),
    Method(
        name="ListProducts",
        operation=operations.LIST_PRODUCTS,
    ),
    Method(
        name="UpdateProductPrice",
        operation=operations.UPDATE_PRODUCT_PRICE,
        result="product",
    ),
    Method(
        name="DeleteProduct",
        operation=operations.DELETE_PRODUCT,
    ),
    descriptor=beside(__name__, "descriptor.binpb"),
    enums={
        types.Category: {
            "Clothes": 1,
            "Shoes": 2,
            "Books": 3,
        },
    },
    reasons={
        errors.ProductNotFound: "PRODUCT_NOT_FOUND",
        errors.ProductExists: "PRODUCT_EXISTS",
    },
)
