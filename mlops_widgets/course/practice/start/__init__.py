"""The exercises of chapter 0."""

__all__: list[str] = []
