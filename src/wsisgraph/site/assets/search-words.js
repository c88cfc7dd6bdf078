// What a word is, as analysis.py says: a text is cut into words, and a word brought to its stem, by the
// table that the service cuts texts by. It comes with the index.
"use strict";

self.wsisgraphWords = (() => {
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

  function use(given) {
    table = given;
  }

  return { clean, keys, use, words };
})();
