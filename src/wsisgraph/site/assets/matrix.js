// Arrow keys walk the cells and heads of a matrix; without this script Tab still reaches them all.
"use strict";

for (const table of document.querySelectorAll("table.matrix")) {
  const cells = [...table.rows].map((row) => [...row.cells].map((cell) => cell.querySelector("a")));
  const hint = table.querySelector(".keys");
  if (hint) hint.hidden = false;

  const place = (link) => {
    const row = link.closest("tr").rowIndex;
    return [row, cells[row].indexOf(link)];
  };

  // The next link in a direction, over cells that have none.
  const next = (row, column, down, right) => {
    for (;;) {
      row += down;
      column += right;
      if (!cells[row] || column < 0 || column >= cells[row].length) return null;
      if (cells[row][column]) return cells[row][column];
    }
  };

  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const [row, column] = place(link);
    if (column < 0) return;
    const forward = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const linked = cells[row].filter(Boolean);
    const found = {
      ArrowUp: () => next(row, column, -1, 0),
      ArrowDown: () => next(row, column, 1, 0),
      ArrowLeft: () => next(row, column, 0, -forward),
      ArrowRight: () => next(row, column, 0, forward),
      Home: () => linked[0],
      End: () => linked[linked.length - 1],
    }[event.key];
    if (!found) return;
    event.preventDefault();
    found()?.focus();
  });
}
