// Which things hold the words that are looked for. The index lies beside this file in many small
// scripts, of which a search loads the few that it needs: a page from a disk may not fetch, but it may
// load a script. Weights are settled, and only added up here.
"use strict";

self.wsisgraphFinding = (() => {
  const { clean, keys, use, words } = self.wsisgraphWords;
  const folder = new URL("search/", document.currentScript.src);
  const lang = document.documentElement.lang;
  const asked = new URLSearchParams(location.search);
  const text = clean(asked.get("q") || "").slice(0, 300);
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

  // The index: what every search begins with.
  async function open() {
    const index = await load("index");
    use(index.table);
    version = `?v=${index.version}`;
    return index;
  }

  // What is said of a thing in a language, if anything is.
  async function textOf(index, of, thing) {
    const own = index.of[of];
    const at = Math.floor(thing / index.each);
    return own && own.texts.includes(at) ? (await load(`${of}/texts-${at}`))[thing] : undefined;
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

  return { EVERY, asked, chosen, facets, find, lang, load, open, same, script, text, textOf };
})();
