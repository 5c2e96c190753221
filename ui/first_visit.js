// Shows the hint for a first visit until it is put away on this device; where nothing can be kept it stays away.
(() => {
  const KEY = "ud.first_visit";
  const hint = document.querySelector(".ud-hint");
  if (!hint) return;
  let seen = true;
  try { seen = window.localStorage.getItem(KEY) === "seen"; } catch { /* no store: never show what cannot be put away */ }
  hint.hidden = seen;
  hint.querySelector("button").onclick = () => {
    try { window.localStorage.setItem(KEY, "seen"); } catch { /* put away for this page at least */ }
    hint.hidden = true;
  };
})();
