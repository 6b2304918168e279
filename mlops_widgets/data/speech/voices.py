"""Who speaks, which words, and how does a word sound when it is made of harmonics, formants and hiss?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["RATE", "SAMPLES", "VOICES", "WORDS", "Phone", "Sound", "Voice", "speak"]

Floats = npt.NDArray[np.float64]
Sound = npt.NDArray[np.float32]

RATE = 8000  # samples a second, as on a telephone
SAMPLES = 5600  # 0.7 s
_STEP = 40  # samples between two frames of the envelope, 5 ms
_FRAMES = SAMPLES // _STEP + 1
_HARMONICS = 42  # those above half the rate are silent
_BLOCK = 8  # utterances sung at a time: what they need fits into a processor's cache
_BANDWIDTHS = np.array([90.0, 120.0, 180.0])  # Hz, of the three formants


class Phone(NamedTuple):
    """A speech sound: three resonances of the mouth, how much voice and hiss, and where the hiss lies."""

    formants: tuple[float, float, float]  # Hz, of a grown man
    voice: float  # 0-1
    hiss: float = 0.0  # 0-1
    hiss_at: float = 3000.0  # Hz
    length: float = 1.0  # relative


_PHONES: Mapping[str, Phone] = MappingProxyType(
    {
        "i": Phone((300, 2300, 3000), 1.0), "I": Phone((400, 2000, 2550), 1.0, length=0.8),
        "e": Phone((530, 1850, 2500), 1.0), "A": Phone((730, 1100, 2450), 1.0), "a": Phone((660, 1400, 2450), 1.0),
        "o": Phone((500, 850, 2400), 1.0), "O": Phone((570, 840, 2410), 1.0), "u": Phone((320, 870, 2240), 1.0),
        "@": Phone((500, 1500, 2500), 0.8, length=0.5), "w": Phone((310, 700, 2200), 0.6, length=0.5),
        "r": Phone((400, 1200, 1650), 0.7, length=0.6), "n": Phone((270, 1450, 2500), 0.45, length=0.8),
        "v": Phone((300, 1100, 2300), 0.35, 0.12, 2300, 0.6), "z": Phone((300, 1600, 2500), 0.25, 0.4, 3600, 0.8),
        "s": Phone((300, 1600, 2500), 0.0, 0.55, 3700, 0.9), "f": Phone((300, 1100, 2300), 0.0, 0.3, 2400, 0.8),
        "T": Phone((300, 1400, 2500), 0.0, 0.22, 3000, 0.7), "t": Phone((300, 1700, 2600), 0.0, 0.6, 3300, 0.3),
        "k": Phone((300, 1500, 2300), 0.0, 0.5, 1800, 0.3), "_": Phone((400, 1400, 2500), 0.0, length=0.4),
    }
)  # fmt: skip
"""Formants after Peterson and Barney (1952), rounded; hiss, lengths and consonants are assumed."""

_SPELT: Mapping[str, str] = MappingProxyType(
    {
        "zero": "z I r o u", "one": "w a a n", "two": "_ t u u", "three": "T r i i", "four": "f O O r",
        "five": "f A I v", "six": "s I _ k s", "seven": "s e v @ n", "eight": "e I _ t", "nine": "n A I n",
    }
)  # fmt: skip

WORDS = tuple(_SPELT)
"""The ten words of the set; a label is a place in this tuple."""


@dataclass(frozen=True)
class Voice:
    """One generated speaker."""

    pitch: float  # Hz
    size: float  # formants relative to a grown man's; a shorter mouth has higher ones
    breath: float = 0.02  # hiss in every sound
    pace: float = 1.0  # more is faster


VOICES: Mapping[str, Voice] = MappingProxyType(
    {
        "Ash": Voice(98, 0.98), "Birch": Voice(112, 1.0, 0.04), "Cedar": Voice(125, 1.03, pace=1.15),
        "Elm": Voice(178, 1.10), "Fir": Voice(196, 1.13, 0.05), "Hazel": Voice(214, 1.16, pace=1.15),
        "Rowan": Voice(142, 1.06, 0.03, 0.9), "Wren": Voice(310, 1.32, 0.03),
    }
)  # fmt: skip
"""By name; all assumed. Wren is a child, whom a model may never have heard."""


def speak(words: npt.ArrayLike, voices: list[Voice], rng: np.random.Generator) -> Sound:
    """Let each voice say its word once, never twice in the same way.

    Parameters
    ----------
    words
        (n,) places in ``WORDS``.
    voices
        (n,) who says it.
    rng
        Where pitch, pace, loudness and hiss vary from one utterance to the next.

    Returns
    -------
    ndarray
        (n, SAMPLES) sound of about unit loudness, padded with silence.

    Examples
    --------
    >>> speak([6], [VOICES["Ash"]], np.random.default_rng(0)).shape
    (1, 5600)
    """
    places = np.asarray(words, int)
    said = [_frames(WORDS[word], voice, rng) for word, voice in zip(places, voices, strict=True)]
    tracks = np.array(said).reshape(len(said), _FRAMES, 7)
    pitch = np.array([voice.pitch for voice in voices]) * np.exp(rng.normal(0, 0.06, len(voices)))
    sound = _voiced(tracks, pitch, rng) + _hissed(tracks, rng)
    loud = np.sqrt(np.mean(sound**2, axis=1, keepdims=True))
    return np.asarray(sound / np.maximum(loud, 1e-6), np.float32)


def _frames(word: str, voice: Voice, rng: np.random.Generator) -> Floats:
    """Along the utterance, (frames, 7): three formants, voice, hiss, where the hiss lies, how far it is."""
    phones = [_PHONES[each] for each in _SPELT[word].split()]
    lengths = np.array([each.length for each in phones]) * np.exp(rng.normal(0, 0.12, len(phones)))
    lasts = 0.46 / voice.pace * np.exp(rng.normal(0, 0.07)) * RATE / _STEP  # frames
    ends = np.cumsum(lengths / lengths.sum() * min(lasts, _FRAMES - 12))
    start = rng.integers(3, max(4, int(_FRAMES - ends[-1] - 6)))
    middles = start + np.concatenate([[0.0], (ends[:-1] + ends[1:]) / 2])
    middles[0] = start + ends[0] / 2
    size = voice.size * np.exp(rng.normal(0, 0.025, 3))
    rows = np.array(
        [(*(np.array(each.formants) * size), each.voice, each.hiss + voice.breath * each.voice,
          min(each.hiss_at * voice.size**0.5, 3800.0)) for each in phones]
    )  # fmt: skip
    at = np.arange(_FRAMES)
    moving = np.stack([np.interp(at, middles, column) for column in rows.T], axis=1)
    inside = np.clip((at - start) / 3, 0, 1) * np.clip((start + ends[-1] - at) / 5, 0, 1)
    moving[:, 3:5] *= inside[:, None]
    return np.column_stack([moving, np.clip((at - start) / ends[-1], 0, 1)])


def _voiced(tracks: Floats, pitch: Floats, rng: np.random.Generator) -> Sound:
    """Harmonics of a falling pitch, each as loud as the formants let it be."""
    frequency = pitch[:, None] * (1.08 - 0.22 * tracks[:, :, 6])
    begun = np.exp(2j * np.pi * rng.random((len(pitch), 1))).astype(np.complex64)
    blocks = (slice(at, at + _BLOCK) for at in range(0, len(pitch), _BLOCK))
    sung = [_sung(tracks[block], frequency[block], begun[block]) for block in blocks]
    return np.concatenate([np.empty((0, SAMPLES), np.float32), *sung])


def _sung(tracks: Floats, frequency: Floats, begun: npt.NDArray[np.complex64]) -> Sound:
    turning = np.exp(2j * np.pi * np.cumsum(_fine(frequency), axis=1) / RATE).astype(np.complex64)
    wave = turning * begun
    total = np.zeros((len(tracks), SAMPLES), np.float32)
    for harmonic in range(1, _HARMONICS + 1):
        loud = _envelope(harmonic * frequency, tracks) * tracks[:, :, 3] / harmonic**0.6
        if not loud.any():
            break
        total += _fine(loud) * wave.imag
        wave *= turning
    return total


def _envelope(frequency: Floats, tracks: Floats) -> Floats:
    """How much of this frequency the mouth lets out; nothing above half the rate."""
    apart = (frequency[:, :, None] - tracks[:, :, :3]) / _BANDWIDTHS
    weights = np.array([1.0, 0.6, 0.35])
    passed: Floats = (weights / np.sqrt(1 + apart**2)).sum(axis=2) * (frequency < 0.48 * RATE)
    return passed


def _hissed(tracks: Floats, rng: np.random.Generator) -> Sound:
    """Noise around one frequency, as loud as the tracks say: ring-modulated, so that no filter is needed."""
    count = len(tracks)
    slow = rng.normal(size=(2, count, SAMPLES)).astype(np.float32)
    width = np.array([0.25, 0.5, 0.25], np.float32)
    low = sum(weight * np.roll(slow, shift, axis=2) for shift, weight in zip((-1, 0, 1), width, strict=True))
    phase = 2 * np.pi * np.cumsum(_fine(tracks[:, :, 5]), axis=1) / RATE
    noise = low[0] * np.cos(phase) + low[1] * np.sin(phase)
    return np.asarray(1.6 * noise * _fine(tracks[:, :, 4]), np.float32)


def _fine(frames: Floats) -> Sound:
    """From frames to samples, along straight lines."""
    share = np.arange(_STEP, dtype=np.float32) / _STEP
    early, late = frames[:, :-1, None].astype(np.float32), frames[:, 1:, None].astype(np.float32)
    fine = (early + (late - early) * share).reshape(len(frames), -1)[:, :SAMPLES]
    return np.asarray(fine, np.float32)
