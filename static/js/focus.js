// After a swap the focus goes on: to the element an answer names with data-focus-next="id" (empty: itself).
// htmx itself honours autofocus, which the first wrong field of a form carries.
(() => {
  const focus = (element) => {
    if (!element) return;
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: false });
  };

  document.addEventListener("htmx:afterSettle", () => {
    const sign = document.querySelector("[data-focus-next]");
    if (!sign) return;
    const id = sign.dataset.focusNext;
    sign.removeAttribute("data-focus-next");
    focus(id ? document.getElementById(id) : sign);
  });

  // A link into the page, as in an error summary, moves the focus and not only the view.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('.error-summary a[href^="#"]');
    if (!link) return;
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    focus(field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") || field);
  });
})();
