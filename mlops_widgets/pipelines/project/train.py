"""Train on data/train.csv, judge on data/test.csv, leave a model and a report in out/."""

import csv
import json
from pathlib import Path

import numpy as np
import yaml

from model import auc, fit, loss, predict, table

ROOT = Path(__file__).parent


def read(name, most=None):
    """Features and labels of a file under data/."""
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:most]
    return table(rows), np.array([float(row["late"]) for row in rows])


def train(out, most=None):
    """Train and judge; the report is returned, and lies beside the model."""
    params = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    bar = params.pop("bar")
    model, losses = fit(*read("train.csv", most), **params)
    x, late = read("test.csv", most)
    p = predict(model, x)
    base = loss(late, np.full(len(late), late.mean()))
    report = {
        "losses": losses,
        "loss": loss(late, p),
        "base": base,
        "auc": auc(late, p),
        "bar": bar,
    }
    out.mkdir(exist_ok=True, parents=True)
    stored = {name: values.tolist() for name, values in model.items()}
    (out / "model.json").write_text(json.dumps(stored), encoding="utf-8")
    (out / "report.json").write_text(json.dumps(report), encoding="utf-8")
    return report


if __name__ == "__main__":
    train(ROOT / "out")
