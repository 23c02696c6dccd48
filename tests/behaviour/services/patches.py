"""Keeps accounts, and applies what an update changes of them, for the tests of updates."""

import importlib
from typing import Any


class Accounts:
    """Serves ``lab.patches.v1``; ``package`` is its generated code."""

    def __init__(self, package: Any) -> None:
        self._package = package
        parent = package.__name__.rpartition(".")[0]
        self._merge = importlib.import_module(f"{parent}._support").merge
        self.accounts: dict[str, Any] = {}

    async def add_account(self, **values: Any) -> Any:
        account = self._package.Account(id=str(len(self.accounts) + 1), **values)
        self.accounts[account.id] = account
        return account

    async def get_account(self, *, account_id: str) -> Any:
        return self.accounts[account_id]

    async def update_account(self, *, account_id: str, **changes: Any) -> Any:
        merged = self._merge(self.accounts[account_id], **changes)
        self.accounts[account_id] = merged
        return merged

    async def replace_account(self, *, account_id: str, **values: Any) -> Any:
        self.accounts[account_id] = self._package.Account(id=account_id, **values)
        return self.accounts[account_id]
