// @ts-check
/** Writes kg/picture/assets/: the bundle, and the licences of all that is in it. */

import { build } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const assets = process.argv[2] || join(here, "../kg/picture/assets");
mkdirSync(assets, { recursive: true });

const result = await build({
  absWorkingDir: here,
  entryPoints: ["webgl.mjs"],
  bundle: true,
  minify: true,
  charset: "ascii",
  legalComments: "none",
  format: "iife",
  target: "es2020",
  metafile: true,
  write: false,
});
const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input);
  if (found) packages.add(found[1]);
}
const notices = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = ["LICENSE.txt", "LICENSE", "LICENSE.md"].find((candidate) => {
    try {
      return readFileSync(join(folder, candidate));
    } catch {
      return false;
    }
  });
  if (!file) throw new Error(`${name} ${version} brings no licence text`);
  return { name, version, license, text: readFileSync(join(folder, file), "utf8").trim() };
});
const list = notices.map(({ name, version }) => `${name} ${version}`).join(", ");
const banner = `/* ${list}; licences in THIRD-PARTY.txt. Built from js/ by "make assets". */\n`;
writeFileSync(join(assets, "webgl.js"), banner + result.outputFiles[0].text.replaceAll("</script", "<\\/script"));
const title = 'webgl.js holds these packages, bundled from js/package-lock.json by "make assets".\n';
const body = notices.map(({ name, version, license, text }) => `\n${"=".repeat(78)}\n${name} ${version} (${license})\n\n${text}\n`);
writeFileSync(join(assets, "THIRD-PARTY.txt"), title + body.join(""));
