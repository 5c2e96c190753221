// What a reader does with the view before them: copies its link, keeps it under a name on this device, opens, renames or
// deletes what was kept. Names and addresses are only ever written as text.
(() => {
  const words = /*WORDS*/{};
  const root = document.querySelector(".ud-views");
  if (!root || root.dataset.ready) return;
  root.dataset.ready = "yes";
  const STORE = "ud.views";
  const MOST = 60;
  const find = (name) => root.querySelector(`[data-part="${name}"]`);
  const [field, name, list, said] = ["link", "name", "list", "said"].map(find);
  const filled = (text, value) => text.replace("{name}", () => value);
  const say = (text) => { said.textContent = text; };
  const here = () => window.location.pathname + window.location.search;

  // Only addresses of this dashboard are opened, whatever stands in the store.
  const isOurs = (view) => view && typeof view.name === "string" && typeof view.address === "string"
    && /^\/(?![/\\])/.test(view.address);
  const read = () => {
    try {
      const there = JSON.parse(window.localStorage.getItem(STORE) || "[]");
      return Array.isArray(there) ? there.filter(isOurs) : [];
    } catch { return []; }
  };
  const write = (views) => {
    try {
      window.localStorage.setItem(STORE, JSON.stringify(views.slice(0, MOST)));
      return true;
    } catch {
      say(words.blocked);
      return false;
    }
  };
  const free = (wanted, views) => {
    const taken = new Set(views.map((view) => view.name));
    let one = wanted;
    for (let n = 2; taken.has(one); n += 1) one = `${wanted} (${n})`;
    return one;
  };

  const button = (text, label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const item = (view) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = view.address;
    link.target = "_self";
    link.textContent = view.name;
    row.append(
      link,
      button(words.rename, filled(words.rename_named, view.name), () => rename(row, view)),
      button(words.delete, filled(words.delete_named, view.name), () => remove(view)),
    );
    return row;
  };
  const draw = () => {
    const views = read();
    list.replaceChildren(...views.map(item));
    find("none").hidden = views.length > 0;
  };
  const rename = (row, view) => {
    const box = document.createElement("input");
    box.type = "text";
    box.maxLength = 80;
    box.value = view.name;
    box.setAttribute("aria-label", filled(words.rename_named, view.name));
    const done = () => {
      const views = read();
      const wanted = box.value.trim();
      const one = views.find((other) => other.name === view.name);
      if (wanted && one && wanted !== view.name) {
        one.name = free(wanted, views);
        if (write(views)) say(filled(words.renamed, one.name));
      }
      draw();
      list.querySelector("a")?.focus();
    };
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") done();
      if (event.key === "Escape") { event.stopPropagation(); draw(); }
    });
    row.replaceChildren(box, button(words.save, words.save, done));
    box.focus();
    box.select();
  };
  const remove = (view) => {
    const before = read();
    if (!write(before.filter((other) => other.name !== view.name))) return;
    draw();
    say(filled(words.deleted, view.name));
    const back = button(words.undo, words.undo, () => { if (write(before)) { draw(); say(""); name.focus(); } });
    said.append(" ", back);
    back.focus();
  };
  const keep = () => {
    const wanted = name.value.trim() || name.placeholder;
    const views = read();
    const one = { name: free(wanted, views), address: here() };
    if (!write([one, ...views])) return;
    draw();
    name.value = "";
    say(filled(words.kept, one.name));
  };
  const copy = async () => {
    field.value = window.location.href;
    try {
      await navigator.clipboard.writeText(field.value);
      say(words.copied);
    } catch {
      // Without a secure connection a browser has no clipboard for pages: the older way, then the reader's own hands.
      field.focus();
      field.select();
      say(document.execCommand("copy") ? words.copied : words.copy_failed);
    }
  };

  field.value = window.location.href;
  field.addEventListener("focus", () => { field.value = window.location.href; field.select(); });
  find("copy").addEventListener("click", copy);
  find("keep").addEventListener("click", keep);
  name.addEventListener("keydown", (event) => { if (event.key === "Enter") keep(); });
  draw();
})();
