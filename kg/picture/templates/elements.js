// @ts-check
"use strict";

/** Makers of elements. Text from articles becomes text nodes only. */

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} id @returns {any} */
function embedded(id) {
  return JSON.parse(document.getElementById(id)?.textContent || "null");
}

/**
 * Make an element; strings become text nodes, null children nothing.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {(Node | string | null)[]} children
 * @returns {HTMLElement}
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null).map((child) => /** @type {Node | string} */ (child)));
  return made;
}

/** @param {string} word @param {() => void} act @param {Record<string, any>} [more] */
function button(word, act, more = {}) {
  return element("button", { type: "button", class: "plain", ...more, click: act }, word);
}

/** A name that cannot turn the text around it. @param {string} name */
function isolated(name) {
  return element("bdi", {}, name);
}

/** @param {number} n @param {string} one @param {string} many */
function counted(n, one, many) {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}

/** @param {string} iso */
function dayText(iso) {
  const [year, month, day] = iso.split("-");
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`;
}

/** Tell whether a text is a day that there is. @param {string} iso */
function isDay(iso) {
  const day = new Date(`${iso}T00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(iso) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso);
}

/** Fold case and accents, so that "Zoe" finds "Zoë". @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").trim().toLowerCase();
}

/** What a polarity is called. @type {Record<string, string>} */
const SAID = { positive: "said", mixed: "said and denied", negative: "denied" };

/** Points of the shapes in a box from -10 to 10; what is not here is a circle. @type {Record<string, string>} */
const SHAPES = {
  square: "-8,-8 8,-8 8,8 -8,8",
  diamond: "0,-10 10,0 0,10 -10,0",
  triangle: "0,-9 10,8 -10,8",
  triangleDown: "0,9 10,-8 -10,-8",
  star: "0,-10 3,-3 10,-3 4,2 6,9 0,5 -6,9 -4,2 -10,-3 -3,-3",
  hexagon: "-5,-9 5,-9 10,0 5,9 -5,9 -10,0",
};

/** @param {string} tag @param {Record<string, string | number>} attributes @param {(Node | string)[]} children */
function svg(tag, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** The small sign of a type. @param {Look} type */
function typeSign(type) {
  const points = SHAPES[type.shape];
  const shape = points ? svg("polygon", { points, fill: type.color }) : svg("circle", { r: 9, fill: type.color });
  return svg("svg", { viewBox: "-11 -11 22 22", class: "sign", "aria-hidden": "true" }, shape);
}

/**
 * A short stretch of line as the drawing has it.
 * @param {string} color @param {string} dashes @param {number} width
 * @param {string} [gaps] the colour of the gaps @param {string} [head] the way of an open head
 */
function lineSign(color, dashes, width, gaps = "none", head = "") {
  const line = (/** @type {string} */ stroke, /** @type {string} */ dash) =>
    svg("path", { d: `M1 5H29${head}`, fill: "none", style: `stroke:${stroke}`, "stroke-width": width, "stroke-dasharray": dash });
  return svg("svg", { viewBox: "0 0 30 10", class: "line", "aria-hidden": "true" }, line(gaps, ""), line(color, dashes));
}

/**
 * Words for the qualifiers; a thing's list leaves out "certain", which goes without saying there.
 * @param {Statement | Reading} said @param {boolean} [brief]
 */
function badges(said, brief = false) {
  const words = [];
  if (said.polarity !== "positive") words.push([SAID[said.polarity], "denied"]);
  if (!brief || said.certainty !== "certain") words.push([said.certainty, said.certainty]);
  if (said.time !== "current") words.push([said.time, said.time]);
  if (said.when) words.push([said.when, "when"]);
  if (said.role) words.push([said.role, "role"]);
  const made = words.map(([word, kind]) => element("span", { class: `badge ${kind}`, dir: "auto" }, word));
  return element("span", { class: "badges" }, ...made);
}
