"""The house rules as plain functions over plain data: who calls whom, when, and until when what is kept."""
