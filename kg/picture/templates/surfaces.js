// @ts-check
"use strict";

/**
 * Three ways to put the lines and things of a scene on the screen. Each draws what it was last told for a camera, and
 * says when it has drawn; names, regions and what is picked are drawn by others.
 *
 * @typedef {{x: number, y: number, scale: number}} Camera
 * @typedef {{nodes: Set<number>, edges: Set<number>}} Shown
 * @typedef {{dress: (shown: Shown) => void, draw: (camera: Camera) => void, resize: () => void}} Surface
 */

/** vis.js as pyvis ships it: for pictures in which every label can be read. @implements {Surface} */
class VisSurface {
  /** @param {HTMLElement} host @param {Scene} scene @param {Painter} painter @param {() => void} drawn */
  constructor(host, scene, painter, drawn) {
    const vis = embedded("vis");
    const library = /** @type {any} */ (window).vis;
    this.scene = scene;
    this.painter = painter;
    this.nodes = new library.DataSet(vis.nodes.map((/** @type {any} */ node) => ({ ...node, label: undefined })));
    this.edges = new library.DataSet(vis.edges);
    this.network = new library.Network(host, { nodes: this.nodes, edges: this.edges }, vis.options);
    this.network.on("afterDrawing", drawn);
    scene.via = (i) => this.network.body.edges[i].edgeType.getViaNode();
  }

  /** @param {Shown} shown */
  dress(shown) {
    const { scene, painter } = this;
    this.nodes.update(scene.nodes.map((_, id) => {
      const look = { background: painter.nodeColor(id), border: painter.theme.ground };
      return { id, x: scene.x[id], y: scene.y[id], hidden: !shown.nodes.has(id), color: look };
    }));
    this.edges.update(scene.edges.map((edge, id) => {
      const [width, dashes, gaps] = [painter.width(edge), painter.dashes(edge), painter.gapColor(edge)];
      const color = { color: painter.edgeColor(edge), inherit: false, opacity: 0.85 };
      const background = { enabled: gaps !== null, color: gaps || "", size: width };
      const head = { enabled: !edge.symmetric, type: edge.time === "future" ? "vee" : "arrow", scaleFactor: 0.55 };
      return { id, hidden: !shown.edges.has(id), color, width, background, dashes: dashes.length ? dashes : false, arrows: { to: head } };
    }));
  }

  /** @param {Camera} camera */
  draw(camera) {
    this.network.moveTo({ position: { x: camera.x, y: camera.y }, scale: camera.scale, animation: false });
    this.network.redraw();
  }

  resize() {
    this.network.setSize("100%", "100%");
  }
}

/** sigma.js (WebGL): for pictures of thousands of things. @implements {Surface} */
class SigmaSurface {
  /** @param {HTMLElement} host @param {Scene} scene @param {Painter} painter @param {() => void} drawn */
  constructor(host, scene, painter, drawn) {
    this.scene = scene;
    this.painter = painter;
    this.drawn = drawn;
    this.library = /** @type {any} */ (window).webgl;
    const coarse = scene.edges.length > MANY_LINES;
    // The graph follows when the camera is set, or else everything would be drawn twice.
    this.sigma = this.library.start(new this.library.MultiDirectedGraph(), host, coarse ? 4 : 10);
    this.begun = false;
    this.graph = new this.library.MultiDirectedGraph();
    scene.nodes.forEach((node, i) => this.graph.addNode(i, { x: scene.x[i], y: -scene.y[i], size: node.size }));
    scene.edges.forEach((edge, i) => {
      const head = edge.symmetric ? "none" : "arrow";
      this.graph.addDirectedEdgeWithKey(i, edge.subject, edge.object, { head });
    });
  }

  /** @param {Shown} shown */
  dress(shown) {
    const { scene, painter } = this;
    // Changed in place, so that sigma.js looks once at all rather than at each change.
    this.graph.forEachNode((/** @type {string} */ key, /** @type {any} */ node) => {
      const i = Number(key);
      const shape = this.library.SHAPES.includes(painter.shape(i)) ? painter.shape(i) : "circle";
      const visibility = shown.nodes.has(i) ? "visible" : "hidden";
      Object.assign(node, { x: scene.x[i], y: -scene.y[i], color: painter.nodeColor(i), shape, visibility });
    });
    this.graph.forEachEdge((/** @type {string} */ key, /** @type {any} */ edge) => {
      const i = Number(key);
      const said = scene.edges[i];
      const [color, gaps, bend] = [painter.edgeColor(said) + painter.alpha(), painter.gapColor(said), scene.bend[i]];
      const [dash, gap] = [...painter.dashes(said), 0, 0];
      const fill = gaps ? gaps + painter.alpha() : dash ? "#00000000" : color;
      const visibility = shown.edges.has(i) ? "visible" : "hidden";
      const look = { size: 1.5 * painter.width(said), color, fill, dash, gap, visibility };
      Object.assign(edge, look, { curvature: bend, path: bend ? "curved" : "straight" });
    });
    if (this.begun) this.sigma.scheduleRefresh();
  }

  /** @param {Camera} camera */
  draw(camera) {
    this.sigma.getCamera().setState(this.library.cameraState(this.sigma, camera));
    if (this.begun) return this.sigma.scheduleRender();
    this.begun = true;
    this.sigma.on("afterRender", this.drawn);
    this.sigma.setGraph(this.graph);
  }

  resize() {
    this.sigma.resize(true).scheduleRefresh();
  }
}

/** Beyond so many lines each is fainter and its curve coarser. */
const MANY_LINES = 3000;

/** How renderers call themselves that work without a graphics card. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Tell whether WebGL is there and drawn by a graphics card; without one, a plain canvas is several times quicker. */
function hasGraphicsCard() {
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return false;
  const known = context.getExtension("WEBGL_debug_renderer_info");
  const name = String(context.getParameter(known ? known.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return !SOFTWARE.test(name);
}

/** Plain canvas, for a large picture where no graphics card draws WebGL. @implements {Surface} */
class CanvasSurface {
  /** @param {HTMLElement} host @param {Scene} scene @param {Painter} painter @param {() => void} drawn */
  constructor(host, scene, painter, drawn) {
    this.scene = scene;
    this.painter = painter;
    this.drawn = drawn;
    this.canvas = /** @type {HTMLCanvasElement} */ (element("canvas", { class: "plain-drawing" }));
    host.append(this.canvas);
    /** @type {Shown} */
    this.shown = { nodes: new Set(), edges: new Set() };
  }

  /** @param {Shown} shown */
  dress(shown) {
    this.shown = shown;
  }

  /** @param {Camera} camera */
  draw(camera) {
    const [context, view] = [fitted(this.canvas), new View(camera, this.canvas.clientWidth, this.canvas.clientHeight)];
    context.globalAlpha = parseInt(this.painter.alpha(), 16) / 255;
    for (const i of this.shown.edges) this.painter.edge(context, i, view);
    context.globalAlpha = 1;
    for (const i of this.shown.nodes) this.painter.node(context, i, view);
    requestAnimationFrame(this.drawn);
  }

  resize() {}
}

/** Size a canvas to its box, clear it and let it count in CSS pixels. @param {HTMLCanvasElement} canvas */
function fitted(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.clientWidth, canvas.clientHeight);
  return context;
}
