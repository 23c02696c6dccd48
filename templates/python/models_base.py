"""What all pydantic models of the contract have in common."""

import pydantic


class BaseModel(pydantic.BaseModel):
    """Reads and writes the JSON of the contract: strictly, by the names of its members."""

    model_config = pydantic.ConfigDict(
        strict=True,
        serialize_by_alias=True,
        val_json_bytes="base64",
        ser_json_bytes="base64",
    )
