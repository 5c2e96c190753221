// Replaces the words of Streamlit's own widgets, now and whenever they are drawn again; run once for each language.
(() => {
  const rules = /*PAIRS*/[].map(([from, to]) => {
    const [head, tail] = from.split("*");
    return { from, to, head, tail };
  });
  const own = '[data-testid="stHtml"], [data-testid="stMarkdownContainer"], .js-plotly-plot, [data-tag]';
  const attributes = ["aria-label", "title", "placeholder", "alt"];
  // Markdown holds labels that the app wrote; dialogs, hints and empty lists are Streamlit's own also inside it.
  const streamlits = '[role="dialog"], [data-testid="stWidgetInstructions"], [data-testid="InputInstructions"], '
    + '[data-testid="stFileUploaderDropzone"]';

  const shown = (text) => {
    const plain = text.trim();
    if (!plain || plain.length > 300) return null;
    for (const { from, to, head, tail } of rules) {
      if (from === to) continue;
      if (tail === undefined) {
        if (plain === from) return to;
      } else if (plain.startsWith(head) && plain.endsWith(tail) && plain.length > head.length + tail.length) {
        return to.replace("*", () => plain.slice(head.length, plain.length - tail.length));
      }
    }
    return null;
  };
  const isOurs = (element) => element && element.closest(own) && !element.closest(streamlits);

  const mendText = (node) => {
    if (isOurs(node.parentElement)) return;
    const text = shown(node.nodeValue);
    if (text !== null) node.nodeValue = text;
  };
  const mendAttributes = (element) => {
    if (isOurs(element)) return;
    for (const name of attributes) {
      const text = element.hasAttribute(name) ? shown(element.getAttribute(name)) : null;
      if (text !== null) element.setAttribute(name, text);
    }
  };
  const mend = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return mendText(root);
    if (root.nodeType !== Node.ELEMENT_NODE || isOurs(root)) return;
    mendAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) mendText(walker.currentNode);
      else mendAttributes(walker.currentNode);
    }
  };

  // One watcher at a time: the one of the language before goes.
  if (window.udWords) window.udWords.disconnect();
  window.udWords = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(mend);
      else if (change.type === "characterData") mendText(change.target);
      else mendAttributes(change.target);
    }
  });
  window.udWords.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: attributes,
  });
  mend(document.body);
})();
