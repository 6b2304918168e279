"""Which words were said, by whom, under which condition? A generated set whose truth is known for every row."""

from __future__ import annotations

import base64
import io
import wave
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mlops_widgets.data.speech.conditions import CONDITIONS, LEVELS, SHARES, mixed
from mlops_widgets.data.speech.voices import RATE, VOICES, WORDS, Sound, speak

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Utterances", "counted", "utterances"]

Places = npt.NDArray[np.int64]

_CHUNK = 250  # utterances made at a time: memory stays small


@dataclass(frozen=True, eq=False)
class Utterances:
    """Spoken words in one order; every array is read-only and has one row each.

    Attributes
    ----------
    sound
        (n, 5600) at 8,000 samples a second, within -1 to 1.
    word, voice, condition
        (n,) places in ``WORDS``, in the names of ``VOICES``, in ``CONDITIONS``.
    snr
        (n,) decibels by which the speech is louder than the noise mixed in; for low bandwidth the whole speech,
        before the line takes a part of it.
    """

    sound: Sound
    word: Places
    voice: Places
    condition: Places
    snr: npt.NDArray[np.float64]

    def __post_init__(self) -> None:
        for each in fields(self):
            getattr(self, each.name).flags.writeable = False

    def __len__(self) -> int:
        return self.word.size

    @property
    def conditions(self) -> Mapping[str, npt.NDArray[np.bool_]]:
        """For each condition, which utterances are under it."""
        return {name: self.condition == place for place, name in enumerate(CONDITIONS)}

    def frame(self) -> pd.DataFrame:
        """All but the sound as a table of pandas, in words."""
        import pandas as pd

        names = np.array(list(VOICES))
        return pd.DataFrame(
            {
                "said": np.array(WORDS)[self.word],
                "voice": names[self.voice],
                "condition": np.array(CONDITIONS)[self.condition],
                "snr": self.snr.round(1),
            }
        ).rename_axis("utterance")

    def wav(self, row: int) -> bytes:
        """One utterance as the bytes of a WAV file, 8 bits a sample so that many fit into a page."""
        held = io.BytesIO()
        with wave.open(held, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(1)
            file.setframerate(RATE)
            file.writeframes((127.5 + 127 * self.sound[row]).astype(np.uint8).tobytes())
        return held.getvalue()

    def link(self, row: int) -> str:
        """The same as a ``data:`` address, which an ``<audio>`` element plays."""
        return f"data:audio/wav;base64,{base64.b64encode(self.wav(row)).decode()}"


def utterances(
    count: int = 1500,
    *,
    shares: Mapping[str, float] = SHARES,
    child: float = 0.05,
    seed: int = 0,
) -> Utterances:
    """Generate spoken words: the same seed gives the same sound.

    Parameters
    ----------
    count
        How many.
    shares
        Condition → share of the utterances, 0-1, together 1; by default those of the lecture's table.
    child
        Share that a child says, 0-1; the others are spread evenly over seven grown voices.
    seed
        Of words, voices, conditions, noise levels and sound, each with a generator of its own.

    Raises
    ------
    ValueError
        If there is nothing to make, a condition is unknown or the shares do not add up to 1.

    Examples
    --------
    >>> utterances(10, seed=1).frame()["condition"].value_counts().to_dict()
    {'clean': 6, 'people noise': 3, 'low bandwidth': 1}
    """
    if not isinstance(count, int) or count < 1:
        raise ValueError(f"count must be a whole number from 1 on, got {count!r}: 1500 make a test set.")
    if not 0 <= child <= 1:
        raise ValueError(f"child must be a share from 0 to 1, got {child!r}: 0 leaves the child out.")
    wanted = counted(count, shares)
    made = _made(count, tuple(wanted), float(child), int(seed))
    return Utterances(*made)


def counted(count: int, shares: Mapping[str, float]) -> list[int]:
    """How many utterances each condition gets: the largest remainders are rounded up.

    Examples
    --------
    >>> counted(1500, SHARES)
    [900, 60, 450, 90]
    """
    if unknown := [name for name in shares if name not in CONDITIONS]:
        raise ValueError(f"shares may name {', '.join(CONDITIONS)}, got {unknown[0]!r}: check the spelling.")
    if any(not share >= 0 for share in shares.values()) or abs(sum(shares.values()) - 1) > 1e-6:
        raise ValueError(
            f"shares must not be negative and add up to 1, got {dict(shares)}: divide them by their sum."
        )
    exact = np.array([count * shares.get(name, 0.0) for name in CONDITIONS])
    whole = np.floor(exact + 1e-9).astype(int)
    for place in np.argsort(whole - exact, kind="stable")[: count - whole.sum()]:
        whole[place] += 1
    return [int(each) for each in whole]


@lru_cache(maxsize=4)
def _made(
    count: int, wanted: tuple[int, ...], child: float, seed: int
) -> tuple[Sound, Places, Places, Places, npt.NDArray[np.float64]]:
    chance = [np.random.default_rng([seed, source]) for source in range(5)]
    word = chance[0].permutation(np.arange(count) % len(WORDS))
    adults = len(VOICES) - 1
    voice = np.where(chance[1].random(count) < child, adults, chance[1].integers(0, adults, count))
    condition = chance[2].permutation(np.repeat(np.arange(len(CONDITIONS)), wanted))
    means, spreads = np.array([LEVELS[name] for name in CONDITIONS]).T
    snr = chance[3].normal(means[condition], spreads[condition])
    people = list(VOICES.values())
    cuts = [slice(at, at + _CHUNK) for at in range(0, count, _CHUNK)]
    speech = np.concatenate([speak(word[cut], [people[at] for at in voice[cut]], chance[4]) for cut in cuts])
    return mixed(speech, condition, snr, seed), word, voice, condition, snr
