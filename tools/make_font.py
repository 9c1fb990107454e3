"""Make simlib/fonts/NotoSansSC-*.ttf: the Chinese letters the charts and the PDF need, and no more.

Needed once, by hand, on Debian or Ubuntu:

    apt-get install fonts-noto-cjk unicode-data
    .venv/bin/python tools/make_font.py

Debian's font holds 65,535 CFF glyphs for five regions in one collection. This takes the Simplified
Chinese face, keeps the characters of `characters()`, and turns the cubic outlines into TrueType
ones, which matplotlib and every office program can embed.
"""

import bz2
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

COLLECTION = "/usr/share/fonts/opentype/noto/NotoSansCJK-{style}.ttc"
UNIHAN = Path("/usr/share/unicode/Unihan_OtherMappings.txt.bz2")
FONTS = Path(__file__).resolve().parents[1] / "simlib" / "fonts"
FACE = "Noto Sans CJK SC"
FAMILY = "Noto Sans SC"
MAX_ERROR = 1.0  # thousandths of an em between the cubic and the quadratic outline
STYLES = ("Regular", "Bold")

RANGES = (
    (0x20, 0x7F),  # ASCII
    (0xA0, 0x100),  # Latin-1: ± × · °
    (0x2010, 0x2028),  # dashes, quotation marks, ellipsis
    (0x2030, 0x2034),  # per mille, prime
    (0x2150, 0x2170),  # fractions, Roman numerals
    (0x2190, 0x219A),  # arrows
    (0x2460, 0x2474),  # circled numbers 1-20
    (0x25A0, 0x25D0),  # squares, triangles, circles
    (0x3000, 0x3020),  # Chinese punctuation
    (0xFF00, 0xFFF0),  # full-width forms
)
SIGNS = "℃№←→↑↓−∑√∞∫≈≠≤≥≡≪≫∈∩∪∝½¼¾★☆✓✔✗✘€¥Δασμπλβθρ"


def main() -> None:
    for style in STYLES:
        path = FONTS / f"NotoSansSC-{style}.ttf"
        font = chosen_face(style)
        keep_only(font, characters())
        to_truetype(font)
        rename(font, style)
        font.save(path)
        print(f"{path.name}: {len(font.getBestCmap())} characters, {path.stat().st_size:,} bytes")


def characters() -> set[int]:
    """GB 2312, the official table of 8,105 standard characters (names of places and people such as
    浐 and 鄠 are in the second only), and the signs of charts."""
    signs = {code for start, end in RANGES for code in range(start, end)}
    return signs | {ord(sign) for sign in SIGNS} | gb2312() | standard_table()


def gb2312() -> set[int]:
    pairs = (bytes([high, low]) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(text) for pair in pairs if (text := pair.decode("gb2312", errors="ignore"))}


def standard_table() -> set[int]:
    """通用规范汉字表 of 2013, in Unihan as kTGH."""
    lines = bz2.decompress(UNIHAN.read_bytes()).decode("utf-8").splitlines()
    return {int(line.split("\t")[0][2:], 16) for line in lines if "\tkTGH\t" in line}


def chosen_face(style: str) -> TTFont:
    faces = TTCollection(COLLECTION.format(style=style), lazy=True).fonts
    font: TTFont = next(face for face in faces if face["name"].getBestFamilyName() == FACE)
    font.recalcTimestamp = False  # the same bytes each time
    return font


def keep_only(font: TTFont, wanted: set[int]) -> None:
    options = subset.Options(
        layout_features=[],
        notdef_outline=True,
        hinting=False,
        glyph_names=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14],
        name_languages=[0x409],
        drop_tables=["BASE", "GSUB", "GPOS", "GDEF", "vhea", "vmtx", "VORG", "DSIG"],
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)


def to_truetype(font: TTFont) -> None:
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder = order
    glyf.glyphs = {name: quadratic(outlines[name], outlines) for name in order}
    font["loca"] = newTable("loca")
    for name, glyph in glyf.glyphs.items():
        glyph.recalcBounds(glyf)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    _set_tables_of_a_truetype_font(font)


def quadratic(outline: Any, outlines: Any) -> Any:
    pen = TTGlyphPen(outlines)
    outline.draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
    return pen.glyph()


def _set_tables_of_a_truetype_font(font: TTFont) -> None:
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    maxp.maxTwilightPoints = maxp.maxStorage = maxp.maxStackElements = 0
    maxp.maxFunctionDefs = maxp.maxInstructionDefs = maxp.maxSizeOfInstructions = 0
    maxp.maxComponentElements = maxp.maxComponentDepth = 0
    font["post"].formatType = 3.0  # no glyph names: 80 kB less
    font["head"].glyphDataFormat = 0
    del font["CFF "]
    font.sfntVersion = "\x00\x01\x00\x00"


def rename(font: TTFont, style: str) -> None:
    """The name of the regional font. The licence reserves only the name 'Source'."""
    names = font["name"]
    texts = {
        1: FAMILY,
        2: style,
        3: f"{FAMILY} {style}; subset for simlib",
        4: f"{FAMILY} {style}",
        6: f"NotoSansSC-{style}",
        10: "Subset with TrueType outlines, made by simlib's tools/make_font.py",
    }
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    for number in (16, 17):
        names.removeNames(nameID=number)


if __name__ == "__main__":
    main()
