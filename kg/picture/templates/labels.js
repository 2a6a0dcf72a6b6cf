// @ts-check
"use strict";

/**
 * Labels without overlaps, drawn on a canvas of their own above the graph, in screen pixels at any zoom.
 *
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 * @typedef {{text: string[], x: number, y: number, angle: number, width: number, font: string, size: number, color: string,
 *   alpha: number, boxes: Box[], kind: "node" | "edge", index: number}} PlacedLabel
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

  /** Tell whether a box meets none but those of its owner. @param {Box} box @param {string} owner */
  free(box, owner) {
    return this.keys(box).every((key) =>
      (this.cells.get(key) || []).every(
        (held) =>
          held.owner === owner ||
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

/** @param {string} text @returns {CanvasDirection} */
function writingDirection(text) {
  return /^[^A-Za-z]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(text) ? "rtl" : "ltr";
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
    if (label.kind === "node") context.strokeText(line, 0, y);
    context.fillText(line, 0, y);
  });
  context.restore();
}
