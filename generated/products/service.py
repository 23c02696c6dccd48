"""What Products offers, however it is reached."""

from decimal import Decimal
from typing import Protocol

from msgspec import UNSET, UnsetType

from .types import Category, Product, ProductPage


class Products(Protocol):
    """The products that the shop sells."""

    async def add_product(
        self,
        *,
        name: str,
        price: Decimal,
        category: Category,
        tags: list[str] = ...,
        note: str | None = None,
    ) -> Product:
        """Add a product to the list.

        Raises ProductExists.
        """
        ...

    async def get_product(
        self,
        *,
        product_id: str,
    ) -> Product:
        """Look up one product.

        Raises ProductNotFound.
        """
        ...

    async def list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> ProductPage:
        """All products, or those of one category."""
        ...

    async def update_product_price(
        self,
        *,
        product_id: str,
        price: Decimal | UnsetType = UNSET,
    ) -> Product:
        """Change what a product costs.

        Raises ProductNotFound.
        """
        ...

    async def delete_product(
        self,
        *,
        product_id: str,
    ) -> None:
        """Take a product off the list.

        Raises ProductNotFound.
        """
        ...


class ProductsSync(Protocol):
    """`Products` for callers that wait: the same methods, as `def`."""

    def add_product(
        self,
        *,
        name: str,
        price: Decimal,
        category: Category,
        tags: list[str] = ...,
        note: str | None = None,
    ) -> Product:
        """Add a product to the list.

        Raises ProductExists.
        """
        ...

    def get_product(
        self,
        *,
        product_id: str,
    ) -> Product:
        """Look up one product.

        Raises ProductNotFound.
        """
        ...

    def list_products(
        self,
        *,
        category: Category | None = None,
        order_by: str | None = None,
        page_size: int = 50,
        page_token: str | None = None,
    ) -> ProductPage:
        """All products, or those of one category."""
        ...

    def update_product_price(
        self,
        *,
        product_id: str,
        price: Decimal | UnsetType = UNSET,
    ) -> Product:
        """Change what a product costs.

        Raises ProductNotFound.
        """
        ...

    def delete_product(
        self,
        *,
        product_id: str,
    ) -> None:
        """Take a product off the list.

        Raises ProductNotFound.
        """
        ...
