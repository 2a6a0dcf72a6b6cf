// @ts-check
"use strict";

/**
 * What there is to draw, and where: places, curves, neighbours, paths. Knows nothing of pixels of the screen.
 *
 * @typedef {{name: string, label: string, definition: string, color: string, shape: string}} Look
 * @typedef {{id: string, name: string, type: number, aliases: string[], articles: number, lines: string[], size: number,
 *   x: number, y: number, community: number}} Thing
 * @typedef {{article: number, sentence: [string, string][], polarity: string, certainty: string, time: string,
 *   when: string | null, by: string[], role: string | null, confidence: number}} Reading
 * @typedef {{label: string, polarity: string, certainty: string, time: string, role: string | null, when: string | null,
 *   articles: number[], reports: number}} Said
 * @typedef {Said & {subject: number, relation: number, object: number, symmetric: boolean, first: string | null,
 *   bend: number, stages: [string, Said][]}} Statement
 * @typedef {{title: string, url: string | null, publisher: string | null, published: string | null}} Paper
 * @typedef {{title: string, types: Look[], relations: Look[], nodes: Thing[], edges: Statement[], articles: Paper[],
 *   order: number[], centres: number[], top: [number, number, number][], bends: [number, number][],
 *   chunk: number}} Payload
 * @typedef {{kind: "node" | "edge", index: number}} Picked
 * @typedef {{x: number, y: number}} Point
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

class Scene {
  /** @param {Payload} payload */
  constructor(payload) {
    this.payload = payload;
    this.nodes = payload.nodes;
    /** The statements as what was said until the day makes them look. */
    this.edges = [...payload.edges];
    /** The day up to which articles count; null: all of them. @type {string | null} */
    this.day = null;
    /** The lines of each thing. @type {number[][]} */
    this.touching = payload.nodes.map(() => []);
    payload.edges.forEach((edge, i) => {
      this.touching[edge.subject].push(i);
      this.touching[edge.object].push(i);
    });
    /** The place of each thing in the order of their ranks. */
    this.rank = new Int32Array(payload.nodes.length);
    payload.order.forEach((node, place) => (this.rank[node] = place));
    /** Whether the picture was cut to its most central things. */
    this.cut = payload.top.length > 0;
    /** The things that show at first. */
    this.top = new Set(this.cut ? payload.top.map(([node]) => node) : payload.nodes.keys());
    this.x = new Float64Array(payload.nodes.length);
    this.y = new Float64Array(payload.nodes.length);
    this.bend = new Float64Array(payload.edges.length);
    /** @type {Set<number>} */
    this.placed = new Set();
    /** Finds where a curve's control point lies; a drawing with curves of its own sets it. @type {(i: number) => Point} */
    this.via = (i) => this.control(i);
    /** @type {Map<number, Reading[][]>} */
    this.chunks = new Map();
    this.settle(!this.cut);
  }

  /** Let each statement look as its reports until a day make it. @param {string | null} day null for all reports */
  tell(day) {
    this.day = day;
    this.payload.edges.forEach((edge, i) => {
      const stage = day === null ? undefined : edge.stages.filter(([first]) => first <= day).pop();
      this.edges[i] = stage ? { ...edge, ...stage[1] } : edge;
    });
  }

  /** Whether an article counts on the day. @param {number} article */
  told(article) {
    return this.day === null || (this.payload.articles[article].published || "9") <= this.day;
  }

  /** Put the things where they belong among all, or among the most central. @param {boolean} all */
  settle(all) {
    const { nodes, edges, top, bends } = this.payload;
    this.placed.clear();
    const put = (/** @type {[number, number, number]} */ [i, x, y]) => {
      [this.x[i], this.y[i]] = [x, y];
      this.placed.add(i);
    };
    if (all) nodes.forEach((node, i) => put([i, node.x, node.y]));
    else top.forEach(put);
    edges.forEach((edge, i) => (this.bend[i] = edge.bend));
    if (!all) for (const [i, bend] of bends) this.bend[i] = bend;
  }

  /**
   * Give places to things that have none: beside the neighbour of highest rank that has one, else at the rim.
   * @param {Iterable<number>} things
   */
  admit(things) {
    const waiting = [...things].filter((i) => !this.placed.has(i)).sort((a, b) => this.rank[a] - this.rank[b]);
    const taken = new Nearby(72);
    if (waiting.length) for (const i of this.placed) taken.add(this.x[i], this.y[i]);
    for (const i of waiting) {
      const known = this.touching[i].map((e) => this.other(e, i)).filter((other) => this.placed.has(other));
      const beside = known.sort((a, b) => this.rank[a] - this.rank[b])[0];
      const [cx, cy, from] = beside === undefined ? [0, 0, this.reach() + 80] : [this.x[beside], this.y[beside], 80];
      for (let step = 0; step < 4000; step++) {
        const radius = from + 16 * Math.sqrt(step);
        const x = Math.round(cx + 1.25 * radius * Math.cos(2.399963 * step));
        const y = Math.round(cy + radius * Math.sin(2.399963 * step));
        if (step < 3999 && !taken.free(x, y)) continue;
        [this.x[i], this.y[i]] = [x, y];
        break;
      }
      taken.add(this.x[i], this.y[i]);
      this.placed.add(i);
    }
  }

  /** How far the placed things reach from the middle. */
  reach() {
    let far = 0;
    for (const i of this.placed) far = Math.max(far, Math.abs(this.x[i]) / 1.25, Math.abs(this.y[i]));
    return far;
  }

  /** @param {number} edge @param {number} node */
  other(edge, node) {
    const { subject, object } = this.edges[edge];
    return subject === node ? object : subject;
  }

  /** The control point of a curve. @param {number} i @returns {Point} */
  control(i) {
    const { subject: a, object: b } = this.edges[i];
    const [ax, ay, bx, by] = [this.x[a], this.y[a], this.x[b], this.y[b]];
    return { x: (ax + bx) / 2 + this.bend[i] * (by - ay), y: (ay + by) / 2 + this.bend[i] * (ax - bx) };
  }

  /** A point of a line, from its subject (0) to its object (1). @param {number} i @param {number} t @returns {Point} */
  point(i, t) {
    const { subject: a, object: b } = this.edges[i];
    const s = 1 - t;
    if (!this.bend[i]) return { x: s * this.x[a] + t * this.x[b], y: s * this.y[a] + t * this.y[b] };
    const via = this.via(i);
    return {
      x: s * s * this.x[a] + 2 * s * t * via.x + t * t * this.x[b],
      y: s * s * this.y[a] + 2 * s * t * via.y + t * t * this.y[b],
    };
  }

  /** Every report of a statement, in order of date. @param {number} edge @returns {Reading[]} */
  readings(edge) {
    const chunk = Math.floor(edge / this.payload.chunk);
    if (!this.chunks.has(chunk)) this.chunks.set(chunk, embedded(`claims-${chunk}`));
    return /** @type {Reading[][]} */ (this.chunks.get(chunk))[edge % this.payload.chunk];
  }

  /** A statement as words. @param {number} i */
  sentence(i) {
    const edge = this.edges[i];
    const relation = this.payload.relations[edge.relation].name;
    return `${this.nodes[edge.subject].name} ${relation} ${this.nodes[edge.object].name}`;
  }

  /**
   * Things at most so many steps away, along lines that pass a test.
   * @param {number} from @param {number} hops @param {(edge: number) => boolean} on @returns {Set<number>}
   */
  around(from, hops, on) {
    const near = new Set([from]);
    let rim = [from];
    for (let step = 0; step < hops; step++) {
      /** @type {number[]} */
      const next = [];
      for (const i of rim) {
        for (const e of this.touching[i]) {
          const other = this.other(e, i);
          if (near.has(other) || !on(e)) continue;
          near.add(other);
          next.push(other);
        }
      }
      rim = next;
    }
    return near;
  }

  /**
   * The shortest way between two things as lines in order, null where there is none; of equals by rank.
   * @param {number} from @param {number} to @param {(edge: number) => boolean} on @returns {number[] | null}
   */
  path(from, to, on) {
    /** @type {Map<number, number>} */
    const came = new Map([[from, -1]]);
    let rim = [from];
    while (rim.length && !came.has(to)) {
      /** @type {number[]} */
      const next = [];
      for (const i of rim) {
        for (const e of this.touching[i]) {
          const other = this.other(e, i);
          if (came.has(other) || !on(e)) continue;
          came.set(other, e);
          next.push(other);
        }
      }
      rim = next.sort((a, b) => this.rank[a] - this.rank[b]);
    }
    if (!came.has(to)) return null;
    const steps = [];
    for (let at = to; at !== from; ) {
      const e = /** @type {number} */ (came.get(at));
      steps.unshift(e);
      at = this.other(e, at);
    }
    return steps;
  }
}

/** Points found again through a grid. */
class Nearby {
  /** @param {number} room */
  constructor(room) {
    this.room = room;
    /** @type {Map<string, Point[]>} */
    this.cells = new Map();
  }

  /** @param {number} x @param {number} y */
  add(x, y) {
    const key = `${Math.floor(x / this.room)},${Math.floor(y / this.room)}`;
    const held = this.cells.get(key);
    if (held) held.push({ x, y });
    else this.cells.set(key, [{ x, y }]);
  }

  /** Tell whether nothing stands within the room. @param {number} x @param {number} y */
  free(x, y) {
    const [i, j] = [Math.floor(x / this.room), Math.floor(y / this.room)];
    for (const di of [-1, 0, 1]) {
      for (const dj of [-1, 0, 1]) {
        for (const held of this.cells.get(`${i + di},${j + dj}`) || []) {
          if (Math.hypot(held.x - x, held.y - y) < this.room) return false;
        }
      }
    }
    return true;
  }
}
