"""What has the learner done, and how far is she? Her own word, worth no mark."""

from .page import Record, record
from .standing import Done, done, standing

__all__ = ["Done", "Record", "done", "record", "standing"]
