"""Adapters: counted by the formula, merged without a difference, and what the table of trainings tells of them."""

import numpy as np
import pytest
import torch

from mlops_widgets import llmops
from mlops_widgets.llmops import adapter, corpus, lora, smaller, tiny
from mlops_widgets.llmops.lora import build
from mlops_widgets.llmops.lora.grid import EVERY, STEPS, STORED
from mlops_widgets.llmops.lora.scene import COUNTING

torch.set_num_threads(1)
RUNS = {
    "as it is": lora.Scenario(),
    "everywhere, stopped": lora.Scenario(place="everywhere", power=4).act(lora.Stop(tick=6)),
    "every weight, rehearsed, careful": lora.Scenario(place="full", rehearse=True, rate="careful"),
    "once more": lora.Scenario(seed=1, power=0),
}


@pytest.fixture(scope="module")
def loaded():
    return tiny.load()


def test_runs_are_as_they_were(golden):
    golden(lora.simulation, "lora.txt", RUNS, every=4)


@pytest.mark.parametrize("rank", [1, 4, 16])
@pytest.mark.parametrize("targets", [adapter.ATTENTION, adapter.EVERYWHERE])
def test_an_adapter_has_as_many_parameters_as_the_formula_says(loaded, rank, targets):
    model, _ = loaded
    count = adapter.trainable(adapter.adapted(model, rank, targets=targets))
    assert count == adapter.extra(model, rank, targets=targets)
    wide, inner, layers = 96, 256, 4
    ways = {"q_proj": 2 * wide, "k_proj": 2 * wide, "v_proj": 2 * wide, "o_proj": 2 * wide}
    ways |= dict.fromkeys(("gate_proj", "up_proj", "down_proj"), wide + inner)
    assert count == rank * layers * sum(ways[name] for name in targets)


def test_an_adapter_that_has_learned_nothing_changes_nothing_and_a_merged_one_says_the_same(loaded):
    model, words = loaded
    ids = tiny.packed(corpus.paragraphs(held_out=True)[:12], words).ids
    learner = adapter.adapted(model, 4, targets=adapter.EVERYWHERE, seed=3)
    with torch.no_grad():
        before = model(input_ids=ids).logits
        assert torch.equal(learner.eval()(input_ids=ids).logits, before)
        tickets = tiny.answered([(each.prompt, each.answer) for each in llmops.tickets(60)], words)
    losses = tiny.fit(learner, tickets, steps=8, batch=4, rate=1e-2)
    assert losses[-1] < losses[0]
    with torch.no_grad():
        adapted = learner(input_ids=ids).logits
        assert (adapted - before).abs().max() > 0.1
        merged = learner.merge_and_unload()
        assert (merged(input_ids=ids).logits.softmax(-1) - adapted.softmax(-1)).abs().max() < 1e-5
        assert torch.equal(model(input_ids=ids).logits, before)  # the model itself has stayed as it was


def test_eight_bits_are_less_than_half_and_nearly_the_same(loaded):
    model, words = loaded
    rows = tiny.packed(corpus.paragraphs(held_out=True)[:60], words)
    small = smaller.quantised(model)
    assert smaller.size(small) < 0.5 * smaller.size(model)
    assert smaller.agreement(model, small, rows.ids) > 0.85
    assert llmops.perplexity(small, rows) == pytest.approx(llmops.perplexity(model, rows), rel=0.05)
    assert smaller.agreement(model, model, rows.ids) == 1.0


@pytest.mark.parametrize("rank", [0, -1, 2.0, True])
def test_a_rank_is_a_whole_number_above_zero(loaded, rank):
    with pytest.raises(ValueError, match="rank must be a whole number above 0"):
        adapter.adapted(loaded[0], rank)


def test_the_table_holds_every_training_and_is_small():
    assert STORED.stat().st_size <= 500_000
    every = list(lora.runs())
    assert len(every) == len(set(every)) == 54
    for run in every:
        found = lora.curves(run)
        for values in (found.new, found.old, found.exact):
            assert values.shape == (STEPS // EVERY + 1,)
            assert np.isfinite(values).all()
        assert (found.new >= 1).all()
        assert ((found.exact >= 0) & (found.exact <= 1)).all()


def test_parameters_and_bytes_of_the_table_are_those_of_the_formula(loaded):
    model, _ = loaded
    places = {"attention": adapter.ATTENTION, "everywhere": adapter.EVERYWHERE}
    for run in lora.runs():
        found = lora.curves(run)
        if run.place == "full":
            assert found.parameters == model.num_parameters()
        else:
            assert found.parameters == adapter.extra(model, run.rank, targets=places[run.place])
        assert 4 * found.parameters < found.stored < 4 * found.parameters + 15_000  # and the file's header


def test_every_training_begins_at_the_same_model_and_learns_the_desk():
    begins = {(round(lora.curves(run).new[0], 3), round(lora.curves(run).old[0], 3)) for run in lora.runs()}
    assert len(begins) == 1
    assert all(lora.curves(run).new[-1] < lora.curves(run).new[0] / 5 for run in lora.runs())


def test_rehearsal_keeps_the_old_text_and_a_higher_rank_learns_more():
    for run in lora.runs():
        if run.share:
            assert lora.curves(run).old[-1] < lora.curves(run._replace(share=0.0)).old[-1]
        if run.place == "attention" and run.rank in (1, 4):
            assert lora.curves(run._replace(rank=4 * run.rank)).new[-1] < lora.curves(run).new[-1]


@pytest.mark.slow
def test_a_training_can_be_done_again(monkeypatch):
    """The first looks of one; the stored one was perhaps made by another processor, so they agree to a percent."""
    run, looks = lora.Run("attention", 1, 0.0, 0.01, 0), []
    whole = build.fit

    class EnoughError(Exception):
        pass

    def some(*given, watch, **options):
        def looked(step):
            if step > 2 * EVERY:
                raise EnoughError
            watch(step)
            looks.append(step)

        whole(*given, watch=looked, **options)

    seen = []
    monkeypatch.setattr(build, "perplexity", lambda *given: seen.append(llmops.perplexity(*given)) or seen[-1])
    monkeypatch.setattr(build, "fit", some)
    with pytest.raises(EnoughError):
        build.train(run)
    assert looks == [0, EVERY, 2 * EVERY]
    found = lora.curves(run)
    np.testing.assert_allclose(seen[::2], found.new[:3], rtol=0.01)
    np.testing.assert_allclose(seen[1::2], found.old[:3], rtol=0.01)


def test_the_level_of_counting_is_what_counting_gives(loaded):
    _, words = loaded
    rows, held = (tiny.packed(corpus.paragraphs(held_out=each), words) for each in (False, True))
    assert llmops.unigram(rows, held, len(words)) == pytest.approx(COUNTING, abs=0.5)


def test_stopping_keeps_what_was_there_and_changes_nothing_before():
    whole = lora.simulate(lora.Scenario(place="everywhere", power=4))
    stopped = lora.simulate(lora.Scenario(place="everywhere", power=4).act(lora.Stop(tick=5)))
    for name in whole.columns:
        np.testing.assert_array_equal(whole[name][:6], stopped[name][:6])
    assert (stopped["old"][5:] == stopped["old"][5]).all()
    assert stopped.summary["old"] < whole.summary["old"]


def test_what_was_not_trained_is_not_told():
    with pytest.raises(KeyError, match="run must be one of those in the table"):
        lora.curves(lora.Run("attention", 3, 0.0, 0.01, 0))
