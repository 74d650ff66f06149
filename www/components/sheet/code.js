/** Draws a two-dimensional code. It knows nothing of what the code holds. */
import { correction, generate } from "lean-qr/nano";

/** The quiet zone around a QR code, in modules. Scanners need it to find the code. */
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";

/**
 * A QR code as an SVG element; null if the text is too long for one.
 * @param {Document} page
 * @param {string} text
 */
export function drawCode(page, text) {
  /** @type {{ size: number, get(x: number, y: number): boolean }} */
  let code;
  try {
    code = generate(text, { minCorrectionLevel: correction.M });
  } catch {
    return null;
  }
  let path = "";
  for (let y = 0; y < code.size; y += 1)
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x} ${y}h1v1h-1z`;
  const svg = page.createElementNS(SVG, "svg");
  const side = code.size + 2 * QUIET;
  svg.setAttribute("viewBox", `${-QUIET} ${-QUIET} ${side} ${side}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", "sheet-caption");
  // Half a millimetre for each module: most printers and cameras can handle that.
  svg.setAttribute("width", `${side / 2}mm`);
  svg.setAttribute("height", `${side / 2}mm`);
  const drawing = page.createElementNS(SVG, "path");
  drawing.setAttribute("d", path);
  svg.append(drawing);
  return svg;
}
