// What the script of the page and the script of the loader may name: everything else is refused by `scan.mjs`. It
// checks nothing itself.
//
// A row is: the list, the one reason, the names, and how they may be used. An entry that the script does not use is
// refused too, so take it out when the code goes. Uses of a member: r reads (or takes apart), c calls, w writes.
// `next` are the only names that may follow; `of: "#"` calls it only on a private field;
// `own` says that objects of the script's own have the name, and lists and records may stand under it. A new name that can send, navigate or keep belongs in no row.

/** What both scripts may use. */
const BOTH = [
  ["globals", "the document, whose members are listed below", "document"],
  ["globals", "the window, only with the globals of this list", "window"],
  ["globals", "the language's own; they reach nothing outside the script", "Number"],
  ["globals", "listens to the host page or to the device", "addEventListener"],
  ["statics", "numbers", "Number.isInteger"],
  ["members", "finds and moves elements of the page", "replaceChildren", { uses: "c" }],
  ["members", "reads attributes of the page's own markup", "getAttribute", { uses: "c" }],
  ["members", "makes an element of the list `elements`", "createElement", { uses: "c" }],
  ["members", "sets an attribute of the list `attributes`", "setAttribute", { uses: "c" }],
  ["members", "sets one of the page's own variables of style; the policy stops an address in it", "style"],
  ["members", "as above", "setProperty", { uses: "c" }],
  ["members", "the language's own, on texts and lists", "includes replace test", { uses: "c" }],
  ["members", "the frame's height and place", "height top"],
  ["members", "moves the view", "scrollIntoView", { uses: "c" }],
  ["members", "keeps the focus", "activeElement"],
  ["members", "text, which is never read as markup", "textContent"],
  ["members", "what a message from the frame or its host holds, checked before use", "data source type"],
  [
    "members",
    "the one message between frame and host: a height, a new screen or a colour",
    "postMessage",
    { uses: "c" },
  ],
  ["members", "names the frame or a piece", "title", { uses: "w" }],
];

/** The page's script. */
export const PAGE = [
  ...BOTH,
  [
    "globals",
    "the language's own; they reach nothing outside the script",
    "Array ArrayBuffer BigInt Error FinalizationRegistry Int32Array JSON Map Math NaN Object Promise RangeError RegExp Set String Symbol Uint32Array Uint8Array Date parseInt",
  ],
  ["globals", "asks what an element is", "Element HTMLElement HTMLInputElement HTMLSelectElement Text"],
  ["globals", "writes a name safely into a selector", "CSS"],
  [
    "globals",
    "unpacks the engine, which the page itself holds",
    "Blob DecompressionStream Response TextDecoder TextEncoder atob",
  ],
  ["globals", "runs the engine; what it imports has a test of its own", "WebAssembly"],
  [
    "globals",
    "tells the page's own parts what happened",
    "AbortController CustomEvent Event MutationObserver ResizeObserver",
  ],
  ["globals", "reads texts of the page", "NodeFilter"],
  ["globals", "later, with a function and never with a text", "setTimeout clearTimeout"],
  ["globals", "measures how long work took", "performance"],
  ["globals", "tells a developer why the engine did not start", "console", { next: "info warn" }],
  [
    "globals",
    "the steps of the guide, within this page only: browsers refuse another origin",
    "history",
    { next: "back pushState replaceState state" },
  ],
  ["globals", "copies the link on the visitor's step", "navigator", { next: "clipboard" }],
  ["globals", "selects the link so that the visitor can copy it", "getSelection"],
  ["globals", "the host page, for the one message and to compare", "parent", { next: "postMessage" }],
  ["globals", "prints on the visitor's step", "print"],
  ["globals", "to the top of a new screen", "scrollTo"],
  [
    "statics",
    "lists and objects of the script's own",
    "Array.from Array.isArray Object.create Object.entries Object.fromEntries Object.getPrototypeOf Object.hasOwn Object.keys Object.prototype Object.values",
  ],
  ["statics", "texts for a selector", "CSS.escape"],
  ["statics", "days and times", "Date.UTC Date.parse"],
  ["statics", "data that the page itself holds", "JSON.parse JSON.stringify"],
  [
    "statics",
    "numbers",
    "Math.abs Math.floor Math.max Math.min Math.round Number.MAX_SAFE_INTEGER Number.MIN_SAFE_INTEGER Number.NaN Number.isNaN Number.isSafeInteger",
  ],
  ["statics", "reads texts of the page", "NodeFilter.SHOW_TEXT"],
  ["statics", "waits for the engine's two parts", "Promise.all"],
  ["statics", "runs the engine", "WebAssembly.Instance WebAssembly.Module WebAssembly.compile"],

  [
    "members",
    "finds elements of the page",
    "closest contains getElementById matches querySelector querySelectorAll hasAttribute createTreeWalker nextNode",
    { uses: "c" },
  ],
  [
    "members",
    "walks the page",
    "body childNodes children documentElement lastElementChild localName nextElementSibling ownerDocument parentElement",
  ],
  [
    "members",
    "copies and moves pieces of the page",
    "after append before cloneNode insertBefore normalize prepend remove replaceWith",
    { uses: "c" },
  ],
  [
    "members",
    "makes the drawing of the QR code",
    "createElementNS createImageData getContext putImageData",
    { uses: "c" },
  ],
  ["members", "as above", "height width data code", { uses: "w" }],
  ["members", "as above", "size width pad"],
  ["members", "takes an attribute away, or sets one of the list", "removeAttribute toggleAttribute", { uses: "c" }],
  [
    "members",
    "reads and keeps the state of the page's own elements",
    "checked content dataset hidden id lang offsetHeight title value",
  ],
  ["members", "as above", "ariaHidden checked hidden id lang tabIndex textContent value", { uses: "w" }],
  ["members", "the focus", "focus", { uses: "c" }],
  ["members", "what an event tells", "addedNodes attributeName relatedTarget target signal"],
  [
    "members",
    "listens and tells, within this page",
    "addEventListener dispatchEvent observe preventDefault reset",
    { uses: "c" },
  ],
  ["members", "the steps of the guide, see the global", "back pushState replaceState", { uses: "c" }],
  [
    "members",
    "the page's own address: read only, for links that the visitor makes",
    "location",
    { next: "hash href pathname protocol search" },
  ],
  ["members", "as above", "hash href pathname protocol search"],
  ["members", "copies the link on the visitor's step", "clipboard", { next: "writeText" }],
  ["members", "as above", "writeText selectAllChildren", { uses: "c" }],
  ["members", "unpacks the engine", "arrayBuffer decode encode pipeThrough stream", { uses: "c" }],
  ["members", "bytes", "buffer byteLength"],
  ["members", "forgets the engine's objects", "register unregister", { uses: "c" }],
  ["members", "time and notes for developers", "now info", { uses: "c" }],
  [
    "members",
    "lists, texts and maps of the language",
    "add clear delete entries exec fill filter forEach get has matchAll set slice sort toString values",
    { uses: "c" },
  ],
  ["members", "as above", "length"],
  [
    "members",
    "the script's own, named like something of the browser's",
    "evaluate go item list name put refresh show sign text",
    { uses: "c" },
  ],
  [
    "members",
    "a part of the page, and never a function that is called on something else",
    "apply",
    { uses: "c", of: "#" },
  ],
  [
    "members",
    "the script's own, named like something of the browser's",
    "address all apply city code element estimate from gain high index key kind low max message min name now options range rules state states suffixes text to version window",
    { own: true },
  ],
  [
    "members",
    "the script's own, named like something of the browser's",
    "element max min mode name screen sign state type",
    { uses: "w" },
  ],

  ["elements", "a drawing", "svg path"],
  ["elements", "readings and words of another language", "ruby rt span"],
  ["attributes", "for screen readers", "aria-describedby aria-expanded aria-invalid aria-labelledby role"],
  ["attributes", "where a drawing's parts stand", "d height text-anchor transform viewbox width x"],
  [
    "attributes",
    "marks for the page's own styles and script",
    "data-current data-fact data-sheet data-spare data-spent data-unasked data-unfolded hidden open",
  ],
  ["attributes", "numbers the members of a household", "id name"],
  ["attributes", "one of the texts that `marks.js` observes, without its notation", ["_.setAttribute(_,_(_))"]],
  ["attributes", "a link; the list `addresses` says where to", "href"],
  ["addresses", "a place on this page", "#…"],
  [
    "addresses",
    "the page in another language, with its address from the markup and the answers behind `#`",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shape of code that holds a template literal.
    ["_||Object.keys(_).length>0?`${_}#${this.#_}`:_"],
  ],
  [
    "computed",
    "an entry of a list or a record of the script's own",
    ["_[_]", "_[_.name]", "this.#_[_]", "_.answers[_]", "_.answers[_.name]"],
  ],
  [
    "computed",
    "an entry of a list by a number from the engine or a code",
    ["_[this.number()]", "_[_??0]", "_[_.take(_.others)]", "_.report.programmes[_.advised]"],
  ],
  ["computed", "tables of the QR code", ["_[_*_+_]", "_[_+255]"]],
  ["computed", "the engine's list of bytes", ["__wbg_set: writing _[_]"]],
  ["computed", "an answer under the fact's name", [": writing _.answers[_]"]],
];

/** The loader's script, which shows the page in a frame. */
export const LOADER = [
  ...BOTH,
  ["globals", "defines the element", "HTMLElement customElements"],
  ["globals", "forgets the listener", "removeEventListener"],
  ["globals", "numbers of a colour", "parseInt"],
  ["globals", "the address of the page, which stands beside the loader", "URL"],
  ["members", "defines the element, once", "define get", { uses: "c" }],
  ["members", "the loader's own address, of which it makes the page's", "currentScript src href"],
  ["members", "the frame with the page: the one request of the loader", "src", { uses: "w" }],
  ["members", "the frame, as strictly as it may be", "allow loading referrerPolicy onload", { uses: "w" }],
  ["members", "the frame's looks", "cssText display", { uses: "w" }],
  ["members", "the frame, to compare and for the one message", "contentWindow", { next: "postMessage" }],
  ["members", "where the frame stands", "getBoundingClientRect slice", { uses: "c" }],
  ["elements", "the frame", "iframe"],
  ["attributes", "what the frame may do", "sandbox"],
];
