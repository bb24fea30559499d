"""Facts held against books: reports, sweeps, rehearsals and the history of verdicts."""
