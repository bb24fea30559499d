"""The Chinese typefaces that travel along: a paper is the same page on every machine."""

from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

FOLDER = Path(pylopdf_fonts_zh_cn.__file__).parent


@lru_cache(maxsize=1)
def typefaces() -> typst.Fonts:
    """Noto Serif SC, Noto Sans SC and typst's own; never those a machine happens to have."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)])
