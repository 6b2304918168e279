"""Which exercises has the chapter on errors? One module each."""

__all__: list[str] = []
