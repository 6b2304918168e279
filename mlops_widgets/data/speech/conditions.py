"""What lies over the speech: a car, other people, a line that lets little through? Mixed in, as loud as it says."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.speech.voices import RATE, SAMPLES, Sound

__all__ = ["CONDITIONS", "CUT", "LEVELS", "SHARES", "babble", "car", "mixed", "narrowed"]

CONDITIONS = ("clean", "car noise", "people noise", "low bandwidth")

SHARES: Mapping[str, float] = MappingProxyType(dict(zip(CONDITIONS, (0.60, 0.04, 0.30, 0.06), strict=True)))
"""Of all utterances, as in the lecture's table of a speech recogniser."""

LEVELS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"clean": (30.0, 2.0), "car noise": (3.0, 2.0), "people noise": (3.0, 3.0), "low bandwidth": (2.0, 2.0)}
)
"""Signal-to-noise ratio in decibels, mean and standard deviation; assumed.

That of low bandwidth compares the noise with the whole voice, before the line takes a part of it: what comes out of
the line is some 5 dB nearer to the noise.
"""

CUT = 600  # Hz: a line of low bandwidth lets nothing above through
_PACKET = 160  # samples, 20 ms
_LOST = 0.45  # share of the packets of such a line


def car(count: int, rng: np.random.Generator) -> Sound:
    """Rumble of wheels and engine: (count, SAMPLES) of unit loudness, nearly all of it below 1 kHz."""
    spectrum = np.fft.rfftfreq(SAMPLES, 1 / RATE)
    shape = 1 / (1 + (spectrum / 180.0) ** 1.6)
    noise = np.fft.irfft(np.fft.rfft(rng.normal(size=(count, SAMPLES))) * shape, SAMPLES)
    time = np.arange(SAMPLES) / RATE
    turns = rng.uniform(28, 45, (count, 1))  # engine, Hz
    hum = sum(
        np.sin(2 * np.pi * order * turns * time + rng.uniform(0, 6.3, (count, 1))) / order for order in (2, 4, 6)
    )
    return _unit(_unit(noise) + 0.5 * _unit(hum))


def babble(speech: Sound, count: int, rng: np.random.Generator, *, people: int = 4) -> Sound:
    """Several people at once: sums of ``people`` others of these utterances, each begun anywhere in its word."""
    who = rng.integers(0, len(speech), (people, count))
    shifts = rng.integers(0, SAMPLES, (people, count))
    at = np.arange(SAMPLES)
    return _unit(
        sum(speech[one[:, None], (at + shift[:, None]) % SAMPLES] for one, shift in zip(who, shifts, strict=True))
    )


def narrowed(sound: Sound, rng: np.random.Generator) -> Sound:
    """What comes out of a line of low bandwidth: nothing above ``CUT``, and some packets are lost."""
    spectrum = np.fft.rfft(sound)
    spectrum[:, np.fft.rfftfreq(SAMPLES, 1 / RATE) > CUT] = 0
    low = np.fft.irfft(spectrum, SAMPLES)
    arrived = rng.random((len(sound), SAMPLES // _PACKET)) >= _LOST
    return np.asarray(low * np.repeat(arrived, _PACKET, axis=1), np.float32)


def mixed(speech: Sound, condition: npt.NDArray[np.int64], snr: npt.NDArray[np.float64], seed: int) -> Sound:
    """The speech with what lies over it.

    Parameters
    ----------
    speech
        (n, SAMPLES) clean speech of unit loudness.
    condition
        (n,) places in ``CONDITIONS``.
    snr
        (n,) decibels by which the speech is louder than the noise; for low bandwidth the whole speech, before the
        line takes a part of it.
    seed
        Of the noise; each condition has a generator of its own.

    Returns
    -------
    ndarray
        (n, SAMPLES), each within -1 to 1.
    """
    sound = speech.copy()
    for place in range(len(CONDITIONS)):
        rows = np.flatnonzero(condition == place)
        if not rows.size:
            continue
        rng = np.random.default_rng([seed, 10 + place])
        noise = _noise(place, speech, rows.size, rng)
        level = 10 ** (-snr[rows, None] / 20)
        if CONDITIONS[place] == "low bandwidth":
            sound[rows] = narrowed(speech[rows], rng)
        sound[rows] += (level * noise).astype(np.float32)
    loudest = np.abs(sound).max(axis=1, keepdims=True)
    return np.asarray(0.9 * sound / np.maximum(loudest, 1e-6), np.float32)


def _noise(place: int, speech: Sound, count: int, rng: np.random.Generator) -> Sound:
    if CONDITIONS[place] == "car noise":
        return car(count, rng)
    if CONDITIONS[place] == "people noise":
        return babble(speech, count, rng)
    return np.asarray(rng.normal(size=(count, SAMPLES)), np.float32)


def _unit(sound: npt.ArrayLike) -> Sound:
    values = np.asarray(sound, np.float32)
    return np.asarray(values / np.maximum(np.sqrt(np.mean(values**2, axis=1, keepdims=True)), 1e-6), np.float32)
