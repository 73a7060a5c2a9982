"""The machine that walks any flow: it knows questions, answers and screens, and nothing of families."""
