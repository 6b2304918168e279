"""Chapter 8's exercises, one a file."""

__all__: list[str] = []
