"""A quarter of a year in a made-up town: the real service, phones in memory, and a clock that is moved."""
