// Takes the names beside a chart out of the way of the Tab key: two stops for each branch, bottom first, inside a picture
// that has its own text. The table below the chart has the same links, in order; the mouse keeps them here.
(() => {
  const mend = () => {
    for (const link of document.querySelectorAll('[data-testid="stPlotlyChart"] svg a:not([tabindex])')) link.setAttribute("tabindex", "-1");
  };
  if (window.udChartLinks) window.udChartLinks.disconnect();
  let waits = false;
  window.udChartLinks = new MutationObserver(() => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => { waits = false; mend(); });
  });
  window.udChartLinks.observe(document.body, { childList: true, subtree: true });
  mend();
})();
