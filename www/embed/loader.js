/**
 * Defines the element `<iju-check>`, which shows a city's page in a sandboxed frame. The host page cannot read the
 * frame, and the frame cannot read the host page.
 *
 * It contains no text: the element's content names the frame, and is shown where scripts do not run.
 */
import { isAccent } from "../app/accent.js";

const TYPE = "iju-check";
/** Without `allow-same-origin`, so that the frame has no access to the storage of its host. */
const SANDBOX = "allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
/** At least as tall as the window, so that a visitor does not see content move when the frame grows. */
const LEAST = "max(100vh, 800px)";
const TALLEST = 100_000;

const { src } = /** @type {HTMLScriptElement | null} */ (document.currentScript) ?? {};

class IjuCheck extends HTMLElement {
  #frame = document.createElement("iframe");
  #height = 0;

  connectedCallback() {
    const address = this.#address();
    if (!address) return;
    const frame = this.#frame;
    frame.setAttribute("sandbox", SANDBOX);
    frame.allow = "clipboard-write; web-share";
    frame.referrerPolicy = "no-referrer";
    frame.loading = "lazy";
    frame.title ||= this.textContent?.trim() || TYPE;
    frame.style.cssText = "all: initial; display: block; width: 100%; border: 0".replace(/(?=;|$)/g, " !important");
    this.style.display = "block";
    this.#resize(0);
    frame.onload = () => this.#colour();
    frame.src = address;
    window.addEventListener("message", this);
    this.replaceChildren(frame);
  }

  disconnectedCallback() {
    window.removeEventListener("message", this);
  }

  /** @param {MessageEvent} message */
  handleEvent({ source, data }) {
    if (!source || source !== this.#frame.contentWindow || data?.type !== TYPE) return;
    const { height, top } = data;
    if (top === true) this.#toTop();
    if (Number.isInteger(height) && height > this.#height && height <= TALLEST) this.#resize(height);
  }

  /** The page's address, relative to this script; null if the city or the language is not valid. */
  #address() {
    const city = this.getAttribute("city") ?? "";
    const language = this.getAttribute("lang") || "ja";
    if (!src || !/^[a-z][a-z0-9-]*$/.test(city) || !["ja", "easy", "en"].includes(language)) return null;
    const all = this.getAttribute("mode") === "single" ? "#all" : "";
    return new URL(`${city}/${language === "ja" ? "" : `${language}/`}index.html${all}`, src).href;
  }

  /** @param {number} height */
  #resize(height) {
    this.#height = height;
    this.#frame.style.setProperty("height", `max(${LEAST}, ${height}px)`, "important");
  }

  /** Scrolls to the top of a new screen if the visitor is in the frame; the frame may then become shorter. */
  #toTop() {
    if (document.activeElement !== this.#frame) return;
    if (this.#frame.getBoundingClientRect().top < 0)
      this.#frame.scrollIntoView({ block: "start", behavior: "instant" });
    this.#height = 0;
  }

  /** Sends the accent colour to the page. */
  #colour() {
    const accent = this.getAttribute("accent");
    // A sandboxed frame has no origin to name as the receiver, and a colour is no secret.
    if (isAccent(accent)) this.#frame.contentWindow?.postMessage({ type: TYPE, accent }, "*");
  }
}

if (!customElements.get(TYPE)) customElements.define(TYPE, IjuCheck);
