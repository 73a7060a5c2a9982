"""The coach's and the lead's side of the talk: cards, claims, outcomes."""
