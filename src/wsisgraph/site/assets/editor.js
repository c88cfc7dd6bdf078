// The query page where the editor was bundled: YASQE in place of the text field, our questions to
// start from, answers without leaving the page. Nothing is asked of any other origin. Without this
// script the form and its answers stay as the server made them.
import { show, fail } from "./answer.js";

const MOST_ROWS = 10000;
// Longer addresses are refused by servers and cut by mail programs.
const LONGEST_ADDRESS = 7000;
const FORMS = { solutions: ["csv", "tsv", "srj", "srx"], boolean: ["srj", "srx"], graph: ["ttl", "jsonld", "nt"] };

const root = document.querySelector("#editor");
const words = JSON.parse(document.querySelector("#editor-words").textContent);
const form = root.querySelector("form");
const field = form.elements.query;
const label = root.querySelector("label[for=query]");
const answer = document.querySelector("#answer");
const status = root.querySelector("[role=status]");
const [run, stop] = [form.querySelector("button"), root.querySelector(".stop")];
let running = null;

const lang = new URL(location.href).searchParams.get("lang");
const known = fetch(`/editor.json${lang ? `?lang=${lang}` : ""}`).then((got) => got.json());

// Its own completers ask prefix.cc and Linked Open Vocabularies; and lists in its configuration are
// mixed with those of its defaults.
Yasqe.defaults.autocompleters = ["variables"];
Yasqe.defaults.prefixCcApi = null;

const editor = new Yasqe(root.querySelector(".written"), {
  value: field.value,
  screenReaderLabel: label.textContent,
  // What was written here stays here: no copy in the browser's storage.
  persistenceId: null,
  consumeShareLink: null,
  createShareableLink: null,
  showQueryButton: false,
  resizeable: false,
  // It grows with the query: nothing to scroll within the page.
  editorHeight: "auto",
  direction: "ltr",
  // Tab goes on to the next control, as everywhere on the page.
  extraKeys: {
    Tab: false,
    "Shift-Tab": false,
    "Ctrl-Enter": () => ask(),
    "Cmd-Enter": () => ask(),
    "Ctrl-Space": (yasqe) => yasqe.autocomplete(false),
    "Ctrl-/": (yasqe) => yasqe.commentLines(),
    Esc: (yasqe) => yasqe.getInputField().blur(),
  },
});
field.hidden = true;
label.addEventListener("click", () => editor.focus());
editor.on("change", () => {
  field.value = editor.getValue();
});

const written = (iri, prefixes) => {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const rest = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(rest)) return `${prefix}:${rest}`;
  }
  return null;
};

// Classes and properties that the graphs use, from their VoID partitions; found by the beginning of
// the IRI, or by a part of the name or label.
function complete({ prefixes, terms }) {
  const suggest = (kind) => (yasqe, token) => {
    const asked = (token.autocompletionString || token.string).trim();
    const local = asked.replace(/^.*[#/:]/, "").toLowerCase();
    const fits = (term) =>
      term.iri.startsWith(asked) ||
      (!asked.includes(":") && `${term.iri.replace(/^.*[#/]/, "")} ${term.label}`.toLowerCase().includes(local));
    const offered = terms.filter((term) => term.kind === kind && fits(term)).map((term) => term.iri);
    // What is written out needs no list, which would take the next Enter for itself.
    return offered.includes(asked) ? [] : offered;
  };
  const named = new Map(terms.map((term) => [term.iri, term.label]));
  for (const kind of ["class", "property"]) {
    Yasqe.forkAutocompleter(kind, {
      name: `our-${kind}`,
      get: suggest(kind),
      autoShow: true,
      // The suggestion as it is written here, its prefix declared when it is taken.
      postProcessSuggestion: (yasqe, token, iri) => written(iri, prefixes) || `<${iri}>`,
      postprocessHints: (yasqe, hints) =>
        hints.map((hint) => {
          const [prefix, rest] = hint.text.split(":");
          const iri = hint.text.startsWith("<") ? hint.text.slice(1, -1) : prefixes[prefix] + rest;
          return {
            ...hint,
            render: (element) => {
              const name = document.createElement("bdi");
              name.textContent = named.get(iri) || "";
              element.append(hint.text, " ", name);
            },
          };
        }),
    }, false);
    editor.config.autocompleters.push(`our-${kind}`);
    editor.enableCompleter(`our-${kind}`);
  }
  Yasqe.forkAutocompleter("prefixes", {
    name: "our-prefixes",
    get: Object.entries(prefixes).map(([prefix, namespace]) => `${prefix}: <${namespace}>`),
    persistenceId: null,
  }, false);
  editor.config.autocompleters.push("our-prefixes");
  editor.enableCompleter("our-prefixes");
  // A prefix of ours that a taken suggestion or the reader used is declared at the head.
  editor.on("change", (_, change) => {
    if (change.origin === "setValue") return;
    const declared = editor.getPrefixesFromQuery();
    for (const [, prefix] of change.text.join("\n").matchAll(/(?:^|[\s(/|^])([a-z]+):\w/g)) {
      if (prefixes[prefix] && !(prefix in declared)) editor.addPrefixes({ [prefix]: prefixes[prefix] });
    }
  });
}

function offer({ questions }) {
  const chooser = root.querySelector("select");
  if (!chooser) return;
  chooser.addEventListener("change", () => {
    const found = questions[chooser.value];
    if (found) editor.setValue(found);
  });
  root.querySelector(".start").hidden = false;
}

known.then((told) => {
  complete(told);
  offer(told);
}, () => {});

const address = (query, format) => {
  const pairs = [["query", query], ...(format ? [["format", format]] : []), ...(lang && !format ? [["lang", lang]] : [])];
  const found = `${form.getAttribute("action")}?${new URLSearchParams(pairs)}`;
  return found.length <= LONGEST_ADDRESS ? found : null;
};

const send = (query, accept, signal, more = {}) =>
  fetch(form.getAttribute("action"), {
    method: "POST",
    headers: { Accept: accept },
    body: new URLSearchParams({ query, ...more }),
    signal,
  });

// The answer as a file: an address where there is one, else asked for again by POST.
function files(query, kind) {
  return FORMS[kind].map((format) => {
    const link = document.createElement("a");
    link.textContent = words.forms[format];
    link.download = `answer.${format}`;
    link.href = address(query, format) || "#";
    if (link.getAttribute("href") === "#") {
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        const got = await fetch(form.getAttribute("action"), {
          method: "POST",
          body: new URLSearchParams({ query, format }),
        });
        const saved = document.createElement("a");
        saved.href = URL.createObjectURL(await got.blob());
        saved.download = link.download;
        saved.click();
        URL.revokeObjectURL(saved.href);
      });
    }
    return link;
  });
}

// The address of the page is the permalink; the other languages of the page lead to it too.
function remember(query) {
  const here = address(query);
  if (!here) return null;
  history.replaceState(null, "", here);
  for (const other of document.querySelectorAll(".languages a")) {
    const target = new URL(other.href);
    target.pathname = location.pathname;
    target.search = new URLSearchParams({ query, lang: other.hreflang });
    other.href = target.href;
  }
  return here;
}

async function ask() {
  const query = editor.getValue();
  if (!query.trim()) return;
  if (running) running.abort();
  const mine = (running = new AbortController());
  status.textContent = words.running;
  stop.hidden = false;
  answer.setAttribute("aria-busy", "true");
  const began = performance.now();
  try {
    const got = await send(
      query,
      "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.1",
      mine.signal,
      { "max-rows": MOST_ROWS },
    );
    const text = await got.text();
    const seconds = (performance.now() - began) / 1000;
    if (!got.ok) {
      fail(answer, words, text, got.status);
      status.textContent = words.failed;
      return;
    }
    const type = got.headers.get("Content-Type") || "";
    const told = type.includes("json") ? JSON.parse(text) : { graph: text };
    const kind = "graph" in told ? "graph" : "boolean" in told ? "boolean" : "solutions";
    const { prefixes = {}, pages = {} } = await known.catch(() => ({}));
    show(answer, words, told, {
      raw: text,
      files: files(query, kind),
      permalink: remember(query),
      truncated: got.headers.has("X-Truncated"),
      known: { shorten: (iri) => written(iri, prefixes), pages },
    });
    const rows = kind === "solutions" ? `${words.rows} ${words.number(told.results.bindings.length)} · ` : "";
    status.textContent = `${rows}${words.seconds} ${words.number(seconds)}`;
  } catch (error) {
    if (mine !== running) return;
    status.textContent = error.name === "AbortError" ? words.stopped : words.unreachable;
  } finally {
    if (mine === running) {
      running = null;
      stop.hidden = true;
      answer.removeAttribute("aria-busy");
    }
  }
}

const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
words.number = (value) => numbers.format(value);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
stop.addEventListener("click", () => running?.abort());

// A permalink shows its answer, as one without script does: /sparql only reads, and ends what takes
// too long. YASGUI has its queries after “#”.
const shared = new URLSearchParams(location.hash.slice(1)).get("query");
if (shared) editor.setValue(shared);
if (shared || root.dataset.run === "yes") ask();
