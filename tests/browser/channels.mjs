// Tries every channel by which a page could send data. Each channel requests an address that contains its name.
// It does not know which channels a policy blocks.

/**
 * Tries all channels, or those in `only`, and returns "tried" or the error's text for each. The addresses are
 * `<other>/leak/<name>`, or `/leak/<name>` for channels that cannot reach another origin.
 *
 * Puppeteer runs this function in the page, so it uses nothing from this file.
 */
export async function tryAll(other, only = null) {
  const at = (name) => `${other}/leak/${name}`;
  const own = (name) => `${location.origin}/leak/${name}`;
  const element = (tag, properties, parent = document.body) => {
    const made = Object.assign(document.createElement(tag), properties);
    parent.append(made);
    return made;
  };
  const svg = (tag, name, parent) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    made.setAttribute("href", at(name));
    made.setAttribute("width", "9");
    made.setAttribute("height", "9");
    parent.append(made);
  };
  const adopt = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
  };
  const box = (style) => Object.assign(element("i").style, { display: "block", width: "9px", height: "9px" }, style);
  const link = (name, properties) => element("link", { href: at(name), ...properties }, document.head);
  const submit = (name, method) => {
    const form = element("form", { action: at(name), method });
    element("input", { name: "answer", value: "1" }, form);
    form.submit();
  };
  const click = (made) => {
    made.click();
    made.remove();
  };
  const blob = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const channels = {
    fetch: () => void fetch(at("fetch"), { mode: "no-cors" }).catch(() => null),
    "fetch-own": () => void fetch(own("fetch-own")).catch(() => null),
    "fetch-keepalive": () =>
      void fetch(at("fetch-keepalive"), { mode: "no-cors", method: "POST", body: "1", keepalive: true }).catch(
        () => null,
      ),
    xhr: () => {
      const request = new XMLHttpRequest();
      request.open("POST", at("xhr"));
      request.send("1");
    },
    beacon: () => navigator.sendBeacon(at("beacon"), "1"),
    websocket: () => new WebSocket(at("websocket").replace("http", "ws")),
    eventsource: () => new EventSource(at("eventsource")),
    img: () => element("img", { src: at("img") }),
    "img-detached": () => {
      new Image().src = at("img-detached");
    },
    srcset: () => element("img", { srcset: `${at("srcset")} 1x` }),
    "input-image": () => element("input", { type: "image", src: at("input-image") }),
    background: () => element("table").setAttribute("background", at("background")),
    "css-inline": () => box({ backgroundImage: `url(${at("css-inline")})` }),
    "css-mask": () => box({ maskImage: `url(${at("css-mask")})` }),
    "css-adopted": () => {
      adopt(`#css-adopted { background: url(${at("css-adopted")}) }`);
      element("p", { id: "css-adopted", textContent: "1" });
    },
    "css-style": () => element("style", { textContent: `@import url(${at("css-style")});` }, document.head),
    font: () => void new FontFace("leak", `url(${at("font")})`).load().catch(() => null),
    "font-rule": () => {
      adopt(`@font-face { font-family: leaky; src: url(${at("font-rule")}) } #font-rule { font-family: leaky }`);
      element("p", { id: "font-rule", textContent: "1" });
    },
    script: () => element("script", { src: at("script") }),
    "script-module": () => element("script", { type: "module", src: at("script-module") }),
    "script-inline": () =>
      element("script", { textContent: `fetch(${JSON.stringify(at("script-inline"))}, { mode: "no-cors" })` }),
    import: () => element("script", { type: "module", textContent: `import(${JSON.stringify(at("import"))})` }),
    worklet: () => void new AudioContext().audioWorklet.addModule(at("worklet")).catch(() => null),
    "link-stylesheet": () => link("link-stylesheet", { rel: "stylesheet" }),
    "link-prefetch": () => link("link-prefetch", { rel: "prefetch" }),
    "link-preload": () => link("link-preload", { rel: "preload", as: "image" }),
    "link-modulepreload": () => link("link-modulepreload", { rel: "modulepreload" }),
    "link-icon": () => link("link-icon", { rel: "icon" }),
    iframe: () => element("iframe", { src: at("iframe") }),
    "iframe-srcdoc": () => element("iframe", { srcdoc: `<img src="${at("iframe-srcdoc")}">` }),
    "iframe-blob": () =>
      element("iframe", {
        src: URL.createObjectURL(new Blob([`<img src="${at("iframe-blob")}">`], { type: "text/html" })),
      }),
    object: () => element("object", { data: at("object") }),
    embed: () => element("embed", { src: at("embed") }),
    video: () => element("video", { src: at("video"), preload: "auto" }),
    "video-poster": () => element("video", { poster: at("video-poster") }),
    audio: () => element("audio", { src: at("audio"), preload: "auto" }),
    "svg-image": () =>
      svg(
        "image",
        "svg-image",
        element("div").appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg")),
      ),
    markup: () => {
      element("div").innerHTML = `<img src="${at("markup")}">`;
    },
    worker: () => new Worker(own("worker")),
    "worker-blob": () => new Worker(blob(`fetch(${JSON.stringify(at("worker-blob"))}, { mode: "no-cors" })`)),
    "shared-worker": () => new SharedWorker(own("shared-worker")),
    "service-worker": () =>
      void navigator.serviceWorker.register(own("service-worker"), { scope: "/leak/" }).catch(() => null),
    speculation: () =>
      element("script", {
        type: "speculationrules",
        textContent: JSON.stringify({
          prefetch: [{ source: "list", urls: [own("speculation")], eagerness: "immediate" }],
        }),
      }),
    ping: () => click(element("a", { href: "#", ping: at("ping") })),
    "form-get": () => submit("form-get", "get"),
    "form-post": () => submit("form-post", "post"),
  };
  const said = {};
  for (const [name, attempt] of Object.entries(channels)) {
    if (only && !only.includes(name)) continue;
    // Submitting a form cancels pending requests, even if the page stays, so forms come last.
    if (name.startsWith("form")) await new Promise((resolve) => setTimeout(resolve, 700));
    try {
      attempt();
      said[name] = "tried";
    } catch (error) {
      said[name] = String(error);
    }
  }
  return said;
}
