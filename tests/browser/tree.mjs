// Questions about a script's syntax tree: which variable a name stands for, and what an expression certainly is. It
// forbids nothing.

/** How a member is used. */
export function useOf(node) {
  const { parent } = node;
  if (parent.type === "ChainExpression") return useOf(parent);
  if (["CallExpression", "NewExpression"].includes(parent.type) && parent.callee === node) return "c";
  if (parent.type === "TaggedTemplateExpression" && parent.tag === node) return "c";
  if (parent.type === "AssignmentExpression" && parent.left === node) return "w";
  if (parent.type === "UpdateExpression" || (parent.type === "UnaryExpression" && parent.operator === "delete"))
    return "w";
  const isTarget = ["ArrayPattern", "RestElement", "ForOfStatement", "ForInStatement"].includes(parent.type);
  if (isTarget && parent.right !== node) return "w";
  if (parent.type === "AssignmentPattern" && parent.left === node) return "w";
  if (parent.type === "Property" && parent.value === node && parent.parent.type === "ObjectPattern") return "w";
  return "r";
}

export const nameOf = ({ computed, property }) =>
  property.type === "PrivateIdentifier"
    ? null
    : computed
      ? constant(property)
      : (property.name ?? String(property.value));

/** The text of a constant expression; null for any other. */
export function constant(node) {
  if (node?.type === "Literal") return String(node.value);
  if (node?.type === "TemplateLiteral") {
    const parts = node.expressions.map(constant);
    if (parts.includes(null)) return null;
    return node.quasis.map(({ value }, i) => value.cooked + (parts[i] ?? "")).join("");
  }
  if (node?.type === "BinaryExpression" && node.operator === "+") {
    const [left, right] = [constant(node.left), constant(node.right)];
    return left === null || right === null ? null : left + right;
  }
  return null;
}

/** The names that an expression can be: a constant, a choice of constants, or one of a written list. */
export function names(node) {
  const text = constant(node);
  if (text !== null) return [text];
  if (node?.type === "ConditionalExpression") {
    const both = [names(node.consequent), names(node.alternate)];
    return both.includes(null) ? null : both.flat();
  }
  const found = node?.type === "Identifier" ? binding(node) : null;
  if (found?.writes.length !== 1) return null;
  const { loop, value } = found.writes[0];
  if (!loop) return value ? names(value) : null;
  const list = value.type === "Identifier" ? binding(value)?.writes : [{ value }];
  const items =
    list?.length === 1 && list[0].value?.type === "ArrayExpression" ? list[0].value.elements.map(constant) : [null];
  return items.includes(null) ? null : items;
}

/** Whether an expression is certainly a number. */
export function isNumber(node, busy = new Set()) {
  if (!node || busy.has(node)) return busy.has(node);
  const next = new Set(busy).add(node);
  const sub = (one) => isNumber(one, next);
  switch (node.type) {
    case "Literal":
      return typeof node.value === "number";
    case "UnaryExpression":
      return ["+", "-", "~", "!"].includes(node.operator);
    case "UpdateExpression":
      return true;
    case "BinaryExpression":
      return node.operator === "+" ? sub(node.left) && sub(node.right) : !["in", "instanceof"].includes(node.operator);
    case "ConditionalExpression":
      return sub(node.consequent) && sub(node.alternate);
    case "LogicalExpression":
      return sub(node.left) && sub(node.right);
    case "AssignmentExpression":
      return node.operator === "="
        ? sub(node.right)
        : !["+=", "&&=", "||=", "??="].includes(node.operator) || sub(node.right);
    case "MemberExpression":
      return !node.computed && node.property.name === "length";
    case "CallExpression": {
      const { callee } = node;
      if (callee.type === "Identifier") return callee.name === "Number" && !binding(callee);
      if (callee.type !== "MemberExpression" || callee.object.name !== "Math") return false;
      return !binding(callee.object);
    }
    case "Identifier": {
      const found = binding(node);
      if (!found) return false;
      return (
        found.writes.length > 0 && found.writes.every(({ value, loop, number }) => number || (!loop && sub(value)))
      );
    }
    default:
      return false;
  }
}

/** What makes a new object of the script's own. */
const MAKERS = /^(?:Object\.(?:create|fromEntries)|JSON\.parse|Array\.from)$/;

/** Whether an expression is certainly an object or a list that the script made itself. */
export function isMade(node) {
  if (["ObjectExpression", "ArrayExpression"].includes(node.type)) return true;
  if (node.type === "CallExpression" && node.callee.type === "MemberExpression") {
    const { object } = node.callee;
    return MAKERS.test(`${object.name}.${nameOf(node.callee)}`) && !binding(object);
  }
  if (node.type === "NewExpression") return /Array$/.test(node.callee.name ?? "") && !binding(node.callee);
  if (node.type === "AssignmentExpression") return isMade(node.right);
  if (node.type !== "Identifier") return false;
  const writes = binding(node)?.writes ?? [];
  return writes.length > 0 && writes.every(({ value, loop }) => !loop && value && isMade(value));
}

/** Every node below and with a node. */
export function all(node) {
  const found = [];
  const add = (one) => {
    found.push(one);
    for (const below of children(one)) add(below);
  };
  add(node);
  return found;
}

const children = (node) =>
  Object.entries(node)
    .filter(([key]) => key !== "parent" && key !== "scope" && key !== "loc")
    .flatMap(([, value]) => value)
    .filter((value) => typeof value?.type === "string" && typeof value.start === "number");

/** Whether a name stands for a variable, and is not a key. */
export function isReference(node) {
  const { parent } = node;
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (["MethodDefinition", "PropertyDefinition"].includes(parent.type)) return parent.value === node || parent.computed;
  if (parent.type === "Property") return parent.value === node || parent.computed;
  return !["LabeledStatement", "BreakStatement", "ContinueStatement", "MetaProperty", "ExportSpecifier"].includes(
    parent.type,
  );
}

/** The variable that a name stands for; null for a global. */
export function binding(node) {
  for (let at = node; at; at = at.parent) {
    const found = at.scope?.get(node.name);
    if (found) return found;
  }
  return null;
}

export const isFunction = (node) => /Function/.test(node.type);
const OPENS = /Function|^(?:Program|BlockStatement|For\w*Statement|SwitchStatement|CatchClause|Class\w+|StaticBlock)$/;
/** Methods of a list that pass a position as the second argument. */
const COUNTED = /^(?:map|forEach|filter|some|every|find|findIndex|flatMap|findLast)$/;

/** Gives each node its parent, and each scope its variables with what is written to them. */
export function link(tree) {
  const nodes = [];
  const visit = (node) => {
    nodes.push(node);
    if (OPENS.test(node.type)) node.scope = new Map();
    for (const one of children(node)) {
      one.parent = node;
      visit(one);
    }
  };
  visit(tree);
  const declare = (name, at, write) => {
    if (!at.scope.has(name)) at.scope.set(name, { writes: [], references: [] });
    if (write) at.scope.get(name).writes.push(write);
  };
  const scopeOf = (node, isWhole) => {
    let at = node.parent;
    while (!at.scope || (isWhole && !isFunction(at) && !["Program", "StaticBlock"].includes(at.type))) at = at.parent;
    return at;
  };
  for (const node of nodes) {
    if (node.type === "VariableDeclarator") {
      const scope = scopeOf(node, node.parent.kind === "var");
      const loop = /^For(?:Of|In)/.test(node.parent.parent.type) && node.parent.parent.left === node.parent;
      const value = loop ? node.parent.parent.right : node.init;
      const isName = node.id.type === "Identifier";
      if (isName && !value) declare(node.id.name, scope, null);
      for (const name of bound(node.id))
        if (!isName || value) declare(name, scope, isName ? { value, loop } : { loop: true, value: tree });
    } else if (isFunction(node)) {
      if (node.id)
        declare(node.id.name, node.type === "FunctionDeclaration" ? scopeOf(node) : node, { loop: true, value: node });
      declare("arguments", node, { loop: true, value: node });
      const { parent } = node;
      const isCounted =
        parent.type === "CallExpression" &&
        parent.callee.type === "MemberExpression" &&
        COUNTED.test(nameOf(parent.callee) ?? "");
      node.params.forEach((one, i) => {
        const number = isCounted && i === 1 && one.type === "Identifier";
        const position = one.type === "Identifier" ? i : undefined;
        for (const name of bound(one)) declare(name, node, { loop: true, value: node, number, position });
      });
    } else if (/^Class/.test(node.type) && node.id) {
      declare(node.id.name, node, { loop: true, value: node });
      if (node.type === "ClassDeclaration") declare(node.id.name, scopeOf(node), { loop: true, value: node });
    } else if (node.type === "CatchClause" && node.param) {
      for (const name of bound(node.param)) declare(name, node, { loop: true, value: node });
    } else if (node.type === "ImportDeclaration") {
      for (const { local } of node.specifiers) declare(local.name, tree, { loop: true, value: node });
    }
  }
  for (const node of nodes) {
    if (node.type === "Identifier" && node.parent && isReference(node)) binding(node)?.references.push(node);
    if (node.type === "AssignmentExpression")
      for (const one of bound(node.left))
        binding({ name: one, parent: node })?.writes.push(
          node.left.type === "Identifier" ? { value: node } : { loop: true, value: node },
        );
    if (/^For(?:Of|In)/.test(node.type) && node.left.type !== "VariableDeclaration")
      for (const one of bound(node.left))
        binding({ name: one, parent: node })?.writes.push({ loop: true, value: node });
  }
}

/** The names that a pattern binds. */
function bound(node) {
  if (!node) return [];
  if (node.type === "Identifier") return [node.name];
  if (node.type === "ObjectPattern") return node.properties.flatMap((one) => bound(one.value ?? one.argument));
  if (node.type === "ArrayPattern") return node.elements.flatMap(bound);
  if (node.type === "AssignmentPattern") return bound(node.left);
  if (node.type === "RestElement") return bound(node.argument);
  return [];
}
