/* Where there is no signal, the page of the phone and what it is made of are given as they were last seen. Nothing else is kept:
   no case, no list, no answer. Where there is signal, the network always comes first. */
"use strict";

const KEPT = "zhuqi-phone", PAGE = "/visits/phone", PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/* The page says what it is made of; what isn't of it any more goes. */
self.addEventListener("message", (event) => {
  const wanted = event.data && event.data.keep;
  if (wanted) event.waitUntil(keep(wanted));
});

const keep = async (wanted) => {
  const cache = await caches.open(KEPT);
  for (const address of wanted) {
    if (address !== PAGE && await cache.match(address)) continue;
    const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
    if (whole(answer)) await cache.put(address, answer);
  }
  for (const held of await cache.keys()) {
    const url = new URL(held.url);
    if (!wanted.includes(url.pathname + url.search)) await cache.delete(held);
  }
};

const whole = (answer) => answer && answer.ok && answer.type === "basic" && !answer.redirected;

const held = (address) => caches.match(address, { cacheName: KEPT, ignoreVary: true }); // makes no store where there is none

const page = async (request) => {
  const asked = fetch(request);
  const late = new Promise((done) => { setTimeout(done, PATIENCE); });
  const answer = await Promise.race([asked.catch(() => null), late]);
  return answer || await held(PAGE) || asked;
};

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(request));
  else if (url.pathname.startsWith("/static/"))
    event.respondWith(held(url.pathname + url.search).then((answer) => answer || fetch(request)));
});
