"""Cuts IBM Plex Sans, Latin, down to what our pages use. By hand, after a new version of the package:

    pip install fonttools brotli && python3 components/ui/fonts/cut.py

Every page in a Latin script waits for this font. The whole one has 46 kB and weights from 100 to 700; this one has 29 kB, the same
letters and the weights between 400 and 600. Licence and copyright stay in it (OFL-1.1, no reserved name)."""

from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
WHOLE = HERE.parents[2] / "node_modules/@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2"
WEIGHTS = (400, 600)  # components/ui/css/tokens.css: normal, medium, semibold
FEATURES = ["kern", "liga", "ccmp", "mark"]

lighter = BytesIO()
instantiateVariableFont(TTFont(WHOLE, recalcTimestamp=False), {"wght": WEIGHTS}).save(lighter)

font = TTFont(lighter, recalcTimestamp=False)
subsetter = Subsetter(Options(layout_features=FEATURES, name_IDs=["*"]))
subsetter.populate(unicodes=font.getBestCmap())
subsetter.subset(font)
font.flavor = "woff2"
font.save(HERE / "ibm-plex-sans-latin-400-600.woff2")
