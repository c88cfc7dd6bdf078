// Searches static pages, as the service does on its own: by the address, so that what is found can
// be cited. The index lies beside this file in many small scripts, of which a search loads the few
// that it needs: a page from a disk may not fetch, but it may load a script. What a word is stands
// in the table that the service cuts texts by; weights are settled, and only added up here.
"use strict";

(() => {
  const place = document.getElementById("found");
  if (!place) return;
  const folder = new URL("search/", document.currentScript.src);
  const lang = document.documentElement.lang;
  const asked = new URLSearchParams(location.search);
  const text = clean(asked.get("q") || "").slice(0, 300);
  const said = place.dataset;
  const number = new Intl.NumberFormat(`${lang}-u-nu-latn`);
  const LIMIT = 20;
  const [LABEL, OTHERS, TEXTS] = [1, 2, 3];
  const EVERY = "all";

  // --- the scripts of the index

  const waiting = new Map();
  let version = "";

  self.wsisgraphSearch = (name, body) => waiting.get(name)?.resolve(body);

  function load(name) {
    if (!waiting.has(name)) {
      const one = {};
      one.body = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
      waiting.set(name, one);
      const script = document.createElement("script");
      script.src = new URL(`${name}.js${version}`, folder);
      script.onerror = () => one.reject(new Error(name));
      document.head.append(script);
    }
    return waiting.get(name).body;
  }

  // Of scripts in order the one that would hold a key; -1 where it comes before all.
  function script(begins, key) {
    let [low, high] = [0, begins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (begins[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  // --- what a word is: see analysis.py

  const HAN = "\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
  const MARKS = "\\u0300-\\u036f\\u0610-\\u061a\\u0640\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06ed";
  const HIDDEN = "\\u00ad\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff";
  const WORD = `(?:(?![${HAN}])[\\p{L}\\p{N}]|[${MARKS}${HIDDEN}])+`;
  const PIECES = new RegExp(`(?<han>[${HAN}]+)|${WORD}(?:[.\\-/‐‑]${WORD})*`, "gu");
  const GONE = new RegExp(`[${HIDDEN}]`, "gu");
  const SQUEEZED = /[^\p{L}\p{N}./]/gu;
  let table;

  function clean(given) {
    return given
      .replace(/[\0-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]+/gu, " ")
      .split(/\s+/)
      .filter(Boolean)
      .join(" ");
  }

  function fold(given) {
    const plain = given
      .replace(GONE, "")
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[٠-٩]/g, (sign) => sign.charCodeAt(0) - 0x660)
      .replace(/[۰-۹]/g, (sign) => sign.charCodeAt(0) - 0x6f0);
    const kept = plain.normalize("NFD").replace(/\p{Mn}|ـ/gu, "");
    return [...kept].map((sign) => table.letters[sign] ?? sign).join("").normalize("NFC");
  }

  function trimmed(given) {
    return given.replace(/^[./]+|[./]+$/g, "");
  }

  function keys(given) {
    const found = [trimmed(fold(given).replace(SQUEEZED, ""))];
    for (const word of table.before_codes) {
      const last = found[found.length - 1];
      if (last.startsWith(word) && last.length > word.length)
        found.push(trimmed(last.slice(word.length)));
    }
    return found;
  }

  function* words(given, of, isAsked = false) {
    for (const piece of given.matchAll(PIECES)) {
      if (piece.groups.han) yield* characters(piece[0], piece.index, isAsked);
      else yield* cut(piece[0], piece.index, of, isAsked);
    }
  }

  function* characters(given, start, isAsked) {
    const signs = [...given];
    const run = signs.map((sign) => sign.normalize("NFKC"));
    const starts = [start];
    for (const sign of signs) starts.push(starts[starts.length - 1] + sign.length);
    if (!isAsked || run.length === 1)
      for (const [at, sign] of run.entries())
        yield { term: sign, surface: sign, start: starts[at], end: starts[at + 1] };
    for (let at = 0; at + 1 < run.length; at++) {
      const pair = run[at] + run[at + 1];
      yield { term: pair, surface: pair, start: starts[at], end: starts[at + 2] };
    }
  }

  function* cut(piece, start, of, isAsked) {
    const parts = piece.split(/[.\-/‐‑]/);
    if (parts.length > 1) {
      const whole = fold(piece).replaceAll("‐", "-");
      let joined = /\p{Nd}/u.test(whole) ? whole : "";
      if (!joined && !/[/.]/.test(whole)) joined = stem(whole.replaceAll("-", ""), of);
      if (joined) {
        yield { term: joined, surface: whole, start, end: start + piece.length };
        if (isAsked) return;
      }
    }
    for (const part of parts) {
      const surface = fold(part);
      if (surface && (parts.length === 1 || surface.length > 1))
        yield { term: stem(surface, of), surface, start, end: start + part.length };
      start += part.length + 1;
    }
  }

  const rules = new Map();

  function rulesOf(of) {
    if (!rules.has(of)) {
      const { stop, prefixes, steps } = table.languages[of];
      const longest = (step) => [...step].sort((one, other) => other[0].length - one[0].length);
      rules.set(of, { stops: new Set(fold(stop).split(" ")), prefixes, steps: steps.map(longest) });
    }
    return rules.get(of);
  }

  function stem(given, of) {
    if ([...given].length > 80) return "";
    const own = rulesOf(language(given, of));
    if (own.stops.has(given)) return "";
    let word = given;
    for (const step of own.prefixes) {
      const rule = step.find(([prefix, left]) => word.startsWith(prefix) && word.length - prefix.length >= left);
      if (rule) word = word.slice(rule[0].length);
    }
    for (const step of own.steps) {
      const rule = step.find(([ending]) => word.endsWith(ending));
      if (rule && word.length - rule[0].length >= rule[2])
        word = word.slice(0, word.length - rule[0].length) + rule[1];
    }
    return word;
  }

  function language(word, of) {
    if (/^\p{Nd}/u.test(word)) return "zh";
    if (/^[\u0620-\u06ff]/.test(word)) return "ar";
    if (/^[\u0400-\u052f]/.test(word)) return "ru";
    return ["en", "es", "fr"].includes(of) ? of : "en";
  }

  // --- which things hold the words: see asking.py

  const SHARES = (of) => (of === lang ? 1 : of === "en" ? 0.8 : 0.6);
  const list = (name) => (asked.get(name) || "").split(",").map((one) => one.trim()).filter(Boolean);
  const chosen = { type: list("type"), language: list("language"), line: list("line"), goal: list("goal") };

  // The words of the index that a word stands for, each with what it counts.
  async function forms(index, of, term) {
    const { words: begins } = index.of[of];
    const first = script(begins, term);
    const exact = first < 0 ? undefined : (await load(`${of}/words-${first}`))[term];
    if (exact) return [[term, 1, exact]];
    if ([...term].length < 3) return [];
    const found = [];
    const last = script(begins, term + "\uffff");
    for (let at = Math.max(first, 0); at <= last; at++)
      for (const [word, entry] of Object.entries(await load(`${of}/words-${at}`)))
        if (word.startsWith(term)) found.push([word, 0.4, entry]);
    const before = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
    found.sort((one, other) => other[2].length - one[2].length || before(one[0], other[0]));
    return found.slice(0, 60);
  }

  async function hitsOf(index, of, groups, every) {
    const total = new Map();
    const terms = new Set();
    for (const group of groups) {
      const best = new Map();
      for (const [term, share, entry] of group) {
        terms.add(term);
        for (let at = 1, thing = 0; at < entry.length; at += 2) {
          thing += entry[at];
          best.set(thing, Math.max(best.get(thing) || 0, entry[at + 1] * share));
        }
      }
      for (const [thing, weight] of best) {
        const so = total.get(thing) || [0, 0];
        total.set(thing, [so[0] + weight, so[1] + 1]);
      }
    }
    const least = every ? groups.length : 1;
    const hits = [...total].filter(([, [, parts]]) => parts >= least);
    return { of, terms, hits: new Map(hits.map(([thing, [score]]) => [thing, score * SHARES(of)])) };
  }

  async function named(index) {
    const found = [];
    for (const key of keys(text)) {
      const at = script(index.names, key);
      if (at >= 0) found.push(...((await load(`names-${at}`))[key] || []));
    }
    return [...new Set(found)];
  }

  async function find(index) {
    const every = index.languages.filter((of) => of in index.of);
    const own = chosen.language.length ? chosen.language : [lang, "en"];
    const searched = own.includes(EVERY) ? every : every.filter((of) => own.includes(of));
    const looked = every.filter((of) => searched.includes(of) || of === lang || of === "en");
    const found = { searched, every: true, unread: false, terms: {}, suggestion: "" };
    const groups = {};
    for (const of of looked) {
      const terms = [...new Set([...words(text, of, true)].map((word) => word.term).filter(Boolean))];
      found.unread ||= terms.length > index.words;
      groups[of] = await Promise.all(terms.slice(0, index.words).map((term) => forms(index, of, term)));
    }
    found.isEmpty = Object.values(groups).every((group) => !group.length);
    const names = await named(index);
    const search = async (all) => {
      found.by = {};
      for (const of of looked) {
        const { hits, terms } = await hitsOf(index, of, groups[of], all);
        found.by[of] = groups[of].length ? hits : new Map();
        found.terms[of] = terms;
      }
      // What the whole text names is found, also where no word of it is.
      for (const of of searched)
        if (of === lang || of === "en")
          for (const thing of names)
            if (await textOf(index, of, thing)) found.by[of].set(thing, of === lang ? 1e6 : 5e5);
      return searched.some((of) => found.by[of].size);
    };
    if (!(await search(true)) && Object.values(groups).some((group) => group.length > 1))
      found.every = !(await search(false));
    found.named = names;
    found.of = await load("of");
    found.things = filtered(index, found, "");
    if (!found.things.length || !found.every) found.suggestion = await suggestion(index);
    return found;
  }

  // The things that pass the filters, but for one, the best first.
  function filtered(index, found, without) {
    const best = new Map();
    for (const of of without === "language" ? Object.keys(found.by) : found.searched)
      for (const [thing, score] of found.by[of])
        if (!(best.get(thing)?.[0] >= score)) best.set(thing, [score, of]);
    const among = (facet, sets, codes) => (thing) =>
      facet === without ||
      !chosen[facet].length ||
      chosen[facet].some((code) => sets[thing] & (1 << codes.findIndex((one) => same(one, code))));
    const ofLine = among("line", found.of.lines, index.lines);
    const ofGoal = among("goal", found.of.goals, index.goals);
    const ofType = (thing) =>
      without === "type" || !chosen.type.length || chosen.type.includes(index.kinds[found.of.kinds[thing]]);
    const rank = new Map(found.named.map((thing, at) => [thing, at]));
    return [...best]
      .filter(([thing]) => ofType(thing) && ofLine(thing) && ofGoal(thing))
      .map(([thing, [score, of]]) => ({ thing, score, of, rank: rank.get(thing) ?? Infinity }))
      .sort((a, b) => (a.rank === b.rank ? b.score - a.score || a.thing - b.thing : a.rank - b.rank));
  }

  function same(one, other) {
    return one.toLowerCase() === other.toLowerCase();
  }

  function facets(index, found) {
    const counts = { type: new Map(), language: new Map(), line: new Map(), goal: new Map() };
    const count = (facet, value) => counts[facet].set(value, (counts[facet].get(value) || 0) + 1);
    for (const { thing } of filtered(index, found, "type")) count("type", index.kinds[found.of.kinds[thing]]);
    for (const { thing } of filtered(index, found, "language"))
      for (const of of Object.keys(found.by)) if (found.by[of].has(thing)) count("language", of);
    for (const [facet, sets, codes] of [["line", found.of.lines, index.lines], ["goal", found.of.goals, index.goals]])
      for (const { thing } of filtered(index, found, facet))
        codes.forEach((code, at) => sets[thing] & (1 << at) && count(facet, code));
    const inOrder = (order) => (one, other) => order.indexOf(one[0]) - order.indexOf(other[0]);
    const byCount = (one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1);
    return {
      type: [...counts.type].sort(byCount),
      language: [...counts.language].sort(inOrder(index.languages)),
      line: [...counts.line].sort(inOrder(index.lines)),
      goal: [...counts.goal].sort(inOrder(index.goals)),
    };
  }

  // --- another spelling: see spelling.py

  async function suggestion(index) {
    let better = text;
    let replaced = false;
    const every = index.languages.filter((of) => of in index.of);
    for (const word of [...words(text, lang, true)].reverse()) {
      if (!word.term || word.surface.length < 4 || /\p{Nd}/u.test(word.surface)) continue;
      const known = await Promise.all([...new Set([lang, "en"])].map((of) => forms(index, of, word.term)));
      if (known.some((found) => found.length && found[0][1] === 1)) continue;
      for (const of of new Set([lang, "en", ...every])) {
        const near = await nearest(index, of, word.surface);
        if (!near) continue;
        better = better.slice(0, word.start) + near + better.slice(word.end);
        replaced = true;
        break;
      }
    }
    return replaced ? better : "";
  }

  async function nearest(index, of, word) {
    const most = word.length <= 6 ? 1 : 2;
    let best = [most + 1, 0, ""];
    for (const begin of new Set([word[0], word[1]])) {
      const begins = index.of[of].words;
      const last = script(begins, begin + "\uffff");
      for (let at = Math.max(script(begins, begin), 0); at <= last; at++)
        for (const entry of Object.values(await load(`${of}/words-${at}`))) {
          const [other] = entry;
          if (other === word || other.length < 4 || Math.abs(other.length - word.length) > most) continue;
          const slips = distance(word, other, most);
          const found = [slips, -entry.length, other];
          if (slips <= most && (slips < best[0] || (slips === best[0] && found[1] < best[1]))) best = found;
        }
    }
    return best[2];
  }

  function distance(one, other, most) {
    let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let at = 1; at <= one.length; at++) {
      const last = row;
      row = [at];
      for (let to = 1; to <= other.length; to++) {
        let cost = Math.min(row[to - 1] + 1, last[to] + 1, last[to - 1] + (one[at - 1] !== other[to - 1]));
        if (at > 1 && to > 1 && one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1])
          cost = Math.min(cost, before[to - 2] + 1);
        row.push(cost);
      }
      before = last;
      if (Math.min(...row) > most) return most + 1;
    }
    return row[row.length - 1];
  }

  // --- what is shown: see snippet.py

  async function textOf(index, of, thing) {
    const own = index.of[of];
    const at = Math.floor(thing / index.each);
    return own && own.texts.includes(at) ? (await load(`${of}/texts-${at}`))[thing] : undefined;
  }

  function places(given, terms, of) {
    const found = [];
    const all = [...words(given, of)].filter((word) => word.term && terms.has(word.term));
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
          const at = (await load(`names-${script(index.names, value.toLowerCase())}`))[
            trimmed(fold(value).replace(SQUEEZED, ""))
          ]?.[0];
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
  load("index")
    .then((index) => {
      table = index.table;
      version = `?v=${index.version}`;
      return show(index);
    })
    .catch((error) => {
      console.error(error);
      place.replaceChildren(element("p", { class: "note" }, said.failed));
    });
})();
