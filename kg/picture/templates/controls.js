// @ts-check
"use strict";

/** What stands around the picture: search, legend, time, hover card. */

/** So many of the things that a search finds are listed. */
const MOST_HITS = 12;

/** The search box: names and aliases, by any part of them. */
class Search {
  /** @param {Scene} scene @param {(index: number) => void} onFound */
  constructor(scene, onFound) {
    this.scene = scene;
    this.onFound = onFound;
    this.input = /** @type {HTMLInputElement} */ (byId("query"));
    this.list = byId("hits");
    this.active = 0;
    /** @type {{index: number, form: string, key: string}[]} */
    this.forms = [];
    /** @type {{index: number, form: string}[]} */
    this.hits = [];
    /** How many things have such a name, also of those that are not among the hits. */
    this.found = 0;
    this.input.addEventListener("input", () => this.find());
    this.input.addEventListener("focus", () => this.find());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  find() {
    if (!this.forms.length) {
      this.forms = this.scene.nodes.flatMap((node, index) =>
        [node.name, ...node.aliases].map((form) => ({ index, form, key: folded(form) })),
      );
    }
    const wanted = folded(this.input.value.trim());
    const rank = (/** @type {string} */ key) => (key === wanted ? 0 : key.startsWith(wanted) ? 1 : 2);
    const seen = new Set();
    this.hits = !wanted ? [] : this.forms
      .filter(({ key }) => key.includes(wanted))
      .sort((a, b) => rank(a.key) - rank(b.key) || this.scene.rank[a.index] - this.scene.rank[b.index])
      .filter(({ index }) => !seen.has(index) && seen.add(index))
      .slice(0, MOST_HITS);
    // All were counted, though not all are kept.
    this.found = seen.size;
    this.active = 0;
    this.render();
  }

  render() {
    this.list.replaceChildren(...this.hits.map(({ index, form }, i) => {
      const thing = this.scene.nodes[index];
      const alias = form === thing.name ? null : element("small", {}, isolated(form));
      const take = (/** @type {Event} */ event) => {
        event.preventDefault();
        this.take(i);
      };
      const attributes = { role: "option", id: `hit${i}`, "aria-selected": String(i === this.active), mousedown: take };
      return element("li", attributes, typeSign(this.scene.payload.types[thing.type]), isolated(thing.name), alias);
    }));
    if (this.found > this.hits.length) {
      const words = `${this.hits.length} of ${this.found.toLocaleString("en")}; type more`;
      const stay = (/** @type {Event} */ event) => event.preventDefault();
      this.list.append(element("li", { role: "option", "aria-disabled": "true", mousedown: stay }, words));
    }
    const typed = this.input.value.trim() !== "";
    byId("none").hidden = !typed || this.hits.length > 0;
    this.list.hidden = !this.hits.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    if (this.hits.length) this.input.setAttribute("aria-activedescendant", `hit${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.list.hidden = true;
    byId("none").hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.hits.length) {
      event.preventDefault();
      this.active = (this.active + step + this.hits.length) % this.hits.length;
      this.render();
    } else if (event.key === "Enter" && this.hits.length) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Escape") this.input.blur();
  }

  /** @param {number} i */
  take(i) {
    const { index } = this.hits[i];
    this.input.value = this.scene.nodes[index].name;
    this.close();
    this.onFound(index);
    // The panel is the last stop of the tab key: nobody should have to go there through the legend.
    byId("details").focus();
  }
}

/** The legend, whose entries filter. */
class Legend {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    const { types, relations, nodes, edges } = page.scene.payload;
    const painter = page.drawing.painter;
    const ink = (/** @type {string} */ dashes) => lineSign("var(--ink)", dashes, 2);
    /** @type {Record<string, Map<any, number>>} */
    const counts = { type: new Map(), relation: new Map(), certainty: new Map(), polarity: new Map(), time: new Map() };
    const add = (/** @type {string} */ field, /** @type {any} */ value) => counts[field].set(value, (counts[field].get(value) || 0) + 1);
    for (const node of nodes) add("type", types[node.type].name);
    for (const edge of edges) {
      add("relation", relations[edge.relation].name);
      for (const field of /** @type {const} */ (["certainty", "polarity", "time"])) add(field, edge[field]);
    }
    this.counts = counts;
    const rows = (/** @type {string} */ field, /** @type {[string, string, Node, string?][]} */ all) =>
      all.map(([value, word, sign, explained]) => this.entry(field, value, word, sign, explained));
    byId("legend").append(
      this.part("Things", rows("type", types.map((type) => [type.name, type.label, typeSign(type), type.definition]))),
      this.part("How sure", rows("certainty", [
        ["certain", "certain", ink("")],
        ["probable", "probable", ink("6 3.5")],
        ["possible", "possible", ink("1.5 3.5")],
      ])),
      this.part("Said or denied", rows("polarity", [
        ["positive", "said", ink("")],
        ["mixed", "± said and denied", lineSign("var(--ink)", "7 4", 2.5, "var(--denied)")],
        ["negative", "✕ denied", lineSign("var(--denied)", "", 2)],
      ])),
      this.part("When", rows("time", [
        ["past", "past", lineSign("var(--past)", "", 2)],
        ["current", "current", ink("")],
        ["future", "future", lineSign("var(--ink)", "", 2, "none", "M23 1L29 5L23 9")],
      ])),
      this.part("Relations", rows("relation", relations.map((look) =>
        [look.name, look.name, lineSign(painter.legible(look.color, 0.06), "", 3), look.definition]))),
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
   * @param {string} field @param {string} value @param {string} word @param {Node} sign @param {string} [explained]
   */
  entry(field, value, word, sign, explained = "") {
    const count = this.counts[field].get(value);
    if (!count) return null;
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
    box.checked = true;
    box.dataset.field = field;
    box.dataset.value = value;
    box.addEventListener("change", () => this.page.change((state) => state.off[field][box.checked ? "delete" : "add"](value)));
    const number = element("span", { class: "count" }, count.toLocaleString("en"));
    const label = element("label", { title: explained }, box, sign, element("span", { class: "word" }, word), number);
    const only = button("only", () => this.only(field, value), { class: "only", "aria-label": `Only ${word}` });
    return element("div", { class: "entry" }, label, only);
  }

  /** @param {string} field @param {string} value */
  only(field, value) {
    this.page.change((state) => (state.off[field] = new Set([...this.counts[field].keys()].filter((each) => each !== value))));
  }

  /** @param {State} state */
  show(state) {
    for (const box of byId("legend").querySelectorAll("input")) {
      box.checked = !state.off[box.dataset.field || ""].has(box.dataset.value || "");
    }
  }
}

/** The slider over the days on which something is first said, or looks otherwise by a further report. */
class Timeline {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
    const { edges } = page.scene;
    const days = edges.flatMap((edge) => [edge.first, ...edge.stages.map(([day]) => day)]);
    this.dates = [...new Set(days)].filter((day) => day !== null).sort();
    this.undated = edges.filter((edge) => edge.first === null).length;
    this.slider = /** @type {HTMLInputElement} */ (byId("day"));
    this.slider.max = String(this.dates.length);
    byId("time").hidden = this.dates.length < 2;
    /** Whether the slider is held, or plays, and Back has been given what was before. */
    this.moving = false;
    this.slider.addEventListener("input", () => {
      const place = Number(this.slider.value);
      this.stop();
      this.set(place);
    });
    this.slider.addEventListener("change", () => (this.moving = false));
    byId("play").addEventListener("click", () => (this.playing ? this.stop() : this.play()));
    this.playing = 0;
  }

  /** Show what was said until a day; Back leads to what was before the slider moved. @param {number} place in the dates; beyond them is everything */
  set(place) {
    const until = this.dates[place] ?? null;
    if (until === this.page.state.until) return;
    const step = !this.moving;
    this.moving = true;
    this.page.change((state) => (state.until = until), step);
  }

  play() {
    const stride = Math.max(1, Math.ceil(this.dates.length / 60));
    let place = this.page.state.until ? Number(this.slider.value) : -stride;
    const next = () => {
      place = Math.min(place + stride, this.dates.length);
      this.set(place);
      if (place === this.dates.length) this.stop();
    };
    this.moving = false;
    this.playing = window.setInterval(next, 650);
    next();
    this.label();
  }

  stop() {
    if (!this.playing) return;
    clearInterval(this.playing);
    this.playing = 0;
    this.moving = false;
    this.label();
  }

  label() {
    byId("play").textContent = this.playing ? "❚❚" : "▶";
    byId("play").setAttribute("aria-label", this.playing ? "Pause" : "Play through time");
  }

  /** @param {State} state */
  show({ until }) {
    const after = until ? this.dates.findIndex((day) => day > until) : -1;
    const place = !until ? this.dates.length : (after < 0 ? this.dates.length : after) - 1;
    this.slider.value = String(Math.max(place, 0));
    const undated = this.undated ? ` · ${counted(this.undated, "undated statement", "undated statements")}${until ? " left out" : ""}` : "";
    const words = (until ? `until ${dayText(until)}` : "all dates") + undated;
    byId("until").textContent = words;
    this.slider.setAttribute("aria-valuetext", words);
  }
}

/** The card beside the pointer. */
class Card {
  /** @param {Scene} scene */
  constructor(scene) {
    this.scene = scene;
    this.card = byId("card");
  }

  /** @param {Picked | null} pick @param {Point} at */
  show(pick, at) {
    this.card.hidden = !pick;
    if (!pick) return;
    this.card.replaceChildren(...(pick.kind === "node" ? this.thing(pick.index) : this.statement(pick.index)));
    const stage = byId("stage");
    const [width, height] = [this.card.offsetWidth, this.card.offsetHeight];
    this.card.style.left = `${Math.max(8, Math.min(at.x + 16, stage.clientWidth - width - 8))}px`;
    this.card.style.top = `${at.y + 18 + height > stage.clientHeight ? Math.max(8, at.y - height - 12) : at.y + 18}px`;
  }

  /** @param {number} index */
  thing(index) {
    const node = this.scene.nodes[index];
    const type = this.scene.payload.types[node.type];
    const words = [type.label, counted(this.scene.touching[index].length, "statement", "statements"), counted(node.articles, "article", "articles")];
    const aliases = node.aliases.length ? element("p", {}, "also ", isolated(node.aliases.slice(0, 3).join(", "))) : null;
    return [element("strong", {}, typeSign(type), isolated(node.name)), aliases, element("p", {}, words.join(" · "))].filter((part) => part !== null);
  }

  /** @param {number} index */
  statement(index) {
    const edge = this.scene.edges[index];
    const { nodes, payload } = this.scene;
    const arrow = edge.symmetric ? " ↔ " : " → ";
    const said = element("strong", {}, isolated(nodes[edge.subject].name), ` ${payload.relations[edge.relation].name}${arrow}`, isolated(nodes[edge.object].name));
    const count = `${counted(edge.reports, "report", "reports")} in ${counted(edge.articles.length, "article", "articles")}`;
    return [said, element("p", {}, badges(edge), " ", count)];
  }
}
