"""What all pydantic models of the contract have in common."""

import datetime
from typing import Annotated

import pydantic


def _duration(value: datetime.timedelta) -> str:
    """``PT1H30M`` as the contract has it: pydantic would write years, which have no length."""
    sign, rest = ("-", -value) if value < datetime.timedelta() else ("", value)
    micro = f".{rest.microseconds:06}" if rest.microseconds else ""
    return f"{sign}P{rest.days}DT{rest.seconds}{micro}S"


timedelta = Annotated[
    datetime.timedelta,
    pydantic.PlainSerializer(_duration, when_used="json"),
]


class BaseModel(pydantic.BaseModel):
    """Reads and writes the JSON of the contract: strictly, by the names of its members."""

    model_config = pydantic.ConfigDict(
        strict=True,
        serialize_by_alias=True,
        val_json_bytes="base64",
        ser_json_bytes="base64",
    )
