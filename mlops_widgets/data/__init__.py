"""Which data does the course run on?  One folder per data set; see the README beside this file."""

__all__: list[str] = []
