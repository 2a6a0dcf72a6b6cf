// @ts-check
"use strict";

/** The picture as an SVG or PNG file, on paper, and as a table. */

/** Draws as a canvas context does, but into an SVG element; it has what the painter and the labels use. */
class SvgPen {
  /** @param {number} width @param {number} height */
  constructor(width, height) {
    this.root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height });
    this.ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    this.fillStyle = this.strokeStyle = "#000000";
    this.lineWidth = this.globalAlpha = 1;
    this.lineJoin = "round";
    this.textAlign = this.textBaseline = this.direction = this.font = "";
    this.way = "";
    /** @type {number[]} */
    this.dash = [];
    this.turn = "";
    /** @type {[string, number][]} */
    this.held = [];
  }

  /** @param {string} tag @param {Record<string, string | number>} look @param {(Node | string)[]} children */
  put(tag, look, ...children) {
    const made = svg(tag, look, ...children);
    if (this.turn) made.setAttribute("transform", this.turn.trim());
    if (this.globalAlpha < 1) made.setAttribute("opacity", String(this.globalAlpha));
    this.root.append(made);
  }

  save() { this.held.push([this.turn, this.globalAlpha]); }
  restore() { [this.turn, this.globalAlpha] = this.held.pop() || ["", 1]; }
  /** @param {number} x @param {number} y */
  translate(x, y) { this.turn += ` translate(${short(x)} ${short(y)})`; }
  /** @param {number} angle */
  rotate(angle) { if (angle) this.turn += ` rotate(${short((angle * 180) / Math.PI)})`; }
  beginPath() { this.way = ""; }
  closePath() { this.way += "Z"; }
  /** @param {number} x @param {number} y */
  moveTo(x, y) { this.way += `M${short(x)} ${short(y)}`; }
  /** @param {number} x @param {number} y */
  lineTo(x, y) { this.way += `${this.way ? "L" : "M"}${short(x)} ${short(y)}`; }
  /** @param {number} a @param {number} b @param {number} x @param {number} y */
  quadraticCurveTo(a, b, x, y) { this.way += `Q${short(a)} ${short(b)} ${short(x)} ${short(y)}`; }
  /** A whole circle. @param {number} x @param {number} y @param {number} r */
  arc(x, y, r) { this.way += `M${short(x - r)} ${short(y)}a${short(r)} ${short(r)} 0 1 0 ${short(2 * r)} 0a${short(r)} ${short(r)} 0 1 0 ${short(-2 * r)} 0`; }
  /** @param {number[]} dash */
  setLineDash(dash) { this.dash = dash; }
  fill() { this.put("path", { d: this.way, fill: this.fillStyle }); }
  stroke() {
    const line = { stroke: this.strokeStyle, "stroke-width": short(this.lineWidth), "stroke-linejoin": this.lineJoin };
    this.put("path", { d: this.way, fill: "none", ...line, "stroke-dasharray": this.dash.map(short).join(" ") || "none" });
  }
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) { this.put("rect", { x: short(x), y: short(y), width: short(width), height: short(height), fill: this.fillStyle }); }
  /** @param {string} text */
  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }
  /** @param {string} text @param {number} x @param {number} y @param {Record<string, string | number>} look */
  text(text, x, y, look) {
    this.put("text", { x: short(x), y: short(y), style: `font:${this.font}`, direction: this.direction || "ltr", "text-anchor": "middle", "dominant-baseline": "central", ...look }, text);
  }
  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) { this.text(text, x, y, { fill: this.fillStyle }); }
  /** @param {string} text @param {number} x @param {number} y */
  strokeText(text, x, y) { this.text(text, x, y, { fill: "none", stroke: this.strokeStyle, "stroke-width": this.lineWidth, "stroke-linejoin": "round" }); }
}

/** @param {number} value */
function short(value) {
  return Math.round(value * 100) / 100;
}

/** What the stage shows now, as an SVG element. @param {Drawing} drawing @param {string} title @returns {SVGElement} */
function asSvg(drawing, title) {
  const { clientWidth: width, clientHeight: height } = drawing.stage;
  const pen = new SvgPen(width, height);
  const context = /** @type {CanvasRenderingContext2D} */ (/** @type {unknown} */ (pen));
  const view = new View(drawing.camera, width, height);
  const { painter, scene } = drawing;
  const onStage = (/** @type {number} */ i) => {
    const { x, y } = view.screen(scene.x[i], scene.y[i]);
    return x > -40 && y > -40 && x < width + 40 && y < height + 40;
  };
  const bright = drawing.bright();
  pen.root.setAttribute("role", "img");
  pen.root.append(svg("title", {}, title));
  pen.fillStyle = painter.theme.ground;
  pen.fillRect(0, 0, width, height);
  for (const region of drawing.regions) painter.region(context, region, view);
  for (const e of drawing.shown.edges) {
    if (!onStage(scene.edges[e].subject) && !onStage(scene.edges[e].object)) continue;
    pen.globalAlpha = bright ? (bright.edges.has(e) ? 1 : 0.15) : 0.85;
    painter.edge(context, e, view);
  }
  for (const i of drawing.shown.nodes) {
    pen.globalAlpha = bright && !bright.nodes.has(i) ? 0.22 : 1;
    if (onStage(i)) painter.node(context, i, view);
  }
  pen.globalAlpha = 1;
  const labels = new Labels(drawing);
  labels.draw(context, view, bright);
  return /** @type {SVGElement} */ (pen.root);
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = /** @type {HTMLAnchorElement} */ (element("a", { href: URL.createObjectURL(blob), download: name }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** @param {Drawing} drawing @param {string} title */
function downloadSvg(drawing, title) {
  const text = new XMLSerializer().serializeToString(asSvg(drawing, title));
  download(new Blob([text], { type: "image/svg+xml" }), "graph.svg");
}

/** @param {Drawing} drawing @param {string} title */
async function downloadPng(drawing, title) {
  const drawn = asSvg(drawing, title);
  const text = new XMLSerializer().serializeToString(drawn);
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: 2 * drawing.stage.clientWidth, height: 2 * drawing.stage.clientHeight });
  /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((blob) => blob && download(blob, "graph.png"), "image/png");
}

/** The statements that show, as a table, a hundred at a time. */
class Table {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    this.place = byId("table");
    this.from = 0;
    /** What the rows were made of, as text. */
    this.shownKey = "";
  }

  /** @param {boolean} open */
  toggle(open) {
    const inside = this.place.contains(document.activeElement);
    this.place.hidden = !open;
    byId("as-table").setAttribute("aria-pressed", String(open));
    byId("stage").classList.toggle("tabled", open);
    this.from = 0;
    this.show();
    if (open) this.place.focus();
    else if (inside) this.page.home();
  }

  /** Give the keys to the row of a statement, to the whole where it has none. @param {Picked | null} pick */
  focus(pick) {
    const row = pick?.kind === "edge" ? this.place.querySelector(`[data-edge="${pick.index}"]`) : null;
    (row instanceof HTMLElement ? row : this.place).focus();
  }

  show() {
    if (this.place.hidden) return;
    const { scene, drawing } = this.page;
    // A filter may leave less than what stands before this part.
    if (this.from >= drawing.shown.edges.size) this.from = 0;
    const key = `${this.from};${this.page.shownKey}`;
    // The same rows stay, and with them what has the keys.
    if (key === this.shownKey) return;
    this.shownKey = key;
    const edges = [...drawing.shown.edges].sort((a, b) => a - b);
    const size = 100;
    const part = edges.slice(this.from, this.from + size);
    const head = ["Subject", "Relation", "Object", "How sure", "Said or denied", "When", "Articles", "First said"];
    const rows = part.map((e) => {
      const edge = scene.edges[e];
      const open = button(scene.payload.relations[edge.relation].name, () => this.page.pick({ kind: "edge", index: e }), { "data-edge": e });
      const thing = (/** @type {number} */ i) => element("td", {}, isolated(scene.nodes[i].name));
      const cells = [edge.certainty, SAID[edge.polarity], edge.time, String(edge.articles.length), edge.first || "undated"];
      return element("tr", {}, thing(edge.subject), element("td", {}, open), thing(edge.object), ...cells.map((cell) => element("td", {}, cell)));
    });
    const range = edges.length ? `${this.from + 1}–${this.from + part.length} of ${edges.length.toLocaleString("en")}` : "none";
    const step = (/** @type {number} */ by) => () => {
      this.from += by;
      this.show();
      this.place.focus();
    };
    this.place.replaceChildren(
      element("div", { class: "pages" },
        element("span", {}, `Statements ${range}`),
        button("Previous", step(-size), this.from ? {} : { disabled: "" }),
        button("Next", step(size), this.from + size < edges.length ? {} : { disabled: "" }),
        button("Back to the picture", () => this.toggle(false)),
      ),
      element("table", {},
        element("caption", {}, element("span", {}, "Statements that the picture shows; the relation opens the sentences")),
        element("thead", {}, element("tr", {}, ...head.map((word) => element("th", { scope: "col" }, word)))),
        element("tbody", {}, ...rows),
      ),
    );
  }
}
