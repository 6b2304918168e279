"""What can be turned at the detector that watches the stream?"""

from __future__ import annotations

from mlops_widgets import stage

from .menu import BINARY, MENU

__all__ = ["Watched"]


class Watched(stage.Scenario):
    """The detector and its own knobs; each is in sight while its detector is chosen."""

    detector: str = stage.knob(
        "psi",
        title="Detector",
        choices={name: offer.title for name, offer in MENU.items()} | {"yours": "yours"},
    )
    window: int = stage.knob(
        96,
        title="Window",
        unit="values",
        ge=12,
        le=240,
        step=12,
        when={"detector": ["psi", "ks"]},
        source="your choice; hours without enough flights have no value",
    )
    threshold: float = stage.knob(
        0.25,
        title="Threshold",
        unit="PSI",
        ge=0.05,
        le=1.5,
        step=0.05,
        when={"detector": "psi"},
        source="published rule of thumb (Siddiqi 2006): 0.1 look, 0.25 act",
    )
    delta: float = stage.knob(
        0.002,
        title="Bound δ on a false cut",
        ge=0.0005,
        le=0.2,
        step=0.0005,
        when={"detector": "adwin"},
        source="published default (Bifet and Gavaldà 2007)",
    )
    alpha: float = stage.knob(
        0.005,
        title="Level α of one look",
        ge=0.001,
        le=0.1,
        step=0.001,
        when={"detector": ["ks", "kswin"]},
        source="river's default for KSWIN; many looks make many false alarms",
    )
    every: int = stage.knob(
        24,
        title="Looks at every so many",
        unit="values",
        ge=6,
        le=48,
        step=6,
        when={"detector": "kswin"},
        source="your choice: each look is slow",
    )
    bound: float = stage.knob(
        50.0,
        title="Alarm above λ",
        unit="sd",
        ge=5,
        le=200,
        step=5,
        when={"detector": "page_hinkley"},
        source="river's default; standard deviations of the reference",
    )
    slack: float = stage.knob(
        0.005,
        title="Deviation δ that is no news",
        unit="sd",
        ge=0.005,
        le=1,
        step=0.005,
        when={"detector": "page_hinkley"},
        source="river's default; standard deviations of the reference",
    )
    level: float = stage.knob(
        3.0,
        title="Alarm above the best",
        unit="s",
        ge=1,
        le=6,
        step=0.5,
        when={"detector": "ddm"},
        source="published default (Gama et al. 2004)",
    )
    beta: float = stage.knob(
        0.9,
        title="Alarm below β",
        ge=0.5,
        le=0.95,
        step=0.05,
        when={"detector": "eddm"},
        source="published default (Baena-García et al. 2006)",
    )
    confidence: float = stage.knob(
        0.001,
        title="Chance of a false alarm, by its bound",
        ge=0.0005,
        le=0.1,
        step=0.0005,
        when={"detector": ["hddm_a", "hddm_w"]},
        source="published default (Frías-Blanco et al. 2015)",
    )
    weight: float = stage.knob(
        0.05,
        title="Weight λ of the newest",
        ge=0.01,
        le=0.5,
        step=0.01,
        when={"detector": "hddm_w"},
        source="published default (Frías-Blanco et al. 2015)",
    )
    pace: int = stage.knob(
        100,
        title="Fires every so many",
        unit="values",
        ge=10,
        le=500,
        step=10,
        when={"detector": "always"},
        source="your choice: a detector has to beat this one",
    )
    usual: float = stage.knob(
        0.9,
        title="Counts as 0, of the reference",
        unit="%",
        ge=0.5,
        le=0.95,
        step=0.05,
        when={"detector": list(BINARY)},
        source="your choice: this detector watches 0 and 1 only, and 1 is a value above the usual ones",
    )
    reference: int = stage.knob(
        480,
        title="Reference",
        unit="values",
        ge=48,
        le=1440,
        step=24,
        when={"detector": ["psi", "ks", "page_hinkley", *BINARY]},
        source="your choice: the first values, taken as normal",
    )
