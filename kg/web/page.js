"use strict";
// A block, so that no name here meets one of the picture's scripts where all are checked together.
{
  /** @typedef {{ type: string, value: string }} Term */
  /** @typedef {{ head: { vars: string[] }, boolean?: boolean, results: { bindings: Record<string, Term>[] } }} Rows */

  const FIRST = `# Who does what, by the plain triples?
SELECT ?who ?does ?what {
  ?who ?does ?what .
  ?does a kg:Relation .
}
LIMIT 100
`;
  /** How many rows go into the page: a browser takes long over many. */
  const MOST = 1000;

  /** @template {Element} T @param {string} id @param {new () => T} kind @returns {T} */
  const at = (id, kind) => {
    const found = document.getElementById(id);
    if (!(found instanceof kind)) throw new Error(`there is no ${id}`);
    return found;
  };
  const [choice, query, form] = [at("named", HTMLSelectElement), at("query", HTMLTextAreaElement), at("form", HTMLFormElement)];
  const [bound, status, answer] = [at("bound", HTMLElement), at("status", HTMLElement), at("answer", HTMLElement)];
  const [hide, open, graph] = [at("hide", HTMLElement), at("open", HTMLAnchorElement), at("graph", HTMLIFrameElement)];

  /** @type {Record<string, string>} */
  const named = JSON.parse(at("queries", HTMLElement).textContent || "{}");
  /** What was written for each choice, while another is looked at. @type {Record<string, string>} */
  const written = { "": FIRST };
  /** What is being asked; a new question ends it. @type {AbortController | null} */
  let asking = null;
  /** What short names stand for; without them names stand in full. @type {Promise<[string, string][]>} */
  const prefixes = fetch("prefixes").then((response) => (response.ok ? response.json() : {})).then(Object.entries, () => []);

  /** @template {keyof HTMLElementTagNameMap} K @param {K} kind @param {string} text @returns {HTMLElementTagNameMap[K]} */
  function made(kind, text) {
    const element = document.createElement(kind);
    element.textContent = text;
    return element;
  }

  /** @param {string} text */
  function told(text, fault = false) {
    status.textContent = text;
    status.className = fault ? "fault" : "";
  }

  // -- The question ---------------------------------------------------------------------------------------------------

  /** Give each variable that the first line of the query names a field, which keeps what was written in it. */
  function showFields() {
    const [first = ""] = query.value.split("\n");
    const names = first.startsWith("#") ? [...new Set([...first.matchAll(/\?(\w+)/g)].map((found) => found[1]))] : [];
    if (names.join() === fields().map((field) => field.name).join()) return;
    const before = new Map(fields().map((field) => [field.name, field.value]));
    bound.replaceChildren(...names.flatMap((name) => {
      const [label, field] = [made("label", `?${name} is`), document.createElement("input")];
      label.htmlFor = field.id = `bound-${name}`;
      Object.assign(field, { name, value: before.get(name) || "", placeholder: "a name, as NATO", autocomplete: "off" });
      return [label, field];
    }));
  }

  const fields = () => [...bound.querySelectorAll("input")];

  for (const [name, sparql] of Object.entries(named)) {
    const option = made("option", sparql.split("\n")[0].replace(/^#\s*/, ""));
    option.value = name;
    choice.append(option);
  }
  choice.addEventListener("change", () => {
    query.value = written[choice.value] ?? named[choice.value];
    showFields();
  });
  query.addEventListener("input", () => {
    written[choice.value] = query.value;
    showFields();
  });
  query.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  // A browser that comes back to the page fills in what was there, which would not fit the rest.
  form.reset();
  query.value = FIRST;
  showFields();

  // -- The answer -----------------------------------------------------------------------------------------------------

  /** @param {string} accept @param {URLSearchParams} asked @param {AbortSignal} [signal] */
  const send = (accept, asked, signal) => fetch("sparql", { method: "POST", headers: { Accept: accept }, body: asked, signal });

  /** @param {Term | undefined} term @param {[string, string][]} short */
  function cell(term, short) {
    const { type = "", value = "" } = term || {};
    if (type !== "uri") return made("td", value);
    const [name, start] = short.find(([, start]) => value.startsWith(start)) || ["", ""];
    const text = name ? `${name}:${value.slice(start.length)}` : value;
    if (name !== "entity") return made("td", text);
    const [around, link] = [made("td", ""), made("a", text)];
    link.href = `picture?${new URLSearchParams({ around: value })}`;
    link.target = "graph";
    link.title = "Show what is around it";
    around.append(link);
    return around;
  }

  /** @param {Rows} rows @param {[string, string][]} short */
  function table({ head, results }, short) {
    const [body, line] = [document.createElement("table"), document.createElement("tr")];
    for (const name of head.vars) {
      const column = made("th", name);
      column.scope = "col";
      line.append(column);
    }
    body.append(line);
    for (const row of results.bindings.slice(0, MOST)) {
      const line = document.createElement("tr");
      line.append(...head.vars.map((name) => cell(row[name], short)));
      body.append(line);
    }
    return body;
  }

  /** Have the whole answer saved. @param {URLSearchParams} asked */
  async function save(asked) {
    const response = await send("text/csv", asked);
    if (!response.ok) return told(await response.text(), true);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = "answer.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);  // a browser may read it a little later
  }

  /** @param {Element[]} parts */
  function show(...parts) {
    answer.replaceChildren(...parts);
    answer.hidden = !parts.length;
    answer.scrollTop = 0;
  }

  /** The line over a table: how many rows there are, the whole as CSV, and away with it. @param {number} rows @param {URLSearchParams} asked */
  function above(rows, asked) {
    const [line, whole, close] = [made("p", ""), made("a", "The whole answer as CSV"), made("button", "Close")];
    line.className = "row";
    whole.href = "#";
    whole.addEventListener("click", (event) => {
      event.preventDefault();
      save(asked).catch((error) => told(`no answer: ${error.message}`, true));
    });
    close.type = "button";
    close.addEventListener("click", () => show());
    const text = rows > MOST ? `The first ${MOST.toLocaleString("en")} of ${counted(rows)}.` : counted(rows);
    line.append(made("span", text), whole, close);
    return line;
  }

  /** @param {number} rows */
  const counted = (rows) => `${rows.toLocaleString("en")} row${rows === 1 ? "" : "s"}`;

  async function ask() {
    asking?.abort();
    const mine = asking = new AbortController();
    const asked = new URLSearchParams({ query: query.value });
    for (const { name, value } of fields()) if (value.trim()) asked.set(`$${name}`, value.trim());
    told("asking …");
    show();
    try {
      const response = await send("application/sparql-results+json, text/turtle", asked, mine.signal);
      const [text, short] = [await response.text(), await prefixes];
      // What was asked before does not come after.
      if (mine.signal.aborted) return;
      if (!response.ok) return told(text, true);
      if (!response.headers.get("Content-Type")?.startsWith("application/sparql-results+json")) {
        told("triples");
        return show(made("pre", text));
      }
      /** @type {Rows} */
      const rows = JSON.parse(text);
      if (rows.boolean !== undefined) return told(rows.boolean ? "yes" : "no");
      const count = rows.results.bindings.length;
      told(counted(count));
      if (count) show(above(count, asked), table(rows, short));
    } catch (error) {
      if (!mine.signal.aborted) told(`no answer: ${error instanceof Error ? error.message : error}`, true);
    }
  }

  // -- The picture ----------------------------------------------------------------------------------------------------

  hide.addEventListener("click", () => {
    form.hidden = !form.hidden;
    document.body.classList.toggle("alone", form.hidden);
    hide.textContent = form.hidden ? "Show the questions" : "Hide the questions";
    hide.ariaExpanded = String(!form.hidden);
  });
  // The picture's address says what it shows.
  for (const kind of ["pointerdown", "focus", "click"]) {
    open.addEventListener(kind, () => { open.href = graph.contentWindow?.location.href || "picture"; });
  }
  document.documentElement.dataset.ready = "";
}
