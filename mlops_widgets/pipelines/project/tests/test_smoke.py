"""3. Training smoke test: do 300 rows go through the whole training, and does the loss fall?"""

import math

from train import train


def test_a_small_training_runs_and_learns(tmp_path):
    losses = train(tmp_path, most=300)["losses"]
    assert all(math.isfinite(each) for each in losses)
    assert losses[-1] < 0.95 * losses[0]
    assert all(after < before + 0.01 for before, after in zip(losses, losses[1:], strict=False))
    assert (tmp_path / "model.json").stat().st_size > 100
