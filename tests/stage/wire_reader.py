"""What did wire.pack write? The same reader as the player's trace.js, for the tests."""

import numpy as np


def read(layout, data):
    """Ticks, time and columns of a packed trace."""
    n, place = layout["n"], 0

    def take(kind):
        nonlocal place
        values = np.frombuffer(data, kind, n, place)
        place += values.nbytes
        return values

    listed = None if layout["even"] else take("<f8")
    ticks = take("<i4") if layout["thinned"] else np.arange(n)
    time = listed if listed is not None else layout["even"][0] + layout["even"][1] * ticks
    columns = {name: take("<f4").astype(float) for name, _, step in layout["columns"] if not step}
    for name, low, step in layout["columns"]:
        if step:
            codes = take("<i2").astype(float)
            special = {-32768: np.nan, -32767: -np.inf, 32767: np.inf}
            columns[name] = np.array([special.get(int(code), low + (code + 32766) * step) for code in codes])
    assert place == len(data)
    return ticks, time, columns
