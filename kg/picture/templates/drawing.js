// @ts-check
"use strict";

/**
 * The picture on its stage: a camera, four layers (regions, lines and things, what is picked, names), the pointer.
 *
 * The layers reach beyond the stage. While the camera moves they are moved as they are, which any machine can do sixty
 * times a second, and drawn anew when it rests, or at once where drawing is quick.
 */

/** Share of the stage by which the layers reach beyond it at each side. */
const BEYOND = 0.2;
/** Drawing is quick where it takes no longer, in milliseconds. */
const QUICK = 24;
/** After so many milliseconds without a move the camera rests. */
const REST = 110;
/** Room left between what is revealed and the rim; half a label goes into it. */
const MARGIN = 84;
/** The scale below which names get lost, and the width of a stage, in pixels, on which that is not shown at first. */
const [LEGIBLE, NARROW] = [0.5, 600];
/** Of more things the whole is shown, whose communities can be told apart. */
const OVERVIEW = 300;
/** About half of the width of a letter of a name, and the height of a line of it, in pixels. */
const [LETTER, LINE] = [3.7, 18];
/** Nearest and farthest scale, in pixels a unit. */
const SCALES = [0.01, 4];

class Drawing {
  /**
   * @param {HTMLElement} stage @param {Scene} scene @param {(pick: Picked | null) => void} onPick
   * @param {(pick: Picked | null, at: Point) => void} onHover @param {() => void} onRest
   */
  constructor(stage, scene, onPick, onHover, onRest) {
    this.stage = stage;
    this.scene = scene;
    this.painter = new Painter(scene);
    this.onPick = onPick;
    this.onHover = onHover;
    this.onRest = onRest;
    this.layers = byId("layers");
    this.ground = /** @type {HTMLCanvasElement} */ (byId("regions"));
    this.above = /** @type {HTMLCanvasElement} */ (byId("above"));
    this.names = /** @type {HTMLCanvasElement} */ (byId("labels"));
    /** Whether the camera shows the whole, and shall go on to when the window changes. */
    this.fitted = true;
    this.flight = 0;
    /** @type {Picked | null} */
    this.picked = null;
    /** @type {Picked | null} */
    this.hovered = null;
    /** Lines of a path that is shown. @type {number[]} */
    this.way = [];
    /** @type {Shown} */
    this.shown = { nodes: new Set(), edges: new Set() };
    /** @type {Region[]} */
    this.regions = [];
    this.labels = new Labels(this);
    /** Where the camera is. @type {Camera} */
    this.camera = { x: 0, y: 0, scale: 1 };
    /** Where it was when the layers were drawn. @type {Camera} */
    this.drawn = this.camera;
    /** Whether everything was drawn at least once. */
    this.complete = false;
    this.begun = false;
    this.slow = false;
    this.rest = 0;
    this.size = `${stage.clientWidth},${stage.clientHeight}`;
    this.surface = this.start();
    this.pointers = new Pointers(this);
    new ResizeObserver(() => this.resized()).observe(stage);
  }

  /** @returns {Surface} */
  start() {
    const host = byId("drawing");
    const after = () => {
      this.overlay();
      this.complete = true;
    };
    if (document.getElementById("vis")) return new VisSurface(host, this.scene, this.painter, after);
    const Chosen = hasGraphicsCard() ? SigmaSurface : CanvasSurface;
    return new Chosen(host, this.scene, this.painter, after);
  }

  /** The layers' box and camera. @param {Camera} [camera] */
  view(camera = this.drawn) {
    return new View(camera, this.layers.clientWidth, this.layers.clientHeight);
  }

  /** Show these things and lines only. @param {Shown} shown */
  show(shown) {
    this.shown = shown;
    this.labels.changed();
    this.regions = regionsOf(this.scene, shown.nodes);
    this.surface.dress(shown);
    // At first the camera is still to be set.
    if (this.begun) this.redraw();
  }

  /** Mark a pick, or nothing, and the lines of a path. @param {Picked | null} pick @param {number[]} way */
  pick(pick, way) {
    this.picked = pick;
    this.way = way;
    this.overlay();
  }

  /** @param {Picked | null} pick @param {Point} at */
  hover(pick, at) {
    const same = pick?.kind === this.hovered?.kind && pick?.index === this.hovered?.index;
    this.hovered = pick;
    this.stage.style.cursor = pick ? "pointer" : "";
    if (!same) this.overlay();
    this.onHover(pick, at);
  }

  /** What stays bright: the path, or the pick and what touches it; null where nothing is picked. */
  bright() {
    if (!this.picked && !this.way.length) return null;
    const lines = this.way.length ? this.way : this.picked?.kind === "edge" ? [this.picked.index] : this.touching();
    const edges = new Set(lines);
    const nodes = new Set(this.picked?.kind === "node" ? [this.picked.index] : []);
    for (const e of edges) nodes.add(this.scene.edges[e].subject).add(this.scene.edges[e].object);
    return { nodes, edges };
  }

  touching() {
    return this.picked ? this.scene.touching[this.picked.index].filter((e) => this.shown.edges.has(e)) : [];
  }

  /** Draw all layers for the camera. */
  redraw() {
    this.begun = true;
    this.layers.style.transform = "";
    this.drawn = { ...this.camera };
    const began = performance.now();
    this.surface.draw(this.drawn);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (performance.now() - began > QUICK + 17) this.slow = true;
    }));
  }

  /** Draw what lies under and over the lines and things: called when these have been drawn. */
  overlay() {
    const view = this.view();
    const ground = fitted(this.ground);
    for (const region of this.regions) this.painter.region(ground, region, view);
    const above = fitted(this.above);
    const bright = this.bright();
    byId("drawing").style.opacity = bright ? "0.22" : "";
    if (bright) {
      for (const i of bright.edges) this.painter.edge(above, i, view);
      for (const i of bright.nodes) this.painter.node(above, i, view);
    }
    for (const [pick, color] of /** @type {[Picked | null, string][]} */ ([
      [this.hovered, this.painter.theme.ink],
      [this.picked, this.painter.theme.accent],
    ])) {
      if (pick?.kind === "edge" && pick === this.hovered) this.painter.edge(above, pick.index, view);
      if (pick?.kind === "node") this.ring(above, pick.index, color, view);
    }
    this.labels.draw(fitted(this.names), view, bright);
  }

  /** @param {CanvasRenderingContext2D} context @param {number} i @param {string} color @param {View} view */
  ring(context, i, color, view) {
    const { x, y } = view.screen(this.scene.x[i], this.scene.y[i]);
    context.beginPath();
    context.arc(x, y, this.scene.nodes[i].size * view.scale + 4, 0, 2 * Math.PI);
    context.strokeStyle = color;
    context.lineWidth = 3;
    context.stroke();
  }

  /** Move the camera; the layers follow as they are until it rests. @param {Camera} camera */
  moved(camera) {
    this.camera = { ...camera, scale: Math.min(Math.max(camera.scale, SCALES[0]), SCALES[1]) };
    this.onHover(null, { x: 0, y: 0 });
    if (this.slow) {
      const factor = this.camera.scale / this.drawn.scale;
      const [dx, dy] = [this.drawn.x - this.camera.x, this.drawn.y - this.camera.y];
      this.layers.style.transform = `translate(${dx * this.camera.scale}px, ${dy * this.camera.scale}px) scale(${factor})`;
    } else this.redraw();
    clearTimeout(this.rest);
    this.rest = window.setTimeout(() => {
      if (this.slow) this.redraw();
      this.onRest();
    }, REST);
  }

  /** Go to a camera, in steps where motion is welcome. @param {Camera} to @param {boolean} animated */
  go(to, animated) {
    cancelAnimationFrame(this.flight);
    if (!animated || matchMedia("(prefers-reduced-motion: reduce)").matches) return this.moved(to);
    const [from, began] = [this.camera, performance.now()];
    const step = () => {
      const t = Math.min((performance.now() - began) / 260, 1);
      const s = t * t * (3 - 2 * t);
      const at = (/** @type {"x" | "y"} */ key) => from[key] + (to[key] - from[key]) * s;
      this.moved({ x: at("x"), y: at("y"), scale: from.scale * (to.scale / from.scale) ** s });
      if (t < 1) this.flight = requestAnimationFrame(step);
    };
    this.flight = requestAnimationFrame(step);
  }

  /**
   * Fit all that is shown, with its labels, into the stage.
   * @param {boolean} animated @param {boolean} [entire] however small it gets
   */
  whole(animated, entire = true) {
    this.fitted = true;
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!this.shown.nodes.size || !width || !height) return this.redraw();
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const i of this.shown.nodes) {
      const [x, y, r] = [this.scene.x[i], this.scene.y[i], this.scene.nodes[i].size];
      box.left = Math.min(box.left, x - r - 30);
      box.right = Math.max(box.right, x + r + 30);
      box.top = Math.min(box.top, y - r - 20);
      box.bottom = Math.max(box.bottom, y + r + 34);
    }
    const fit = (/** @type {number} */ below) => {
      const [roomX, roomY] = [Math.max(width - 90, 120), Math.max(height - 48 - below, 120)];
      const scale = Math.min(roomX / (box.right - box.left), roomY / (box.bottom - box.top), 1.35);
      return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + below / 2 / scale, scale };
    };
    const dock = byId("dock");
    let camera = fit(0);
    if (this.under(dock, camera)) camera = fit(height - dock.offsetTop);
    if (camera.scale < LEGIBLE && !entire && width < NARROW && this.shown.nodes.size <= OVERVIEW) {
      // A phone shows the middle of it, in which names can be read; the rest is a finger's move away.
      const [centre, scale] = [this.labels.names[0], LEGIBLE];
      const within = (/** @type {number} */ at, /** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ room) =>
        high - low < room ? (low + high) / 2 : Math.min(Math.max(at, low + room / 2), high - room / 2);
      const x = within(this.scene.x[centre], box.left, box.right, (width - 24) / scale);
      const y = within(this.scene.y[centre], box.top, box.bottom, (height - 48) / scale);
      camera = { x, y, scale };
    }
    this.go(camera, animated);
  }

  /** Tell whether an element of the stage, at its lower left, would lie over a thing or the name under it. @param {HTMLElement} dock @param {Camera} camera */
  under(dock, camera) {
    const view = new View(camera, this.stage.clientWidth, this.stage.clientHeight);
    const [right, top] = [dock.offsetLeft + dock.offsetWidth, dock.offsetTop];
    return [...this.shown.nodes].some((i) => {
      const { x, y } = view.screen(this.scene.x[i], this.scene.y[i]);
      const { size, lines } = this.scene.nodes[i];
      const half = Math.max(30, LETTER * Math.max(...lines.map((line) => line.length)));
      return x < right + half && y + size * camera.scale > top - 4 - LINE * lines.length;
    });
  }

  /** @param {number} factor @param {Point} [about] a point of the stage that stays where it is */
  zoom(factor, about) {
    this.fitted = false;
    const { x, y, scale } = this.camera;
    const next = Math.min(Math.max(scale * factor, SCALES[0]), SCALES[1]);
    const dx = about ? about.x - this.stage.clientWidth / 2 : 0;
    const dy = about ? about.y - this.stage.clientHeight / 2 : 0;
    this.go({ x: x + dx / scale - dx / next, y: y + dy / scale - dy / next, scale: next }, !about);
  }

  /** @param {number} dx @param {number} dy pixels */
  pan(dx, dy) {
    this.fitted = false;
    const { x, y, scale } = this.camera;
    this.moved({ x: x - dx / scale, y: y - dy / scale, scale });
  }

  resized() {
    // The first call says only how large the stage is.
    const size = `${this.stage.clientWidth},${this.stage.clientHeight}`;
    if (size === this.size) return;
    this.size = size;
    this.surface.resize();
    if (this.fitted) this.whole(false, false);
    else this.redraw();
  }

  /** A point of the stage as one of the layers. @param {Point} point @returns {Point} */
  onLayers({ x, y }) {
    return { x: x + BEYOND * this.stage.clientWidth, y: y + BEYOND * this.stage.clientHeight };
  }

  /** What lies under a point of the stage: a thing, else a label, else a line. @param {Point} at @returns {Picked | null} */
  at(at) {
    const [view, point] = [this.view(), this.onLayers(at)];
    const [x, y] = [(point.x - view.dx) / view.scale, (point.y - view.dy) / view.scale];
    const slack = 3 / view.scale;
    let [best, found] = [Infinity, -1];
    for (const i of this.shown.nodes) {
      const away = Math.hypot(this.scene.x[i] - x, this.scene.y[i] - y) - this.scene.nodes[i].size - slack;
      if (away < 0 && away < best) [best, found] = [away, i];
    }
    if (found >= 0) return { kind: "node", index: found };
    const label = this.labels.at(point);
    if (label) return label;
    [best, found] = [7 / view.scale, -1];
    for (const e of this.shown.edges) {
      const away = this.away(e, x, y, best);
      if (away < best) [best, found] = [away, e];
    }
    return found < 0 ? null : { kind: "edge", index: found };
  }

  /** How far a point lies from a line; Infinity where it is surely farther than the limit. @param {number} e @param {number} x @param {number} y @param {number} limit */
  away(e, x, y, limit) {
    const { subject: a, object: b } = this.scene.edges[e];
    const [ax, ay, bx, by] = [this.scene.x[a], this.scene.y[a], this.scene.x[b], this.scene.y[b]];
    const reach = limit + Math.abs(this.scene.bend[e]) * Math.hypot(bx - ax, by - ay);
    if (x < Math.min(ax, bx) - reach || x > Math.max(ax, bx) + reach) return Infinity;
    if (y < Math.min(ay, by) - reach || y > Math.max(ay, by) + reach) return Infinity;
    const steps = this.scene.bend[e] ? 16 : 1;
    let [from, best] = [{ x: ax, y: ay }, Infinity];
    for (let i = 1; i <= steps; i++) {
      const to = this.scene.point(e, i / steps);
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const t = Math.min(Math.max(((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
      best = Math.min(best, Math.hypot(from.x + t * dx - x, from.y + t * dy - y));
      from = to;
    }
    return best;
  }

  /**
   * Bring what is bright, or if there is no room the pick alone, into the part of the stage that no panel covers.
   * @param {Box} covered pixels that panels take at each side
   */
  reveal(covered) {
    const bright = this.bright();
    if (!bright) return;
    const free = {
      width: this.stage.clientWidth - covered.left - covered.right - 2 * MARGIN,
      height: this.stage.clientHeight - covered.top - covered.bottom - 2 * Math.min(MARGIN, this.stage.clientHeight / 8),
    };
    const around = this.extent([...bright.nodes]);
    const fits = around.right - around.left <= free.width && around.bottom - around.top <= free.height;
    const alone = this.picked?.kind === "node" ? [this.picked.index] : [...bright.nodes];
    const { left, right, top, bottom } = fits ? around : this.extent(alone);
    const past = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ start, /** @type {number} */ room) => {
      if (high - low > room) return (low + high) / 2 - (start + room / 2);
      return low < start ? low - start : Math.max(0, high - start - room);
    };
    const dx = past(left, right, covered.left + MARGIN, free.width);
    const dy = past(top, bottom, covered.top + Math.min(MARGIN, this.stage.clientHeight / 8), free.height);
    if (!dx && !dy) return;
    const { x, y, scale } = this.camera;
    this.go({ x: x + dx / scale, y: y + dy / scale, scale }, true);
  }

  /** Where things stand on the stage. @param {number[]} nodes @returns {Box} */
  extent(nodes) {
    const view = new View(this.camera, this.stage.clientWidth, this.stage.clientHeight);
    const places = nodes.map((i) => view.screen(this.scene.x[i], this.scene.y[i]));
    const [xs, ys] = [places.map((p) => p.x), places.map((p) => p.y)];
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  }

  /** Read the colours anew after a change between light and dark. */
  repaint() {
    this.painter.theme = this.painter.read();
    this.show(this.shown);
  }
}

/** Mouse, pen and fingers on the stage: drag to pan, wheel or two fingers to zoom, click to pick. */
class Pointers {
  /** @param {Drawing} drawing */
  constructor(drawing) {
    this.drawing = drawing;
    /** @type {Map<number, Point>} */
    this.down = new Map();
    this.travelled = 0;
    const { stage } = drawing;
    const canvas = byId("layers");
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    stage.addEventListener("pointermove", (event) => this.move(event));
    for (const name of /** @type {const} */ (["pointerup", "pointercancel"])) {
      stage.addEventListener(name, (event) => this.release(event));
    }
    canvas.addEventListener("pointerleave", () => drawing.hover(null, { x: 0, y: 0 }));
    stage.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  /** @param {MouseEvent} event @returns {Point} */
  where(event) {
    const box = this.drawing.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  press(event) {
    if (event.button) return;
    this.drawing.stage.setPointerCapture(event.pointerId);
    this.down.set(event.pointerId, this.where(event));
    if (this.down.size === 1) this.travelled = 0;
  }

  /** @param {PointerEvent} event */
  move(event) {
    const at = this.where(event);
    const before = this.down.get(event.pointerId);
    if (!before) {
      const above = event.target instanceof Node && byId("layers").contains(event.target);
      if (above && event.pointerType !== "touch") this.drawing.hover(this.drawing.at(at), at);
      return;
    }
    this.down.set(event.pointerId, at);
    this.travelled += Math.hypot(at.x - before.x, at.y - before.y);
    const others = [...this.down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (others.length) {
      const [fixed] = others;
      const factor = Math.hypot(at.x - fixed.x, at.y - fixed.y) / Math.max(Math.hypot(before.x - fixed.x, before.y - fixed.y), 1);
      this.drawing.zoom(factor, { x: (at.x + fixed.x) / 2, y: (at.y + fixed.y) / 2 });
    } else if (this.travelled > 4) this.drawing.pan(at.x - before.x, at.y - before.y);
  }

  /** @param {PointerEvent} event */
  release(event) {
    const held = this.down.delete(event.pointerId);
    if (held && event.type === "pointerup" && this.travelled <= 4 && !this.down.size) {
      this.drawing.onPick(this.drawing.at(this.where(event)));
    }
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    if (!(event.target instanceof Node && byId("layers").contains(event.target))) return;
    event.preventDefault();
    const lines = event.deltaMode ? 16 : 1;
    this.drawing.zoom(Math.exp(-Math.max(Math.min(event.deltaY * lines, 240), -240) / 420), this.where(event));
  }
}
