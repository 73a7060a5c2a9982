"""What happens where a family stops or its case stands still: ladders, offers, rounds, other ways."""
