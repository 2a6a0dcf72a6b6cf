// @ts-check
"use strict";

/**
 * Labels without overlaps, drawn on a canvas of their own above the graph, in screen pixels at any zoom.
 *
 * @typedef {{text: string[], x: number, y: number, angle: number, width: number, font: string, size: number, color: string,
 *   alpha: number, boxes: Box[], kind: "node" | "edge" | "region", index: number}} PlacedLabel
 */

const LABEL_FONT = 'Inter, "SF Pro Text", "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif';

/** Boxes that are taken, found again through a grid. */
class TakenBoxes {
  constructor() {
    this.cell = 64;
    /** @type {Map<string, {box: Box, owner: string}[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box @returns {string[]} */
  keys(box) {
    const keys = [];
    for (let i = Math.floor(box.left / this.cell); i <= Math.floor(box.right / this.cell); i++) {
      for (let j = Math.floor(box.top / this.cell); j <= Math.floor(box.bottom / this.cell); j++) {
        keys.push(`${i},${j}`);
      }
    }
    return keys;
  }

  /** @param {Box} box @param {string} owner */
  take(box, owner) {
    for (const key of this.keys(box)) {
      const held = this.cells.get(key);
      if (held) held.push({ box, owner });
      else this.cells.set(key, [{ box, owner }]);
    }
  }

  /** Tell whether a box meets none but those of its owner, or of owners of kinds that do not matter. @param {Box} box @param {string} owner @param {string[]} ignored */
  free(box, owner, ...ignored) {
    return this.keys(box).every((key) =>
      (this.cells.get(key) || []).every(
        (held) =>
          held.owner === owner ||
          ignored.some((kind) => held.owner.startsWith(kind)) ||
          held.box.right <= box.left ||
          box.right <= held.box.left ||
          held.box.bottom <= box.top ||
          box.bottom <= held.box.top,
      ),
    );
  }
}

/**
 * Cover a turned label by upright squares along its middle line.
 * @param {number} x @param {number} y @param {number} angle @param {number} width @param {number} height
 * @returns {Box[]}
 */
function turnedBoxes(x, y, angle, width, height) {
  const steps = Math.max(1, Math.ceil(width / height));
  const half = height / 2 + 1;
  const boxes = [];
  for (let i = 0; i < steps; i++) {
    const along = ((i + 0.5) / steps - 0.5) * width;
    const cx = x + along * Math.cos(angle);
    const cy = y + along * Math.sin(angle);
    boxes.push({ left: cx - half, top: cy - half, right: cx + half, bottom: cy + half });
  }
  return boxes;
}

/** Tell whether a box and a disk meet. @param {Box} box @param {{x: number, y: number, r: number}} disk */
function touches({ left, right, top, bottom }, { x, y, r }) {
  return Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0)) < r;
}

/** @param {string} text @returns {CanvasDirection} */
function writingDirection(text) {
  return /^[^A-Za-z]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(text) ? "rtl" : "ltr";
}

/** @param {Point[]} points @returns {[number, number]} */
function meanOf(points) {
  const sum = (/** @type {"x" | "y"} */ key) => points.reduce((total, point) => total + point[key], 0) / points.length;
  return [sum("x"), sum("y")];
}

/** @param {CanvasRenderingContext2D} context @param {PlacedLabel} label @param {string} halo */
function drawLabel(context, label, halo) {
  context.save();
  context.globalAlpha = label.alpha;
  context.translate(label.x, label.y);
  context.rotate(label.angle);
  context.font = label.font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = halo;
  if (label.kind === "edge") {
    // A line's label stands in a gap of the line; a halo alone leaves a thick line between the letters.
    const [w, h] = [label.width + 2, label.size * 1.25];
    context.fillStyle = halo;
    context.fillRect(-w / 2, -h / 2, w, h);
  }
  context.fillStyle = label.color;
  label.text.forEach((line, i) => {
    const y = (i - (label.text.length - 1) / 2) * label.size * 1.17;
    context.direction = writingDirection(line);
    if (label.kind !== "edge") context.strokeText(line, 0, y);
    context.fillText(line, 0, y);
  });
  context.restore();
}

/** Where on a line its label may stand, the best first. */
const SPOTS = [0.5, 0.46, 0.54, 0.42, 0.58, 0.38, 0.62, 0.34, 0.66, 0.3, 0.7, 0.26, 0.74];
/** So many names and so many words on lines are tried at once. */
const MOST_NAMES = 420;
const MOST_WORDS = 260;
/** Below this scale a picture is seen from afar: regions are named first, and lines not at all. */
const AFAR = 0.3;
/** Pixels that names keep clear at each side when seen from farthest. */
const ALOOF = 16;
/** Half of the pixels that the head of a line takes at zoom 1. */
const HEAD = 4;
/** How far out of its corner, in rims, a region's name may stand, the best first. */
const CAPTION_SPOTS = [0.75, -0.6, 0, -1.4];

/** Places as many labels as fit, the weightiest first; those of the pick and under the pointer always. */
class Labels {
  /** @param {Drawing} drawing */
  constructor(drawing) {
    this.drawing = drawing;
    this.scene = drawing.scene;
    /** @type {PlacedLabel[]} */
    this.placed = [];
    /** @type {Map<string, number>} */
    this.widths = new Map();
    /** Things after which a region that shows is called; their names go first. @type {Set<number>} */
    this.centres = new Set();
    /** Things that show, by rank. @type {number[]} */
    this.names = [];
    /** Lines that show, by weight. @type {number[]} */
    this.words = [];
    this.changed();
  }

  /** Note that other things are shown. */
  changed() {
    const { nodes, edges } = this.drawing.shown;
    this.names = [...nodes].sort((a, b) => this.scene.rank[a] - this.scene.rank[b]);
    const weight = (/** @type {number} */ e) => this.scene.edges[e].articles.length;
    this.words = [...edges].sort((a, b) => weight(b) - weight(a) || a - b);
  }

  /** The label at a point of the layers. @param {Point} point @returns {Picked | null} */
  at({ x, y }) {
    const inside = (/** @type {Box} */ box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    const label = this.placed.find((each) => each.boxes.some(inside));
    if (!label) return null;
    if (label.kind === "region") return { kind: "node", index: this.scene.payload.centres[label.index] };
    return { kind: label.kind, index: label.index };
  }

  /** @param {CanvasRenderingContext2D} context @param {string} text @param {string} font */
  width(context, text, font) {
    const key = font + text;
    const known = this.widths.get(key);
    if (known !== undefined) return known;
    context.font = font;
    const width = context.measureText(text).width;
    if (this.widths.size > 20_000) this.widths.clear();
    this.widths.set(key, width);
    return width;
  }

  /** @param {CanvasRenderingContext2D} context @param {View} view @param {Shown | null} bright */
  draw(context, view, bright) {
    const { scene, drawing } = this;
    const taken = new TakenBoxes();
    /** @type {Map<number, {x: number, y: number, r: number}>} */
    const disks = new Map();
    for (const i of this.names) {
      const { x, y } = view.screen(scene.x[i], scene.y[i]);
      const r = scene.nodes[i].size * view.scale;
      if (x < -100 || y < -60 || x > view.width + 100 || y > view.height + 60) continue;
      disks.set(i, { x, y, r });
      if (r > 3) taken.take({ left: x - r, top: y - r, right: x + r, bottom: y + r }, `node${i}`);
    }
    this.placed = [];
    const first = (/** @type {"node" | "edge"} */ kind) =>
      [drawing.hovered, drawing.picked].filter((pick) => pick?.kind === kind).map((pick) => /** @type {Picked} */ (pick).index);
    const afar = view.scale < AFAR;
    const heads = afar ? [] : this.takeHeads(bright ? bright.edges : this.words, disks, taken, view);
    this.centres = new Set(drawing.regions.map(({ community }) => scene.payload.centres[community]));
    /** Things whose name stands on their region already. */
    const named = new Set();
    if (afar && !bright) {
      for (const region of drawing.regions) {
        if (this.placeRegion(context, region, taken, view)) named.add(scene.payload.centres[region.community]);
      }
    }
    const name = (/** @type {number} */ i) => {
      const disk = disks.get(i);
      if (disk && !named.has(i)) this.placeName(context, i, disk, taken, view, bright);
      named.add(i);
    };
    const word = (/** @type {number} */ e) => {
      if (drawing.shown.edges.has(e) || bright?.edges.has(e)) this.placeWord(context, e, disks, taken, view, bright);
    };
    for (const e of first("edge")) word(e);
    for (const i of [...first("node"), ...(bright?.nodes || this.centres)]) name(i);
    for (const i of [...disks.keys()].slice(0, MOST_NAMES)) name(i);
    if (!afar && !bright) for (const region of drawing.regions) this.placeCaption(context, region, taken, view);
    const near = [];
    for (const e of afar ? [] : this.words) {
      if (disks.has(scene.edges[e].subject) && disks.has(scene.edges[e].object) && near.push(e) >= MOST_WORDS) break;
    }
    const chosen = new Set(first("edge"));
    for (const e of new Set([...(bright?.edges || []), ...near])) if (!chosen.has(e)) word(e);
    for (const label of [...this.placed].reverse()) drawLabel(context, label, drawing.painter.theme.ground);
    // Where a label has no other place than over a head, the head is drawn over it.
    for (const [e, box] of heads) if (!taken.free(box, `head${e}`, "head", "node")) drawing.painter.head(context, e, view);
  }

  /**
   * Keep the heads of lines clear: without them nobody knows who says what of whom.
   * @param {Iterable<number>} lines @param {Map<number, {x: number, y: number, r: number}>} disks
   * @param {TakenBoxes} taken @param {View} view @returns {[number, Box][]} lines with the boxes of their heads
   */
  takeHeads(lines, disks, taken, view) {
    const half = HEAD * Math.min(view.scale, 1);
    /** @type {[number, Box][]} */
    const heads = [];
    for (const e of lines) {
      const [edge, disk] = [this.scene.edges[e], disks.get(this.scene.edges[e].object)];
      if (!disk || edge.symmetric) continue;
      const way = this.scene.point(e, 0.9);
      const from = view.screen(way.x, way.y);
      const [dx, dy] = [from.x - disk.x, from.y - disk.y];
      const share = (disk.r + half) / (Math.hypot(dx, dy) || 1);
      const [x, y] = [disk.x + dx * share, disk.y + dy * share];
      const box = { left: x - half, top: y - half, right: x + half, bottom: y + half };
      taken.take(box, `head${e}`);
      heads.push([e, box]);
    }
    return heads;
  }

  /** A box with the room that names keep from others: more of it where thousands of things are seen from afar. @param {Box} box @param {View} view @returns {Box} */
  wide({ left, right, top, bottom }, view) {
    const [x, y] = view.scale < AFAR ? [ALOOF * (1 - view.scale / AFAR), 0.5 * ALOOF * (1 - view.scale / AFAR)] : [0, 0];
    return { left: left - x, right: right + x, top: top - y, bottom: bottom + y };
  }

  /** Tell whether a box is wholly on the stage; the layers reach beyond it. @param {Box} box @param {View} view */
  onStage({ left, right, top, bottom }, view) {
    const { clientWidth: width, clientHeight: height } = this.drawing.stage;
    const [x, y] = [(view.width - width) / 2, (view.height - height) / 2];
    return left >= x && right <= x + width && top >= y && bottom <= y + height;
  }

  /** @param {"node" | "edge"} kind @param {number} i */
  chosen(kind, i) {
    return [this.drawing.hovered, this.drawing.picked].some((pick) => pick?.kind === kind && pick.index === i);
  }

  /** The name of a region, large, in its middle; tells whether there was room. @param {CanvasRenderingContext2D} context @param {Region} region @param {TakenBoxes} taken @param {View} view */
  placeRegion(context, region, taken, view) {
    const { scene, drawing } = this;
    const centre = scene.payload.centres[region.community];
    const corners = region.hull.map((at) => view.screen(at.x, at.y));
    const [xs, ys] = [corners.map((p) => p.x), corners.map((p) => p.y)];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const size = Math.min(Math.max((right - left) / 9, 13), 22);
    if (right - left < 60) return false;
    const text = [...scene.nodes[centre].lines];
    const font = `680 ${size}px ${LABEL_FONT}`;
    const w = Math.max(...text.map((line) => this.width(context, line, font))) + 4;
    const h = text.length * size * 1.17 + 2;
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const box = { left: x - w / 2, top: y - h / 2, right: x + w / 2, bottom: y + h / 2 };
    if (!taken.free(box, "none", "node")) return false;
    taken.take(box, `region${region.community}`);
    const color = drawing.painter.legible(scene.payload.types[scene.nodes[centre].type].color, drawing.painter.theme.dark ? 0.45 : 0.4);
    const look = { text, x, y, angle: 0, width: w, font, size, alpha: 1, color };
    this.placed.push({ ...look, boxes: [box], kind: "region", index: region.community });
    return true;
  }

  /** The name of a region seen from near, small, at its rim. @param {CanvasRenderingContext2D} context @param {Region} region @param {TakenBoxes} taken @param {View} view */
  placeCaption(context, region, taken, view) {
    const { scene, drawing } = this;
    const centre = scene.payload.centres[region.community];
    const text = [`around ${scene.nodes[centre].lines.join(" ")}`];
    const size = 11;
    const font = `italic 500 ${size}px ${LABEL_FONT}`;
    const w = this.width(context, text[0], font) + 6;
    const middle = view.screen(...meanOf(region.hull));
    const sides = region.hull.map((at, i) => {
      const next = region.hull[(i + 1) % region.hull.length];
      return { x: (at.x + next.x) / 2, y: (at.y + next.y) / 2 };
    });
    const rims = [...region.hull, ...sides].sort((a, b) => a.y - b.y || a.x - b.x);
    for (const [at, share] of CAPTION_SPOTS.flatMap((part) => rims.map((at) => /** @type {const} */ ([at, part])))) {
      const corner = view.screen(at.x, at.y);
      const away = Math.hypot(corner.x - middle.x, corner.y - middle.y) || 1;
      const out = share * REGION_RIM * view.scale;
      const [x, y] = [corner.x + (out * (corner.x - middle.x)) / away, corner.y + (out * (corner.y - middle.y)) / away];
      const box = { left: x - w / 2, top: y - size * 0.7, right: x + w / 2, bottom: y + size * 0.7 };
      if (!taken.free(box, "none")) continue;
      taken.take(box, `region${region.community}`);
      const look = { text, x, y, angle: 0, width: w, font, size, alpha: 1, color: drawing.painter.theme.soft };
      this.placed.push({ ...look, boxes: [box], kind: "region", index: region.community });
      return;
    }
  }

  /**
   * @param {CanvasRenderingContext2D} context @param {number} i @param {{x: number, y: number, r: number}} disk
   * @param {TakenBoxes} taken @param {View} view @param {Shown | null} bright
   */
  placeName(context, i, { x, y, r }, taken, view, bright) {
    const central = view.scale >= AFAR && this.centres.has(i);
    const size = Math.min(Math.max(Math.round(12.5 * Math.sqrt(view.scale) * 2) / 2, 12), 17) + (central ? 1.5 : 0);
    const text = this.scene.nodes[i].lines;
    const font = `${central ? 700 : 600} ${size}px ${LABEL_FONT}`;
    const w = Math.max(...text.map((line) => this.width(context, line, font))) + 4;
    const h = text.length * size * 1.17 + 2;
    const [aside, under] = [Math.max(w / 2 - r, 0), r + h / 2 + 2];
    const beside = r + w / 2 + 4;
    const spots = [
      ...[[x, y + under], [x, y - under], [x + beside, y], [x - beside, y]],
      ...[[x + aside, y + under], [x - aside, y + under], [x + aside, y - under], [x - aside, y - under]],
    ];
    const box = (/** @type {number[]} */ [cx, cy]) => ({
      left: cx - w / 2,
      top: cy - h / 2,
      right: cx + w / 2,
      bottom: cy + h / 2,
    });
    const free = (/** @type {string[]} */ ...ignored) =>
      spots.filter((candidate) => taken.free(this.wide(box(candidate), view), `node${i}`, ...ignored));
    const whole = (/** @type {number[][]} */ all) => all.find((candidate) => this.onStage(box(candidate), view));
    const seen = this.onStage({ left: x, right: x, top: y, bottom: y }, view);
    // What the picture is about has its name, if need be over the things around it.
    const due = bright ? bright.nodes.has(i) : this.centres.has(i);
    const spot =
      whole(free()) || whole(free("head")) || (due && whole(free("head", "node"))) ||
      (seen ? null : free("head")[0]) || (this.chosen("node", i) ? spots[0] : null);
    if (!spot) return;
    taken.take(box(spot), `label${i}`);
    const alpha = bright && !bright.nodes.has(i) ? 0.25 : 1;
    this.placed.push({
      ...{ text, x: spot[0], y: spot[1], angle: 0, width: w, font, size, alpha },
      ...{ color: this.drawing.painter.theme.ink, boxes: [box(spot)], kind: "node", index: i },
    });
  }

  /**
   * @param {CanvasRenderingContext2D} context @param {number} i @param {Map<number, {x: number, y: number, r: number}>} disks
   * @param {TakenBoxes} taken @param {View} view @param {Shown | null} bright
   */
  placeWord(context, i, disks, taken, view, bright) {
    const edge = this.scene.edges[i];
    const [a, b] = [disks.get(edge.subject), disks.get(edge.object)];
    if (!a || !b) return;
    const chosen = this.chosen("edge", i);
    if (bright && !bright.edges.has(i) && !chosen) return;
    const size = Math.min(Math.max(Math.round(10.5 * Math.sqrt(view.scale) * 2) / 2, 10.5), 14);
    const font = `${chosen ? 600 : 500} ${size}px ${LABEL_FONT}`;
    const w = this.width(context, edge.label, font) + 4;
    const room = Math.hypot(a.x - b.x, a.y - b.y) - a.r - b.r - 10;
    if (room < w && !chosen) return;
    const on = (/** @type {number} */ t) => {
      const { x, y } = this.scene.point(i, t);
      return view.screen(x, y);
    };
    const spots = SPOTS.map((t) => {
      const [before, { x, y }, after] = [on(t - 0.04), on(t), on(t + 0.04)];
      let angle = Math.atan2(after.y - before.y, after.x - before.x);
      if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
      return { x, y, angle, boxes: turnedBoxes(x, y, angle, w, size * 1.1) };
    });
    const fits = (/** @type {string[]} */ ...ignored) =>
      spots.find(({ boxes }) => boxes.every((box) => taken.free(box, `edge${i}`, ...ignored) && !touches(box, a) && !touches(box, b)));
    // What is chosen may lie over other things, but if possible neither over names nor over its ends.
    const spot = fits() || fits("head") || (chosen ? fits("node", "head") || spots[0] : null);
    if (!spot) return;
    for (const box of spot.boxes) taken.take(box, `edge${i}`);
    const { painter } = this.drawing;
    const color = painter.edgeColor(edge, edge.time === "past" ? 0 : 0.3);
    const ink = edge.time === "past" && edge.polarity !== "negative" ? painter.legible(color, 0.4) : color;
    const look = { text: [edge.label], width: w, font, size, alpha: 1, color: ink, kind: /** @type {const} */ ("edge"), index: i };
    this.placed.push({ ...look, ...spot });
  }
}
