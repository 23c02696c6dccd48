"""Answers requests in memory with an emitted JSON-RPC app, and tells what its answers mean."""

import dataclasses
import json
from typing import Any

from generator.styles.shown.exchange import Answer, Exchange, Load, ask


def exchange(load: Load, service: object) -> Exchange:
    """The emitted app around a service: requests of the codec in, answers out."""
    app = load("jsonrpc.server").create_app(service)

    async def answer(request: Any) -> Answer:
        found = await ask(app, request)
        error = json.loads(found.body).get("error")
        if error is None:
            return dataclasses.replace(found, status=f"a result ({found.status})")
        status = f"error {error['code']} ({found.status})"
        return dataclasses.replace(found, status=status, ok=False)

    return answer
