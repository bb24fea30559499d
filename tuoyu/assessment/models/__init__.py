"""What was judged: dated breaches, the sweeps that found them, drafts and their rehearsals."""

from tuoyu.assessment.models.rehearsal import Draft, Fall, Rehearsal
from tuoyu.assessment.models.sweep import Breach, Sweep, Tally

__all__ = ["Breach", "Draft", "Fall", "Rehearsal", "Sweep", "Tally"]
