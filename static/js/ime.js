// While Japanese is being composed nothing is sent; when it is settled, one input event is.
(() => {
  let composing = null;

  document.addEventListener("compositionstart", (event) => {
    composing = event.target;
  });
  document.addEventListener("compositionend", (event) => {
    composing = null;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.addEventListener("focusout", () => {
    composing = null;
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (composing && event.detail.elt.contains(composing)) event.preventDefault();
  });
})();
