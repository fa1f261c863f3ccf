/* The wall looks again by itself: where nothing changed the server answers 304 and nothing is drawn. When it is away the wall
   keeps standing, and says since when. */
"use strict";

const EVERY = 20000, PATIENCE = 15000;
let last = document.querySelector(".wall [data-time]").textContent;
let next;

const show = (stale) => {
  const said = document.querySelector(".wall .stale");
  said.querySelector("b").textContent = last;
  said.hidden = !stale;
  document.querySelector(".wall [data-time]").textContent = stale ? "" : last;
};

const look = async () => {
  clearTimeout(next);
  const wall = document.querySelector("main.wall"), stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = { "If-None-Match": `"${wall.dataset.tag}"` };
    const answer = await fetch(location.href, { headers, cache: "no-store", redirect: "error", signal: stop.signal });
    if (answer.status !== 200 && answer.status !== 304) throw new Error(answer.status);
    if (answer.status === 200) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      wall.replaceWith(document.adoptNode(page.querySelector("main.wall")));
    }
    last = answer.headers.get("Wall-Time");
    show(false);
  } catch {
    show(true);
  }
  clearTimeout(late);
  next = setTimeout(look, EVERY);
};

next = setTimeout(look, EVERY);
addEventListener("online", look);
