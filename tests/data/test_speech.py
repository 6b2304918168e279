"""Speech is what its truth says: noise is as loud as written, the same seed speaks the same, and noise harms."""

from pathlib import Path

import numpy as np
import pytest

from mlops_widgets.data import speech
from mlops_widgets.data.speech.conditions import CUT, _noise, car, mixed, narrowed
from mlops_widgets.data.speech.utterances import counted
from mlops_widgets.data.speech.voices import SAMPLES, speak


@pytest.fixture(scope="module")
def calls():
    return speech.utterances(600, seed=3)


def _clean(count=40):
    rng = np.random.default_rng(1)
    return speak(rng.integers(0, 10, count), [speech.VOICES["Ash"]] * count, rng)


def test_the_shares_are_the_lectures(calls):
    assert counted(1500, speech.SHARES) == [900, 60, 450, 90]
    assert {name: int(rows.sum()) for name, rows in calls.conditions.items()} == {
        "clean": 360, "car noise": 24, "people noise": 180, "low bandwidth": 36,
    }  # fmt: skip
    assert np.bincount(calls.word).tolist() == [60] * 10


def test_the_same_seed_says_the_same_and_another_something_else(calls):
    again, other = speech.utterances(600, seed=3), speech.utterances(600, seed=4)
    np.testing.assert_array_equal(calls.sound, again.sound)
    assert not np.array_equal(calls.sound, other.sound)
    with pytest.raises(ValueError, match="read-only"):
        calls.sound[0, 0] = 0
    assert np.abs(calls.sound).max() <= 0.9 + 1e-6


@pytest.mark.parametrize("place", [1, 2])
@pytest.mark.parametrize("snr", [-3.0, 6.0])
def test_noise_is_as_loud_as_the_ratio_says(place, snr):
    clean = _clean()
    noise = _noise(place, clean, len(clean), np.random.default_rng([0, 10 + place]))  # the very noise mixed in
    for each in (clean, noise):
        assert np.sqrt((each**2).mean(axis=1)) == pytest.approx(np.ones(len(clean)), abs=1e-3)
    sound = mixed(clean, np.full(len(clean), place), np.full(len(clean), snr), seed=0)
    for said, over, heard in zip(clean, noise, sound, strict=True):
        (of_speech, of_noise), left, *_ = np.linalg.lstsq(np.stack([said, over], axis=1), heard, rcond=None)
        assert 20 * np.log10(of_speech / of_noise) == pytest.approx(snr, abs=0.01)
        assert float(left[0]) < 1e-4  # nothing but the two


@pytest.mark.parametrize("snr", [-3.0, 6.0])
def test_of_a_narrow_line_the_ratio_is_that_of_the_whole_voice_before_the_line(snr):
    clean, rng = _clean(), np.random.default_rng([0, 13])
    noise = _noise(3, clean, len(clean), rng)
    through = narrowed(clean, rng)  # of the very line that the noise came over
    sound = mixed(clean, np.full(len(clean), 3), np.full(len(clean), snr), seed=0)
    heard = []
    for said, left, over, mix in zip(clean, through, noise, sound, strict=True):
        (of_speech, of_noise), rest, *_ = np.linalg.lstsq(np.stack([left, over], axis=1), mix, rcond=None)
        assert float(rest[0]) < 1e-4  # nothing but the two
        loud = [of_speech * np.sqrt((each**2).mean()) for each in (said, left)]
        before, after = 20 * np.log10(np.array(loud) / (of_noise * np.sqrt((over**2).mean())))
        assert before == pytest.approx(snr, abs=0.2)
        heard.append(after)
    assert snr - np.mean(heard) == pytest.approx(5, abs=1)


def test_a_narrow_line_lets_nothing_high_through_but_its_own_clicks():
    clean = _clean()
    low = narrowed(clean, np.random.default_rng(0))
    spectrum = np.abs(np.fft.rfft(low)) ** 2
    above = np.fft.rfftfreq(SAMPLES, 1 / speech.RATE) > 2 * CUT
    assert spectrum[:, above].sum() < 0.02 * spectrum.sum()
    lost = (low.reshape(len(low), -1, 160) == 0).all(axis=2).mean()
    assert lost == pytest.approx(0.45, abs=0.05)


def test_car_noise_lies_low_and_a_child_speaks_higher_than_a_man():
    rng = np.random.default_rng(0)
    at = np.fft.rfftfreq(SAMPLES, 1 / speech.RATE)
    noise = (np.abs(np.fft.rfft(car(20, rng))) ** 2).sum(axis=0)
    assert noise[at < 1000].sum() > 0.9 * noise.sum()
    pitch = {}
    for name in ("Ash", "Wren"):
        power = (np.abs(np.fft.rfft(speak([9] * 20, [speech.VOICES[name]] * 20, rng))) ** 2).sum(axis=0)
        pitch[name] = at[np.argmax(power * (at > 60))]
    assert pitch["Wren"] > 2 * pitch["Ash"]


def test_the_recogniser_errs_more_in_noise_and_the_yardstick_hardly_except_where_nothing_arrives(calls):
    wrong = {name: speech.recogniser(name).hear(calls.sound) != calls.word for name in speech.LESSONS}
    rates = {name: {each: wrong[name][rows].mean() for each, rows in calls.conditions.items()} for name in wrong}
    archive, best = rates["archive"], rates["yardstick"]
    assert archive["clean"] < 0.1 < min(archive["car noise"], archive["people noise"], archive["low bandwidth"])
    assert max(best["clean"], best["car noise"], best["people noise"]) < 0.08 < best["low bandwidth"]
    assert archive["low bandwidth"] - best["low bandwidth"] < 0.08
    is_child = calls.voice == list(speech.VOICES).index("Wren")
    assert wrong["archive"][is_child].mean() > 0.4 > wrong["archive"][~is_child].mean()


@pytest.mark.slow
def test_the_stored_weights_are_small_and_what_the_command_trains(calls):
    assert (Path(speech.__file__).parent / "weights.npz").stat().st_size < 300_000
    stored, anew = speech.recogniser("archive"), speech.lesson("archive")
    agree = stored.hear(calls.sound) == anew.hear(calls.sound)
    assert agree.mean() > 0.93  # other machines round otherwise, and half precision is stored


@pytest.mark.slow
def test_training_on_is_repeatable_and_lowers_the_errors_it_was_for():
    more = speech.utterances(300, shares={"people noise": 1.0}, seed=5)
    heard = speech.utterances(200, shares={"people noise": 1.0}, seed=6)
    base = speech.recogniser()
    first, second = (speech.train(more, epochs=3, start=base, rate=2e-3) for _ in range(2))
    for name, weights in first.weights.items():
        np.testing.assert_array_equal(weights, second.weights[name])
    errors = [(each.hear(heard.sound) != heard.word).mean() for each in (base, first)]
    assert errors[1] < errors[0]
    assert first.chances(heard.sound).sum(axis=1) == pytest.approx(np.ones(200), abs=1e-5)


def test_a_sound_travels_as_a_wav_file_that_can_be_read(calls):
    import io
    import wave

    with wave.open(io.BytesIO(calls.wav(0))) as file:
        assert (file.getframerate(), file.getnframes(), file.getnchannels()) == (speech.RATE, SAMPLES, 1)
    assert calls.link(0).startswith("data:audio/wav;base64,UklGR")
    assert len(calls.link(0)) < 8000
    assert set(calls.frame()["condition"]) == set(speech.CONDITIONS)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"count": 0}, "count must be a whole number"),
        ({"child": 2}, "child must be a share"),
        ({"shares": {"rain": 1.0}}, "got 'rain'"),
        ({"shares": {"clean": 0.5}}, "add up to 1"),
    ],
)
def test_what_cannot_be_said_gets_a_sentence(asked, words):
    with pytest.raises(ValueError, match=words):
        speech.utterances(**{"count": 10, **asked})


def test_an_unknown_recogniser_gets_a_sentence():
    with pytest.raises(ValueError, match="archive, yardstick"):
        speech.recogniser("best")
