"""What may a client send? A flight as it is known two hours ahead, and nothing that came later."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mlops_widgets.data.flights.asof import HOURS_AHEAD, LEAKS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EXAMPLE", "MOST", "Answer", "Flight", "Flights", "body", "sentence"]

MOST = 10_000  # flights in one request: some ten days of all three airports

_LATER = {*LEAKS, "dep_time", "arr_time", "arr_delay", "air_time", "departed", "landed", "status", "late"}

Share = Annotated[float | None, Field(ge=0, le=1, description="a share from 0 to 1, or null if nobody knows")]
Minutes = Annotated[
    float | None, Field(ge=-1440, le=2880, description="minutes from -1440 to 2880, or null if nobody knows")
]
Degrees = Annotated[
    float | None, Field(ge=-80, le=140, description="degrees Fahrenheit from -80 to 140, or null if nobody knows")
]
Speed = Annotated[float | None, Field(ge=0, le=300, description="mph from 0 to 300, or null if nobody knows")]


class Flight(BaseModel):
    """A flight as it is known two hours before its time; the fields are the columns of ``flights.features``."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)

    origin: Literal["EWR", "JFK", "LGA"] = Field(description='"EWR", "JFK" or "LGA"')
    dest: str = Field(pattern="^[A-Z]{3}$", description='an airport\'s code of three letters, such as "BOS"')
    carrier: str = Field(pattern="^[A-Z0-9]{2}$", description='a carrier\'s code of two signs, such as "UA"')
    distance: float = Field(gt=0, le=10_000, description="miles above 0, up to 10000")
    hour: int = Field(ge=0, le=23, description="a whole number from 0 to 23")
    weekday: int = Field(ge=0, le=6, description="a whole number from 0, Monday, to 6")
    departures: float = Field(ge=0, le=200, description="a count from 0 to 200")
    plane_age: float | None = Field(ge=0, le=100, description="years from 0 to 100, or null if nobody knows")
    seats: float | None = Field(gt=0, le=900, description="a count above 0, up to 900, or null if nobody knows")
    temperature: Degrees
    dew_point: Degrees
    wind: Speed
    gust: Speed
    precipitation: float | None = Field(ge=0, le=20, description="inches from 0 to 20, or null if nobody knows")
    visibility: float | None = Field(ge=0, le=100, description="miles from 0 to 100, or null if nobody knows")
    recent_late: Share
    day_late: Share
    carrier_late: Share
    recent_delay: Minutes
    waiting: float | None = Field(ge=0, le=1000, description="a count from 0 to 1000, or null if nobody knows")
    plane_delay: Minutes


EXAMPLE = Flight(
    origin="EWR", dest="BOS", carrier="UA", distance=200, hour=17, weekday=4, departures=30, plane_age=12, seats=140,
    temperature=50, dew_point=40, wind=10, gust=None, precipitation=0, visibility=10, recent_late=0.2, day_late=0.2,
    carrier_late=0.2, recent_delay=10, waiting=5, plane_delay=None,
)  # fmt: skip


def _listed(sent: object) -> object:
    return sent if isinstance(sent, list) else [sent]


Flights = Annotated[
    list[Flight], BeforeValidator(_listed, json_schema_input_type=Flight | list[Flight]),
    Field(min_length=1, max_length=MOST, description=f"one flight, or a list of 1 to {MOST}"),
]  # fmt: skip


class Answer(BaseModel):
    """What the service answers."""

    model: str = Field(description="version of the model that answered")
    late: list[float] = Field(description="chance, 0-1, that each flight lands more than 30 minutes late")


def body(features: "pd.DataFrame") -> list[dict[str, Any]]:  # Any: JSON
    """Turn rows of ``flights.features`` into what is sent to ``/predict``; nan becomes null.

    Parameters
    ----------
    features
        One row for each flight.

    Returns
    -------
    list of dict
        One a flight, of values that JSON knows.

    Examples
    --------
    >>> from mlops_widgets.data import flights
    >>> sent = body(flights.features(flights.load().head(2)))
    >>> sent[0]["dest"], sent[0]["hour"], sent[0]["day_late"]
    ('IAH', 5, None)

    """
    plain = features.astype(object)
    rows: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return rows


def sentence(error: dict[str, Any]) -> str:  # Any: as pydantic tells it
    """Say of one of pydantic's errors which field it is, what it must be, what came, and what to do."""
    kind, place, came = error["type"], error["loc"], error["input"]
    name = str(place[-1])  # the place is (body, number of the flight, field)
    if kind == "extra_forbidden":
        return _refused(name, came)
    if kind == "missing" and name == "body":
        return "body must be one flight or a list of flights, got nothing; send it as JSON"
    if kind == "missing":
        return f"{name} must be {_wish(name)}, got nothing; send every field"
    if isinstance(came, bytes):
        return f"body must be sent as JSON, got {came!r:.60}; add the header content-type: application/json"
    if kind == "json_invalid":
        return f"body must be JSON, got {error['ctx']['error']} at sign {name}; missing values are null"
    if kind in ("too_short", "too_long"):
        return f"body must hold 1 to {MOST} flights, got {len(came)}; send several requests"
    if name not in Flight.model_fields:
        return f"flight must be an object with the fields of a flight, got {came!r:.60}; see /docs"
    return f"{name} must be {_wish(name)}, got {came!r:.60}; mend it where it is made"


def _refused(name: str, came: object) -> str:
    if name in _LATER or name.endswith("_at_departure"):
        return (
            f"{name} must not be sent, because nobody knows it {HOURS_AHEAD} hours before departure, "
            f"got {came!r:.60}; leave it out"
        )
    return f"{name} must be one of {', '.join(Flight.model_fields)}, got a field that is none; leave it out"


def _wish(name: str) -> str:
    return str(Flight.model_fields[name].description)
