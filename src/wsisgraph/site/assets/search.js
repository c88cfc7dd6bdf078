// Searches static pages, as the service does on its own: by the address, so that what is found can
// be cited. What a word is stands in search-words.js, which things hold it in search-find.js; here is
// what is shown of them, as snippet.py shows it.
"use strict";

(() => {
  const place = document.getElementById("found");
  if (!place) return;
  const { keys, words: wordsOf } = self.wsisgraphWords;
  const { EVERY, asked, chosen, facets, find, lang, load, open, same, script, text, textOf } =
    self.wsisgraphFinding;
  const said = place.dataset;
  const number = new Intl.NumberFormat(`${lang}-u-nu-latn`);
  const LIMIT = 20;
  const [LABEL, OTHERS, TEXTS] = [1, 2, 3];

  function places(given, terms, of) {
    const found = [];
    const all = [...wordsOf(given, of)].filter((word) => word.term && terms.has(word.term));
    all.sort((one, other) => one.start - other.start || one.end - other.end);
    for (const { start, end } of all) {
      const last = found[found.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(end, last[1]);
      else found.push([start, end]);
    }
    return found;
  }

  function marked(given, found) {
    const parts = [];
    let last = 0;
    for (const [start, end] of found) {
      parts.push(given.slice(last, start), element("mark", {}, given.slice(start, end)));
      last = end;
    }
    parts.push(given.slice(last));
    return parts;
  }

  function snippet(texts, terms, of) {
    let best;
    for (const given of texts) {
      const all = places(given, terms, of);
      for (const [start] of all) {
        const within = all.filter(([from]) => from >= start && from < start + 160).length;
        if (!best || within > best.within) best = { within, start, given, all };
      }
    }
    if (!best) return [];
    const { given, all, start } = best;
    if (given.length <= 200) return marked(given, all);
    const begin = edge(given, start - 40, true);
    const end = edge(given, begin + 200, false);
    const shown = all.filter(([a, b]) => a >= begin && b <= end).map(([a, b]) => [a - begin, b - begin]);
    return [begin ? "… " : "", ...marked(given.slice(begin, end), shown), end < given.length ? " …" : ""];
  }

  function edge(given, at, back) {
    if (at <= 0) return 0;
    if (at >= given.length) return given.length;
    for (let near = 0; near < 20; near++) {
      const place = back ? at + near : at - near;
      if (place > 0 && place < given.length && /\s/.test(given[back ? place - 1 : place])) return place;
    }
    return at;
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes))
      if (value !== undefined && value !== "") made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== ""));
    return made;
  }

  const names = (id) =>
    Object.fromEntries(
      [...document.getElementById(id).content.children].map((one) => [one.dataset.key, one]),
    );

  // A sentence with one part of it as an element; the rest are words.
  function sentence(words, parts) {
    return words.split(/(%\(\w+\)s)/).map((piece) => parts[piece.slice(2, -2)] ?? piece);
  }

  function address(changes) {
    const next = new URLSearchParams(asked);
    next.delete("offset");
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return `?${next}`;
  }

  async function labelOf(index, thing) {
    for (const of of [lang, "en"]) {
      const told = await textOf(index, of, thing);
      if (told && told[LABEL].length) return [told[LABEL][0], told[0] || ""];
    }
    return ["", ""];
  }

  function isCode(code) {
    return /[\p{Lu}\p{Nd}]/u.test(code);
  }

  async function record(index, found, item, words) {
    const at = Math.floor(item.thing / index.each);
    const [path, code, within, locator] = (await load(`things-${at}`))[item.thing % index.each];
    const told = await textOf(index, item.of, item.thing);
    const terms = found.terms[item.of];
    const [label, labelled] = await labelOf(index, item.thing);
    const kind = index.kinds[found.of.kinds[item.thing]];
    const bdi = (parts, of) => element("bdi", { lang: of && of !== lang ? of : "" }, ...parts);
    const head = element("a", { href: path });
    if (isCode(code)) head.append(element("bdi", { class: "code", dir: "ltr" }, code), " ");
    let place = [];
    if (within >= 0) {
      const [name, of] = await labelOf(index, within);
      place = [bdi([name], of), said.pause, element("bdi", { class: "locator" }, locator)];
    }
    if (label) head.append(bdi(marked(label, places(label, terms, item.of)), labelled));
    else if (place.length) head.append(...place);
    else if (!isCode(code)) head.append(words.kinds[kind].dataset.one);
    const texts = [...told[TEXTS], ...told[OTHERS], ...told[LABEL]].filter((one) => one !== label);
    let shown = snippet(texts, terms, item.of);
    if (!shown.length && told[TEXTS].length) {
      const [one] = told[TEXTS];
      shown = [one.length <= 200 ? one : `${one.slice(0, 200).trimEnd()} …`];
    }
    const small = element("p", { class: "small" }, element("span", { class: "tag" }, words.kinds[kind].dataset.one));
    if (label && place.length) small.append(" ", ...place);
    if (shown.length && told[0] && told[0] !== lang)
      small.append(" ", ...sentence(said.foreign, { language: words.languages[told[0]]?.textContent || told[0] }));
    const isNamed = item.rank !== Infinity;
    return element(
      "article",
      { class: `record hit${isNamed ? " named" : ""}` },
      element("h2", {}, head),
      small,
      ...(shown.length ? [element("p", { class: "snippet" }, bdi(shown, told[0]))] : []),
    );
  }

  async function narrowing(index, found, words) {
    const all = element("nav", { class: "narrow-by", "aria-label": said.narrow });
    for (const [facet, values] of Object.entries(facets(index, found))) {
      const missing = chosen[facet].filter((one) => !values.some(([value]) => same(value, one)));
      const rows = [...values, ...missing.map((one) => [one, 0])];
      if (!rows.length) continue;
      const items = element("ul", {});
      for (const [value, count] of rows) {
        const isChosen = chosen[facet].some((one) => same(one, value));
        const link = element("a", {
          href: address({ [facet]: isChosen ? "" : value }),
          "aria-current": isChosen ? "true" : "",
          "data-value": value,
        });
        if (facet === "type") link.append(words.kinds[value]?.textContent || value);
        else if (facet === "language")
          link.append(
            value === EVERY ? said.all : element("bdi", { lang: value }, words.languages[value]?.textContent || value),
          );
        else {
          link.append(element("bdi", { class: "code", dir: "ltr" }, value));
          const at = (await load(`names-${script(index.names, value.toLowerCase())}`))[keys(value)[0]]?.[0];
          if (at !== undefined) link.append(" ", (await labelOf(index, at))[0]);
        }
        items.append(element("li", {}, link, " ", element("span", { class: "count" }, number.format(count))));
      }
      const isOpen = facet === "type" || chosen[facet].length;
      all.append(
        element("details", isOpen ? { open: "open" } : {}, element("summary", {}, words.facets[facet].textContent), items),
      );
    }
    return all;
  }

  async function show(index) {
    const words = { kinds: names("kinds"), facets: names("facets"), languages: names("languages") };
    const found = await find(index);
    const total = found.things.length;
    const offset = Math.max(parseInt(asked.get("offset"), 10) || 0, 0);
    const bold = () => element("b", {}, element("bdi", {}, text));
    const parts = [];
    const line = (name, kind, ...children) => parts.push(element(name, kind ? { class: kind } : {}, ...children));
    if (total) line("p", "small", ...sentence(said.found, { count: number.format(total) }), found.unread ? ` ${said.unread}` : "");
    if (total && !found.every) line("p", "note", said.some);
    if (found.isEmpty && !total) line("p", "note", said.empty);
    else if (!total) line("p", "lede", ...sentence(said.none, { words: bold() }));
    if (found.suggestion) {
      const link = element("a", { href: address({ q: found.suggestion }) }, element("b", {}, element("bdi", {}, found.suggestion)));
      line("p", "meant", ...sentence(said.meant, { words: link }));
    }
    const isNarrowed = Object.values(chosen).some((values) => values.length);
    if (!total) {
      const ways = [];
      if (!found.isEmpty && !found.suggestion) ways.push(element("li", {}, said.spelling));
      const bare = address({ type: "", language: "", line: "", goal: "" });
      if (isNarrowed) ways.push(element("li", {}, element("a", { href: bare }, said.unfiltered)));
      if (ways.length) line("ul", "ways", ...ways);
    }
    if (!chosen.language.includes(EVERY) && Object.keys(index.of).length > found.searched.length)
      line("p", "", element("a", { href: address({ language: EVERY }) }, said.everywhere));
    const results = element("section", { "aria-label": said.results });
    for (const item of found.things.slice(offset, offset + LIMIT)) results.append(await record(index, found, item, words));
    if (total > LIMIT || offset) {
      const last = Math.min(offset + LIMIT, total);
      const range = { first: number.format(offset + 1), last: number.format(last), total: number.format(total) };
      const pager = element("p", { class: "pager" }, ...sentence(said.range, range));
      const before = Math.max(offset - LIMIT, 0);
      if (offset) pager.append(" ", element("a", { href: address({ offset: before || "" }), rel: "prev" }, said.before));
      if (last < total) pager.append(" ", element("a", { href: address({ offset: last }), rel: "next" }, said.next));
      results.append(pager);
    }
    if (total || isNarrowed) parts.push(element("div", { class: "searched" }, await narrowing(index, found, words), results));
    place.replaceChildren(...parts);
  }

  const field = document.getElementById("q");
  field.value = text;
  // What the search is narrowed to stays while other words are looked for.
  for (const name of Object.keys(chosen))
    if (asked.get(name)) field.form.append(element("input", { type: "hidden", name, value: asked.get(name) }));
  // In other languages the same is looked for.
  if (text)
    for (const link of document.querySelectorAll(".languages a")) link.href = link.getAttribute("href") + location.search;
  if (!text) return;
  document.title = `${text} · ${document.title}`;
  place.replaceChildren(element("p", { class: "small" }, said.loading));
  open()
    .then(show)
    .catch((error) => {
      console.error(error);
      place.replaceChildren(element("p", { class: "note" }, said.failed));
    });
})();
