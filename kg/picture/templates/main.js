// @ts-check
"use strict";

/** Puts the page together: what a reader asks for becomes a state, and the state becomes what is shown. */

class Page {
  constructor() {
    this.scene = new Scene(embedded("payload"));
    /** For what looks into a page from outside. */
    this.payload = this.scene.payload;
    this.state = new State();
    /** Where a path starts whose end is still to be picked. @type {number | null} */
    this.start = null;
    /** Whether things stand where they belong among all; and what shows, as text. @type {boolean | null} */
    this.settled = null;
    this.shownKey = "";
    /** What a pick had to switch on again to be seen, until the next change. @type {(Node | string)[] | null} */
    this.note = null;
    document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    this.drawing = new Drawing(byId("stage"), this.scene, (pick) => this.pick(pick), (pick, at) => this.card.show(pick, at), () => this.rested());
    this.card = new Card(this.scene);
    this.trail = new Trail((fragment) => this.restore(fragment), () => this.arrows());
    this.details = new Details(byId("details"), this);
    this.legend = new Legend(this);
    this.timeline = new Timeline(this);
    this.table = new Table(this);
    this.search = new Search(this.scene, (index) => this.find(index));
    this.state = State.read(this.scene, location.hash.slice(1));
    this.apply();
    this.look(false);
    this.buttons();
    this.arrows();
    this.announce();
  }

  /** Say that the first complete frame is on the screen, and after how many milliseconds since the page was opened. */
  announce() {
    requestAnimationFrame(() => {
      if (!this.drawing.complete) return this.announce();
      requestAnimationFrame(() => (document.documentElement.dataset.ready = String(Math.round(performance.now()))));
    });
  }

  buttons() {
    const { drawing } = this;
    const title = this.payload.title;
    /** @type {Record<string, () => void>} */
    const acts = {
      back: () => this.trail.go(-1),
      forward: () => this.trail.go(1),
      nearer: () => drawing.zoom(1.3),
      farther: () => drawing.zoom(1 / 1.3),
      whole: () => drawing.whole(true),
      png: () => void downloadPng(drawing, title),
      svg: () => downloadSvg(drawing, title),
      "as-table": () => this.table.toggle(Boolean(byId("table").hidden)),
      theme: () => this.theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"),
      filters: () => byId("filters").setAttribute("aria-expanded", String(byId("side").classList.toggle("open"))),
      skip: () => this.table.toggle(true),
    };
    for (const [id, act] of Object.entries(acts)) byId(id).addEventListener("click", act);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ({ matches }) => this.theme(matches ? "dark" : "light"));
    document.addEventListener("keydown", (event) => this.key(event));
    byId("stage").addEventListener("keydown", (event) => this.steer(event));
    let onScreen = "";
    window.addEventListener("beforeprint", () => {
      onScreen = document.documentElement.dataset.theme || "";
      this.theme("light");
      byId("print").replaceChildren(asSvg(drawing, title));
    });
    window.addEventListener("afterprint", () => {
      byId("print").replaceChildren();
      this.theme(onScreen);
    });
  }

  /** @param {string} theme */
  theme(theme) {
    document.documentElement.dataset.theme = theme;
    this.drawing.repaint();
    this.details.show(this.state);
  }

  arrows() {
    /** @type {HTMLButtonElement} */ (byId("back")).disabled = !this.trail.can(-1);
    /** @type {HTMLButtonElement} */ (byId("forward")).disabled = !this.trail.can(1);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("query").focus();
    } else if (event.key === "Escape" && !typing) this.leave();
  }

  /** Close what is open, the innermost first. */
  leave() {
    if (this.start !== null) this.startPath(null);
    else if (this.state.pick || this.state.path) this.pick(null);
    else if (!byId("table").hidden) this.table.toggle(false);
    this.drawing.hover(null, { x: 0, y: 0 });
  }

  /** Give the keys to what is read beside the panel: the table, at the statement that was open, or the picture. @param {Picked | null} [was] */
  home(was = null) {
    if (byId("table").hidden) byId("stage").focus();
    else this.table.focus(was);
  }

  /** Arrows lead from thing to thing, Enter opens. @param {KeyboardEvent} event */
  steer(event) {
    if (event.target !== byId("stage") || event.ctrlKey || event.metaKey || event.altKey) return;
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const way = ways[/** @type {keyof typeof ways} */ (event.key)];
    const { drawing } = this;
    if (way && event.shiftKey) drawing.pan(-60 * way[0], -60 * way[1]);
    else if (way) this.lead(way[0], way[1]);
    else if (event.key === "Enter" && drawing.hovered) {
      this.pick(drawing.hovered);
      byId("details").focus();
    } else if (event.key === "+" || event.key === "=") drawing.zoom(1.3);
    else if (event.key === "-") drawing.zoom(1 / 1.3);
    else if (event.key === "0") drawing.whole(true);
    else return;
    event.preventDefault();
  }

  /** Go to the nearest thing in a direction. @param {number} dx @param {number} dy */
  lead(dx, dy) {
    const { scene, drawing } = this;
    const held = [drawing.hovered, this.state.pick].find((pick) => pick?.kind === "node" && drawing.shown.nodes.has(pick.index));
    let [best, next] = [Infinity, -1];
    if (held) {
      for (const i of drawing.shown.nodes) {
        const [x, y] = [scene.x[i] - scene.x[held.index], scene.y[i] - scene.y[held.index]];
        const along = x * dx + y * dy;
        const cost = along + 2.5 * Math.abs(x * dy - y * dx);
        if (along > 0 && cost < best) [best, next] = [cost, i];
      }
    } else next = drawing.labels.names[0] ?? -1;
    if (next < 0) return;
    const pick = /** @type {Picked} */ ({ kind: "node", index: next });
    const at = drawing.extent([next]);
    const outside = at.left < 20 || at.top < 20 || at.right > drawing.stage.clientWidth - 20 || at.bottom > drawing.stage.clientHeight - 20;
    if (outside) drawing.go({ ...drawing.camera, x: scene.x[next], y: scene.y[next] }, false);
    const place = drawing.extent([next]);
    drawing.hover(pick, { x: place.left, y: place.top });
    const node = scene.nodes[next];
    byId("spoken").textContent = `${node.name}, ${this.payload.types[node.type].label}, ${counted(scene.touching[next].length, "statement", "statements")}`;
  }

  /** Change the state, show it and remember it. @param {(state: State) => void} edit @param {boolean} [step] */
  change(edit, step = true) {
    const next = this.state.copy();
    this.note = null;
    edit(next);
    this.state = next;
    this.trail.write(next.write(this.scene), step);
    this.apply();
  }

  /** @param {string} fragment */
  restore(fragment) {
    this.state = State.read(this.scene, fragment);
    this.note = null;
    this.apply();
    this.look(true);
  }

  /** Look where the state says, or at the whole. @param {boolean} animated */
  look(animated) {
    const { camera } = this.state;
    this.drawing.fitted = camera === null;
    if (camera) this.drawing.go(camera, animated);
    else this.drawing.whole(animated, false);
  }

  /** The camera rests: the address shall say where. */
  rested() {
    this.state.camera = this.drawing.fitted ? null : { ...this.drawing.camera };
    this.trail.write(this.state.write(this.scene), false);
  }

  /** Whether a statement passes the legend and the time. @param {number} e */
  on(e) {
    const { off, until, hidden } = this.state;
    const { edges, nodes, payload } = this.scene;
    const edge = edges[e];
    return (
      !off.relation.has(payload.relations[edge.relation].name) &&
      !off.certainty.has(edge.certainty) &&
      !off.polarity.has(edge.polarity) &&
      !off.time.has(edge.time) &&
      !off.type.has(payload.types[nodes[edge.subject].type].name) &&
      !off.type.has(payload.types[nodes[edge.object].type].name) &&
      !hidden.has(edge.subject) &&
      !hidden.has(edge.object) &&
      (!until || (edge.first !== null && edge.first <= until))
    );
  }

  /** The lines of the path that is asked for, null where there is none. */
  way() {
    return this.state.path ? this.scene.path(this.state.path[0], this.state.path[1], (e) => this.on(e)) : null;
  }

  /** Things that would show if nothing were filtered. */
  base() {
    const { state, scene } = this;
    if (state.focus !== null) return new Set([...scene.around(state.focus, 1, (e) => this.on(e)), ...state.extra]);
    return state.all ? new Set(scene.nodes.keys()) : new Set([...scene.top, ...state.extra]);
  }

  /** Show what the state asks for; a thing goes with its last line. */
  apply() {
    const { state, scene, drawing } = this;
    scene.tell(state.until);
    const all = state.all || !scene.cut;
    const other = all !== this.settled;
    if (other) scene.settle(all);
    this.settled = all;
    const base = this.base();
    const way = this.way() || [];
    for (const e of way) base.add(scene.edges[e].subject).add(scene.edges[e].object);
    if (state.pick?.kind === "node") base.add(state.pick.index);
    const edges = new Set();
    const nodes = new Set(state.pick?.kind === "node" && !state.hidden.has(state.pick.index) ? [state.pick.index] : []);
    for (const i of base) {
      for (const e of scene.touching[i]) {
        if (edges.has(e) || !base.has(scene.other(e, i)) || !this.on(e)) continue;
        edges.add(e);
        nodes.add(scene.edges[e].subject).add(scene.edges[e].object);
      }
    }
    scene.admit(nodes);
    const key = `${[...nodes].sort().join()};${[...edges].sort().join()};${all};${state.until}`;
    drawing.picked = state.pick;
    drawing.way = way;
    if (key !== this.shownKey) drawing.show({ nodes, edges });
    else drawing.overlay();
    this.shownKey = key;
    if (other && drawing.fitted) drawing.whole(false);
    byId("empty").hidden = nodes.size > 0;
    this.count(nodes, edges);
    this.details.show(state);
    this.legend?.show(state);
    this.timeline?.show(state);
    this.table?.show();
  }

  /** @param {Set<number>} nodes @param {Set<number>} edges */
  count(nodes, edges) {
    const { scene, state } = this;
    const articles = new Set();
    for (const e of edges) for (const article of scene.edges[e].articles) articles.add(article);
    const words = [counted(nodes.size, "thing", "things"), counted(edges.size, "statement", "statements"), counted(articles.size, "article", "articles")];
    const left = scene.edges.length - edges.size;
    byId("counts").textContent = words.join(" · ") + (left ? ` (${left.toLocaleString("en")} statements hidden)` : "");
    /** @type {(Node | string)[][]} */
    const lines = [];
    if (state.focus !== null) {
      lines.push(["Only ", isolated(scene.nodes[state.focus].name), " and its neighbours. ", button("All again", () => this.focus(null))]);
    } else if (scene.cut && !state.all) {
      const [shown, total] = [scene.top.size.toLocaleString("en"), scene.nodes.length.toLocaleString("en")];
      lines.push([`The ${shown} most central of ${total} things; search and “Neighbours” bring in others. `, button("Show all", () => this.showAll(true))]);
    } else if (scene.cut) lines.push(["All things. ", button("Only the most central", () => this.showAll(false))]);
    if (state.hidden.size) {
      lines.push([`${counted(state.hidden.size, "thing is", "things are")} hidden by hand. `, button("Show again", () => this.change((next) => next.hidden.clear()))]);
    }
    if (FIELDS.some((field) => state.off[field].size)) {
      const clear = () => this.change((next) => FIELDS.forEach((field) => next.off[field].clear()));
      lines.push(["Some kinds are switched off. ", button("Show all kinds", clear)]);
    }
    if (this.note) lines.unshift(this.note);
    if (this.start !== null) {
      lines.unshift(["Path from ", isolated(scene.nodes[this.start].name), ": pick the other end. ", button("Cancel", () => this.startPath(null))]);
    }
    const rest = byId("rest");
    const inside = rest.contains(document.activeElement);
    rest.replaceChildren(...lines.map((line) => element("p", {}, ...line)));
    // The button that was pressed is gone.
    if (inside) (rest.querySelector("button") || byId("stage")).focus();
  }

  /** @param {boolean} all */
  showAll(all) {
    this.drawing.fitted = true;
    this.change((state) => {
      state.all = all;
      state.camera = null;
    });
  }

  /** A thing was found by its name. @param {number} index */
  find(index) {
    this.pick({ kind: "node", index });
  }

  /** @param {Picked | null} pick */
  pick(pick) {
    const reading = byId("table").contains(document.activeElement);
    if (this.start !== null && pick?.kind === "node" && pick.index !== this.start) {
      const ends = /** @type {[number, number]} */ ([this.start, pick.index]);
      this.start = null;
      this.change((state) => Object.assign(state, { path: ends, pick: null }));
    } else {
      if (!pick && !this.state.pick && !this.state.path) return;
      this.start = null;
      this.change((state) => {
        Object.assign(state, { pick, path: null });
        if (pick) this.uncover(state, pick);
      });
    }
    byId("side").classList.remove("open");
    if (pick && reading) byId("details").focus();
    if (pick) this.drawing.reveal(this.covered());
  }

  /** Let what was picked be seen: bring it in, clear what hides it and nothing else, and note what was cleared. @param {State} state @param {Picked} pick */
  uncover(state, pick) {
    const { scene } = this;
    const ends = pick.kind === "node" ? [pick.index] : [scene.edges[pick.index].subject, scene.edges[pick.index].object];
    /** @type {(Node | string)[]} */
    const again = [];
    for (const i of ends) {
      if (state.hidden.delete(i)) again.push(isolated(scene.nodes[i].name));
      if (!scene.top.has(i)) state.extra.add(i);
    }
    this.state = state;
    // Of a thing's lines the one that the least hides.
    const lines = pick.kind === "node" ? scene.touching[pick.index].filter((e) => !state.hidden.has(scene.other(e, pick.index))) : [pick.index];
    const least = lines.map((e) => this.veils(e)).sort((a, b) => a.length - b.length)[0] || [];
    for (const { word, lift } of least) {
      lift();
      again.push(word);
    }
    if (again.length) {
      this.note = ["Shown again for this: ", ...again.flatMap((word, i) => (i ? [", ", word] : [word])), "."];
      byId("spoken").textContent = this.note.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
    }
    if (state.focus !== null && !ends.every((i) => this.base().has(i))) state.focus = null;
  }

  /** What hides a statement, each in words and with what lifts it. @param {number} e @returns {{word: string, lift: () => void}[]} */
  veils(e) {
    const { state, scene } = this;
    const { nodes, payload } = scene;
    const { first, subject, object } = payload.edges[e];
    const early = state.until !== null && (first === null || first > state.until);
    const edge = early ? payload.edges[e] : scene.edges[e];
    const kinds = [subject, object].map((i) => payload.types[nodes[i].type]);
    /** @type {[string, string, string][]} */
    const traits = [
      ...kinds.map(({ name, label }) => /** @type {[string, string, string]} */ (["type", name, label])),
      ["relation", payload.relations[edge.relation].name, payload.relations[edge.relation].name],
      ["certainty", edge.certainty, edge.certainty],
      ["polarity", edge.polarity, SAID[edge.polarity]],
      ["time", edge.time, edge.time],
    ];
    const found = new Map(traits.filter(([field, name]) => state.off[field].has(name)).map(([field, name, word]) =>
      [`${field} ${name}`, { word, lift: () => void state.off[field].delete(name) }]));
    if (early) found.set("until", { word: "all dates", lift: () => void (state.until = null) });
    return [...found.values()];
  }

  /** Pixels of the stage that the panel covers. @returns {Box} */
  covered() {
    const [stage, panel] = [byId("stage").getBoundingClientRect(), byId("details").getBoundingClientRect()];
    const wide = panel.width > 0.8 * stage.width;
    const right = wide ? 0 : Math.max(stage.right - panel.left, 0);
    return { left: 0, top: 0, right, bottom: wide ? Math.max(stage.bottom - panel.top, 0) : 0 };
  }

  /** Neighbours of a thing that do not show, though their lines are within the filter. @param {number} index */
  missing(index) {
    const { scene, drawing } = this;
    const on = scene.around(index, 1, (e) => this.on(e));
    return [...on].filter((i) => i !== index && !drawing.shown.nodes.has(i));
  }

  /** @param {number} index */
  expand(index) {
    this.change((state) => this.missing(index).forEach((i) => state.extra.add(i)));
  }

  /** @param {number | null} index */
  focus(index) {
    this.change((state) => (state.focus = index));
    this.drawing.whole(true);
  }

  /** @param {number} index */
  hide(index) {
    this.change((state) => {
      state.hidden.add(index);
      Object.assign(state, { pick: null, path: null, focus: state.focus === index ? null : state.focus });
    });
  }

  /** @param {number | null} index */
  startPath(index) {
    this.start = index;
    this.count(this.drawing.shown.nodes, this.drawing.shown.edges);
    if (index !== null) byId("spoken").textContent = "Pick the other end of the path";
  }
}

const page = new Page();
