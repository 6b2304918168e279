"""Which digit was said? Generated speech under four conditions, and two small networks that recognise it."""

from mlops_widgets.data.speech.conditions import CONDITIONS, LEVELS, SHARES
from mlops_widgets.data.speech.hearing import log_mel
from mlops_widgets.data.speech.recogniser import LESSONS, Recogniser, lesson, recogniser, train
from mlops_widgets.data.speech.utterances import Utterances, utterances
from mlops_widgets.data.speech.voices import RATE, VOICES, WORDS

__all__ = [
    "CONDITIONS",
    "LESSONS",
    "LEVELS",
    "RATE",
    "SHARES",
    "VOICES",
    "WORDS",
    "Recogniser",
    "Utterances",
    "lesson",
    "log_mel",
    "recogniser",
    "train",
    "utterances",
]
