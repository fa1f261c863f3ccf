/* The dispatch room by keyboard, and kept fresh. Without it everything works by links and forms.
   The list never moves under the cursor: rows change in their place, new ones are announced by a line. */
"use strict";

const queue = document.getElementById("queue");
const room = document.getElementById("room");
const help = document.getElementById("help");
const batch = document.getElementById("batch");
const rows = () => (queue ? [...queue.children] : []);
const narrow = () => matchMedia("(max-width: 48rem)").matches;
let at = rows().findIndex((row) => row.hasAttribute("aria-current"));

function pick(n) {
  const all = rows();
  if (!all.length) return;
  if (all[at]) all[at].removeAttribute("aria-current");
  at = Math.max(0, Math.min(all.length - 1, n));
  all[at].setAttribute("aria-current", "true");
  all[at].scrollIntoView({ block: "nearest" });
}

function show(n) {
  pick(n);
  const link = rows()[at] && rows()[at].querySelector("a");
  if (link) link.click();
}

function press(key) {
  const target = document.querySelector(`#preview [data-key="${key}"]`);
  if (!target) return false;
  if (target.tagName === "A") target.click();
  else target.focus(); /* a button that sends is aimed at; Enter presses it */
  return true;
}

function count() {
  if (!batch) return;
  const n = queue.querySelectorAll("input:checked").length;
  batch.querySelector("output").textContent = n || "";
}

const KEYS = {
  j: () => show(at + 1),
  k: () => show(at - 1),
  x: () => { const tick = rows()[at] && rows()[at].querySelector("input[type=checkbox]"); if (tick) tick.click(); },
  b: () => { if (batch && queue.querySelector("input:checked")) batch.requestSubmit(); },
  Escape: () => { for (const tick of queue ? queue.querySelectorAll("input:checked") : []) tick.click(); },
  a: () => press("a") || press("u"),
  z: () => { if (!press("z")) document.getElementById("sent").click(); },
  "/": () => document.querySelector("input[type=search]").focus(),
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing) return;
  const done = KEYS[event.key] ? (KEYS[event.key](), true) : "umrn".includes(event.key) && press(event.key);
  if (done) event.preventDefault();
});

document.addEventListener("change", count);
for (const button of document.querySelectorAll("[data-help]")) button.addEventListener("click", () => help.showModal());
count();

/* A row that is pressed is the one that is picked. On a phone its case is a page of its own. */
document.addEventListener("click", (event) => {
  const row = event.target.closest("#queue > li");
  const link = row && event.target.closest("a");
  if (link) pick(rows().indexOf(row));
});
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const from = event.detail.elt;
  if (from.matches("#queue a") && narrow()) { event.preventDefault(); location.assign(from.href); }
  if (from.hasAttribute("data-poll") && document.hidden) event.preventDefault();
});

/* Asked again and again with the mark of the last answer: what is the same comes back empty. */
let tag = "";
document.body.addEventListener("htmx:configRequest", (event) => {
  if (tag && event.detail.elt.id === "poll") event.detail.headers["If-None-Match"] = tag;
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.id === "poll" && event.detail.xhr) tag = event.detail.xhr.getResponseHeader("ETag") || "";
});

/* The case beside the queue was moved by somebody else: show how it stands, unless something is being done with it. */
document.body.addEventListener("htmx:oobAfterSwap", (event) => {
  const line = event.detail.target;
  const row = line && line.closest && line.closest("#queue > li");
  if (!row || !line.matches(".changed") || rows().indexOf(row) !== at) return;
  if (!document.getElementById("preview").contains(document.activeElement)) line.querySelector("a").click();
});
