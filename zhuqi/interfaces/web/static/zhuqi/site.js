/* What a script adds: looks change without a reload, and text that isn't sent yet survives one.
   Without it everything works by forms and links. Nothing is kept beyond the browser tab. */
"use strict";

const root = document.documentElement;

for (const form of document.querySelectorAll("form[data-look]")) {
  form.addEventListener("submit", (event) => {
    const pressed = event.submitter;
    if (!pressed || pressed.name !== "theme") return;
    event.preventDefault();
    root.dataset.theme = pressed.value;
    const body = new URLSearchParams(new FormData(form));
    body.set(pressed.name, pressed.value);
    fetch(form.action, { method: "POST", body, redirect: "manual" });
  });
}

/* Unsent work: every form that says so keeps its text until a page says that it was taken. */
const SENT = "zhuqi:sent";
const sent = sessionStorage.getItem(SENT);
if (sent && document.querySelector(".toast")) sessionStorage.removeItem(sent);
sessionStorage.removeItem(SENT);
const kept = (form) => `zhuqi:${location.pathname}:${form.dataset.keep}`;

for (const form of document.querySelectorAll("form[data-keep]")) {
  const fields = [...form.querySelectorAll("input[name], textarea[name], select[name]")]
    .filter((field) => !["hidden", "password", "checkbox", "radio"].includes(field.type));
  const before = JSON.parse(sessionStorage.getItem(kept(form)) || "{}");
  for (const field of fields) if (!field.value && before[field.name]) field.value = before[field.name];
  form.addEventListener("input", () => {
    const now = Object.fromEntries(fields.filter((field) => field.value).map((field) => [field.name, field.value]));
    sessionStorage.setItem(kept(form), JSON.stringify(now));
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENT, kept(form)));
}

/* Whoever leaves takes their words along, also what they kept on this device; where something there wasn't delivered yet, they
   are asked first. Others' words stay. */
const undelivered = async (name) => {
  if (localStorage.getItem(name)) return JSON.parse(localStorage.getItem(name)).filter((one) => one.fields && one.name).length;
  if (!window.indexedDB || !indexedDB.databases || !(await indexedDB.databases()).some((one) => one.name === name)) return 0;
  return new Promise((done) => {
    const opening = indexedDB.open(name);
    opening.onerror = () => done(0);
    opening.onsuccess = () => {
      const asked = opening.result.transaction("drafts").objectStore("drafts").getAll();
      asked.onerror = () => { opening.result.close(); done(0); };
      asked.onsuccess = () => { opening.result.close(); done(asked.result.filter((one) => one.fields && one.name).length); };
    };
  });
};
const cleared = (name) => new Promise((done) => {
  localStorage.removeItem(name);
  if (!window.indexedDB) return done();
  const dropping = indexedDB.deleteDatabase(name);
  dropping.onsuccess = dropping.onerror = dropping.onblocked = () => done();
  return undefined;
});
for (const form of document.querySelectorAll("form[data-forget]"))
  form.addEventListener("submit", async (event) => {
    sessionStorage.clear();
    if (!form.dataset.forget) return;
    event.preventDefault();
    const name = `zhuqi-drafts-${form.dataset.forget}`;
    if (await undelivered(name).catch(() => 0) && !window.confirm(form.dataset.asks)) return;
    await Promise.allSettled([cleared(name), window.caches && caches.delete("zhuqi-phone")]); // nobody is kept in by a store
    form.submit();
  });

/* One press is one submission; the form's key makes sure of it without a script, too. */
for (const form of document.querySelectorAll("form[data-once]"))
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button")) setTimeout(() => { button.disabled = true; });
  });

/* A long list of units can be narrowed by typing; what is ticked stays in sight. */
for (const box of document.querySelectorAll("[data-many]")) {
  const find = document.createElement("input");
  find.type = "search";
  find.placeholder = box.dataset.many;
  find.setAttribute("aria-label", box.dataset.many);
  box.before(find);
  find.addEventListener("input", () => {
    for (const label of box.querySelectorAll("label"))
      label.hidden = !label.textContent.includes(find.value.trim()) && !label.firstElementChild.checked;
    for (const head of box.querySelectorAll(".group")) {
      let next = head.nextElementSibling;
      while (next && next.hidden) next = next.nextElementSibling;
      head.hidden = !next || next.matches(".group");
    }
  });
}

/* What stands beside a page is fetched after it; without a script it is a page of its own. */
for (const place of document.querySelectorAll("[data-beside]"))
  fetch(place.dataset.beside).then((answer) => answer.ok ? answer.text() : "").then((text) => {
    const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-part=beside]");
    if (found) place.replaceChildren(...found.children);
  }).catch(() => {});

/* A form that came back with faults: begin at the first. */
const fault = document.querySelector(".field.bad input, .field.bad textarea, .field.bad select");
if (fault) fault.focus();

/* "/" goes to the search box, but for whoever is typing. */
const box = document.querySelector(".top input[type=search]");
if (box) document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  event.preventDefault();
  box.focus();
  box.select();
});

/* On a phone the list one is on stays in view among the tabs. */
const tab = document.querySelector(".tabs [aria-current]");
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16;

/* Printing is the browser's own; its button is only there where a script can press it. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
