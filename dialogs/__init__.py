"""The core: what is asked, what is answered, what follows. Pure, synchronous, standard library only."""
