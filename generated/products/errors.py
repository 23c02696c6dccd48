"""What can go wrong in Product list."""

from typing import ClassVar

from .._support import Code, ServiceError


class ProductNotFound(ServiceError):
    """No product has this id."""

    code = Code.NOT_FOUND
    members: ClassVar[dict[str, str]] = {
        "product_id": "productId",
    }

    product_id: str

    def __init__(
        self,
        message: str = "No product has this id.",
        *,
        product_id: str,
    ) -> None:
        super().__init__(message)
        self.product_id = product_id


class ProductExists(ServiceError):
    """The name is taken."""

    code = Code.ALREADY_EXISTS
    members: ClassVar[dict[str, str]] = {
        "name": "name",
    }

    name: str

    def __init__(
        self,
        message: str = "The name is taken.",
        *,
        name: str,
    ) -> None:
        super().__init__(message)
        self.name = name
