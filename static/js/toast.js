// Messages can be closed; good news leaves by itself once it was neither pointed at nor focused for a while.
(() => {
  const LINGER = 10_000;

  const expire = (toast) => {
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, LINGER) : toast.remove());
    toast.dataset.toastSeen = "";
    if (toast.dataset.toast === "good") setTimeout(leave, LINGER);
  };
  const scan = () => document.querySelectorAll("[data-toast]:not([data-toast-seen])").forEach(expire);

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-dismiss]")) event.target.closest("[data-toast]")?.remove();
  });
  document.addEventListener("DOMContentLoaded", scan);
  document.addEventListener("htmx:afterSettle", scan);
})();
