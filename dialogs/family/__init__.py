"""The family's side of the talk: from the first hello to the card of an appointment."""
