// [data-copy] copies the value of the field whose id it names, and says so in data-copied.
(() => {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy");
    }
    document.getElementById("status").textContent = button.dataset.copied;
    button.dataset.done = "";
  });
})();
