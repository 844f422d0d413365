// A link with hx-target="#dialog-content" shows its page in the page's dialog; [data-dialog-open="id"] opens any other.
// An empty answer, or the event "close-dialog" sent by the server, closes it. Without scripts the link is a page.
(() => {
  const close = (dialog) => dialog?.open && dialog.close();

  const open = (dialog) => {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    const heading = dialog.querySelector("h1, h2");
    if (!heading) return;
    heading.id ||= "dialog-heading";
    dialog.setAttribute("aria-labelledby", heading.id);
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "dialog-content") return; // going back swaps the page without a target
    const dialog = event.detail.target.closest("dialog");
    if (event.detail.target.childElementCount) open(dialog);
    else close(dialog);
  });

  document.addEventListener("close-dialog", () => close(document.querySelector("dialog[open]")));

  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-dialog-open]");
    if (opener) open(document.getElementById(opener.dataset.dialogOpen));
    if (event.target.closest?.("[data-dialog-close]")) {
      event.preventDefault();
      close(event.target.closest("dialog"));
    }
    if (event.target.matches?.("dialog.dialog")) close(event.target);
  });
})();
