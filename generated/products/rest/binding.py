"""How Products travels over REST: methods, paths, places, statuses."""

from ..._support.rest.route import Binding, Body, Parameter, ProblemType, Route
from .. import errors, operations

BINDING = Binding(
    routes=(
        Route(
            operation=operations.ADD_PRODUCT,
            method="POST",
            path="/products",
            status=201,
            body=Body(members=("name", "price", "category", "tags", "note")),
            location="/products/{id}",
        ),
        Route(
            operation=operations.GET_PRODUCT,
            method="GET",
            path="/products/{product_id}",
            parameters=(
                Parameter(
                    name="product_id",
                    place="path",
                    member="productId",
                ),
            ),
        ),
        Route(
            operation=operations.LIST_PRODUCTS,
            method="GET",
            path="/products",
            parameters=(
                Parameter(name="category", place="query", member="category"),
                Parameter(name="orderBy", place="query", member="orderBy"),
                Parameter(
                    name="pageSize",
                    place="query",
                    member="pageSize",
                    kind="number",
                ),
                Parameter(name="pageToken", place="query", member="pageToken"),
            ),
            next_page="pageToken",
        ),
        Route(
            operation=operations.UPDATE_PRODUCT_PRICE,
            method="PUT",
            path="/products/{product_id}",
            parameters=(
                Parameter(
                    name="product_id",
                    place="path",
                    member="productId",
                ),
            ),
            body=Body(members=("price",)),
        ),
        Route(
            operation=operations.DELETE_PRODUCT,
            method="DELETE",
            path="/products/{product_id}",
            status=204,
            parameters=(
                Parameter(
                    name="product_id",
                    place="path",
                    member="productId",
                ),
            ),
        ),
    ),
    problems={
        errors.ProductNotFound: ProblemType(
            uri="urn:problem-type:shop.products.v1:ProductNotFound",
            title="Product not found",
            status=404,
        ),
        errors.ProductExists: ProblemType(
            uri="urn:problem-type:shop.products.v1:ProductExists",
            title="Product exists",
            status=409,
        ),
    },
)
