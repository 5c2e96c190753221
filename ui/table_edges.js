// Marks tables that are wider than their frame, so that the style can fade their edge and say that there is more.
(() => {
  const seen = new WeakSet();
  const mark = (box) => {
    const more = box.scrollWidth - box.clientWidth - box.scrollLeft > 4;
    box.classList.toggle("more", more);
    box.classList.toggle("wider", box.scrollWidth - box.clientWidth > 4);
  };
  const sizes = window.udTableSizes ?? new ResizeObserver((changes) => changes.forEach((change) => mark(change.target)));
  window.udTableSizes = sizes;
  const find = () => {
    for (const box of document.querySelectorAll(".ud-scroll")) {
      mark(box);
      if (!seen.has(box)) { seen.add(box); sizes.observe(box); }
    }
  };
  if (window.udTableEdges) window.udTableEdges.disconnect();
  let waits = false;
  window.udTableEdges = new MutationObserver(() => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; find(); });
  });
  window.udTableEdges.observe(document.body, { childList: true, subtree: true });
  if (!window.udTableScroll) {
    window.udTableScroll = (event) => { if (event.target.classList?.contains("ud-scroll")) mark(event.target); };
    document.addEventListener("scroll", window.udTableScroll, { capture: true, passive: true });
  }
  find();
})();
