"""Which version shall the next user meet, if every answer both earns and teaches?"""

from .bandit import Bandit, Context
from .discounted_thompson import DiscountedThompson
from .epsilon_greedy import EpsilonGreedy
from .kl_ucb import KLUCB
from .lin_ucb import LinUCB
from .linear_thompson import LinearThompson
from .regret import regret
from .split import Split
from .thompson import Thompson
from .ucb1 import UCB1

__all__ = [
    "KLUCB",
    "UCB1",
    "Bandit",
    "Context",
    "DiscountedThompson",
    "EpsilonGreedy",
    "LinUCB",
    "LinearThompson",
    "Split",
    "Thompson",
    "regret",
]
