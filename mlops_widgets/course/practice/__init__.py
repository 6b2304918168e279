"""Which exercises are there? One module each, in the folder of its chapter; its key is its place."""

__all__: list[str] = []
