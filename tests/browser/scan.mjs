// Reads a script as a syntax tree and names everything in it that the table of `allowed.mjs` does not list: globals,
// names of the platform, elements, attributes, and ways to reach a name that cannot be read here. It runs no script.
//
// A name that no browser knows is the script's own and needs no entry. What reads a platform's name from data (`x[k]`
// with a string `k`) is refused unless `x` is an object that the script made.
import { parse } from "acorn";
import { PLATFORM } from "./platform.mjs";
import {
  useOf,
  nameOf,
  constant,
  names,
  isNumber,
  isMade,
  all,
  isReference,
  binding,
  isFunction,
  link,
} from "./tree.mjs";

/** The global object by its names: a member of it is a global too. */
const GLOBAL_OBJECTS = new Set(["window", "self", "globalThis", "frames", "top", "parent"]);

/**
 * Finds what a script uses and the table does not list, and entries of the table that the script does not use.
 *
 * @param {string} text the script
 * @param {[list: string, why: string, names: string, rules?: {uses?: string, next?: string, of?: "#", own?: true}][]} rows see `allowed.mjs`
 * @returns {{refused: string[], unused: string[]}} each with the place: "line:column: what it is …code…"
 * @throws {SyntaxError} where the text is not a script
 */
export function scan(text, rows) {
  const table = tableOf(rows);
  const tree = parse(text, { ecmaVersion: "latest", sourceType: "module", locations: true });
  link(tree);
  const refused = [];
  const used = new Set();
  const refuse = (node, what) => {
    const { line, column } = node.loc.start;
    refused.push(`${line}:${column}: ${what} in …${text.slice(Math.max(0, node.start - 20), node.start + 60)}…`);
  };
  /** Whether a list of the table holds a name for a use. It notes the use. */
  const listed = (list, name, use) => {
    const entry = table[list][name] ?? null;
    const holds = entry !== null && (!use || (entry.uses ?? "r").includes(use));
    if (holds) used.add(use ? `${list} ${name} ${use}` : `${list} ${name}`);
    return holds ? entry : null;
  };
  const isOwn = (name) => table.members[name]?.own === true;
  const seen = { text, refuse, listed, isOwn };
  for (const node of all(tree)) RULES[node.type]?.(node, seen);
  const unused = Object.entries(table).flatMap(([list, entries]) =>
    Object.entries(entries).flatMap(([name, { uses }]) =>
      (HAS_USES.has(list) ? [...(uses ?? "r")].map((use) => `${list} ${name} ${use}`) : [`${list} ${name}`]).filter(
        (entry) => !used.has(entry),
      ),
    ),
  );
  return { refused, unused };
}

/** The rows by list and by name. Names are separated by blanks; a name with blanks stands in a list of one. */
function tableOf(rows) {
  const table = Object.fromEntries(LISTS.map((list) => [list, Object.create(null)]));
  for (const [list, why, names, { uses = "r", next, of, own } = {}] of rows) {
    if (!why || !table[list]) throw new Error(`no reason, or no list: ${list} ${names}`);
    for (const name of Array.isArray(names) ? names : names.split(" ")) {
      const before = table[list][name];
      if (before && (list !== "members" || [...uses].some((use) => before.uses.includes(use))))
        throw new Error(`twice: ${list} ${name}`);
      table[list][name] = {
        uses: uses + (before?.uses ?? ""),
        next: next?.split(" ") ?? before?.next,
        of: of ?? before?.of,
        own: own ?? before?.own,
      };
    }
  }
  return table;
}

const LISTS = ["globals", "statics", "members", "elements", "attributes", "addresses", "computed", "whole"];
const HAS_USES = new Set(["members"]);
const USES = { r: "reading", c: "calling", w: "writing" };

const RULES = {
  Identifier(node, seen) {
    if (!isReference(node) || binding(node)) return;
    const entry = seen.listed("globals", node.name);
    if (useOf(node) === "w") return seen.refuse(node, `writing the global \`${node.name}\``);
    if (!entry) return seen.refuse(node, `the global \`${node.name}\``);
    const { parent } = node;
    if (entry.next) afterwards(node, node.name, entry.next, seen);
    const whole = GLOBAL_OBJECTS.has(node.name) && !(parent.type === "MemberExpression" && parent.object === node);
    if (whole && parent.type !== "BinaryExpression") seen.refuse(node, `\`${node.name}\` as a whole`);
  },

  MemberExpression(node, seen) {
    const { object, property, computed } = node;
    if (property.type === "PrivateIdentifier" || isWhole(node, seen)) return;
    const name = computed ? constant(property) : property.name;
    if (name === null) return computedMember(node, seen);
    if (/^\d+$/.test(name)) return;
    member(node, name, object, useOf(node), seen);
  },

  ObjectPattern(node, seen) {
    const from = node.parent.type === "VariableDeclarator" ? node.parent.init : node.parent.right;
    for (const one of node.properties) {
      if (one.type !== "Property") continue;
      const name = one.computed ? constant(one.key) : (one.key.name ?? String(one.key.value));
      if (name === null) seen.refuse(one, "a name that is computed");
      else member(one, name, from ?? null, "r", seen);
    }
    if (from?.type === "Identifier" && !binding(from) && GLOBAL_OBJECTS.has(from.name))
      seen.refuse(node, "the global object taken apart");
  },

  Property(node, { refuse }) {
    if (node.parent.type !== "ObjectExpression") return;
    const isNull = node.value.type === "Literal" && node.value.value === null;
    if ((node.key.name ?? node.key.value) === "__proto__" && !isNull) refuse(node, "`__proto__`");
  },

  CallExpression(node, seen) {
    const name = node.callee.type === "MemberExpression" ? nameOf(node.callee) : node.callee.name;
    CALLS[name]?.(node, seen);
  },

  ImportExpression: (node, { refuse }) => refuse(node, "`import()`"),
  ImportDeclaration: (node, { refuse }) => refuse(node, "`import`"),
  ExportAllDeclaration: (node, { refuse }) => refuse(node, "`export … from`"),
  ExportNamedDeclaration: (node, { refuse }) => node.source && refuse(node, "`export … from`"),
  MetaProperty: (node, { refuse }) => node.meta.name === "import" && refuse(node, "`import.meta`"),
};

/** Whether a name is what a call calls or an assignment writes that the table lists as a whole, with what it is given. */
function isWhole(node, { listed, text }) {
  let at = node;
  while (["MemberExpression", "ChainExpression"].includes(at.parent.type) && at.parent.property !== at) at = at.parent;
  const { parent } = at;
  const does =
    (parent.type === "AssignmentExpression" && parent.left === at) ||
    (parent.type === "CallExpression" && parent.callee === at);
  return does && listed("whole", shapeOf(parent, text)) !== null;
}

/** Calls whose arguments decide what they do. */
const CALLS = {
  createElement: (node, seen) => argument(node, 0, "elements", seen),
  createElementNS: (node, seen) => argument(node, 1, "elements", seen),
  setAttribute(node, seen) {
    argument(node, 0, "attributes", seen);
    if (names(node.arguments[0])?.some((name) => /href$/i.test(name))) address(node, node.arguments[1], seen);
  },
  toggleAttribute: (node, seen) => argument(node, 0, "attributes", seen),
  assign(node, seen) {
    for (const from of node.arguments.slice(1)) {
      if (from.type !== "ObjectExpression") seen.refuse(from, "what `Object.assign` writes cannot be read here");
      else
        for (const one of from.properties) {
          const name = one.type === "Property" ? nameOf({ ...one, property: one.key }) : null;
          if (name === null) seen.refuse(one, "what `Object.assign` writes cannot be read here");
          else if (name === "href") address(one, one.value, seen);
          else member(one, name, null, "w", seen);
        }
    }
  },
  setTimeout: later,
  requestAnimationFrame: later,
  setInterval: later,
};

function later(node, { refuse }) {
  const code = node.arguments[0];
  if (!code || (!/Function/.test(code.type) && !(code.type === "Identifier" && binding(code))))
    refuse(node, "a timer for something that is no function");
}

/** A use of a member by its name. */
function member(node, name, from, use, seen) {
  const owner = from?.type === "Identifier" && !binding(from) ? from.name : null;
  if (owner && GLOBAL_OBJECTS.has(owner)) {
    // It is looked up below, among the globals.
  } else if (owner && /^[A-Z]/.test(owner) && owner !== "Symbol") {
    // A static member, such as `Object.keys`.
    if (!seen.listed("statics", `${owner}.${name}`)) seen.refuse(node, `\`${owner}.${name}\``);
    return;
  } else if (!PLATFORM.has(name)) return;
  if (name === "href" && use === "w") return address(node, node.parent.right, seen);
  const inList = owner && GLOBAL_OBJECTS.has(owner) ? "globals" : "members";
  if (inList === "globals" && use === "w") return seen.refuse(node, `writing the global \`${name}\``);
  const entry = inList === "globals" ? seen.listed(inList, name) : seen.listed(inList, name, use);
  if (!entry) {
    seen.refuse(node, inList === "members" ? `${USES[use]} \`${name}\`` : `the global \`${name}\``);
  } else if (
    entry.of === "#" &&
    !(from?.type === "MemberExpression" && from.property.type === "PrivateIdentifier") &&
    use === "c"
  )
    seen.refuse(node, `${USES[use]} \`${name}\` of anything but a private field`);
  else if (entry.next) afterwards(node, name, entry.next, seen);
}

/** A name that leads to something powerful may be followed only by the listed names. */
function afterwards(node, name, allowed, { refuse }) {
  const { parent } = node;
  if (parent.type === "BinaryExpression") return;
  let next = null;
  if (parent.type === "MemberExpression" && parent.object === node) next = [nameOf(parent)];
  if (parent.type === "VariableDeclarator" && parent.id.type === "ObjectPattern")
    next = parent.id.properties.map((one) => (one.type === "Property" && !one.computed ? one.key.name : null));
  const isWritten = parent.type === "MemberExpression" && useOf(parent) === "w";
  if (!next || isWritten || next.some((one) => !allowed.includes(one)))
    refuse(node, `\`${name}\` with anything but ${allowed.join(", ")}`);
}

/** The address of a link: a place on the page itself, or an expression of the table. */
function address(node, value, seen) {
  const start = value?.type === "TemplateLiteral" ? value.quasis[0].value.cooked : constant(value);
  if (start?.startsWith("#") && seen.listed("addresses", "#…")) return;
  const shape = value ? shapeOf(value, seen.text) : "";
  if (!seen.listed("addresses", shape)) seen.refuse(node, `a link to \`${shape}\``);
}

/** An argument that must be one of the listed names. */
function argument(node, at, list, seen) {
  const found = names(node.arguments[at]);
  if (!found && seen.listed(list, shapeOf(node, seen.text))) return;
  if (!found) return seen.refuse(node, `one of the ${list} that cannot be read here`);
  for (const name of found)
    if (!seen.listed(list, name.toLowerCase())) seen.refuse(node, `\`${name}\`, which is not one of the ${list}`);
}

/** `x[k]`, where k is no constant: by number, or on an object that the script made. */
function computedMember(node, seen) {
  const { object, property } = node;
  if (isNumber(property) || isMade(object)) return;
  if (property.type === "MemberExpression" && property.object.name === "Symbol" && !binding(property.object)) return;
  const shape = shapeOf(node, seen.text);
  const use = useOf(node);
  const { parent } = node;
  // A number or nothing but true and false is no address.
  if (use === "w" && parent.type === "AssignmentExpression" && isNumber(parent.right)) return;
  const isHost = isOfBrowser(object, seen.isOwn);
  if (!isHost && use === "r" && seen.listed("computed", shape)) return;
  const within = use === "r" ? shape : `${homeOf(node)}: ${USES[use]} ${shape}`;
  if (isHost || use === "r" || !seen.listed("computed", within)) seen.refuse(node, `a computed name, \`${within}\``);
}

/** The name of the property whose function holds a node, without the bundler's digits; "" for any other place. */
function homeOf(node) {
  let at = node.parent;
  while (at && !isFunction(at)) at = at.parent;
  return at?.parent.type === "Property"
    ? String(at.parent.key.name ?? at.parent.key.value).replace(/_[0-9a-f]{16}$/, "")
    : "";
}

/** Whether an expression can be seen to be an object of the browser: a global, an element, `this` or a call's result. */
function isOfBrowser(node, isOwn, busy = new Set()) {
  if (!node || busy.has(node)) return false;
  busy.add(node);
  const sub = (one) => isOfBrowser(one, isOwn, busy);
  if (node.type === "ThisExpression" || node.type === "CallExpression") return true;
  if (node.type === "ChainExpression") return sub(node.expression);
  if (node.type === "MemberExpression") return PLATFORM.has(nameOf(node)) && !isOwn(nameOf(node));
  if (node.type === "LogicalExpression") return sub(node.left) || sub(node.right);
  if (node.type === "ConditionalExpression") return sub(node.consequent) || sub(node.alternate);
  if (node.type === "AssignmentExpression") return sub(node.right);
  if (node.type !== "Identifier") return false;
  const found = binding(node);
  if (!found) return node.name !== "undefined";
  return found.writes.some(({ value, loop, position }) => {
    if (position !== undefined) return passed(value, position).some((one) => isHandle(one) && sub(one));
    return !loop && value && isHandle(value) && sub(value);
  });
}

/** Whether what is passed or kept can be judged: what a call gives back cannot, and would refuse every list. */
const isHandle = (node) =>
  node.type !== "CallExpression" ||
  /^(?:createElement|querySelector|closest|getElementById)/.test((node.callee.property && nameOf(node.callee)) ?? "");

/** What a function gets as an argument, wherever it is called by its own name or as a private method. */
function passed(made, position) {
  const { parent } = made;
  let calls = [];
  if (parent.type === "MethodDefinition" && parent.key.type === "PrivateIdentifier") {
    calls = all(parent.parent).filter(
      ({ type, callee }) =>
        type === "CallExpression" &&
        callee.property?.type === "PrivateIdentifier" &&
        callee.property.name === parent.key.name,
    );
  } else {
    const name =
      made.id ??
      (parent.type === "VariableDeclarator" ? parent.id : parent.type === "AssignmentExpression" ? parent.left : null);
    const found = name?.type === "Identifier" ? binding(name) : null;
    calls = (found?.references ?? [])
      .map((one) => one.parent)
      .filter(({ type, callee }) => type === "CallExpression" && callee.name === name.name);
    // The function may be called where it stands.
    if (parent.type === "CallExpression" && parent.callee === made) calls.push(parent);
  }
  return calls.map((call) => call.arguments[position]).filter(Boolean);
}

/** What the code looks like without the names of variables, which a smaller bundle changes. */
function shapeOf(node, text) {
  const own = all(node)
    .filter(
      (one) => one.type === "PrivateIdentifier" || (one.type === "Identifier" && isReference(one) && binding(one)),
    )
    .sort((a, b) => b.start - a.start);
  let shape = text.slice(node.start, node.end);
  for (const { type, start, end } of own)
    shape = `${shape.slice(0, start - node.start)}${type === "Identifier" ? "_" : "#_"}${shape.slice(end - node.start)}`;
  return shape;
}
