// @ts-check
"use strict";

/** What a reader has asked for: it can be written into an address and read from one, by names, not by numbers. */

const FIELDS = /** @type {const} */ (["type", "relation", "certainty", "polarity", "time"]);

class State {
  constructor() {
    /** What the legend has switched off. @type {Record<string, Set<string>>} */
    this.off = Object.fromEntries(FIELDS.map((field) => [field, new Set()]));
    /** Whether a picture that was cut shows everything. */
    this.all = false;
    /** Things brought in beyond the most central ones. @type {Set<number>} */
    this.extra = new Set();
    /** Things hidden by hand. @type {Set<number>} */
    this.hidden = new Set();
    /** The thing of which only the neighbours are shown. @type {number | null} */
    this.focus = null;
    /** The day up to which statements are shown. @type {string | null} */
    this.until = null;
    /** @type {Picked | null} */
    this.pick = null;
    /** The ends of a path. @type {[number, number] | null} */
    this.path = null;
    /** @type {Camera | null} */
    this.camera = null;
  }

  /** @param {Scene} scene @returns {string} */
  write(scene) {
    const said = new URLSearchParams();
    const id = (/** @type {number} */ i) => scene.nodes[i].id;
    for (const field of FIELDS) for (const name of [...this.off[field]].sort()) said.append(`no-${field}`, name);
    if (this.all) said.set("all", "1");
    for (const i of this.extra) said.append("with", id(i));
    for (const i of this.hidden) said.append("without", id(i));
    if (this.focus !== null) said.set("focus", id(this.focus));
    if (this.until) said.set("until", this.until);
    if (this.path) for (const i of this.path) said.append("path", id(i));
    if (this.pick?.kind === "node") said.set("thing", id(this.pick.index));
    if (this.pick?.kind === "edge") for (const word of lineKey(scene, this.pick.index)) said.append("line", word);
    if (this.camera) said.set("at", [this.camera.x, this.camera.y].map(Math.round).concat(Math.round(this.camera.scale * 1000)).join(","));
    return said.toString();
  }

  /** Read a fragment; what it names that is not in the picture is left out. @param {Scene} scene @param {string} text */
  static read(scene, text) {
    const [state, said] = [new State(), new URLSearchParams(text)];
    const index = new Map(scene.nodes.map((node, i) => [node.id, i]));
    const things = (/** @type {string} */ key) =>
      said.getAll(key).map((id) => index.get(id)).filter((i) => i !== undefined);
    for (const field of FIELDS) state.off[field] = new Set(said.getAll(`no-${field}`));
    state.all = said.get("all") === "1";
    state.extra = new Set(things("with"));
    state.hidden = new Set(things("without"));
    state.focus = things("focus")[0] ?? null;
    state.until = isDay(said.get("until") || "") ? said.get("until") : null;
    const ends = things("path");
    if (ends.length === 2) state.path = [ends[0], ends[1]];
    const [thing] = things("thing");
    if (thing !== undefined) state.pick = { kind: "node", index: thing };
    const line = said.getAll("line").join("\n");
    const edge = line ? scene.edges.findIndex((_, i) => lineKey(scene, i).join("\n") === line) : -1;
    if (edge >= 0) state.pick = { kind: "edge", index: edge };
    const at = (said.get("at") || "").split(",").map(Number);
    if (at.length === 3 && at.every(Number.isFinite) && at[2] > 0) state.camera = { x: at[0], y: at[1], scale: at[2] / 1000 };
    return state;
  }

  copy() {
    const made = Object.assign(new State(), this);
    made.off = Object.fromEntries(FIELDS.map((field) => [field, new Set(this.off[field])]));
    made.extra = new Set(this.extra);
    made.hidden = new Set(this.hidden);
    return made;
  }
}

/** A statement as three words that do not change when the picture is made anew. @param {Scene} scene @param {number} i */
function lineKey(scene, i) {
  const { subject, relation, object } = scene.edges[i];
  return [scene.nodes[subject].id, scene.payload.relations[relation].name, scene.nodes[object].id];
}

/** Back and forward: the browser's own where the page has an address, else (in a notebook) a list. */
class Trail {
  /** @param {(fragment: string) => void} onMove @param {() => void} onChange */
  constructor(onMove, onChange) {
    this.onMove = onMove;
    this.onChange = onChange;
    this.addressed = location.protocol !== "about:" && location.protocol !== "data:";
    this.list = [location.hash.slice(1)];
    this.at = 0;
    if (this.addressed) history.replaceState({ at: 0 }, "");
    window.addEventListener("popstate", (event) => {
      this.at = event.state?.at ?? this.list.push(location.hash.slice(1)) - 1;
      this.list[this.at] = location.hash.slice(1);
      this.onMove(this.list[this.at]);
      this.onChange();
    });
  }

  /** @param {string} fragment @param {boolean} step whether back should lead to what was before */
  write(fragment, step) {
    if (fragment === this.list[this.at]) return;
    if (step) this.list.splice(++this.at, Infinity, fragment);
    else this.list[this.at] = fragment;
    if (this.addressed) history[step ? "pushState" : "replaceState"]({ at: this.at }, "", `#${fragment}`);
    this.onChange();
  }

  /** @param {1 | -1} step */
  go(step) {
    if (!this.can(step)) return;
    if (this.addressed) return history.go(step);
    this.at += step;
    this.onMove(this.list[this.at]);
    this.onChange();
  }

  /** @param {1 | -1} step */
  can(step) {
    return this.at + step >= 0 && this.at + step < this.list.length;
  }
}
