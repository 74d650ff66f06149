/**
 * The element `<iju-check>`: shows a city's page in a frame that the page around it cannot look into, and that learns
 * nothing of that page. It holds no text: what stands in the element is shown where scripts do not run, and names the frame.
 */
import { isAccent } from "../js/accent.js";

const TYPE = "iju-check";
/** Never `allow-same-origin`: the frame would share the storage of whoever hosts it. */
const SANDBOX = "allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
/** As tall as the window from the start: what follows the frame is out of sight when the frame grows. */
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

  /** Where the page is, beside this script; nothing for a city or a language that cannot be. */
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

  /** Shows the top of a new screen to the reader who asked for it; the frame may then be as short as that screen. */
  #toTop() {
    if (document.activeElement !== this.#frame) return;
    if (this.#frame.getBoundingClientRect().top < 0)
      this.#frame.scrollIntoView({ block: "start", behavior: "instant" });
    this.#height = 0;
  }

  #colour() {
    const accent = this.getAttribute("accent");
    // To whoever it is: a sandboxed frame has no origin to name, and a colour is no secret.
    if (isAccent(accent)) this.#frame.contentWindow?.postMessage({ type: TYPE, accent }, "*");
  }
}

if (!customElements.get(TYPE)) customElements.define(TYPE, IjuCheck);
