"""The table can be made again: killed it goes on, the same seed gives the stored figures, and it stays small."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from mlops_widgets.automl import SHARES, plane, table, train
from mlops_widgets.automl.network import SIZES, digits, learn
from mlops_widgets.automl.table import GRID, read

NUMBERS = [66, 90, 400]  # two of the grid, with further seeds, one of the random networks; all learn calmly
CODE = """
import sys
from pathlib import Path
from mlops_widgets.automl import train
train.run(Path(sys.argv[1]), numbers={})
"""


def _lines(folder):
    path = folder / "rows.jsonl"
    return path.read_text("utf-8").count("\n") if path.exists() else 0


@pytest.mark.slow
def test_killed_and_started_again_it_goes_on_and_gives_the_stored_figures(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", CODE.format(NUMBERS), str(tmp_path)])
    deadline = time.monotonic() + 120
    while _lines(tmp_path) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    process.wait()
    begun = _lines(tmp_path)
    wanted = list(train.jobs(NUMBERS))
    assert 2 <= begun < len(wanted)
    with (tmp_path / "rows.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"job": [400, 1.0')  # as if the line had been cut off
    first = (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()[:begun]
    assert train.run(tmp_path, numbers=NUMBERS) == len(wanted)
    assert (tmp_path / "rows.jsonl").read_text("utf-8").splitlines()[:begun] == first
    again, stored = read(train.pack(tmp_path, NUMBERS)), table()
    assert again.configs == tuple(stored.configs[number] for number in NUMBERS)
    # The same arithmetic in another order may turn an image or two of 600, seldom more.
    np.testing.assert_allclose(again.curves[:, :, -1], stored.curves[:, NUMBERS, -1], atol=0.01)
    np.testing.assert_allclose(again.test, stored.test[NUMBERS], atol=0.01)
    seeds = [stored.again.tolist().index(number) for number in NUMBERS[:2]]
    np.testing.assert_allclose(again.again_curves[:, :, -1], stored.again_curves[:, seeds, -1], atol=0.01)
    assert train.run(tmp_path, numbers=NUMBERS) == len(wanted)  # nothing is left to do
    assert _lines(tmp_path) == len(wanted)


@pytest.mark.slow
def test_the_command_says_how_far_it_is(tmp_path, capsys):
    train.main([str(tmp_path), "--limit", "1"])
    assert "1 of 2348 runs of 27 epochs are done: start it again to go on." in capsys.readouterr().out
    row = json.loads((tmp_path / "rows.jsonl").read_text("utf-8"))
    assert row["job"] == [0, 1.0, 0]
    assert len(row["validation"]) == 27


def test_the_table_is_small_and_says_all_that_was_measured():
    stored = table()
    assert (Path(train.__file__).parent / "table.npz").stat().st_size < 2e6
    assert len(stored) == 704
    assert stored.curves.shape == (len(SHARES), 704, 27)
    assert stored.again_curves.shape == (2, 118, 27)
    for each in (stored.curves, stored.test, stored.again_curves, stored.again_test):
        assert ((each >= 0) & (each <= 1)).all()
    assert (stored.seconds > 0).all()
    assert stored.seconds[0].mean() < stored.seconds[1].mean() < stored.seconds[2].mean()
    for share in range(3):
        counted = stored.curves[share] * SIZES[1]
        np.testing.assert_allclose(counted, counted.round(), atol=1e-3)  # accuracies of 600 images
    assert len(set(map(str, stored.configs))) == 704


def test_the_plane_is_a_regular_grid_over_the_defaults():
    grid = plane()
    assert len(grid) == GRID[0] * GRID[1] == 192
    steps = grid.places.reshape(*GRID, 2)
    np.testing.assert_allclose(np.diff(steps[:, 0, 0]), 1 / 15, atol=1e-9)
    assert (np.diff(steps[0, :, 1]) > 0).all()
    assert grid.best == grid.score.max() == table().score[:192].max()


def test_the_parts_of_the_images_share_none():
    data = digits()
    assert [len(part[1]) for part in (data.train, data.validation, data.test)] == list(SIZES)
    seen = [{image.tobytes() for image in part[0]} for part in (data.train, data.validation, data.test)]
    assert not seen[0] & seen[1]
    assert not (seen[0] | seen[1]) & seen[2]


def test_fewer_epochs_are_the_beginning_of_more():
    config, data = table().configs[90], digits()
    short = learn(config, data, seed=90, epochs=3)
    np.testing.assert_allclose(short.validation, table().curves[-1, 90, :3], atol=0.01)


@pytest.mark.parametrize("share", [1 / 9, 1.0])
def test_another_seed_is_another_network(share):
    config, data = table().configs[90], digits()
    one, two = (learn(config, data, seed=seed, epochs=2, share=share) for seed in (1, 2))
    assert not np.array_equal(one.loss, two.loss)
