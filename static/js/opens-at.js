// [data-opens-at="selector"]: something wide that scrolls by itself opens with that part of it in view, a third of the way
// from its beginning, or from the column (.corner) that stays. Where it is in view already, nothing moves.
(() => {
  const open = (region) => {
    const part = region.querySelector(region.dataset.opensAt);
    region.removeAttribute("data-opens-at");
    if (!part) return;
    const seen = region.getBoundingClientRect();
    const kept = region.querySelector(".corner")?.offsetWidth ?? 0;
    const { left, right } = part.getBoundingClientRect();
    if (left >= seen.left + kept && right <= seen.right) return;
    region.scrollLeft += left - seen.left - kept - (seen.width - kept) / 3;
  };
  const scan = () => document.querySelectorAll("[data-opens-at]").forEach(open);

  document.addEventListener("DOMContentLoaded", scan);
  document.addEventListener("htmx:afterSettle", scan);
})();
