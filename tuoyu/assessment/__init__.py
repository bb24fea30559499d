"""Facts held against books: compliance reports, sweeps, rehearsals and the history of verdicts."""
