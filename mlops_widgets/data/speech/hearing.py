"""What does a recogniser see of a sound? A picture of loudness by time and by pitch as an ear divides it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.speech.voices import RATE, Sound

__all__ = ["BANDS", "bands", "log_mel"]

BANDS = 26
_WINDOW = 256  # samples, 32 ms
_HOP = 100  # samples, 12.5 ms
_FLOOR = 1e-3  # of the loudest band: what is quieter counts as silence


def log_mel(sound: Sound) -> npt.NDArray[np.float32]:
    """The logarithm of the power in each band of the mel scale, each utterance shifted and scaled to the same spread.

    Parameters
    ----------
    sound
        (n, samples), at 8,000 samples a second.

    Returns
    -------
    ndarray
        (n, BANDS, frames), mean 0 and standard deviation 1 in each utterance.

    References
    ----------
    Davis and Mermelstein (1980), Comparison of parametric representations for monosyllabic word recognition, IEEE
    Transactions on Acoustics, Speech, and Signal Processing 28(4).

    Examples
    --------
    >>> log_mel(np.random.default_rng(0).normal(size=(2, 5600)).astype(np.float32)).shape
    (2, 26, 54)
    """
    pieces = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW, axis=1)[:, ::_HOP]
    seen = [_one(block) for block in np.array_split(pieces, max(1, len(pieces) // 200))]
    return np.concatenate(seen)


def _one(pieces: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    power = np.abs(np.fft.rfft(pieces * np.hanning(_WINDOW))) ** 2
    mel = power @ bands().T
    loudest = mel.max(axis=(1, 2), keepdims=True)
    log = np.log(mel + _FLOOR * loudest + 1e-12)
    log -= log.mean(axis=(1, 2), keepdims=True)
    log /= log.std(axis=(1, 2), keepdims=True) + 1e-6
    return np.asarray(log.transpose(0, 2, 1), np.float32)


def bands() -> npt.NDArray[np.float64]:
    """Triangles over the frequencies of a window, (BANDS, frequencies): narrow below, wide above."""
    edges = 700 * (10 ** (np.linspace(_mel(60.0), _mel(RATE / 2), BANDS + 2) / 2595) - 1)
    at = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    return np.maximum(0.0, np.minimum((at - low) / (middle - low), (high - at) / (high - middle)))


def _mel(frequency: float) -> float:
    return float(2595 * np.log10(1 + frequency / 700))
