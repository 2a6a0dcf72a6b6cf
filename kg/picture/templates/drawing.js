// @ts-check
"use strict";

/**
 * The graph itself: vis.js draws nodes and lines where Python placed them; labels are drawn above.
 *
 * @typedef {{name: string, label: string, definition: string, color: string, shape: string}} Look
 * @typedef {{name: string, type: number, aliases: string[], articles: number, lines: string[]}} Thing
 * @typedef {{article: number, sentence: [string, string][], polarity: string, certainty: string, time: string,
 *   when: string | null, by: string[], role: string | null, confidence: number}} Reading
 * @typedef {{subject: number, relation: number, object: number, label: string, symmetric: boolean, polarity: string,
 *   certainty: string, time: string, role: string | null, when: string | null, articles: number,
 *   claims: Reading[]}} Statement
 * @typedef {{title: string, url: string | null, publisher: string | null, published: string | null}} Paper
 * @typedef {{title: string, types: Look[], relations: Look[], nodes: Thing[], edges: Statement[],
 *   articles: Paper[]}} Payload
 * @typedef {{kind: "node" | "edge", index: number}} Picked
 */

/** Where on a line its label may stand, the best first. */
const SPOTS = [0.5, 0.46, 0.54, 0.42, 0.58, 0.38, 0.62, 0.34, 0.66, 0.3, 0.7, 0.26, 0.74];

/** Room left between what is revealed and the rim; half a label goes into it. */
const MARGIN = 84;

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

class Drawing {
  /**
   * @param {HTMLElement} stage @param {Payload} payload @param {any} vis what Python told vis.js
   * @param {(pick: Picked | null) => void} onPick
   */
  constructor(stage, payload, vis, onPick) {
    this.payload = payload;
    this.stage = stage;
    this.canvas = /** @type {HTMLCanvasElement} */ (stage.querySelector("#labels"));
    this.context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    /** @type {Picked | null} */
    this.picked = null;
    /** @type {Picked | null} */
    this.hovered = null;
    this.shownNodes = new Set(payload.nodes.keys());
    this.shownEdges = new Set(payload.edges.keys());
    /** @type {PlacedLabel[]} */
    this.labels = [];
    this.sizes = vis.nodes.map((/** @type {any} */ node) => node.size);
    this.places = vis.nodes.map((/** @type {any} */ node) => ({ x: node.x, y: node.y }));
    this.byWeight = [...payload.edges.keys()].sort(
      (a, b) => payload.edges[b].articles - payload.edges[a].articles || a - b,
    );
    this.theme = this.readTheme();
    const library = /** @type {any} */ (window).vis;
    this.nodes = new library.DataSet(vis.nodes.map((/** @type {any} */ node) => ({ ...node, label: undefined })));
    this.edges = new library.DataSet(vis.edges);
    this.paint();
    this.network = new library.Network(
      stage.querySelector("#drawing"),
      { nodes: this.nodes, edges: this.edges },
      { ...vis.options, nodes: { ...vis.options.nodes, chosen: { node: this.chosen.bind(this), label: false } } },
    );
    this.whole(false);
    this.network.on("afterDrawing", () => this.drawLabels());
    this.network.on("resize", () => this.whole(false));
    this.network.on("dragEnd", () => this.drawLabels());
    this.network.on("click", (/** @type {any} */ event) => onPick(this.at(event.pointer.DOM)));
    this.network.on("hoverNode", (/** @type {any} */ event) => this.hover({ kind: "node", index: event.node }));
    this.network.on("hoverEdge", (/** @type {any} */ event) => this.hover({ kind: "edge", index: event.edge }));
    this.network.on("blurNode", () => this.hover(null));
    this.network.on("blurEdge", () => this.hover(null));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.theme = this.readTheme();
      this.paint();
    });
  }

  readTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    return {
      ground: read("--ground"),
      ink: read("--ink"),
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
    return this.legible(this.payload.relations[edge.relation].color, share + (this.theme.dark ? 0.2 : 0));
  }

  /** What stays bright: the pick and what touches it; null where nothing is picked. */
  bright() {
    if (!this.picked) return null;
    const { kind, index } = this.picked;
    const edges = new Set();
    const nodes = new Set(kind === "node" ? [index] : []);
    this.payload.edges.forEach((edge, i) => {
      if (kind === "edge" ? i === index : edge.subject === index || edge.object === index) {
        if (!this.shownEdges.has(i)) return;
        edges.add(i);
        nodes.add(edge.subject).add(edge.object);
      }
    });
    return { nodes, edges };
  }

  /** Give every node and line its colour, visibility and brightness. */
  paint() {
    const bright = this.bright();
    this.brightNow = bright;
    this.nodes.update(
      this.payload.nodes.map((node, id) => {
        const color = this.payload.types[node.type].color;
        const fill = this.theme.dark ? mixed(color, "#ffffff", 0.12) : color;
        const look = { background: fill, border: this.theme.ground };
        return {
          id,
          hidden: !this.shownNodes.has(id),
          opacity: bright && !bright.nodes.has(id) ? 0.16 : 1,
          color: { ...look, highlight: look, hover: { ...look, border: this.theme.ink } },
        };
      }),
    );
    this.edges.update(
      this.payload.edges.map((edge, id) => {
        const color = this.edgeColor(edge);
        return {
          id,
          hidden: !this.shownEdges.has(id),
          color: {
            color,
            highlight: color,
            hover: color,
            inherit: false,
            opacity: bright ? (bright.edges.has(id) ? 1 : 0.1) : 0.85,
          },
        };
      }),
    );
  }

  /** @param {any} values */
  chosen(values, /** @type {number} */ _id, /** @type {boolean} */ selected) {
    values.borderColor = selected ? this.theme.accent : this.theme.ink;
    values.borderWidth = selected ? 3.5 : 2;
  }

  /** @param {Picked | null} pick */
  hover(pick) {
    this.hovered = pick;
    this.stage.style.cursor = pick ? "pointer" : "";
    this.network.redraw();
  }

  /** Mark a pick, or nothing. @param {Picked | null} pick */
  pick(pick) {
    this.picked = pick;
    this.network.unselectAll();
    if (pick) {
      const [nodes, edges] = pick.kind === "node" ? [[pick.index], []] : [[], [pick.index]];
      this.network.setSelection({ nodes, edges }, { highlightEdges: false });
    }
    this.paint();
  }

  /** Show these nodes and edges only. @param {Set<number>} nodes @param {Set<number>} edges */
  show(nodes, edges) {
    this.shownNodes = nodes;
    this.shownEdges = edges;
    this.paint();
  }

  /** What lies under a point of the stage: a node, else a label, else a line. @param {{x: number, y: number}} point */
  at(point) {
    const node = this.network.getNodeAt(point);
    if (node !== undefined) return /** @type {Picked} */ ({ kind: "node", index: node });
    const inside = (/** @type {Box} */ box) =>
      box.left <= point.x && point.x <= box.right && box.top <= point.y && point.y <= box.bottom;
    const label = this.labels.find((placed) => placed.boxes.some(inside));
    if (label) return { kind: label.kind, index: label.index };
    const edge = this.network.getEdgeAt(point);
    return edge === undefined ? null : /** @type {Picked} */ ({ kind: "edge", index: edge });
  }

  /** Fit all that is shown, with its labels, into the stage. @param {boolean} animated */
  whole(animated) {
    const shown = [...this.shownNodes];
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!shown.length || !width || !height) return;
    const span = (/** @type {(i: number) => [number, number]} */ range) => {
      const ranges = shown.map(range);
      return [Math.min(...ranges.map((r) => r[0])), Math.max(...ranges.map((r) => r[1]))];
    };
    const now = this.network.getPositions();
    const [left, right] = span((i) => [now[i].x - this.sizes[i] - 30, now[i].x + this.sizes[i] + 30]);
    const [top, bottom] = span((i) => [now[i].y - this.sizes[i], now[i].y + this.sizes[i] + 34]);
    const scale = Math.min((width - 90) / (right - left), (height - 48) / (bottom - top), 1.35);
    this.move({ x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animated);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.move(this.network.getViewPosition(), this.network.getScale() * factor, true);
  }

  /** @param {{x: number, y: number}} position @param {number} scale @param {boolean} animated */
  move(position, scale, animated) {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const animation = animated && !still ? { duration: 260, easingFunction: "easeInOutQuad" } : false;
    this.network.moveTo({ position, scale, animation });
  }

  /**
   * Bring a pick, and if there is room all that touches it, into the part of the stage that no panel covers.
   * @param {number} covered width of the panel
   */
  reveal(covered) {
    const bright = this.bright();
    if (!this.picked || !bright) return;
    const free = { width: this.stage.clientWidth - covered - 2 * MARGIN, height: this.stage.clientHeight - 2 * MARGIN };
    const around = this.extent([...bright.nodes]);
    const fits = around.right - around.left <= free.width && around.bottom - around.top <= free.height;
    const alone = this.picked.kind === "node" ? [this.picked.index] : [...bright.nodes];
    const { left, right, top, bottom } = fits ? around : this.extent(alone);
    const past = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ room) =>
      low < MARGIN ? low - MARGIN : Math.max(0, Math.min(high - MARGIN - room, low - MARGIN));
    const [dx, dy] = [past(left, right, free.width), past(top, bottom, free.height)];
    if (!dx && !dy) return;
    const [scale, from] = [this.network.getScale(), this.network.getViewPosition()];
    this.move({ x: from.x + dx / scale, y: from.y + dy / scale }, scale, true);
  }

  /** Where nodes stand on the stage. @param {number[]} nodes @returns {Box} */
  extent(nodes) {
    const places = nodes.map((i) => this.network.canvasToDOM(this.network.getPosition(i)));
    const [xs, ys] = [places.map((p) => p.x), places.map((p) => p.y)];
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  }

  /** Place as many labels as fit, the weightiest first; those of the pick and under the pointer always. */
  drawLabels() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    const ratio = window.devicePixelRatio || 1;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(height * ratio);
    }
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.context.clearRect(0, 0, width, height);
    const scale = this.network.getScale();
    const positions = this.network.getPositions();
    const taken = new TakenBoxes();
    /** @type {Map<number, {x: number, y: number, r: number}>} */
    const disks = new Map();
    for (const i of this.shownNodes) {
      const { x, y } = this.network.canvasToDOM(positions[i]);
      const r = this.sizes[i] * scale;
      if (x < -200 || y < -100 || x > width + 200 || y > height + 100) continue;
      disks.set(i, { x, y, r });
      taken.take({ left: x - r, top: y - r, right: x + r, bottom: y + r }, `node${i}`);
    }
    this.labels = [];
    const first = (/** @type {"node" | "edge"} */ kind) =>
      [this.hovered, this.picked].filter((pick) => pick && pick.kind === kind).map((pick) => pick && pick.index);
    const bright = this.brightNow;
    const brightFirst = (/** @type {number[]} */ order, /** @type {Set<number> | undefined} */ set) =>
      set ? [...order.filter((i) => set.has(i)), ...order.filter((i) => !set.has(i))] : order;
    const nodeOrder = brightFirst([...disks.keys()].sort((a, b) => a - b), bright?.nodes);
    for (const i of new Set([...first("node"), ...nodeOrder])) {
      const disk = i === null || i === undefined ? undefined : disks.get(i);
      if (disk) this.placeNodeLabel(/** @type {number} */ (i), disk, taken, scale);
    }
    const edgeOrder = brightFirst(this.byWeight, bright?.edges);
    for (const i of new Set([...first("edge"), ...edgeOrder])) {
      if (i !== null && i !== undefined && this.shownEdges.has(i)) this.placeEdgeLabel(i, disks, taken, scale);
    }
    for (const label of [...this.labels].reverse()) drawLabel(this.context, label, this.theme.ground);
  }

  /**
   * @param {number} i @param {{x: number, y: number, r: number}} disk @param {TakenBoxes} taken @param {number} scale
   */
  placeNodeLabel(i, { x, y, r }, taken, scale) {
    const chosen = [this.hovered, this.picked].some((pick) => pick && pick.kind === "node" && pick.index === i);
    const size = Math.min(Math.max(12.5 * Math.sqrt(scale), 12), 17);
    const text = this.payload.nodes[i].lines;
    const font = `600 ${size}px ${LABEL_FONT}`;
    this.context.font = font;
    const w = Math.max(...text.map((line) => this.context.measureText(line).width)) + 4;
    const h = text.length * size * 1.17 + 2;
    const spots = [
      [x, y + r + h / 2 + 2],
      [x, y - r - h / 2 - 2],
      [x + r + w / 2 + 4, y],
      [x - r - w / 2 - 4, y],
    ];
    const box = (/** @type {number[]} */ [cx, cy]) => ({
      left: cx - w / 2,
      top: cy - h / 2,
      right: cx + w / 2,
      bottom: cy + h / 2,
    });
    const spot = spots.find((candidate) => taken.free(box(candidate), `node${i}`)) || (chosen ? spots[0] : null);
    if (!spot) return;
    taken.take(box(spot), `label${i}`);
    const alpha = this.brightNow && !this.brightNow.nodes.has(i) ? 0.25 : 1;
    this.labels.push({
      ...{ text, x: spot[0], y: spot[1], angle: 0, width: w, font, size, alpha },
      ...{ color: this.theme.ink, boxes: [box(spot)], kind: "node", index: i },
    });
  }

  /**
   * @param {number} i @param {Map<number, {x: number, y: number, r: number}>} disks @param {TakenBoxes} taken
   * @param {number} scale
   */
  placeEdgeLabel(i, disks, taken, scale) {
    const edge = this.payload.edges[i];
    const [a, b] = [disks.get(edge.subject), disks.get(edge.object)];
    if (!a || !b) return;
    const chosen = [this.hovered, this.picked].some((pick) => pick && pick.kind === "edge" && pick.index === i);
    if (this.brightNow && !this.brightNow.edges.has(i) && !chosen) return;
    const size = Math.min(Math.max(10.5 * Math.sqrt(scale), 10.5), 14);
    const font = `${chosen ? 600 : 500} ${size}px ${LABEL_FONT}`;
    const text = edge.label;
    this.context.font = font;
    const w = this.context.measureText(text).width + 4;
    const room = Math.hypot(a.x - b.x, a.y - b.y) - a.r - b.r - 10;
    if (room < w && !chosen) return;
    const line = this.network.body.edges[i].edgeType;
    const on = (/** @type {number} */ t) => this.network.canvasToDOM(line.getPoint(t));
    for (const t of SPOTS) {
      const [before, { x, y }, after] = [on(t - 0.04), on(t), on(t + 0.04)];
      let angle = Math.atan2(after.y - before.y, after.x - before.x);
      if (Math.abs(angle) > Math.PI / 2) angle += Math.PI;
      const boxes = turnedBoxes(x, y, angle, w, size * 1.1);
      if (!boxes.every((box) => taken.free(box, `edge${i}`)) && !(chosen && t === SPOTS[SPOTS.length - 1])) continue;
      for (const box of boxes) taken.take(box, `edge${i}`);
      const color = this.edgeColor(edge, edge.time === "past" ? 0 : 0.3);
      const ink = edge.time === "past" && edge.polarity !== "negative" ? this.legible(color, 0.3) : color;
      this.labels.push({
        ...{ text: [text], x, y, angle, width: w, font, size, alpha: 1 },
        ...{ color: ink, boxes, kind: "edge", index: i },
      });
      return;
    }
  }
}
