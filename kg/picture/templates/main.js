// @ts-check
"use strict";

/** Puts the page together: legend, filters, search, keys. */

/** @param {string} id @returns {any} */
function embedded(id) {
  return JSON.parse(document.getElementById(id)?.textContent || "null");
}

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** Fold case and accents, so that "Zoe" finds "Zoë". @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

class Page {
  constructor() {
    /** @type {Payload} */
    this.payload = embedded("payload");
    this.drawing = new Drawing(byId("stage"), this.payload, embedded("vis"), (pick) => this.pick(pick));
    this.details = new Details(byId("details"), this.payload, this.drawing, (pick) => this.pick(pick));
    /** What the legend has switched off, by the field of an edge or "type". @type {Record<string, Set<any>>} */
    this.off = { type: new Set(), relation: new Set(), certainty: new Set(), polarity: new Set(), time: new Set() };
    byId("empty").hidden = this.payload.edges.length > 0;
    this.legend();
    this.filter();
    new Search(this.payload, (index) => this.pick({ kind: "node", index }));
    byId("nearer").addEventListener("click", () => this.drawing.zoom(1.3));
    byId("farther").addEventListener("click", () => this.drawing.zoom(1 / 1.3));
    byId("whole").addEventListener("click", () => this.drawing.whole(true));
    document.addEventListener("keydown", (event) => this.key(event));
    document.documentElement.dataset.ready = "true";
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("query").focus();
    } else if (event.key === "Escape" && !typing) this.pick(null);
  }

  /** @param {Picked | null} pick */
  pick(pick) {
    if (pick && pick.kind === "node" && !this.drawing.shownNodes.has(pick.index)) this.all();
    if (pick && pick.kind === "edge" && !this.drawing.shownEdges.has(pick.index)) this.all();
    this.drawing.pick(pick);
    this.details.show(pick);
    if (pick) this.drawing.reveal(byId("details").offsetWidth);
  }

  /** Switch everything on again. */
  all() {
    for (const set of Object.values(this.off)) set.clear();
    for (const box of byId("legend").querySelectorAll("input")) box.checked = true;
    this.filter();
  }

  legend() {
    const { types, relations, nodes, edges } = this.payload;
    const count = (/** @type {(edge: Statement) => boolean} */ test) => edges.filter(test).length;
    const field = (/** @type {"certainty" | "polarity" | "time"} */ name) =>
      (/** @type {[string, string, Node][]} */ ...rows) =>
        rows
          .map(([value, word, sign]) => this.entry(name, value, word, sign, count((edge) => edge[name] === value)))
          .filter((row) => row !== null);
    byId("legend").append(
      this.part("Things", types.map((type, i) =>
        this.entry("type", i, type.label, typeSign(type), nodes.filter((node) => node.type === i).length, type.definition))),
      this.part("How sure", field("certainty")(
        ["certain", "certain", lineSign("var(--ink)", "", 2)],
        ["probable", "probable", lineSign("var(--ink)", "6 3.5", 2)],
        ["possible", "possible", lineSign("var(--ink)", "1.5 3.5", 2)],
      )),
      this.part("Said or denied", field("polarity")(
        ["positive", "said", lineSign("var(--ink)", "", 2)],
        ["mixed", "± said and denied", lineSign("var(--ink)", "", 2)],
        ["negative", "✕ denied", lineSign("var(--denied)", "", 2)],
      )),
      this.part("When", field("time")(
        ["past", "past", lineSign("var(--past)", "", 2)],
        ["current", "current", lineSign("var(--ink)", "", 2)],
        ["future", "future", lineSign("var(--ink)", "", 2)],
      )),
      this.part("Relations", relations.map((look, i) =>
        this.entry("relation", i, look.name, lineSign(this.drawing.legible(look.color, 0.06), "", 3),
          count((edge) => edge.relation === i), look.definition))),
    );
  }

  /** @param {string} title @param {(HTMLElement | null)[]} rows */
  part(title, rows) {
    const present = rows.filter((row) => row !== null);
    const part = element("details", { open: "" }, element("summary", {}, title), ...present);
    part.hidden = present.length === 0;
    return part;
  }

  /**
   * One line of the legend; null where nothing in the picture is so.
   * @param {string} field @param {any} value @param {string} word @param {Node} sign @param {number} count
   * @param {string} [explained]
   */
  entry(field, value, word, sign, count, explained = "") {
    if (!count) return null;
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
    box.checked = true;
    box.addEventListener("change", () => {
      if (box.checked) this.off[field].delete(value);
      else this.off[field].add(value);
      this.filter();
    });
    const label = element("label", { title: explained }, box, sign, element("span", { class: "word" }, word));
    label.append(element("span", { class: "count" }, String(count)));
    const only = element("button", { type: "button", class: "plain only", "aria-label": `Only ${word}` }, "only");
    const row = element("div", { class: "entry" }, label, only);
    only.addEventListener("click", () => this.only(field, value, row));
    row.dataset.value = String(value);
    return row;
  }

  /** @param {string} field @param {any} value @param {HTMLElement} row */
  only(field, value, row) {
    const rows = [.../** @type {HTMLElement} */ (row.parentElement).querySelectorAll(".entry")];
    this.off[field].clear();
    for (const each of rows) {
      const mine = each === row;
      const known = /** @type {HTMLElement} */ (each).dataset.value;
      if (!mine) this.off[field].add(typeof value === "number" ? Number(known) : known);
      /** @type {HTMLInputElement} */ (each.querySelector("input")).checked = mine;
    }
    this.filter();
  }

  /** Show what the legend leaves on; a thing goes with its last line. */
  filter() {
    const { nodes, edges } = this.payload;
    const typeOn = (/** @type {number} */ i) => !this.off.type.has(nodes[i].type);
    const shown = [...edges.keys()].filter((i) => {
      const edge = /** @type {Record<string, any>} */ (edges[i]);
      const fields = ["relation", "certainty", "polarity", "time"];
      return typeOn(edge.subject) && typeOn(edge.object) && fields.every((field) => !this.off[field].has(edge[field]));
    });
    const things = new Set(shown.flatMap((i) => [edges[i].subject, edges[i].object]));
    this.drawing.show(things, new Set(shown));
    const articles = new Set(shown.flatMap((i) => edges[i].claims.map((claim) => claim.article))).size;
    const parts = [
      counted(things.size, "thing", "things"),
      counted(shown.length, "statement", "statements"),
      counted(articles, "article", "articles"),
    ];
    const rest = edges.length - shown.length;
    byId("counts").textContent = parts.join(" · ") + (rest ? ` (${rest.toLocaleString("en")} statements hidden)` : "");
  }
}

/** The search box: names and aliases, by any part of them. */
class Search {
  /** @param {Payload} payload @param {(index: number) => void} onFound */
  constructor(payload, onFound) {
    this.payload = payload;
    this.onFound = onFound;
    this.input = /** @type {HTMLInputElement} */ (byId("query"));
    this.list = byId("hits");
    this.active = 0;
    /** @type {{index: number, form: string}[]} */
    this.hits = [];
    this.forms = payload.nodes.flatMap((node, index) =>
      [node.name, ...node.aliases].map((form) => ({ index, form, key: folded(form) })),
    );
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("focus", () => this.find());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  find() {
    const wanted = folded(this.input.value.trim());
    const rank = (/** @type {string} */ key) => (key === wanted ? 0 : key.startsWith(wanted) ? 1 : 2);
    const seen = new Set();
    this.hits = !wanted ? [] : this.forms
      .filter(({ key }) => key.includes(wanted))
      .sort((a, b) => rank(a.key) - rank(b.key) || a.index - b.index)
      .filter(({ index }) => !seen.has(index) && seen.add(index))
      .slice(0, 12);
    this.active = 0;
    this.render();
  }

  render() {
    this.list.replaceChildren(...this.hits.map(({ index, form }, i) => {
      const thing = this.payload.nodes[index];
      const alias = form === thing.name ? null : element("small", {}, isolated(form));
      const take = (/** @type {Event} */ event) => {
        event.preventDefault();
        this.take(i);
      };
      const attributes = { role: "option", id: `hit${i}`, "aria-selected": String(i === this.active), mousedown: take };
      return element("li", attributes, typeSign(this.payload.types[thing.type]), isolated(thing.name), alias);
    }));
    if (this.input.value.trim() && !this.hits.length) {
      this.list.append(element("li", { class: "none" }, "No such name"));
    }
    this.list.hidden = !this.input.value.trim();
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    if (this.hits.length) this.input.setAttribute("aria-activedescendant", `hit${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.hits.length) {
      event.preventDefault();
      this.active = (this.active + step + this.hits.length) % this.hits.length;
      this.render();
    } else if (event.key === "Enter" && this.hits.length) this.take(this.active);
    else if (event.key === "Escape") this.input.blur();
  }

  /** @param {number} i */
  take(i) {
    const { index } = this.hits[i];
    this.input.value = this.payload.nodes[index].name;
    this.close();
    this.onFound(index);
  }
}

const page = new Page();
