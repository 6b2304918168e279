"""Which runs match a question in MLflow's own language? Read and answered by MLflow, in this kernel."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.stage import BoardError

from .desk import Edits
from .source import NOTE, Runs

__all__ = ["matching", "unknown"]

Mask = NDArray[np.bool_]


def matching(runs: Runs, where: str, edits: Edits) -> Mask:
    """Which runs match, (runs,).

    MLflow's parser reads the question and MLflow's matcher holds it against every run, with the tags and notes that
    stand on the board. Only a question about data sets goes to the store itself.

    Parameters
    ----------
    runs
        All of them.
    where
        A ``filter_string``; an empty one matches all.
    edits
        Tags and notes that differ from those that were read.

    Raises
    ------
    BoardError
        With MLflow's own sentence, when it cannot be read.
    """
    if not where.strip():
        return np.ones(len(runs), dtype=bool)
    try:
        from mlflow.exceptions import MlflowException
        from mlflow.utils.search_utils import SearchUtils
    except ImportError:
        raise BoardError(
            'a filter is read by MLflow, which is not installed: run pip install "mlops-widgets[tracking]".'
        ) from None
    try:
        asked = SearchUtils.parse_search_filter(where)
        if any(each.get("type") == "dataset" for each in asked) and runs.client is not None:
            return _by_the_store(runs, where)
        found = {run.info.run_id for run in SearchUtils.filter(_entities(runs, edits), where)}
    except MlflowException as error:
        raise BoardError(f"MLflow cannot read this filter: {_sentence(error.message)}") from None
    return np.array([run in found for run in runs.ids], dtype=bool)


def unknown(runs: Runs, where: str) -> str:
    """A sentence about the first setting or measure of a filter that no run has; empty where all are known."""
    from mlflow.utils.search_utils import SearchUtils

    families = {"metric": ("metrics", runs.metrics), "parameter": ("params", runs.params)}
    for each in SearchUtils.parse_search_filter(where):
        family, known = families.get(each["type"], ("", {each["key"]: None}))
        if each["key"] not in known:
            namesakes = [name for name in runs.columns if name.partition(".")[2] == each["key"]]
            likely = namesakes or [f"{family}.{key}" for key in get_close_matches(each["key"], known)]
            return f"No run has {family}.{each['key']}{f': ask for {likely[0]}' if likely else ''}."
    return ""


def _sentence(message: str) -> str:
    said = " ".join(str(message).split())
    return said if said.endswith(".") else f"{said}."


def _by_the_store(runs: Runs, where: str) -> Mask:
    assert runs.client is not None
    client, found, token = runs.client(), set[str](), None
    while True:
        page = client.search_runs(list(runs.experiments), filter_string=where, page_token=token)
        found |= {run.info.run_id for run in page}
        token = page.token
        if not token:
            return np.array([run in found for run in runs.ids], dtype=bool)


def _entities(runs: Runs, edits: Edits) -> list[Any]:  # Any: MLflow's own runs, whose types are not read here
    """The runs as MLflow knows them; those without edits are made once."""
    if "entities" not in runs.kept:
        runs.kept["entities"] = [_entity(runs, place, {}) for place in range(len(runs))]
    plain: list[Any] = runs.kept["entities"]
    places = {runs.index[run]: changed for run, changed in edits.items() if run in runs.index}
    return [_entity(runs, place, places[place]) if place in places else entity for place, entity in enumerate(plain)]


def _entity(runs: Runs, place: int, changed: Mapping[str, str | None]) -> Any:  # Any: as above
    from mlflow.entities import Metric, Param, Run, RunData, RunInfo, RunTag

    start = int(np.nan_to_num(runs.started[place]))  # MLflow insists on one: where it is unknown, 1970
    end = None if np.isnan(runs.ended[place]) else int(runs.ended[place])
    info = RunInfo(
        run_id=runs.ids[place], experiment_id="0", user_id="", status=runs.status[place], start_time=start,
        end_time=end, lifecycle_stage="active", run_name=runs.names[place],
    )  # fmt: skip
    note = {NOTE: runs.notes[place]} if runs.notes[place] else {}
    own = runs.own[place] if runs.own else {}
    tags = {**own, "mlflow.runName": runs.names[place], **runs.tags[place], **note, **changed}
    data = RunData(
        metrics=[
            Metric(name, values[place], 0, 0) for name, values in runs.metrics.items() if not np.isnan(values[place])
        ],
        params=[Param(name, words[place]) for name, words in runs.params.items() if words[place] is not None],
        tags=[RunTag(key, value) for key, value in tags.items() if value is not None],
    )
    return Run(info, data)
