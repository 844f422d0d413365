// A region that refreshes itself (data-poll) waits while someone works in it or nobody looks.
(() => {
  const isBusy = (region) =>
    document.hidden ||
    document.querySelector("dialog[open], details.menu[open]") ||
    region.querySelector("[data-editing], details[open] form, :is(input, textarea, select):focus");

  document.addEventListener("htmx:beforeRequest", (event) => {
    const region = event.detail.elt;
    if (region.matches("[data-poll]") && isBusy(event.detail.target || region)) event.preventDefault();
  });
})();
