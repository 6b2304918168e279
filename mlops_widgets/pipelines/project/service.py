"""Answer over HTTP with the model in out/."""

import json
from pathlib import Path

import numpy as np
from fastapi import Body, FastAPI

from model import predict, table

app = FastAPI()
stored = json.loads((Path(__file__).parent / "out" / "model.json").read_text(encoding="utf-8"))
model = {name: np.array(values) for name, values in stored.items()}


@app.post("/predict")
def answer(flight: dict = Body()):
    return {"late": float(predict(model, table([flight]))[0])}
