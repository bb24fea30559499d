"""The deeds of assessment."""

from tuoyu.assessment.services.rehearsal import ask_rehearsal, run_rehearsal, upload_draft
from tuoyu.assessment.services.sweep import run_sweep

__all__ = ["ask_rehearsal", "run_rehearsal", "run_sweep", "upload_draft"]
