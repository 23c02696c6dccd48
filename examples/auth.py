"""A service that knows its callers by keys and passwords, called in every style.

Run it from the root of the repository: ``python examples/auth.py``
"""

import asyncio

from generated._support import (
    ApiKey,
    Basic,
    FixedKeys,
    Passwords,
    Principal,
    ServiceError,
    by_scheme,
    current_call,
    hash_password,
)
from generated._support.serve import serving
from generated.cameras import Camera, CameraNotFound, CamerasClient, CamerasService
from generated.cameras.connect import client as connect
from generated.cameras.grpc import client as grpc
from generated.cameras.jsonrpc import client as jsonrpc
from generated.cameras.mcp import client as mcp
from generated.cameras.rest import client as rest
from generated.cameras.serving import HOSTS
from generated.cameras.xmlrpc import client as xmlrpc

# The contract says: `auth: [key, operator]`, an API key or a name with a password.
authenticate = by_scheme(
    key=FixedKeys({"k-7a1f": "the hub"}),
    # In a program, the hash: `python -m generated._support.auth.passwords` makes it.
    operator=Passwords({"ann": hash_password("secret")}, {"ann": Principal("ann")}),
)


class Hub(CamerasService):
    """Tells its callers who they are, in the name of a camera."""

    async def get_camera(self, *, camera_id: int) -> Camera:
        """The one camera."""
        if camera_id != 1:
            raise CameraNotFound(camera_id=camera_id)
        name = f"seen by {current_call().principal.subject}"
        return Camera(id=1, name=name, serial="AB-1234", pictures=0, temperature=21.5)


async def told(client: CamerasClient) -> str:
    """What a caller hears."""
    try:
        return (await client.get_camera(camera_id=1)).name
    except ServiceError as error:
        return f"{error.code}: {error.message}"


async def main() -> None:
    """Serve, and call with a key, with a password, with a wrong one and with none."""
    addresses = {host.name: "127.0.0.1:0" for host in HOSTS}
    async with serving(
        "generated.cameras.serving", HOSTS, Hub(), addresses, authenticate=authenticate
    ) as targets:
        for style in (rest, grpc, jsonrpc, connect, xmlrpc, mcp):
            name = style.__name__.split(".")[2]
            print(name)
            for credentials in (
                ApiKey("k-7a1f"),
                Basic("ann", "secret"),
                Basic("ann", "guessed"),
                None,
            ):
                async with style.AsyncClient(targets[name], credentials=credentials) as client:
                    print(f"  {credentials}: {await told(client)}")


if __name__ == "__main__":
    asyncio.run(main())
