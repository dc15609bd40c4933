// Builds the editor into one file and lists the licences of all that is in it. Usage: node build.mjs FOLDER
// The same sources and lock file give the same bytes; the first line of the bundle says which they were.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const folder = process.argv[2];
if (!folder) throw new Error("Say where to write: node build.mjs FOLDER");

/** SHA-256 over the files that make the bundle: name, NUL, text, NUL, sorted by name. */
function digest() {
  const names = ["build.mjs", "package-lock.json", ...readdirSync("src").map((name) => `src/${name}`)].sort();
  const hash = createHash("sha256");
  for (const name of names) hash.update(`${name}\0${readFileSync(name, "utf8")}\0`);
  return hash.digest("hex");
}

/** Name, version, licence and its text of every package that has a byte in the bundle. */
function licences(inputs) {
  const packages = new Set();
  for (const path of Object.keys(inputs)) {
    const match = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
    if (match) packages.add(match[1]);
  }
  return [...packages].sort().map((name) => {
    const place = join("node_modules", name);
    const about = JSON.parse(readFileSync(join(place, "package.json"), "utf8"));
    const file = readdirSync(place).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file || !about.license) throw new Error(`${name} does not say its licence.`);
    return { name, version: about.version, licence: about.license, text: readFileSync(join(place, file), "utf8").trim() };
  });
}

const result = await build({
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  write: false,
});
const banner = `/* The SPARQL editor of ThreatPraxis. Built from app/editor, sources ${digest()}. Licences: editor.licences.txt */\n`;
writeFileSync(join(folder, "editor.js"), banner + result.outputFiles[0].text);
const used = licences(Object.values(result.metafile.outputs)[0].inputs);
const list = used.map((each) => `${each.name} ${each.version} (${each.licence})`).join("\n");
const texts = used.map((each) => `${"=".repeat(80)}\n${each.name} ${each.version}\n\n${each.text}\n`).join("\n");
writeFileSync(
  join(folder, "editor.licences.txt"),
  `editor.js holds, beside our own code (Apache-2.0), these packages:\n\n${list}\n\n${texts}`,
);
console.log(`${used.length} packages, ${result.outputFiles[0].text.length} characters`);
