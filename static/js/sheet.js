// In a table with data-sheet: arrows and Enter walk from cell to cell, and what was copied from a spreadsheet is
// pasted as the block it was. Keys that belong to an IME do none of this; Tab is the browser's own.
(() => {
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const inputs = (row) => [...row.querySelectorAll("input.num")];
  const rowsOf = (field) => [...field.closest("table[data-sheet]").tBodies[0].rows].map(inputs);
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  const place = (rows, field) => {
    const row = rows.findIndex((cells) => cells.includes(field));
    return [row, rows[row].indexOf(field)];
  };

  const go = (field, [down, right]) => {
    const rows = rowsOf(field);
    const [row, column] = place(rows, field);
    const next = rows[row + down]?.[column + right];
    next?.focus();
    next?.select();
  };

  // Left and right leave a cell only from its edge, or when all of it is selected as on arrival.
  const isAtEdge = (field, key) => {
    const { selectionStart: start, selectionEnd: end, value } = field;
    if (start === 0 && end === value.length) return true;
    return start === end && end === (key === "ArrowLeft" ? 0 : value.length);
  };

  const stepOf = (event) => {
    if (event.key === "Enter") return [event.shiftKey ? -1 : 1, 0];
    const step = steps[event.key];
    return step && (step[0] || isAtEdge(event.target, event.key)) ? step : null;
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-sheet] input.num") || event.altKey) return;
    if (event.key === "Enter" && isComposing(event)) event.preventDefault();
    if (isComposing(event)) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key !== "Enter") return;
      event.preventDefault();
      field.form.requestSubmit();
      return;
    }
    const step = stepOf(event);
    if (!step || (event.shiftKey && event.key !== "Enter")) return;
    event.preventDefault();
    go(field, step);
  });

  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!field.matches?.("[data-sheet] input.num")) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const rows = rowsOf(field);
    const [row, column] = place(rows, field);
    text.split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const cell = rows[row + down]?.[column + right];
        if (!cell) return;
        cell.value = value.trim();
        cell.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  });
})();
