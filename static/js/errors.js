// Says in a sentence what went wrong with a request; the sentences stand, translated, on the region itself.
(() => {
  const region = () => document.getElementById("alert");
  const kinds = { 403: "forbidden", 404: "missing", 410: "missing", 429: "tooMany" };

  const show = (kind) => {
    const alert = region();
    if (!alert) return;
    alert.hidden = false;
    alert.textContent = alert.dataset[kind] || alert.dataset.server;
  };

  const clear = () => {
    const alert = region();
    if (!alert || alert.hidden) return;
    alert.hidden = true;
    alert.textContent = "";
  };

  const isQuiet = (event) => event.detail.elt.matches("[data-poll]");

  document.addEventListener("htmx:responseError", (event) => {
    if (!isQuiet(event)) show(kinds[event.detail.xhr.status] || "server");
  });
  document.addEventListener("htmx:sendError", (event) => {
    if (!isQuiet(event)) show("offline");
  });
  document.addEventListener("htmx:timeout", () => show("offline"));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && !isQuiet(event)) clear();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
  });
})();
