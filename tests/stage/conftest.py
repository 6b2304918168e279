"""What do the stage's tests share? The reader of the wire lies beside this file."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # importlib mode adds no folder
