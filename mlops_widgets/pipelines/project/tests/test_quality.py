"""4. Quality gate: is the model that was just trained good enough on flights it has not seen?"""

import json
from pathlib import Path

REPORT = json.loads((Path(__file__).parents[1] / "out" / "report.json").read_text("utf-8"))


def test_it_ranks_late_flights_first():
    assert REPORT["auc"] >= REPORT["bar"]["auc"]


def test_its_chances_are_worth_more_than_the_base_rate():
    assert REPORT["loss"] < REPORT["base"]
