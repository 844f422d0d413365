// A single key focuses the control that names it in data-shortcut; body[data-shortcuts="off"] switches all of them off.
(() => {
  const isTyping = (element) => element.closest?.("input, textarea, select, [contenteditable], dialog[open]");

  document.addEventListener("keydown", (event) => {
    if (document.body.dataset.shortcuts === "off" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || isTyping(event.target)) return;
    const control = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (!control) return;
    event.preventDefault();
    control.focus();
    control.select?.();
  });
})();
