// @ts-check
/** The WebGL drawing of the large picture: sigma.js and graphology behind the few calls that the page makes. */

import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import {
  extremityArrow,
  layerDashed,
  layerFill,
  layerPlain,
  pathCurved,
  pathLine,
  sdfCircle,
  sdfDiamond,
  sdfSquare,
  sdfTriangle,
} from "sigma/rendering";

/** Shapes that are drawn; any other shape becomes a circle. */
const SHAPES = ["circle", "square", "diamond", "triangle"];

/** @param {string} name */
const own = (name) => ({ attribute: name });

/** Draw a graph. @param {MultiDirectedGraph} graph @param {HTMLElement} host @param {number} segments of a curve */
function start(graph, host, segments) {
  /** @type {any} */
  const options = {
    primitives: {
      nodes: { shapes: [sdfCircle(), sdfSquare(), sdfDiamond(), sdfTriangle()], layers: [layerFill()] },
      edges: {
        paths: [pathLine(), pathCurved({ segments, curvature: own("curvature") })],
        extremities: [extremityArrow({ lengthRatio: 4, widthRatio: 3 })],
        layers: [
          layerPlain({ color: own("fill") }),
          layerDashed({
            dashSize: { attribute: "dash", default: 0, mode: "pixels" },
            gapSize: { attribute: "gap", default: 0, mode: "pixels" },
            dashColor: own("color"),
          }),
        ],
        variables: {
          curvature: { type: "number", default: 0 },
          dash: { type: "number", default: 0 },
          gap: { type: "number", default: 0 },
          fill: { type: "color", default: "#888888" },
        },
      },
    },
    styles: {
      nodes: { x: own("x"), y: own("y"), size: own("size"), color: own("color"), shape: own("shape"), visibility: own("visibility") },
      edges: {
        ...{ size: own("size"), color: own("color"), fill: own("fill"), head: own("head"), path: own("path") },
        ...{ curvature: own("curvature"), dash: own("dash"), gap: own("gap"), visibility: own("visibility") },
      },
    },
    settings: {
      ...{ renderLabels: false, renderEdgeLabels: false, enableEdgeEvents: false, stagePadding: 0, minEdgeThickness: 0.9 },
      ...{ itemSizesReference: "positions", zoomToSizeRatioFunction: (/** @type {number} */ ratio) => ratio },
      ...{ autoRescale: false, enableCameraRotation: false },
    },
  };
  return new Sigma(graph, host, options);
}

/**
 * The state of sigma's camera that shows a place, given with y downwards, in the middle at a scale in pixels a unit.
 * @param {Sigma} sigma @param {{x: number, y: number, scale: number}} camera
 */
function cameraState(sigma, { x, y, scale }) {
  const [from, to] = [0, 1000].map((at) => sigma.graphToViewport({ x: at, y: 0 }));
  const now = Math.hypot(to.x - from.x, to.y - from.y) / 1000;
  return { ...sigma.graphToFramedGraph({ x, y: -y }), ratio: (sigma.getCamera().ratio * now) / scale, angle: 0 };
}

Object.assign(window, { webgl: { MultiDirectedGraph, SHAPES, start, cameraState } });
