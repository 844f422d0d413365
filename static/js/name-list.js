// In a field for several names ([data-names]) the suggestions go on after the last comma.
(() => {
  const ends = /^(.*[,、，;；]\s*)?[^,、，;；]*$/;

  const offer = (field) => {
    if (!field.list) return;
    const head = "names" in field.dataset ? field.value.match(ends)?.[1] || "" : "";
    for (const option of field.list.options) {
      option.dataset.name ??= option.value;
      option.value = head + option.dataset.name;
    }
  };

  for (const kind of ["focusin", "input"]) {
    document.addEventListener(kind, (event) => {
      if (event.target.matches?.("input[list]")) offer(event.target);
    });
  }
})();
