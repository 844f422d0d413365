// Suggests while somebody types: people after @ in a [data-mentions] field, what it takes in a [data-suggest] field,
// there after each comma with [data-several]. Arrow down goes to the list, Enter takes one, Escape and Tab leave it.
// What is typed is looked for once it is settled, never while an IME composes it (see ime.js).
(() => {
  const fields = "[data-mentions], [data-suggest]";
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const listOf = (field) => field.querySelector(".menu-list");
  const boxOf = (field) => field.querySelector("textarea, input");
  const takesMentions = (field) => "mentions" in field.dataset;
  let waiting;

  // The name that stands before the caret, after what its pattern leaves out; null where none is being typed.
  const nameIn = (field) => {
    const box = boxOf(field);
    const before = box.value.slice(0, box.selectionStart);
    const pattern = takesMentions(field) ? /(?:^|[^A-Za-z0-9])@([^\s@\[\]()]{0,30})$/
      : "several" in field.dataset ? /(?:^|[,、，;；])\s*([^,、，;；]+)$/ : /^(.+)$/;
    return before.match(pattern)?.[1] ?? null;
  };

  const close = (field) => {
    clearTimeout(waiting);
    listOf(field).replaceChildren();
    listOf(field).hidden = true;
  };

  const suggest = (field, name) => {
    const source = new URL(field.dataset.mentions ?? field.dataset.suggest, location);
    source.searchParams.set("typed", name);
    htmx.ajax("GET", source.href, { source: field, target: listOf(field), swap: "innerHTML" }).then(() => {
      listOf(field).hidden = !listOf(field).firstElementChild || !field.contains(document.activeElement);
    });
  };

  const insert = (field, choice) => {
    const box = boxOf(field);
    const start = box.selectionStart - nameIn(field).length;
    if (takesMentions(field)) box.setRangeText(`${choice} `, start - 1, box.selectionStart, "end");
    else box.setRangeText(choice, start, box.selectionStart, "end");
    close(field);
    box.focus();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("input", (event) => {
    const field = event.target.closest?.(fields);
    if (!field || event.isComposing) return;
    clearTimeout(waiting);
    const name = nameIn(field);
    if (name === null) close(field);
    else waiting = setTimeout(() => suggest(field, name), 200);
  });

  document.addEventListener("click", (event) => {
    const choice = event.target.closest?.("[data-suggestion]");
    if (choice) insert(choice.closest(fields), choice.dataset.suggestion);
  });

  document.addEventListener("focusout", (event) => {
    const field = event.target.closest?.(fields);
    if (field && !field.contains(event.relatedTarget)) close(field);
  });

  // Before the keys that send a form.
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.(fields);
    if (!field || listOf(field).hidden || isComposing(event) || event.ctrlKey || event.metaKey) return;
    const choices = [...listOf(field).querySelectorAll("[data-suggestion]")];
    const at = choices.indexOf(document.activeElement);
    const keys = {
      ArrowDown: () => choices[Math.min(at + 1, choices.length - 1)].focus(),
      ArrowUp: () => (at > 0 ? choices[at - 1] : boxOf(field)).focus(),
      Enter: () => (at < 0 ? choices[0] : choices[at]).click(),
      Escape: () => { close(field); boxOf(field).focus(); },
    };
    if (event.key === "Tab") keys.Escape(); // and on from there
    if (!(event.key in keys) || (event.key === "Enter" && at < 0 && !takesMentions(field))) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }, true);
})();
