// In a form with data-submit-keys: Enter sends from one-line fields, Ctrl or Command + Enter from anywhere,
// Escape follows its [data-cancel]. Enter in a search field only searches. A key that belongs to an IME does none of this.
(() => {
  const isComposing = (event) => event.isComposing || event.keyCode === 229;
  const isOneLine = (field) => field.matches("input:not([type=checkbox], [type=file], [type=submit], [type=button])");

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-submit-keys]");
    if (!form) return;

    if (event.key === "Enter" && isComposing(event)) {
      if (isOneLine(event.target)) event.stopPropagation();
      return;
    }
    if (event.key === "Enter" && event.target.type === "search") {
      event.preventDefault();
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey || isOneLine(event.target))) {
      event.preventDefault();
      if (!event.repeat) form.requestSubmit(form.querySelector("button[data-primary]") || undefined);
    }
    if (event.key === "Escape" && !isComposing(event)) form.querySelector("[data-cancel]")?.click();
  });
})();
