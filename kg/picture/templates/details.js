// @ts-check
"use strict";

/** The panel that opens on a click: a statement with its sentences, a thing with its statements, or a path. */

class Details {
  /** @param {HTMLElement} panel @param {Page} page */
  constructor(panel, page) {
    this.panel = panel;
    this.page = page;
    this.scene = page.scene;
    this.payload = page.scene.payload;
    const go = (/** @type {string} */ word, /** @type {1 | -1} */ step) =>
      /** @type {HTMLButtonElement} */ (button(word, () => page.trail.go(step)));
    this.back = go("← Back", -1);
    this.forward = go("Forward →", 1);
    const close = button("✕", () => page.pick(null), { class: "plain close", "aria-label": "Close details" });
    /** Stands as long as the page, so that who goes back by key can go on. */
    this.bar = element("div", { class: "bar" }, element("span", {}, this.back, this.forward), close);
    this.panel.append(this.bar);
    /** What is shown and how it looks, as text. */
    this.about = "";
    this.look = "";
    /** @type {Picked | null} */
    this.picked = null;
  }

  /** Show what is picked, else a path; nothing closes the panel. @param {State} state */
  show({ pick, path, until }) {
    const { panel, page } = this;
    const held = panel.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
    const about = pick ? `${pick.kind} ${pick.index}` : path ? `path ${path} ${page.way()}` : "";
    const look = [about, until, document.documentElement.dataset.theme].join();
    panel.hidden = !about;
    this.back.disabled = !page.trail.can(-1);
    this.forward.disabled = !page.trail.can(1);
    if (about && look === this.look) this.renew(pick);
    else {
      const scroll = about === this.about ? panel.scrollTop : 0;
      while (this.bar.nextSibling) this.bar.nextSibling.remove();
      if (about) panel.append(...(pick ? (pick.kind === "node" ? this.thing(pick.index) : this.statement(pick.index)) : this.path()));
      panel.scrollTop = scroll;
    }
    if (held && !about) page.home(this.picked);
    else if (held && (held.matches(":disabled") || !panel.contains(document.activeElement))) this.again(held).focus();
    [this.about, this.look, this.picked] = [about, look, pick];
  }

  /** What can be done with a thing depends on what else shows; all else stays. @param {Picked | null} pick */
  renew(pick) {
    if (pick?.kind === "node") this.panel.querySelector(".acts")?.replaceWith(this.acts(pick.index));
  }

  /** The button that does what one did that is gone, else the panel. @param {HTMLElement} gone */
  again({ dataset: { act } }) {
    const found = act ? this.panel.querySelector(`[data-act="${act}"]`) : null;
    return found instanceof HTMLElement ? found : this.panel;
  }

  /** A thing as a button that opens it. @param {number} index @param {Node | null} [after] @param {() => void} [open] */
  thingButton(index, after = null, open = () => this.page.pick({ kind: "node", index })) {
    const thing = this.scene.nodes[index];
    const sign = typeSign(this.payload.types[thing.type]);
    return element("button", { type: "button", class: "thing", click: open }, sign, isolated(thing.name), after);
  }

  /** @param {number} index */
  statement(index) {
    const edge = this.scene.edges[index];
    const relation = this.payload.relations[edge.relation];
    const color = this.page.drawing.painter.edgeColor(edge, 0.45);
    const ink = edge.time === "past" && edge.polarity !== "negative" ? "var(--soft)" : color;
    const said = element("div", { class: "relation", style: `color:${ink}`, title: relation.definition });
    said.append(edge.symmetric ? "↕ " : "↓ ", relation.name);
    const heading = element("h2", {}, this.thingButton(edge.subject), said, this.thingButton(edge.object));
    const count = `${counted(edge.reports, "report", "reports")} in ${counted(edge.articles.length, "article", "articles")}`;
    const key = element("p", { class: "key", "aria-hidden": "true" });
    for (const [kind, word] of [["s", "subject"], ["t", "relation"], ["o", "object"], ["c", "qualifier"]]) {
      key.append(element("mark", { class: kind }, word), " ");
    }
    const all = this.scene.readings(index);
    const told = all.filter((claim) => this.scene.told(claim.article));
    const reports = told.map((claim) => this.report(claim));
    if (told.length < all.length) reports.push(this.later(all.length - told.length));
    return [heading, element("p", { class: "sum" }, badges(edge), count), ...reports, key];
  }

  /** @param {number} count of reports that the slider leaves out */
  later(count) {
    const words = `${counted(count, "report is", "reports are")} of a later day or undated. `;
    const all = () => this.page.change((state) => (state.until = null));
    return element("p", { class: "later" }, words, button("Show all dates", all));
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
    const thing = this.scene.nodes[index];
    const type = this.payload.types[thing.type];
    const kind = element("p", { class: "kind", title: type.definition }, typeSign(type), type.label);
    const parts = [element("h2", {}, isolated(thing.name)), kind];
    if (thing.aliases.length) {
      const also = element("p", { class: "also" }, "also ");
      thing.aliases.forEach((alias, i) => also.append(i ? ", " : "", isolated(alias)));
      parts.push(also);
    }
    const lines = this.scene.touching[index];
    const count = `${counted(lines.length, "statement", "statements")} in ${counted(thing.articles, "article", "articles")}`;
    parts.push(element("p", { class: "sum" }, count), this.acts(index));
    /** @type {Map<string, number[]>} */
    const groups = new Map();
    for (const e of lines) {
      const edge = this.scene.edges[e];
      const arrow = edge.symmetric ? "↔" : edge.subject === index ? "→" : "←";
      const key = `${edge.relation} ${arrow}`;
      const held = groups.get(key);
      if (held) held.push(e);
      else groups.set(key, [e]);
    }
    const keys = [...groups.keys()].sort((a, b) => parseInt(a) - parseInt(b) || (a < b ? -1 : 1));
    for (const key of keys) parts.push(this.group(index, key, groups.get(key) || []));
    return parts;
  }

  /** What one can do with a thing. @param {number} index */
  acts(index) {
    const { page } = this;
    const missing = page.missing(index).length;
    const focused = page.state.focus === index;
    const row = element("p", { class: "acts" });
    if (missing) row.append(button(`Neighbours +${missing.toLocaleString("en")}`, () => page.expand(index), { "data-act": "expand" }));
    row.append(
      button(focused ? "All again" : "Focus", () => page.focus(focused ? null : index), { "data-act": "focus" }),
      button("Path to…", () => page.startPath(index)),
      button("Hide", () => page.hide(index)),
    );
    return row;
  }

  /** @param {number} index @param {string} key @param {number[]} edges */
  group(index, key, edges) {
    const [relation, arrow] = key.split(" ");
    const look = this.payload.relations[Number(relation)];
    const words = arrow === "←" ? ["← ", look.name] : [look.name, ` ${arrow}`];
    const list = element("ul");
    const rows = (/** @type {number} */ from) => edges.slice(from, from + 60).map((i) => this.row(index, i));
    list.append(...rows(0));
    if (edges.length > 60) {
      const more = element("li");
      const add = () => {
        more.before(...rows(list.children.length - 1));
        if (list.children.length > edges.length) more.remove();
      };
      more.append(button(`more of ${edges.length.toLocaleString("en")}`, add));
      list.append(more);
    }
    const color = this.page.drawing.painter.legible(look.color, 0.45);
    return element("section", {}, element("h3", { style: `color:${color}`, title: look.definition }, ...words), list);
  }

  /** @param {number} index @param {number} edge */
  row(index, edge) {
    const open = () => this.page.pick({ kind: "edge", index: edge });
    return element("li", {}, this.thingButton(this.scene.other(edge, index), badges(this.scene.edges[edge], true), open));
  }

  path() {
    const [from, to] = /** @type {[number, number]} */ (this.page.state.path);
    const steps = this.page.way();
    const heading = element("h2", {}, this.thingButton(from), element("div", { class: "relation" }, "⋯"), this.thingButton(to));
    if (!steps) return [heading, element("p", { class: "sum" }, "No path within this filter leads from one to the other.")];
    const list = element("ol", { class: "steps" });
    let at = from;
    for (const e of steps) {
      const edge = this.scene.edges[e];
      const next = this.scene.other(e, at);
      const relation = this.payload.relations[edge.relation].name;
      const words = edge.symmetric ? `↔ ${relation}` : edge.subject === at ? `→ ${relation}` : `← ${relation}`;
      const step = button(words, () => this.page.pick({ kind: "edge", index: e }), { class: "step" });
      list.append(element("li", {}, this.thingButton(at), step, badges(edge, true)));
      at = next;
    }
    list.append(element("li", {}, this.thingButton(to)));
    return [heading, element("p", { class: "sum" }, `Shortest path: ${counted(steps.length, "step", "steps")}`), list];
  }
}
