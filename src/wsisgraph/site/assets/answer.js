// An answer of the SPARQL endpoint as a table, a chart or the text itself. Names of variables and
// values come from anybody: they are set as text, never read as markup, each isolated in its
// direction; only http and https lead somewhere.
const AT_ONCE = 200;
const MOST_BARS = 60;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger", "positiveInteger"].map((name) => XSD + name));
// Characters that nobody sees, or that turn the writing around: shown by their numbers.
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const visible = (text) => text.replace(HIDDEN, (found) => `[U+${found.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
const isNumber = (term) => term?.type === "literal" && NUMBERS.has(term.datatype) && Number.isFinite(Number(term.value));

// What has a page here leads to it, any other web address to itself, all else nowhere.
function leadsTo(iri, pages) {
  for (const [base, path] of Object.entries(pages)) {
    const rest = iri.slice(base.length);
    // “//host” would be an address of that host.
    if (iri.startsWith(base) && !/^[/\\]/.test(rest)) return path + rest;
  }
  try {
    return ["http:", "https:"].includes(new URL(iri).protocol) ? iri : null;
  } catch {
    return null;
  }
}

function drawn(term, known) {
  const { shorten, pages } = known;
  if (!term) return "";
  if (term.type === "triple") {
    const { subject, predicate, object } = term.value;
    return make("bdi", {}, "<< ", drawn(subject, known), " ", drawn(predicate, known), " ", drawn(object, known), " >>");
  }
  if (term.type === "bnode") return make("bdi", { dir: "ltr" }, `_:${visible(term.value)}`);
  if (term.type === "uri") {
    const text = make("bdi", { dir: "ltr" }, visible(shorten(term.value) || term.value));
    const href = leadsTo(term.value, pages);
    return href ? make("a", { href, title: term.value, rel: "noreferrer" }, text) : text;
  }
  const lang = term["xml:lang"];
  const value = make("bdi", lang ? { lang } : {}, visible(term.value));
  const type = term.datatype && !isNumber(term) && term.datatype !== `${XSD}string` ? term.datatype : "";
  return type ? make("span", {}, value, " ", make("small", { dir: "ltr" }, visible(shorten(type) || type))) : value;
}

const ending = (iri) => iri.replace(/[/#]$/, "").replace(/^.*[/#]/, "");
const plain = (term) => (term ? visible(term.value?.toString() ?? "") : "");

function compared(a, b) {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  if (isNumber(a) && isNumber(b)) return Number(a.value) - Number(b.value);
  return plain(a).localeCompare(plain(b), document.documentElement.lang, { numeric: true });
}

function table(words, head, rows, known) {
  let [ordered, shown] = [rows, 0];
  const body = make("tbody");
  const more = make("button", { type: "button", className: "more" });
  const add = () => {
    for (const row of ordered.slice(shown, shown + AT_ONCE)) {
      body.append(make("tr", {}, ...head.map((name) =>
        make("td", isNumber(row[name]) ? { className: "number" } : {}, drawn(row[name], known) || make("span", { className: "vh" }, words.novalue)))));
    }
    shown = Math.min(shown + AT_ONCE, ordered.length);
    more.hidden = shown === ordered.length;
    more.textContent = `${words.more} (${words.number(shown)} / ${words.number(ordered.length)})`;
  };
  const heads = head.map((name) => {
    const button = make("button", { type: "button", className: "sort" }, make("bdi", {}, visible(name)));
    const cell = make("th", { scope: "col" }, button);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      ordered = [...rows].sort((a, b) => (down ? -1 : 1) * compared(a[name], b[name]));
      body.replaceChildren();
      shown = 0;
      add();
    });
    return cell;
  });
  more.addEventListener("click", add);
  add();
  const whole = make("table", { className: "rows" },
    make("caption", { className: "vh" }, words.caption), make("thead", {}, make("tr", {}, ...heads)), body);
  return [make("div", { className: "scroll", role: "region", ariaLabel: words.caption, tabIndex: 0 }, whole), more];
}

// A chart fits where one column says what and another how much.
function chart(words, head, rows, { shorten }) {
  const filled = (name) => rows.filter((row) => row[name]);
  const counts = head.filter((name) => filled(name).length && filled(name).every((row) => isNumber(row[name])));
  const of = counts.at(-1);
  const names = head.filter((name) => !counts.includes(name) && filled(name).length);
  const literal = names.find((name) => filled(name)[0][name].type === "literal");
  const by = literal ?? names[0];
  if (!of || !by || rows.length < 2) return null;
  const bars = rows.filter((row) => row[of]).slice(0, MOST_BARS);
  const values = bars.map((row) => Number(row[of].value));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const per = (value) => (high > low ? (100 * value) / (high - low) : 0);
  const list = make("ol", { className: "bars" }, ...bars.map((row, at) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const from = Math.min(0, values[at]);
    for (const [name, value] of [["x", `${per(from - low)}%`], ["width", `${per(Math.abs(values[at]))}%`], ["height", "100%"]]) bar.setAttribute(name, value);
    svg.setAttribute("aria-hidden", "true");
    svg.append(bar);
    return make("li", {}, make("span", { className: "what" }, make("bdi", {}, row[by]?.type === "uri" ? visible(shorten(row[by].value) || ending(row[by].value)) : plain(row[by]))), svg, make("span", { className: "much" }, words.number(values[at])));
  }));
  const note = rows.length > bars.length ? [make("p", { className: "note" }, `${words.first} ${words.number(bars.length)} / ${words.number(rows.length)}`)] : [];
  return [make("p", { className: "small" }, make("bdi", {}, visible(of)), " · ", make("bdi", {}, visible(by))), ...note, list];
}

// Tabs as the ARIA practices have them: one stop for Tab, arrows between them.
function tabs(words, views) {
  const panels = views.map(([key, content], at) => make("div", { role: "tabpanel", id: `view-${key}`, "aria-labelledby": `tab-${key}`, hidden: at > 0 }, ...content));
  const buttons = views.map(([key], at) => make("button", { type: "button", role: "tab", id: `tab-${key}`, "aria-controls": `view-${key}`, ariaSelected: String(at === 0), tabIndex: at ? -1 : 0 }, words[key]));
  const pick = (at) => {
    buttons.forEach((button, other) => {
      button.ariaSelected = String(other === at);
      button.tabIndex = other === at ? 0 : -1;
      panels[other].hidden = other !== at;
    });
    buttons[at].focus();
  };
  buttons.forEach((button, at) => button.addEventListener("click", () => pick(at)));
  const list = make("div", { role: "tablist", ariaLabel: words.views }, ...buttons);
  list.addEventListener("keydown", (event) => {
    const forward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowLeft: -forward }[event.key];
    if (!step) return;
    event.preventDefault();
    pick((buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length);
  });
  return views.length > 1 ? [list, ...panels] : panels;
}

// Returns nothing; fills `place` with the answer.
export function show(place, words, told, { raw, files, permalink, truncated, known }) {
  const text = make("pre", { className: "code-block", tabIndex: 0, dir: "ltr" }, "graph" in told ? raw : JSON.stringify(told, null, 1));
  const views = [];
  if ("boolean" in told) views.push(["answer", [make("p", { className: "verdict" }, told.boolean ? words.yes : words.no)]]);
  else if (told.results) {
    const rows = told.results.bindings;
    const head = told.head.vars;
    views.push(["table", rows.length ? table(words, head, rows, known) : [make("p", { className: "empty" }, words.norow)]]);
    const picture = chart(words, head, rows, known);
    if (picture) views.push(["chart", picture]);
  }
  views.push(["raw", [text]]);
  const links = make("p", { className: "formats" }, make("span", {}, words.take), ...files.flatMap((link) => [" ", link]));
  const link = make("p", { className: "small" }, permalink ? make("a", { href: permalink }, words.permalink) : words.nolink);
  place.replaceChildren(
    make("h2", { id: "answer-title" }, words.answer),
    ...(truncated ? [make("p", { className: "note" }, words.cut)] : []),
    ...tabs(words, views), links, link);
}

// Fills `place` with what went wrong, as the endpoint's problem document tells it.
export function fail(place, words, text, code) {
  let told = {};
  try {
    told = JSON.parse(text);
  } catch {
    told = { detail: text };
  }
  const said = (part) => (part ? [make("p", { lang: "en", dir: "auto" }, visible(String(part)))] : []);
  place.replaceChildren(
    make("h2", { id: "answer-title" }, `${words.problem} ${code}`),
    make("div", { className: "note", role: "alert" }, ...said(told.detail || told.title), ...said(told.where), ...said(told.hint)));
}
