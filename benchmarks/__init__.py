"""What does each performance claim rest on? One command a claim: ours, the peer's and the limit in one run."""
