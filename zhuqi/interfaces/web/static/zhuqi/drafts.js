/* What is written on the page of the phone, kept on this device until it is delivered, once: in the browser's database, or in its
   plain storage where the address isn't secure. Each account has a store of its own. Without this script the page is a form. */
"use strict";

(() => {
  const form = document.getElementById("told");
  if (!form) return;
  const { mark, sync } = form.dataset, allowed = form.dataset.offline === "yes";
  const says = (name) => form.dataset[`says${name[0].toUpperCase()}${name.slice(1)}`];
  const NAME = `zhuqi-drafts-${mark}`, TYPING = "typing", AT_ONCE = 20, SIDE = 1600, SOON = 4000, SELDOM = 60000;
  const $ = (id) => document.getElementById(id);
  const whole = (tx) => new Promise((done, no) => { tx.oncomplete = done; tx.onerror = tx.onabort = () => no(tx.error); });
  const asked = (request) => new Promise((done, no) => { request.onsuccess = () => done(request.result); request.onerror = () => no(request.error); });

  /* The store: every write is on the disk before anybody is told so. */
  const inDatabase = async () => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("drafts", { keyPath: "key" });
    const db = await asked(opening);
    db.onversionchange = () => db.close();
    const change = async (act) => {
      const tx = db.transaction("drafts", "readwrite", { durability: "strict" });
      act(tx.objectStore("drafts"));
      await whole(tx);
    };
    return {
      photos: true,
      all: () => asked(db.transaction("drafts").objectStore("drafts").getAll()),
      put: (draft) => change((rows) => rows.put(draft)),
      drop: (key) => change((rows) => rows.delete(key)),
    };
  };
  const inPlain = () => {
    const read = () => JSON.parse(localStorage.getItem(NAME) || "[]");
    const write = (rows) => localStorage.setItem(NAME, JSON.stringify(rows));
    return {
      photos: false,
      all: async () => read(),
      put: async (draft) => write([...read().filter((one) => one.key !== draft.key), draft]),
      drop: async (key) => write(read().filter((one) => one.key !== key)),
    };
  };
  const opened = (window.isSecureContext && window.indexedDB ? inDatabase() : Promise.reject()).catch(inPlain);

  /* The form as plain values, and back. */
  const NOT_KEPT = ["csrfmiddlewaretoken", "key"];
  const values = () => Object.fromEntries([...new FormData(form)].filter(([name, value]) => typeof value === "string" && value && !NOT_KEPT.includes(name)));
  const fill = (fields) => {
    for (const field of form.elements) {
      if (!field.name || NOT_KEPT.includes(field.name) || ["file", "submit"].includes(field.type) || field.tagName === "BUTTON") continue;
      if (["radio", "checkbox"].includes(field.type)) field.checked = fields[field.name] === field.value;
      else field.value = fields[field.name] || "";
      if ((fields[field.name] || "") !== (blank[field.name] || "") && field.closest("details")) field.closest("details").open = true;
    }
    told();
  };
  const firm = form.elements.enterprise;
  const chosen = () => firm.selectedOptions[0];
  const told = () => { $("place").textContent = (chosen() && chosen().dataset.place) || ""; };
  const wanted = new URLSearchParams(location.search).get("enterprise");
  if (wanted && !firm.value) firm.value = wanted;
  firm.addEventListener("change", told);
  told();

  /* The day goes on by the server's clock, also on a page that was kept. */
  const SEEN = `zhuqi-clock-${form.dataset.now}`;
  const since = Number(localStorage.getItem(SEEN)) || Date.now();
  for (const name of Object.keys(localStorage)) if (name.startsWith("zhuqi-clock-") && name !== SEEN) localStorage.removeItem(name);
  localStorage.setItem(SEEN, since);
  const [, sign, hours, minutes] = form.dataset.now.match(/([+-])(\d\d):(\d\d)$/) || [0, "+", 0, 0];
  const ahead = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60e3;
  const today = () => new Date(Date.parse(form.dataset.now) + Date.now() - since + ahead).toISOString().slice(0, 10);
  const first = form.elements.day.defaultValue;
  if (first && form.elements.day.value === first) form.elements.day.value = today();
  const blank = values();

  /* Photos are made smaller before they are kept; what can't be drawn goes as it is, and the server looks through it. */
  const smaller = async (file) => {
    try {
      const picture = await createImageBitmap(file);
      const by = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * by);
      canvas.height = Math.round(picture.height * by);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return await new Promise((done) => { canvas.toBlob((drawn) => done(drawn || file), "image/jpeg", .82); });
    } catch (fault) { return file; }
  };
  const photos = async () => {
    const kept = {};
    for (const input of form.querySelectorAll("input[type=file]"))
      if (input.files.length) kept[input.name] = await Promise.all([...input.files].slice(0, Number(form.dataset.photos)).map(smaller));
    return kept;
  };
  const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(15)), (one) => one.toString(16).padStart(2, "0")).join("");

  /* What lies here, and what became of it. */
  const list = $("drafts").querySelector("ul");
  const button = (word, press) => {
    const made = document.createElement("button");
    made.type = "button"; made.className = "btn"; made.textContent = word;
    made.addEventListener("click", press);
    return made;
  };
  const LAMPS = { waits: "grey", login: "grey", delivered: "green", before: "green", look: "yellow", alike: "yellow" };
  const line = (store, draft) => {
    const row = document.createElement("li"), what = document.createElement("div"), acts = document.createElement("div");
    const title = document.createElement("p"), lamp = document.createElement("span");
    title.className = "t"; title.textContent = `${draft.name} · ${draft.day}`;
    lamp.className = `lamp ${LAMPS[draft.state]}`; lamp.textContent = says(draft.state === "alike" ? "look" : draft.state);
    row.dataset.state = draft.state;
    acts.className = "acts";
    what.append(title, lamp);
    if (draft.said) { const why = document.createElement("p"); why.className = "meta"; why.textContent = draft.said; what.append(why); }
    if (draft.at) { const open = document.createElement("a"); open.className = "btn"; open.href = draft.at; open.textContent = says("open"); acts.append(open); }
    if (draft.state === "alike") {
      acts.append(button(says("anyway"), () => again(store, draft, { ...draft.fields, anyway: "1" })));
      acts.append(button(says("same"), () => again(store, draft, without(draft, draft.need), draft.need)));
    }
    if (draft.state === "look") acts.append(button(says("change"), async () => {
      fill(draft.fields); change.from = draft; await store.drop(draft.key); await show(); form.scrollIntoView();
    }));
    if (draft.state === "look" || draft.state === "alike") acts.append(button(says("drop"), async () => { await store.drop(draft.key); await show(); }));
    row.append(what, acts);
    return row;
  };
  const change = { from: null };
  /* The need that is in hand already is left out: its number is counted among those that were filled in. */
  const numbers = (fields) => [1, 2, 3].filter((n) => ["kind", "wrong", "waiting", "by", "words"].some((name) => fields[`${name}_${n}`]));
  const without = (draft, need) => {
    const n = numbers(draft.fields)[need - 1];
    return Object.fromEntries(Object.entries(draft.fields).filter(([name]) => !name.endsWith(`_${n}`)));
  };
  const again = async (store, draft, fields, need) => {
    const files = { ...draft.files };
    if (need) delete files[`photos_${numbers(draft.fields)[need - 1]}`];
    await store.put({ ...draft, fields, files, state: "waits", said: "", need: null });
    await deliver();
  };
  const show = async () => {
    const store = await opened;
    const rows = (await store.all()).filter((one) => one.key !== TYPING).sort((a, b) => b.made - a.made);
    list.replaceChildren(...rows.map((draft) => line(store, draft)));
    $("drafts").hidden = !rows.length;
    const waiting = rows.some((one) => one.state === "waits");
    $("signal").hidden = !(waiting && !navigator.onLine);
    $("signal").textContent = says("kept");
    return waiting;
  };

  /* Delivering: one tab at a time; the key makes sure of it beyond that. Only an answer ends a draft. */
  let running = false, timer = 0, pause = SOON;
  const deliver = async () => {
    if (running) return;
    running = true;
    try {
      await (navigator.locks ? navigator.locks.request(NAME, carry) : carry());
    } catch (fault) { /* no signal: it stays here, and is sent again */ } finally { running = false; }
    clearTimeout(timer);
    if (!await show()) { pause = SOON; return; }
    timer = setTimeout(deliver, pause); // not every browser tells when the signal is back
    pause = Math.min(SELDOM, pause * 1.5);
  };
  const carry = async () => {
    const store = await opened;
    const waiting = (await store.all()).filter((one) => ["waits", "login"].includes(one.state));
    if (!waiting.length) return;
    await show();
    const here = await fetch(sync, { credentials: "same-origin", redirect: "error" });
    if (here.status === 401) { for (const one of waiting) await store.put({ ...one, state: "login" }); return; }
    if (!here.ok) return;
    const { account, token } = await here.json();
    if (account !== mark) return;
    while (waiting.length) {
      const some = waiting[0].pictured ? waiting.splice(0, 1) : waiting.splice(0, AT_ONCE);
      const body = new FormData();
      body.set("drafts", JSON.stringify(some.map(({ key, fields }) => ({ key, fields, account: mark }))));
      for (const one of some) for (const [name, files] of Object.entries(one.files || {}))
        for (const [n, file] of files.entries()) body.append(`photos_${one.key}_${name.slice(-1)}`, file, `${n + 1}.jpg`);
      const answer = await fetch(sync, { method: "POST", body, credentials: "same-origin", redirect: "error", headers: { "X-CSRFToken": token } });
      if (!answer.ok) return;
      for (const one of (await answer.json()).answers) await settle(store, some.find((draft) => draft.key === one.key), one);
    }
  };
  /* What is delivered leaves nothing but a line: its words and photos go. */
  const settle = async (store, draft, { became, said, at, need }) => {
    if (!draft || became === "later" || became === "another") return;
    const { key, name, day, made } = draft, done = became === "taken" || became === "before";
    if (done) await store.put({ key, name, day, made, said, at, state: became === "taken" ? "delivered" : "before" });
    else await store.put({ ...draft, said, at, need, state: became === "alike" ? "alike" : "look" });
  };

  if (allowed) {
    let typing = 0;
    form.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(async () => (await opened).put({ key: TYPING, fields: values() }), 250);
    });
    form.addEventListener("submit", async (event) => {
      const files = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
      if (files && !(window.isSecureContext && window.indexedDB)) return; // the plain storage holds no photos: it goes as a form
      event.preventDefault();
      const nothing = Boolean(event.submitter && event.submitter.dataset.nothing !== undefined), typed = values();
      const short = numbers(typed).some((n) => !typed[`kind_${n}`] || !typed[`wrong_${n}`]) || !numbers(typed).length;
      const lacks = !firm.value ? "firm" : !nothing && short ? "lacks" : "";
      $("lacks").textContent = lacks && says(lacks);
      $("lacks").hidden = !lacks;
      if (lacks) return;
      clearTimeout(typing);
      const store = await opened, kept = nothing ? {} : await photos(), before = change.from;
      if (nothing) for (const name of Object.keys(typed)) if (/_\d$/.test(name)) delete typed[name];
      if (nothing) typed.nothing = "1";
      await store.put({
        key: newKey(), fields: typed, files: { ...(before && before.files), ...kept }, name: chosen().textContent, day: typed.day,
        pictured: Boolean(Object.keys(kept).length || (before && before.pictured)), state: "waits", made: Date.now(),
      });
      change.from = null;
      await store.drop(TYPING);
      form.reset();
      fill({ ...blank, enterprise: "" });
      await deliver();
      $("drafts").scrollIntoView();
    });
    opened.then(async (store) => {
      const typing = (await store.all()).find((one) => one.key === TYPING);
      if (typing) fill({ ...typing.fields, ...(wanted ? { enterprise: wanted } : {}) });
      for (const old of (await store.all()).filter((one) => ["delivered", "before"].includes(one.state) && Date.now() - one.made > 864e5))
        await store.drop(old.key);
    });
  }
  window.addEventListener("online", deliver);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) deliver(); });
  deliver();

  /* The page itself, where the edition says that it may be kept. */
  if (navigator.serviceWorker && allowed) {
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
    const mine = parts.map((one) => new URL(one)).map((url) => url.pathname + url.search);
    navigator.serviceWorker.register("/sw.js", { scope: "/", updateViaCache: "none" })
      .then(() => navigator.serviceWorker.ready)
      .then((ready) => { if (navigator.onLine) ready.active.postMessage({ keep: [location.pathname, ...mine] }); })
      .catch(() => {});
  } else if (navigator.serviceWorker) {
    navigator.serviceWorker.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
    if (window.caches) caches.delete("zhuqi-phone");
  }
})();
