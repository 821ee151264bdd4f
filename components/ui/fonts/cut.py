"""Cuts the Latin of IBM Plex down to what our pages use. By hand, after a new version of the packages:

    pip install fonttools brotli && python3 components/ui/fonts/cut.py

Every page in a Latin script waits for the text font, every page with a command for the other. The letters stay; what goes is
weights (100 to 700 became 400 to 600), fractions, and the hints for coarse screens: 46 kB became 24, 15 became 9, each one or two
round trips less on a slow network. Licence and copyright stay in the fonts (OFL-1.1, no reserved name)."""

from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
PACKAGES = HERE.parents[2] / "node_modules"
TEXT = PACKAGES / "@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2"
CODE = PACKAGES / "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2"
WEIGHTS = (400, 600)  # components/ui/css/tokens.css: normal, medium, semibold
FEATURES = ["kern", "liga", "ccmp", "mark"]


def cut(font: TTFont, name: str) -> None:
    subsetter = Subsetter(Options(layout_features=FEATURES, name_IDs=["*"], hinting=False))
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(HERE / name)


lighter = BytesIO()
instantiateVariableFont(TTFont(TEXT, recalcTimestamp=False), {"wght": WEIGHTS}).save(lighter)
cut(TTFont(lighter, recalcTimestamp=False), "ibm-plex-sans-latin-400-600.woff2")
cut(TTFont(CODE, recalcTimestamp=False), "ibm-plex-mono-latin-400.woff2")
