// Narrows the matrix of activities on static pages, as the service does on its own: by the address,
// so that what is shown can be cited. What is counted is told in matrix-data.js, which is loaded
// when it is first needed; a page from a disk may not fetch, but it may load a script.
"use strict";

(() => {
  const files = new URL(".", document.currentScript.src);
  const lang = document.documentElement.lang;
  const number = new Intl.NumberFormat(`${lang}-u-nu-latn`);
  const names = ["agency", "region", "since", "until", "source", "basis", "status"];
  const asked = new URLSearchParams(location.search);
  const given = Object.fromEntries(names.filter((n) => asked.get(n)).map((n) => [n, asked.get(n)]));
  const table = document.querySelector("table.of-activities");
  const form = document.querySelector("form.narrow");
  const set = (value) => value.split(",").map((part) => part.trim()).filter(Boolean);

  // --- what is counted

  function first(day) {
    return day + "0000-01-01".slice(day.length);
  }

  function last(day) {
    return day + "9999-12-31".slice(day.length);
  }

  function named(told, list, wanted, visible) {
    const names = wanted && set(wanted);
    return told.some((one) => visible(one % 4) && (!names || names.includes(list[one >> 2])));
  }

  // Unknown is not open: an activity without a printed date is in no period.
  function during(dates, filters, visible) {
    const since = filters.since && first(filters.since);
    const until = filters.until && last(filters.until);
    if (!since && !until) return true;
    return dates.some(
      ([start, end, level]) =>
        visible(level) &&
        (!since || last(end || start) >= since) &&
        (!until || first(start || end) <= until),
    );
  }

  // The activities that are asked for, each with its cells: line and goal, stated by a source or
  // only linked by the matrix. `counted` takes other standings than those asked for.
  function matching(data, filters, counted) {
    const statuses = set(filters.status || "accepted").map((name) => data.statuses.indexOf(name));
    const visible = (level) => !level || statuses.includes(level);
    const standing = counted || statuses;
    const seen = (level) => !level || standing.includes(level);
    const bases = filters.basis ? set(filters.basis) : [...data.bases, "matrix"];
    const said = data.bases.map((name) => bases.includes(name));
    const sources = filters.source && set(filters.source);
    const ofSource = (at) => !sources || sources.includes(data.sources[at]);
    const linked = {};
    for (const [line, goals, level] of data.linkages)
      if (seen(level)) linked[line] = (linked[line] || 0) | goals;

    const found = [];
    for (const [path, agencies, regions, dates, links] of data.activities) {
      if (!named(agencies, data.agencies, filters.agency, seen)) continue;
      if (filters.region && !named(regions, data.regions, filters.region, visible)) continue;
      if (!during(dates, filters, visible)) continue;
      const stated = new Set();
      const potential = new Set();
      for (const status of standing) {
        let lines = 0;
        let focused = 0;
        let goals = 0;
        for (const [level, of, basis, source, all, own, served] of links) {
          if (of !== status || !seen(level)) continue;
          lines |= all;
          if (ofSource(source)) focused |= own;
          if (ofSource(source) && said[basis]) goals |= served;
        }
        data.lines.forEach((line, at) => {
          if (lines & (1 << at)) each(data, goals, (goal) => stated.add(`${line}/${goal}`));
          if (focused & (1 << at) && bases.includes("matrix"))
            each(data, linked[at] || 0, (goal) => potential.add(`${line}/${goal}`));
        });
      }
      if (stated.size || potential.size) found.push({ path, stated, potential });
    }
    return found;
  }

  function each(data, goals, tell) {
    data.goals.forEach((goal, at) => goals & (1 << at) && tell(goal));
  }

  function counts(data, filters, counted) {
    const cells = {};
    for (const { stated, potential } of matching(data, filters, counted)) {
      for (const place of stated) (cells[place] ||= [0, 0])[0]++;
      for (const place of potential) (cells[place] ||= [0, 0])[1]++;
    }
    return cells;
  }

  // Unconfirmed statements that match and are not counted.
  function leftOut(data, filters) {
    const unconfirmed = data.statuses.indexOf("unconfirmed");
    if (set(filters.status || "").includes("unconfirmed")) return 0;
    return Object.values(counts(data, filters, [unconfirmed])).reduce((sum, [n]) => sum + n, 0);
  }

  // --- what is shown

  function shown(data) {
    const cells = counts(data, given);
    const top = Math.max(1, ...Object.values(cells).map(([stated]) => stated));
    const query = `?${new URLSearchParams(given)}`;
    const root = document.querySelector("a.brand").href.replace(/[^/]*$/, "");
    for (const row of table.tBodies[0].rows) {
      const line = row.cells[0].querySelector(".code").textContent;
      data.goals.forEach((goal, at) => {
        const cell = row.cells[at + 1];
        const [stated, potential] = cells[`${line}/${goal}`] || [0, 0];
        cell.textContent = "";
        if (!stated && !potential) {
          cell.className = "u";
          cell.append("·", make("i", table.dataset.silent));
          return;
        }
        cell.className = stated ? `n${Math.ceil((stated * 5) / top)}` : "p";
        const link = make("a", stated ? number.format(stated) : "");
        link.href = `${root}m/${line}/${goal}.html${query}`;
        const told = table.dataset.told.replace("{0}", number.format(stated));
        link.ariaLabel = `${line} × ${goal}: ${told.replace("{1}", number.format(potential))}`;
        if (potential) {
          const small = make("small", `+${number.format(potential)}`);
          small.dir = "ltr";
          link.append(small);
        }
        cell.append(link);
      });
    }
    const note = document.querySelector(".left-out");
    const apart = leftOut(data, given);
    note.hidden = !apart;
    note.querySelector("b").textContent = number.format(apart);
    const both = new URLSearchParams({ ...given, status: "accepted,unconfirmed" });
    note.querySelector("a").href = `${form.action}?${both}`;
  }

  function make(name, text) {
    const one = document.createElement(name);
    one.textContent = text;
    return one;
  }

  // On the page of a cell, what was not asked for is hidden.
  function narrowCell(data) {
    const home = new URL("..", files).href;
    const place = location.pathname.match(/m\/([^/]+)\/([^/]+)\.html$/);
    if (!place) return;
    const cell = `${decodeURIComponent(place[1])}/${decodeURIComponent(place[2]).split(".")[0]}`;
    const kept = new Set(
      matching(data, given)
        .filter(({ stated, potential }) => stated.has(cell) || potential.has(cell))
        .map(({ path }) => path),
    );
    document.querySelector(".narrowed").hidden = false;
    for (const section of document.querySelectorAll("section.answer")) {
      let count = 0;
      for (const record of section.querySelectorAll("article.record")) {
        const page = record.querySelector("h3 a").href.replace(home, "").replace(/\.html$/, "");
        record.hidden = !kept.has(decodeURIComponent(page.replace(/^[a-z]{2}\/(?=id\/)/, "")));
        if (!record.hidden) count++;
      }
      const told = section.querySelector("h2 .count");
      if (told) told.textContent = number.format(count);
    }
  }

  function load(then) {
    const script = document.createElement("script");
    script.src = new URL("matrix-data.js", files);
    script.onload = () => then(self.wsisgraphMatrix);
    document.head.append(script);
  }

  self.wsisgraphCounts = (data, filters) => ({
    cells: counts(data, filters),
    leftOut: leftOut(data, filters),
  });
  if (form) {
    form.hidden = false;
    for (const [name, value] of Object.entries(given)) {
      const field = form.elements[name];
      if (field) field.value = value;
    }
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
  if (!Object.keys(given).length) return;
  if (table && form) load(shown);
  else if (document.querySelector("section.answer")) load(narrowCell);
})();
