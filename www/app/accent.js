/** Decides which accent colours a host page may set. It sets none itself. */

/**
 * Whether a value is a colour such as "#0017c1" that is readable as text on white and as a background of white text.
 * @param {unknown} colour
 * @returns {colour is string}
 */
export function isAccent(colour) {
  if (typeof colour !== "string" || !/^#[\da-f]{6}$/i.test(colour)) return false;
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part > 0.04045 ? ((part + 0.055) / 1.055) ** 2.4 : part / 12.92;
  });
  // WCAG 2.2: a contrast with white of at least 4.5 to 1.
  return 0.2126 * Number(red) + 0.7152 * Number(green) + 0.0722 * Number(blue) <= 1.05 / 4.5 - 0.05;
}
