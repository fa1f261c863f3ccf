/* Passkeys: hands the device what a form was given to ask, and the device's answer back to the form. Nothing is kept. */
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = async (asked) => {
    const challenge = bytes(asked.challenge);
    if (asked.user) {
      const user = { ...asked.user, id: bytes(asked.user.id) };
      const excludeCredentials = named(asked.excludeCredentials);
      return navigator.credentials.create({ publicKey: { ...asked, challenge, user, excludeCredentials } });
    }
    const allowCredentials = named(asked.allowCredentials);
    return navigator.credentials.get({ publicKey: { ...asked, challenge, allowCredentials } });
  };

  const answered = (made) => {
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
    const response = {};
    for (const part of parts) if (made.response[part]) response[part] = text(made.response[part]);
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const button = form.querySelector("[data-passkey-go]");
    const say = (which) => {
      for (const said of form.querySelectorAll("[data-passkey-said]")) said.hidden = said.dataset.passkeySaid !== which;
    };
    const go = async () => {
      if (!window.PublicKeyCredential) return say("unknown");
      say("");
      button.disabled = true;
      try {
        form.elements.answer.value = answered(await ask(JSON.parse(form.dataset.passkey).publicKey));
        form.submit();
      } catch (fault) {
        say(fault.name === "InvalidStateError" ? "known" : "failed");
        button.disabled = false;
      }
      return undefined;
    };
    button.hidden = false;
    button.addEventListener("click", go);
    if (form.hasAttribute("data-passkey-now")) go();
  }
})();
