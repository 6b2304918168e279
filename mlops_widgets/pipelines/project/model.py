"""How likely is a flight late? A logistic regression that fits on a page."""

import numpy as np

COLUMNS = ["hour", "distance", "departures", "wind", "precipitation", "visibility"]
COLUMNS += ["recent_late", "day_late", "carrier_late", "recent_delay", "waiting", "plane_delay"]


def clock(hour):
    """The hour as a point on a circle, so that 23 and 0 are neighbours."""
    angle = 2 * np.pi * np.asarray(hour, float) / 24
    return np.sin(angle), np.cos(angle)


def table(rows):
    """One row for each flight, one column for each feature; what nobody knows is nan."""
    plain = np.array(
        [
            [float("nan") if row[name] in ("", None) else float(row[name]) for name in COLUMNS]
            for row in rows
        ]
    )
    return np.column_stack([*clock(plain[:, 0]), plain[:, 1:]])


def fit(x, late, *, rounds, step, l2):
    """Weights, what makes columns comparable, and the loss of every round."""
    middle, spread = np.nanmedian(x, axis=0), np.nanstd(x, axis=0) + 1e-9
    z = standard(x, middle, spread)
    weights, losses = np.zeros(z.shape[1]), []
    for _ in range(rounds):
        p = chance(z @ weights)
        losses.append(loss(late, p))
        weights -= step * (z.T @ (p - late) / len(late) + l2 * np.r_[0, weights[1:]])
    return {"middle": middle, "spread": spread, "weights": weights}, losses


def standard(x, middle, spread):
    """Columns of mean 0 and spread 1, gaps filled, behind a column of ones."""
    z = (np.where(np.isnan(x), middle, x) - middle) / spread
    return np.column_stack([np.ones(len(z)), z])


def predict(model, x):
    """Chance of each flight to be late."""
    return chance(standard(x, model["middle"], model["spread"]) @ model["weights"])


def chance(score):
    """The logistic function."""
    return 1 / (1 + np.exp(-np.clip(score, -500, 500)))


def loss(late, p):
    """Mean log loss."""
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return float(-np.mean(late * np.log(p) + (1 - late) * np.log(1 - p)))


def auc(late, p):
    """Chance that a late flight is ranked above one on time."""
    order = np.argsort(p)
    rank = np.empty(len(p))
    rank[order] = np.arange(1, len(p) + 1)
    count = late.sum()
    return float((rank[late == 1].sum() - count * (count + 1) / 2) / (count * (len(late) - count)))
