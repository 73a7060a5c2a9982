"""The desk's side of the shell: facts for its pages, effects carried out, what happens by itself."""
