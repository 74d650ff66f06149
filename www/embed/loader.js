/**
 * Defines the element `<iju-check>`, which shows a city's page in a sandboxed frame. The host page cannot read the
 * frame, and the frame cannot read the host page.
 *
 * It contains no text: the element's content is shown until the page in the frame has spoken, and stays where scripts
 * do not run or the host's policy forbids the frame.
 */
import { isAccent } from "../app/accent.js";

const TYPE = "iju-check";
/** Without `allow-same-origin`, so that the frame has no access to the storage of its host. */
const SANDBOX = "allow-scripts allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
/** At least as tall as the window, so that a visitor does not see content move when the frame grows. */
const LEAST = "max(100vh, 800px)";
const TALLEST = 100_000;
/** The page's own accent colour. */
const OWN_ACCENT = "#0017c1";

const { src } = /** @type {HTMLScriptElement | null} */ (document.currentScript) ?? {};

class IjuCheck extends HTMLElement {
  static observedAttributes = ["city", "lang", "mode", "accent", "title"];
  #frame = document.createElement("iframe");
  #address = "";

  constructor() {
    super();
    const frame = this.#frame;
    // Before anything else: a browser tells of attributes before it tells that the element is in the page.
    frame.setAttribute("sandbox", SANDBOX);
    frame.allow = "clipboard-write; web-share";
    frame.referrerPolicy = "no-referrer";
    frame.loading = "lazy";
    frame.onload = () => this.#sendAccent();
  }

  connectedCallback() {
    window.addEventListener("message", this);
    this.#follow();
  }

  disconnectedCallback() {
    window.removeEventListener("message", this);
    this.#frame.src = this.#address; // what the browser loads if the element is put back
  }

  /** Its presence keeps the visit where a host page moves the element with `moveBefore`. */
  connectedMoveCallback() {}

  attributeChangedCallback() {
    if (this.isConnected) this.#follow();
  }

  /** @param {MessageEvent} message */
  handleEvent({ source, data }) {
    if (!source || source !== this.#frame.contentWindow || data?.type !== TYPE) return;
    const { height, top } = data;
    if (top === true) this.#scrollToTop();
    if (!Number.isInteger(height) || height < 1 || height > TALLEST) return;
    for (const one of [...this.childNodes]) if (one !== this.#frame) one.remove();
    this.#style(height);
  }

  /** Shows what the attributes name. With a city or a language that is not valid, everything stays as it is. */
  #follow() {
    const address = this.#named();
    if (!address) return;
    const frame = this.#frame;
    frame.title = this.title || frame.title || this.textContent?.trim() || TYPE;
    this.style.display = "block";
    if (!frame.isConnected) {
      this.style.position = "relative";
      this.#style(0);
      frame.src = address;
      this.append(frame);
    } else if (address !== this.#address) {
      // Adds no step to the visitor's history.
      frame.contentWindow?.location.replace(address);
    }
    this.#address = address;
    this.#sendAccent();
  }

  /** The page's address, relative to this script; null if the city or the language is not valid. */
  #named() {
    const city = this.getAttribute("city") ?? "";
    const language = this.getAttribute("lang") || "ja";
    if (!src || !/^[a-z][a-z0-9-]*$/.test(city) || !["ja", "easy", "en"].includes(language)) return null;
    const all = this.getAttribute("mode") === "single" ? "#all" : "";
    return new URL(`${city}/${language === "ja" ? "" : `${language}/`}index.html${all}`, src).href;
  }

  /**
   * Styles the frame with the height of its page; with 0, before the page has spoken, it is there and not seen.
   * @param {number} height in CSS pixels
   */
  #style(height) {
    const place = height > 0 ? "" : "; position: absolute; inset: 0; visibility: hidden";
    const style = `all: initial; display: block; width: 100%; border: 0; height: max(${LEAST}, ${height}px)${place}`;
    this.#frame.style.cssText = style.replace(/(?=;|$)/g, " !important");
  }

  /** Scrolls to the top of a new screen if the visitor is in the frame. */
  #scrollToTop() {
    const frame = this.#frame;
    if (document.activeElement === frame && frame.getBoundingClientRect().top < 0)
      frame.scrollIntoView({ block: "start", behavior: "instant" });
  }

  /** Sends the accent colour to the page. */
  #sendAccent() {
    const named = this.getAttribute("accent");
    const accent = named === null ? OWN_ACCENT : named;
    // A sandboxed frame has no origin to name as the receiver, and a colour is no secret.
    if (isAccent(accent)) this.#frame.contentWindow?.postMessage({ type: TYPE, accent }, "*");
  }
}

if (!customElements.get(TYPE)) customElements.define(TYPE, IjuCheck);
