// @ts-check
"use strict";

/** Colours, widths and shapes, and how they are put on a canvas. */

/** @param {string} color @returns {number[]} */
function channels(color) {
  return [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
}

/** Mix two #rrggbb colours; share is that of the second. @param {string} a @param {string} b @param {number} share */
function mixed(a, b, share) {
  const [one, two] = [channels(a), channels(b)];
  const parts = one.map((value, i) => Math.round(value * (1 - share) + two[i] * share));
  return "#" + parts.map((value) => value.toString(16).padStart(2, "0")).join("");
}

/** Drawn and free pixels. @type {Record<string, number[]>} */
const DASHES = { certain: [], probable: [8, 5], possible: [2, 5] };
/** The same where the free pixels show that some reports deny it. @type {Record<string, number[]>} */
const DENIED_GAPS = { ...DASHES, certain: [14, 6] };

class Painter {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.theme = this.read();
  }

  read() {
    const style = getComputedStyle(document.documentElement);
    const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    return {
      ground: read("--ground"),
      ink: read("--ink"),
      soft: read("--soft"),
      denied: read("--denied"),
      past: read("--past"),
      accent: read("--accent"),
      dark: read("--is-dark") === "1",
    };
  }

  /** Make a colour of the ontology stand out from the ground. @param {string} color @param {number} [share] */
  legible(color, share = 0.25) {
    return mixed(color, this.theme.dark ? "#ffffff" : "#10151c", share);
  }

  /** @param {Statement} edge @param {number} [share] */
  edgeColor(edge, share = 0.06) {
    if (edge.polarity === "negative") return this.theme.denied;
    if (edge.time === "past") return this.theme.past;
    return this.legible(this.scene.payload.relations[edge.relation].color, share + (this.theme.dark ? 0.2 : 0));
  }

  /** Drawn and free pixels of a line; none where it is drawn through. @param {Statement} edge */
  dashes(edge) {
    return (edge.polarity === "mixed" ? DENIED_GAPS : DASHES)[edge.certainty];
  }

  /** What shows in the gaps of a line; null: nothing. @param {Statement} edge */
  gapColor(edge) {
    return edge.polarity === "mixed" ? this.theme.denied : null;
  }

  /** How much of a line shows, as two hex digits: less where there are thousands. */
  alpha() {
    return this.scene.edges.length > MANY_LINES ? "90" : "d0";
  }

  /** @param {number} i */
  nodeColor(i) {
    const color = this.scene.payload.types[this.scene.nodes[i].type].color;
    return this.theme.dark ? mixed(color, "#ffffff", 0.12) : color;
  }

  /** @param {number} i */
  shape(i) {
    return this.scene.payload.types[this.scene.nodes[i].type].shape;
  }

  /** Width of a line at zoom 1: the number of articles that say it. @param {Statement} edge */
  width(edge) {
    return Math.min(1.5 + 0.9 * (edge.articles.length - 1), 7);
  }

  /** The colour of a community's region: that of its most central thing, faint. @param {number} community */
  regionColor(community) {
    const node = this.scene.payload.centres[community];
    return mixed(this.theme.ground, this.scene.payload.types[this.scene.nodes[node].type].color, this.theme.dark ? 0.12 : 0.075);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} i @param {View} view */
  node(context, i, view) {
    const [{ x, y }, r] = [view.screen(this.scene.x[i], this.scene.y[i]), Math.max(this.scene.nodes[i].size * view.scale, 1)];
    context.fillStyle = this.nodeColor(i);
    context.strokeStyle = this.theme.ground;
    context.lineWidth = Math.min(2 * view.scale, 2);
    context.beginPath();
    const points = SHAPES[this.shape(i)];
    if (points) {
      for (const point of points.split(" ")) {
        const [px, py] = point.split(",").map(Number);
        context.lineTo(x + (px * r) / 9, y + (py * r) / 9);
      }
      context.closePath();
    } else context.arc(x, y, r, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }

  /** @param {CanvasRenderingContext2D} context @param {number} i @param {View} view */
  edge(context, i, view) {
    const edge = this.scene.edges[i];
    const [from, to] = [this.scene.point(i, 0), this.scene.point(i, 1)];
    const [a, b] = [view.screen(from.x, from.y), view.screen(to.x, to.y)];
    const width = Math.max(this.width(edge) * Math.min(view.scale, 1.35), 0.6);
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(a.x, a.y);
    let way = a;
    if (this.scene.bend[i]) {
      const via = this.scene.via(i);
      way = view.screen(via.x, via.y);
      context.quadraticCurveTo(way.x, way.y, b.x, b.y);
    } else context.lineTo(b.x, b.y);
    const gaps = this.gapColor(edge);
    if (gaps) {
      context.strokeStyle = gaps;
      context.stroke();
    }
    context.strokeStyle = context.fillStyle = this.edgeColor(edge);
    context.setLineDash(this.dashes(edge).map((length) => length * Math.max(Math.min(view.scale, 1), 0.4)));
    context.stroke();
    context.setLineDash([]);
    if (!edge.symmetric) this.arrow(context, i, way, b, width, view.scale);
  }

  /** The head of a line by itself. @param {CanvasRenderingContext2D} context @param {number} i @param {View} view */
  head(context, i, view) {
    const edge = this.scene.edges[i];
    const [from, to] = [this.scene.bend[i] ? this.scene.via(i) : this.scene.point(i, 0), this.scene.point(i, 1)];
    const width = Math.max(this.width(edge) * Math.min(view.scale, 1.35), 0.6);
    context.lineWidth = width;
    context.strokeStyle = context.fillStyle = this.edgeColor(edge);
    this.arrow(context, i, view.screen(from.x, from.y), view.screen(to.x, to.y), width, view.scale);
  }

  /**
   * @param {CanvasRenderingContext2D} context @param {number} i @param {Point} from @param {Point} to
   * @param {number} width @param {number} scale
   */
  arrow(context, i, from, to, width, scale) {
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    const away = this.scene.nodes[this.scene.edges[i].object].size * scale;
    const [length, half] = [width * 2 + 5 * Math.min(scale, 1), width + 2 * Math.min(scale, 1)];
    context.save();
    context.translate(to.x - away * Math.cos(angle), to.y - away * Math.sin(angle));
    context.rotate(angle);
    context.beginPath();
    context.moveTo(-length, half);
    context.lineTo(0, 0);
    context.lineTo(-length, -half);
    // What is still to come ends in an open head.
    if (this.scene.edges[i].time === "future") context.stroke();
    else context.fill();
    context.restore();
  }

  /** A soft ground under things that belong together. @param {CanvasRenderingContext2D} context @param {Region} region @param {View} view */
  region(context, region, view) {
    context.fillStyle = context.strokeStyle = this.regionColor(region.community);
    context.lineJoin = "round";
    context.lineWidth = 2 * REGION_RIM * view.scale;
    context.beginPath();
    for (const at of region.hull) {
      const { x, y } = view.screen(at.x, at.y);
      context.lineTo(x, y);
    }
    context.closePath();
    context.fill();
    context.stroke();
  }
}

/** How far a region reaches beyond the middles of its outermost things. */
const REGION_RIM = 46;
/** A region needs so many things. */
const REGION_SIZE = 3;

/** @typedef {{community: number, hull: Point[], size: number}} Region */

/**
 * The regions of communities of which enough things show, the largest first.
 * @param {Scene} scene @param {Set<number>} shown @returns {Region[]}
 */
function regionsOf(scene, shown) {
  /** @type {Map<number, Point[]>} */
  const members = new Map();
  for (const i of shown) {
    const { community } = scene.nodes[i];
    const held = members.get(community);
    const place = { x: scene.x[i], y: scene.y[i] };
    if (held) held.push(place);
    else members.set(community, [place]);
  }
  return [...members]
    .filter(([, places]) => places.length >= REGION_SIZE)
    .map(([community, places]) => ({ community, hull: hullOf(places), size: places.length }))
    .sort((a, b) => b.size - a.size || a.community - b.community);
}

/** The corners around points, in order (Andrew's monotone chain). @param {Point[]} points @returns {Point[]} */
function hullOf(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (/** @type {Point[]} */ from) => {
    /** @type {Point[]} */
    const kept = [];
    for (const c of from) {
      while (kept.length > 1) {
        const [a, b] = kept.slice(-2);
        if ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0) break;
        kept.pop();
      }
      kept.push(c);
    }
    return kept.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/** Where a camera puts things: the middle of a box of pixels. */
class View {
  /** @param {{x: number, y: number, scale: number}} camera @param {number} width @param {number} height */
  constructor({ x, y, scale }, width, height) {
    this.scale = scale;
    this.width = width;
    this.height = height;
    this.dx = width / 2 - x * scale;
    this.dy = height / 2 - y * scale;
  }

  /** @param {number} x @param {number} y @returns {Point} */
  screen(x, y) {
    return { x: x * this.scale + this.dx, y: y * this.scale + this.dy };
  }
}
