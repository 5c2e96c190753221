// Shows a new snapshot in an open page: asks the server which one is published, and when it is another one, presses the
// hidden button that draws the page anew. Nothing is asked while the page is out of sight.
(() => {
  const shown = "/*SNAPSHOT*/";
  const EVERY = 4000;
  let asked = shown;
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(new URL("healthz", document.baseURI), { cache: "no-store" });
      const [, name] = /^ok (\S+)\s*$/.exec(await answer.text()) || [];
      const button = document.querySelector(".st-key-snapshot_new button");
      if (!answer.ok || !name || name === asked || !button) return;
      asked = name;
      button.click();
      // A page drawn anew has a watch of its own; one that was cut off meanwhile asks once more.
      window.setTimeout(() => { asked = shown; }, 4 * EVERY);
    } catch { /* The server is away; Streamlit says so itself. */ }
  };
  if (window.udSnapshot) {
    window.clearInterval(window.udSnapshot.timer);
    document.removeEventListener("visibilitychange", window.udSnapshot.look);
  }
  window.udSnapshot = { timer: window.setInterval(look, EVERY), look };
  document.addEventListener("visibilitychange", look);
})();
