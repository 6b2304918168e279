"""What is said of a policy that cannot be followed?"""

__all__ = ["PolicyError"]


class PolicyError(ValueError):
    """A policy that cannot be followed: the field, what fits, what came, and the way out."""
