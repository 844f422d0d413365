// A region that refreshes itself (data-poll) waits while someone works in it or nobody looks, also with an answer
// that is already on its way. Its requests carry HX-Quiet, so that they keep no session alive.
(() => {
  const isBusy = (region) =>
    document.hidden ||
    document.querySelector("dialog[open], details.menu[open]") ||
    region.querySelector("[data-editing], .explain[open], details[open] form, :is(input, textarea, select):focus");

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.matches("[data-poll]")) event.detail.headers["HX-Quiet"] = "1";
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("[data-poll]") && isBusy(event.detail.target)) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.requestConfig.elt.matches("[data-poll]") && isBusy(event.detail.target)) event.preventDefault();
  });
})();
