// Every name that a browser gives a meaning, from TypeScript's description of browsers. It says nothing about their uses.
import { readFileSync } from "node:fs";

/** What TypeScript's description of browsers declares. */
const DOM = readFileSync(libFile("dom"), "utf8");

/**
 * Every name of a global, and of a member of an object that a browser makes. The language's own names (`map`, `keys`)
 * and the fields of option objects send nothing, so they are not in it, but for the ways to a function's maker.
 */
export const PLATFORM = new Set([
  ...[...DOM.matchAll(/^declare (?:function|var|const) ([\w$]+)/gm)].map(([, name]) => name),
  ...membersOfObjects(),
  ..."constructor call bind apply __proto__ __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ caller callee".split(
    " ",
  ),
  // Browsers have these, and TypeScript's description does not.
  ..."fetchLater navigation httpEquiv privateToken attributionSrc browsingTopics sharedStorageWritable csp".split(" "),
  ..."requestStorageAccess launchQueue webkitRequestFileSystem sharedStorage getBattery connection".split(" "),
]);

/** The members of every interface that a browser makes objects of, and of those that it extends. */
function membersOfObjects() {
  const interfaces = new Map();
  for (const [, name, parents = "", body] of DOM.matchAll(
    /^interface (\w+)(?:<[^{]*?>)?(?: extends ([^{]+))? \{\n([\s\S]*?)^\}/gm,
  )) {
    const known = interfaces.get(name) ?? { parents: [], bodies: [] };
    known.parents.push(...(parents.match(/[A-Z]\w+/g) ?? []));
    known.bodies.push(body);
    interfaces.set(name, known);
  }
  const made = [...DOM.matchAll(/^declare var (\w+): /gm)].map(([, name]) => name);
  const reached = new Set();
  for (const open = [...made, "Window"]; open.length > 0; ) {
    const name = open.pop();
    if (reached.has(name) || !interfaces.has(name)) continue;
    reached.add(name);
    open.push(...interfaces.get(name).parents);
  }
  return [...reached].flatMap((name) =>
    interfaces
      .get(name)
      .bodies.flatMap((body) => [...body.matchAll(/^ {4}(?:readonly |get |set )*([A-Za-z_$][\w$]*)\??[(:<]/gm)])
      .map(([, member]) => member),
  );
}

function libFile(part) {
  const file = `../../node_modules/@typescript/typescript-${process.platform}-${process.arch}/lib/lib.${part}.d.ts`;
  return new URL(file, import.meta.url);
}
