// In a [data-mentions] field, @ and part of a name suggests people to mention. Arrow down goes to them, Enter takes the
// first, Escape leaves it. A name is looked for once it is settled, never while an IME composes it (see ime.js).
(() => {
  const typed = /(?:^|[^A-Za-z0-9])@([^\s@\[\]()]{0,30})$/;
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const listOf = (field) => field.querySelector(".menu-list");
  let waiting;

  const close = (field) => {
    clearTimeout(waiting);
    listOf(field).replaceChildren();
    listOf(field).hidden = true;
  };

  const suggest = (field, name) => {
    const source = `${field.dataset.mentions}?person=${encodeURIComponent(name)}`;
    htmx.ajax("GET", source, { source: field, target: listOf(field), swap: "innerHTML" }).then(() => {
      listOf(field).hidden = !listOf(field).firstElementChild;
    });
  };

  const insert = (field, mention) => {
    const box = field.querySelector("textarea");
    const before = box.value.slice(0, box.selectionStart);
    const start = before.length - before.match(typed)[1].length - 1;
    box.setRangeText(`${mention} `, start, box.selectionStart, "end");
    close(field);
    box.focus();
  };

  document.addEventListener("input", (event) => {
    const field = event.target.closest?.("[data-mentions]");
    if (!field || event.isComposing) return;
    clearTimeout(waiting);
    const found = event.target.value.slice(0, event.target.selectionStart).match(typed);
    if (found) waiting = setTimeout(() => suggest(field, found[1]), 200);
    else close(field);
  });

  document.addEventListener("click", (event) => {
    const choice = event.target.closest?.("[data-mention]");
    if (choice) insert(choice.closest("[data-mentions]"), choice.dataset.mention);
  });

  // Before the keys that send a form.
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("[data-mentions]");
    if (!field || listOf(field).hidden || isComposing(event) || event.ctrlKey || event.metaKey) return;
    const choices = [...listOf(field).children];
    const at = choices.indexOf(document.activeElement);
    const keys = {
      ArrowDown: () => choices[Math.min(at + 1, choices.length - 1)].focus(),
      ArrowUp: () => (at > 0 ? choices[at - 1] : field.querySelector("textarea")).focus(),
      Enter: () => (at < 0 ? choices[0] : choices[at]).click(),
      Escape: () => { close(field); field.querySelector("textarea").focus(); },
    };
    if (!(event.key in keys)) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }, true);
})();
