"""LLMOps: how is a language model adapted, served and paid for?"""

from .desk import Ticket, tickets
from .perplexity import exact, perplexity, unigram

__all__ = ["Ticket", "exact", "perplexity", "tickets", "unigram"]
