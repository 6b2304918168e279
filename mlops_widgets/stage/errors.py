"""What does a person read when something they gave us cannot work?"""

__all__ = ["BoardError", "LinkError", "PartError", "ScenarioError", "SceneError", "StageError"]


class StageError(ValueError):
    """A sentence that names the field, the wish, the value and the way out."""


class ScenarioError(StageError):
    """A knob or an intervention got a value it cannot take."""


class SceneError(StageError):
    """A scene asks for something its trace does not hold."""


class LinkError(StageError):
    """A link is not ours, is cut short, or was made by another version."""


class PartError(StageError):
    """A learner's detector or policy raised, returned the wrong thing, or never came back."""


class BoardError(StageError):
    """Something on a board that cannot be done, or a key that cannot be a file's name."""
