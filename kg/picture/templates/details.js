// @ts-check
"use strict";

/**
 * The panel that opens on a click. Text from articles becomes text nodes only.
 */

const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

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

/** Points of the shapes of vis.js in a box from -10 to 10. @type {Record<string, string>} */
const SHAPES = {
  square: "-8,-8 8,-8 8,8 -8,8",
  diamond: "0,-10 10,0 0,10 -10,0",
  triangle: "0,-9 10,8 -10,8",
  triangleDown: "0,9 10,-8 -10,-8",
  star: "0,-10 3,-3 10,-3 4,2 6,9 0,5 -6,9 -4,2 -10,-3 -3,-3",
  hexagon: "-5,-9 5,-9 10,0 5,9 -5,9 -10,0",
};

/** @param {string} tag @param {Record<string, string | number>} attributes */
function svg(tag, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}

/** The small sign of a type. @param {Look} type */
function typeSign(type) {
  const sign = svg("svg", { viewBox: "-11 -11 22 22", class: "sign", "aria-hidden": "true" });
  const points = SHAPES[type.shape];
  sign.append(points ? svg("polygon", { points, fill: type.color }) : svg("circle", { r: 9, fill: type.color }));
  return sign;
}

/** A short stretch of line as the drawing has it. @param {string} color @param {string} dashes @param {number} width */
function lineSign(color, dashes, width) {
  const sign = svg("svg", { viewBox: "0 0 30 10", class: "line", "aria-hidden": "true" });
  sign.append(
    svg("line", { x1: 1, x2: 29, y1: 5, y2: 5, style: `stroke:${color}`, "stroke-width": width, "stroke-dasharray": dashes }),
  );
  return sign;
}

/**
 * Words for the qualifiers; a thing's list leaves out "certain", which goes without saying there.
 * @param {Statement | Reading} said @param {boolean} [brief]
 */
function badges(said, brief = false) {
  const words = [];
  if (said.polarity === "negative") words.push(["denied", "denied"]);
  if (said.polarity === "mixed") words.push(["said and denied", "denied"]);
  if (!brief || said.certainty !== "certain") words.push([said.certainty, said.certainty]);
  if (said.time !== "current") words.push([said.time, said.time]);
  if (said.when) words.push([said.when, "when"]);
  if (said.role) words.push([said.role, "role"]);
  return element("span", { class: "badges" }, ...words.map(([word, kind]) => element("span", { class: `badge ${kind}`, dir: "auto" }, word)));
}

class Details {
  /**
   * @param {HTMLElement} panel @param {Payload} payload @param {Drawing} drawing
   * @param {(pick: Picked | null) => void} onPick
   */
  constructor(panel, payload, drawing, onPick) {
    this.panel = panel;
    this.payload = payload;
    this.drawing = drawing;
    this.onPick = onPick;
    /** @type {Picked[]} */
    this.trail = [];
  }

  /** Show a pick; null closes. @param {Picked | null} pick */
  show(pick) {
    if (!pick) {
      this.trail = [];
      this.panel.hidden = true;
      return;
    }
    const last = this.trail[this.trail.length - 1];
    if (!last || last.kind !== pick.kind || last.index !== pick.index) this.trail.push(pick);
    const content = pick.kind === "node" ? this.thing(pick.index) : this.statement(pick.index);
    this.panel.replaceChildren(this.bar(), ...content);
    this.panel.hidden = false;
    this.panel.scrollTop = 0;
  }

  bar() {
    const back = element("button", { type: "button", class: "plain", click: () => this.back() }, "← Back");
    if (this.trail.length < 2) back.style.visibility = "hidden";
    const close = { type: "button", class: "plain close", "aria-label": "Close details", click: () => this.onPick(null) };
    return element("div", { class: "bar" }, back, element("button", close, "✕"));
  }

  back() {
    this.trail.pop();
    const before = this.trail.pop();
    if (before) this.onPick(before);
  }

  /** A thing as a button that opens it. @param {number} index */
  thingButton(index) {
    const thing = this.payload.nodes[index];
    const open = () => this.onPick({ kind: "node", index });
    return element(
      "button",
      { type: "button", class: "thing", click: open },
      typeSign(this.payload.types[thing.type]),
      isolated(thing.name),
    );
  }

  /** @param {number} index */
  statement(index) {
    const edge = this.payload.edges[index];
    const relation = this.payload.relations[edge.relation];
    const color = this.drawing.edgeColor(edge, 0.3);
    const said = element("div", { class: "relation", style: `color:${color}`, title: relation.definition });
    said.append(edge.symmetric ? "↕ " : "↓ ", relation.name);
    const heading = element("h2", {}, this.thingButton(edge.subject), said, this.thingButton(edge.object));
    const count = `${counted(edge.claims.length, "report", "reports")} in ${counted(edge.articles, "article", "articles")}`;
    const key = element("p", { class: "key", "aria-hidden": "true" });
    for (const [kind, word] of [["s", "subject"], ["t", "relation"], ["o", "object"], ["c", "qualifier"]]) {
      key.append(element("mark", { class: kind }, word), " ");
    }
    const reports = edge.claims.map((claim) => this.report(claim));
    return [heading, element("p", { class: "sum" }, badges(edge), count), ...reports, key];
  }

  /** @param {Reading} claim */
  report(claim) {
    const quote = element("blockquote", { dir: "auto" });
    for (const [text, marks] of claim.sentence) {
      quote.append(marks ? element("mark", { class: [...marks].join(" ") }, text) : text);
    }
    const by = element("p", { class: "by" });
    if (claim.by.length) {
      by.append("according to ");
      claim.by.forEach((name, i) => by.append(i ? ", " : "", element("strong", {}, isolated(name))));
    } else by.append("in the article’s own words");
    const sure = `confidence ${Math.round(claim.confidence * 100)} %`;
    const read = element("span", { class: "sure", title: "How sure the reading of this sentence is" }, sure);
    return element("article", {}, quote, by, element("p", { class: "row" }, badges(claim), read), this.source(claim.article));
  }

  /** @param {number} index */
  source(index) {
    const { title, url, publisher, published } = this.payload.articles[index];
    const name = isolated(title);
    const link = { href: url || "", target: "_blank", rel: "noopener noreferrer" };
    const from = [publisher && isolated(publisher), published && element("time", { datetime: published }, dayText(published))];
    const line = element("p", { class: "source" }, url ? element("a", link, name) : name);
    const origin = element("span", { class: "origin" });
    from.filter(Boolean).forEach((part, i) => origin.append(i ? " · " : "", /** @type {Node} */ (part)));
    line.append(origin);
    return line;
  }

  /** @param {number} index */
  thing(index) {
    const thing = this.payload.nodes[index];
    const type = this.payload.types[thing.type];
    const heading = element("h2", {}, isolated(thing.name));
    const kind = element("p", { class: "kind", title: type.definition }, typeSign(type), type.label);
    const parts = [heading, kind];
    if (thing.aliases.length) {
      const also = element("p", { class: "also" }, "also ");
      thing.aliases.forEach((alias, i) => also.append(i ? ", " : "", isolated(alias)));
      parts.push(also);
    }
    /** @type {Map<string, number[]>} */
    const groups = new Map();
    this.payload.edges.forEach((edge, i) => {
      if (edge.subject !== index && edge.object !== index) return;
      const arrow = edge.symmetric ? "↔" : edge.subject === index ? "→" : "←";
      const key = `${edge.relation} ${arrow}`;
      groups.set(key, [...(groups.get(key) || []), i]);
    });
    const all = [...groups.values()].flat().length;
    const count = `${counted(all, "statement", "statements")} in ${counted(thing.articles, "article", "articles")}`;
    parts.push(element("p", { class: "sum" }, count));
    const keys = [...groups.keys()].sort((a, b) => parseInt(a) - parseInt(b) || (a < b ? -1 : 1));
    for (const key of keys) parts.push(this.group(index, key, groups.get(key) || []));
    return parts;
  }

  /** @param {number} index @param {string} key @param {number[]} edges */
  group(index, key, edges) {
    const [relation, arrow] = key.split(" ");
    const look = this.payload.relations[Number(relation)];
    const words = arrow === "←" ? ["← ", look.name] : [look.name, ` ${arrow}`];
    const list = element("ul");
    for (const i of edges) {
      const edge = this.payload.edges[i];
      const other = this.payload.nodes[edge.subject === index ? edge.object : edge.subject];
      const open = () => this.onPick({ kind: "edge", index: i });
      const sign = typeSign(this.payload.types[other.type]);
      const button = element("button", { type: "button", class: "thing", click: open }, sign, isolated(other.name), badges(edge, true));
      list.append(element("li", {}, button));
    }
    const color = this.drawing.legible(look.color, 0.3);
    return element("section", {}, element("h3", { style: `color:${color}`, title: look.definition }, ...words), list);
  }
}
