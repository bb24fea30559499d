/** <map-panel src outlines> draws a schematic map: counties by value, institutions as pins, walking rings. */
import * as leaflet from "leaflet";
import { make, onDisplayChange, token } from "./_page";

interface Value {
  value?: string;
  label?: string;
  step?: number;
  url?: string;
  on?: boolean;
}
interface Point {
  lng: number;
  lat: number;
  name: string;
  url?: string;
  note?: string;
  hot?: boolean;
  id?: string | number;
}
interface Here {
  lng: number;
  lat: number;
  rings?: number[];
}
interface Picture {
  values?: Record<string, Value>;
  points?: Point[];
  here?: Here;
}
type Place = [number, number]; // longitude, latitude

interface County {
  code: string;
  name: string;
  at: Place;
  beside?: Place;
}

const METRES_A_MINUTE = 75; // an unhurried walk with a small child
const LEAST = 14_000; // metres that a map shows at least
const CELL = 48; // pixels: pins nearer than this are told as one number
const NEAR = 10.5; // from this zoom on even the smallest district can carry its name

const latLng = ([lng, lat]: Place): leaflet.LatLng => leaflet.latLng(lat, lng);

const width = (bounds: leaflet.LatLngBounds): number => bounds.getEast() - bounds.getWest();

class MapPanel extends HTMLElement {
  private map?: leaflet.Map;
  private readonly pins = leaflet.layerGroup();
  private readonly names = leaflet.layerGroup();
  private land?: leaflet.GeoJSON;
  private picture: Picture = {};
  private display?: MutationObserver;

  async connectedCallback(): Promise<void> {
    this.append(make("span", "ty-mapnote", "示意图"));
    this.map = leaflet.map(this, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false, minZoom: 7, maxZoom: 17 });
    this.display = onDisplayChange(() => {
      this.paint();
      this.label();
    });
    try {
      const [outlines, picture] = await Promise.all([this.read("outlines"), this.read("src")]);
      this.picture = picture as Picture;
      this.drawLand(outlines as GeoJSON.FeatureCollection);
      this.drawHere();
      this.drawPins();
      this.map.on("zoomend", () => {
        this.drawPins();
        this.label();
      });
      this.setAttribute("data-drawn", "");
    } catch {
      this.replaceChildren(make("p", "ty-empty", "地图暂时打不开，旁边的名单是同样的内容。"));
    }
  }

  disconnectedCallback(): void {
    this.display?.disconnect();
    this.map?.remove();
  }

  /** Marks one place, for the list beside the map. */
  mark(id: string): void {
    for (const pin of this.querySelectorAll(".ty-pin")) pin.classList.toggle("at", (pin as HTMLElement).dataset["id"] === id);
  }

  private async read(attribute: string): Promise<unknown> {
    const address = this.getAttribute(attribute);
    if (!address) return attribute === "src" ? {} : { type: "FeatureCollection", features: [] };
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  private drawLand(outlines: GeoJSON.FeatureCollection): void {
    if (!this.map) return;
    this.land = leaflet.geoJSON(outlines, { onEachFeature: (feature, layer) => this.name(feature, layer) }).addTo(this.map);
    this.names.addTo(this.map);
    this.pins.addTo(this.map);
    this.map.fitBounds(this.bounds(), { padding: [14, 14] });
    this.paint();
    this.label();
  }

  private bounds(): leaflet.LatLngBounds {
    const { here, points } = this.picture;
    if (here) return leaflet.latLng(here.lat, here.lng).toBounds(2 * METRES_A_MINUTE * Math.max(...(here.rings ?? [15])));
    const land = this.landBounds() ?? leaflet.latLngBounds([[33.1, 112.2], [34.4, 114]]);
    if (!this.hasAttribute("near") || !points?.length) return land;
    const around = leaflet.latLngBounds(points.map((p) => [p.lat, p.lng])).pad(0.2);
    around.extend(around.getCenter().toBounds(LEAST)); // one place alone: where in its county it lies
    return width(around) > width(land) / 2 ? land : around; // places all over the city: no name is cut off
  }

  /** The land and the names beside it. */
  private landBounds(): leaflet.LatLngBounds | undefined {
    const bounds = this.land?.getBounds();
    this.land?.eachLayer((layer) => {
      const { beside } = (layer as leaflet.Polygon & { feature: GeoJSON.Feature }).feature.properties as County;
      if (beside) bounds?.extend(latLng(beside));
    });
    return bounds?.pad(0.06);
  }

  private value(feature: GeoJSON.Feature | undefined): Value | undefined {
    return this.picture.values?.[(feature?.properties as County).code];
  }

  private paint(): void {
    this.land?.setStyle((feature) => {
      const value = this.value(feature);
      return {
        color: token(value?.on ? "--ty-ink" : "--ty-surface"),
        weight: value?.on ? 2.5 : 1.25,
        fillColor: token(value?.step ? `--ty-q-${value.step}` : "--ty-q-none"),
        fillOpacity: 1,
      };
    });
  }

  private name(feature: GeoJSON.Feature, layer: leaflet.Layer): void {
    const value = this.value(feature);
    const { name } = feature.properties as County;
    layer.bindTooltip(value?.label ?? (value?.value ? `${name} ${value.value}` : name), { sticky: true });
    if (value?.url) layer.on("click", () => location.assign(value.url as string));
  }

  /** Names stand inside their county; those of small districts beside it, until the reader comes near. */
  private label(): void {
    const near = (this.map?.getZoom() ?? 0) >= NEAR;
    this.names.clearLayers();
    this.land?.eachLayer((layer) => {
      const { feature } = layer as leaflet.Polygon & { feature: GeoJSON.Feature };
      const { name, at, beside } = feature.properties as County;
      const deep = (this.value(feature)?.step ?? 0) >= 4;
      if (beside && !near) this.lead(at, beside);
      const aside = beside && !near;
      this.write(name, aside ? beside : at, deep && !aside, !aside);
    });
  }

  private lead(from: Place, to: Place): void {
    const line = { color: token("--ty-ink-2"), weight: 1, interactive: false };
    this.names.addLayer(leaflet.polyline([latLng(from), latLng(to)], line));
    this.names.addLayer(leaflet.circleMarker(latLng(from), { ...line, radius: 2.5, fillColor: line.color, fillOpacity: 1 }));
  }

  /** Inside a county a name keeps clear of the pins gathered in its middle. */
  private write(name: string, at: Place, deep: boolean, inside: boolean): void {
    const below = inside && this.picture.points?.length;
    const label = leaflet.tooltip({
      permanent: true,
      direction: below ? "bottom" : "center",
      offset: below ? [0, 14] : [0, 0],
      className: deep ? "lab deep" : "lab",
      interactive: false,
    });
    this.names.addLayer(label.setLatLng(latLng(at)).setContent(name));
  }

  private drawHere(): void {
    const { here } = this.picture;
    if (!here || !this.map) return;
    const centre = leaflet.latLng(here.lat, here.lng);
    for (const minutes of here.rings ?? []) {
      leaflet.circle(centre, { radius: minutes * METRES_A_MINUTE, color: token("--ty-warm"), weight: 1.5, dashArray: "5 5", fill: false, interactive: false })
        .bindTooltip(`步行 ${minutes} 分钟`, { permanent: true, direction: "top", className: "lab" })
        .addTo(this.map);
    }
    leaflet.circleMarker(centre, { radius: 7, color: token("--ty-surface"), fillColor: token("--ty-warm-fill"), fillOpacity: 1 }).bindTooltip("这里").addTo(this.map);
  }

  /** Pins, each with the nearest of some that lie apart, so that hardly a number covers another. */
  private drawPins(): void {
    const map = this.map;
    if (!map) return;
    this.pins.clearLayers();
    const placed = (this.picture.points ?? []).map((point) => ({ point, at: map.project([point.lat, point.lng]) }));
    const groups: { at: leaflet.Point; near: Point[] }[] = [];
    for (const { at } of placed) {
      if (groups.every((one) => one.at.distanceTo(at) >= CELL)) groups.push({ at, near: [] });
    }
    for (const { point, at } of placed) {
      const nearest = groups.reduce((best, one) => (one.at.distanceTo(at) < best.at.distanceTo(at) ? one : best));
      nearest.near.push(point);
    }
    for (const { near } of groups) this.pins.addLayer(near.length === 1 ? this.pin(near[0] as Point) : this.group(near));
  }

  private pin(point: Point): leaflet.Marker {
    const marker = leaflet.marker([point.lat, point.lng], {
      icon: leaflet.divIcon({ className: `ty-pin${point.hot ? " hot" : ""}`, iconSize: [20, 20] }),
      title: point.name,
      alt: point.name,
    });
    marker.bindPopup(() => this.card(point));
    marker.on("add", () => marker.getElement()?.setAttribute("data-id", String(point.id ?? point.name)));
    return marker;
  }

  private group(near: Point[]): leaflet.Marker {
    const lat = near.reduce((sum, p) => sum + p.lat, 0) / near.length;
    const lng = near.reduce((sum, p) => sum + p.lng, 0) / near.length;
    const size = near.length > 20 ? 42 : 32;
    const marker = leaflet.marker([lat, lng], {
      icon: leaflet.divIcon({ className: "ty-pin group", iconSize: [size, size], html: String(near.length) }),
      title: `这一带 ${near.length} 家`,
      alt: `这一带 ${near.length} 家，点开放大`,
    });
    marker.on("click", () => this.map?.fitBounds(leaflet.latLngBounds(near.map((p) => [p.lat, p.lng])), { padding: [40, 40], maxZoom: 16 }));
    return marker;
  }

  private card(point: Point): HTMLElement {
    const card = make("div", "stack stack-2");
    const name = point.url ? make("a", "strong", point.name) : make("b", "", point.name);
    if (name instanceof HTMLAnchorElement && point.url) name.href = point.url;
    card.append(name);
    if (point.note) card.append(make("span", "small muted", point.note));
    return card;
  }
}

customElements.define("map-panel", MapPanel);
