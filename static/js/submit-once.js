// A second press while the first is on its way sends nothing more; after three seconds it may be tried again.
// htmx forms disable their own buttons.
(() => {
  const sent = new WeakSet();

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
    setTimeout(() => sent.delete(event.target), 3000);
  });
})();
