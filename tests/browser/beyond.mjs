// Tries the channels that a page's policy may not cover: navigation, names looked up, connections of other parts of the
// browser, and what stays in it. It does not know which of them a policy stops.

/**
 * Tries the channels. `where` gives an address for requests and ports for connections, `host` the end of the names
 * that are looked up. Returns "tried" or the error for each.
 *
 * Puppeteer runs this function in the page, so it uses nothing from this file.
 */
export async function tryBeyond({ other, address, turn, stun, preconnect, host }) {
  const at = (name) => `${other}/leak/${name}`;
  const named = (name) => `${name}.${host}`;
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const link = (rel, href) => document.head.append(Object.assign(document.createElement("link"), { rel, href }));
  const peers = [];
  const peer = (...given) => {
    peers.push(new RTCPeerConnection(...given));
    return peers.at(-1);
  };
  const call = async (server) => {
    const one = peer({ iceServers: [server] });
    one.createDataChannel("leak");
    await one.setLocalDescription(await one.createOffer());
  };
  const candidate = async (name) => {
    const [one, two] = [peer(), peer()];
    one.createDataChannel("leak");
    await one.setLocalDescription(await one.createOffer());
    await two.setRemoteDescription(one.localDescription);
    await two.setLocalDescription(await two.createAnswer());
    await one.setRemoteDescription(two.localDescription);
    const usernameFragment = /ice-ufrag:(\S+)/.exec(two.localDescription.sdp)[1];
    const text = `candidate:1 1 udp 2122260223 ${name} 4444 typ host generation 0 ufrag ${usernameFragment}`;
    await one.addIceCandidate({ candidate: text, sdpMid: "0", sdpMLineIndex: 0, usernameFragment });
  };
  const attempts = {
    "webrtc-stun": () => call({ urls: `stun:${address}:${stun}` }),
    "webrtc-turn": () =>
      call({ urls: `turn:${address}:${turn}?transport=tcp`, username: "answer", credential: "answer" }),
    "webrtc-name": () => call({ urls: `stun:${named("webrtc-name")}:3478` }),
    "webrtc-candidate": () => candidate(named("webrtc-candidate")),
    "dns-prefetch": () => link("dns-prefetch", `//${named("dns-prefetch")}`),
    preconnect: () => link("preconnect", `http://${address}:${preconnect}`),
    webauthn: () =>
      navigator.credentials.get({
        publicKey: { challenge: new Uint8Array(16), rpId: named("webauthn"), timeout: 2000 },
      }),
    "window-open": () => window.open(at("window-open")),
    "link-click": () =>
      Object.assign(document.createElement("a"), { href: at("link-click"), target: "_blank" }).click(),
  };
  const said = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      await Promise.race([attempt(), pause(1500)]);
      said[name] = "tried";
    } catch (error) {
      said[name] = String(error);
    }
  }
  // Each of these takes the place of the page, and the server's answer leaves it there.
  document.head.append(
    Object.assign(document.createElement("meta"), { httpEquiv: "refresh", content: `0;url=${at("meta-refresh")}` }),
  );
  await pause(700);
  location.href = at("navigation");
  await pause(700);
  return said;
}

/** Keeps a value in every way that a browser has, and returns the names of the ways that gave it back. */
export async function tryKeeping() {
  const ways = {
    localStorage: () => {
      localStorage.setItem("leak", "1");
      return localStorage.getItem("leak") === "1";
    },
    sessionStorage: () => {
      sessionStorage.setItem("leak", "1");
      return sessionStorage.getItem("leak") === "1";
    },
    cookie: () => {
      // biome-ignore lint/suspicious/noDocumentCookie: the old way is the one to try
      document.cookie = "leak=1";
      return document.cookie.includes("leak=1");
    },
    indexedDB: () =>
      new Promise((resolve, reject) => {
        const asked = indexedDB.open("leak");
        asked.onsuccess = () => resolve(true);
        asked.onerror = () => reject(asked.error);
      }),
    caches: async () => (await caches.open("leak")) !== undefined,
    name: () => {
      window.name = "leak";
      return window.name === "leak";
    },
    address: () => {
      history.replaceState(null, "", "#leak");
      return location.hash === "#leak";
    },
  };
  const kept = [];
  for (const [name, way] of Object.entries(ways)) {
    try {
      if (await way()) kept.push(name);
    } catch {
      // The browser refuses it here.
    }
  }
  return kept;
}
