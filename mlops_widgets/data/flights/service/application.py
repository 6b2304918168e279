"""What does the flight model answer over HTTP, and what does it refuse?"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.flights.service.measured import Measured
from mlops_widgets.data.flights.service.request import EXAMPLE, Answer, Flight, Flights, sentence

if TYPE_CHECKING:
    import pandas as pd
    from fastapi import FastAPI

__all__ = ["Model", "app"]

_TEXT = "text/plain; version=0.0.4; charset=utf-8"  # Prometheus' text format
_MOST_SENTENCES = 20  # about one request: a list may be wrong in every flight
_KNOWN = {"/predict", "/healthz", "/metrics"}

Record = dict[str, Any]  # Any: JSON


class Model(Protocol):
    """Anything that says the chances of being on time and of being late, shape (flights, 2)."""

    def predict_proba(self, features: "pd.DataFrame") -> npt.NDArray[np.float64]: ...  # noqa: D102


def app(
    model: Model,
    *,
    version: str = "1",
    reference: "pd.DataFrame | None" = None,
    log: Callable[[Record], None] | None = None,
    error_share: float = 0.0,
    extra_seconds: float = 0.0,
    seed: int = 0,
) -> "FastAPI":
    """Build a service around a model: ``/predict``, ``/metrics`` and ``/healthz``.

    Nothing of it is global: several services, of several versions, live in one process.

    Parameters
    ----------
    model
        Trained on the columns of ``flights.features``; has ``predict_proba``.
    version
        Told with every answer and in the metrics.
    reference
        Features that were normal, one row a flight: then each feature is counted in bins made from them. Left out by
        default, because every bin is a time series that somebody has to keep.
    log
        Called with one record for each request: path, status, seconds, flights, model, and the sentence of a refusal.
        If it raises, the answer leaves all the same; ``flights_unlogged_total`` counts it, and the first is said.
    error_share
        Share (0-1) of the requests to ``/predict`` that fail on purpose, with status 503; to rehearse a bad release.
    extra_seconds
        Waited on purpose before each prediction.
    seed
        Of the failures: the same requests in the same order fail every time.

    Returns
    -------
    fastapi.FastAPI
        Run it with ``serve``, or with any ASGI server.

    Raises
    ------
    ImportError
        With the line to run, if FastAPI is not installed.
    TypeError
        If the model has no ``predict_proba``.
    ValueError
        If an option is out of range.

    Examples
    --------
    >>> from mlops_widgets.data.flights import RateTable, features, load, pipeline
    >>> known = load().head(500)
    >>> model = RateTable().fit(features(known), known["late"].fillna(False))
    >>> sorted(route.path for route in app(model).routes if not route.path.startswith(("/docs", "/open", "/redoc")))
    ['/healthz', '/metrics', '/predict']

    References
    ----------
    Prometheus documentation, Exposition formats; Instrumentation.

    """
    try:
        from fastapi import FastAPI, HTTPException, Request, Response
        from fastapi.exceptions import RequestValidationError
        from fastapi.responses import JSONResponse
    except ImportError as error:
        raise ImportError('the service needs fastapi; run: pip install "mlops-widgets[serve]"') from error

    _check(model, error_share, extra_seconds)
    measured, fails = Measured(version, reference), _Fails(error_share, seed)
    hand_over = None if log is None else _HandOver(log, measured)
    service = FastAPI(title="Late flights out of New York", version=version)

    @service.middleware("http")
    async def observe(request: Request, call_next: Callable[[Request], Any]) -> Response:  # Any: awaits a Response
        begin, status = time.perf_counter(), 500
        # A label for each address somebody may try would be endless.
        path = request.url.path if request.url.path in _KNOWN else "other"
        try:
            response: Response = await call_next(request)
            status = response.status_code
        finally:
            seconds = time.perf_counter() - begin
            measured.answered(path, status, seconds)
            if hand_over is not None:
                told = {"path": path, "status": status, "seconds": round(seconds, 5), "model": version}
                hand_over(told | getattr(request.state, "told", {}))
        return response

    @service.exception_handler(RequestValidationError)
    def refuse(request: Request, error: RequestValidationError) -> JSONResponse:
        is_list = isinstance(error.body, list)
        sentences = [
            f"flight {each['loc'][1]}: {sentence(each)}" if is_list and len(each["loc"]) > 1 else sentence(each)
            for each in error.errors()[:_MOST_SENTENCES]
        ]
        request.state.told = {"refused": sentences[0]}
        return JSONResponse({"detail": sentences}, 422)

    @service.post("/predict", response_model=Answer)
    def predict(flights: Flights, request: Request) -> Answer:
        request.state.told = {"flights": len(flights)}
        if fails():
            raise HTTPException(503, "this failure was asked for by error_share; try again")
        time.sleep(extra_seconds)
        features = _frame(flights)
        late = _chances(model, features)
        measured.predicted(features, late)
        return Answer(model=version, late=late.tolist())

    @service.get("/metrics")
    def metrics() -> Response:
        return Response(measured.exposed(), media_type=_TEXT)

    @service.get("/healthz")
    def health(response: Response) -> dict[str, Any]:  # Any: JSON
        """Live is whoever answers; ready is who has just answered for a flight."""
        told: dict[str, Any] = {"live": True, "ready": True, "model": version}
        try:
            _chances(model, _frame([EXAMPLE]))
        except HTTPException as error:
            response.status_code = 503
            told |= {"ready": False, "because": error.detail}
        return told

    return service


def _check(model: object, error_share: float, extra_seconds: float) -> None:
    if not callable(getattr(model, "predict_proba", None)):
        raise TypeError(f"model must have predict_proba, got {type(model).__name__}; use flights.pipeline()")
    if not 0 <= error_share <= 1:
        raise ValueError(f"error_share must lie in [0, 1], got {error_share}; use 0.02 for 2 %")
    if not 0 <= extra_seconds <= 10:
        raise ValueError(f"extra_seconds must lie in [0, 10], got {extra_seconds}; use 0.2 for 200 ms")


class _Fails:
    """Does the next request fail? Asked from several threads, drawn in the order of asking."""

    def __init__(self, share: float, seed: int) -> None:
        self._share, self._random, self._lock = share, np.random.default_rng(seed), threading.Lock()

    def __call__(self) -> bool:
        with self._lock:
            return bool(self._random.random() < self._share)


class _HandOver:
    """Give the log its records; no answer has to wait for one that raises."""

    def __init__(self, log: Callable[[Record], None], measured: Measured) -> None:
        self._log, self._measured, self._is_said = log, measured, False

    def __call__(self, record: Record) -> None:
        try:
            self._log(record)
        except Exception as error:  # noqa: BLE001 - whatever a log raises, the request has its answer
            self._measured.unlogged()
            if not self._is_said:
                self._is_said = True
                words = "log must take every record, and raised %s: %s; mend it (flights_unlogged_total counts)"
                logging.getLogger(__name__).warning(words, type(error).__name__, error)


def _frame(flights: list[Flight]) -> "pd.DataFrame":
    import pandas as pd

    frame = pd.DataFrame([flight.model_dump() for flight in flights])
    words = ("origin", "dest", "carrier")
    return frame.astype({name: object if name in words else np.float64 for name in frame})


def _chances(model: Model, features: "pd.DataFrame") -> npt.NDArray[np.float64]:
    """Ask the model, and answer for it: what it raises is a status, and no number out of range leaves the house."""
    from fastapi import HTTPException

    try:
        late = np.asarray(model.predict_proba(features), dtype=np.float64)[:, 1]
    except Exception as error:
        raise HTTPException(500, f"the model raised {type(error).__name__}: {error}") from error
    if late.shape != (len(features),) or not ((late >= 0) & (late <= 1)).all():
        raise HTTPException(500, "the model must give one chance in [0, 1] for each flight, and gave something else")
    return late
