/** What can be assigned to: names, members, and array and object patterns, in declarations and in assignments. */

import { undeclaredMessage } from "../finding.js";
import type { Expression, Pattern, PatternElement, SiteKind } from "../routine.js";
import { unwrap } from "../syntax/functions.js";
import { ts } from "../syntax/typescript.js";
import { privateName, refuseSuper } from "./classes.js";
import { constructMessage } from "./constructs.js";
import { type Bare, type Here, placeAt, siteAt, spanAt, unsupported } from "./context.js";
import { lowerExpression, lowerMember, lowerPropertyName } from "./expressions.js";
import { resolveName } from "./names.js";

type BarePattern = Bare<Pattern>;

/** The pattern of a declaration or a parameter. */
export function lowerBindingName(name: ts.BindingName, here: Here, kind: SiteKind = "assign"): Pattern {
  const span = spanAt(name, here);
  if (ts.isIdentifier(name)) return { ...span, ...namePattern(name, here, kind) } as Pattern;
  const elements = name.elements.map((element) =>
    ts.isOmittedExpression(element) ? null : { element, ...bindingElement(element, here, kind) },
  );
  const rest = elements.find((one) => one?.element.dotDotDotToken !== undefined)?.pattern ?? null;
  const before = elements.filter((one) => one?.element.dotDotDotToken === undefined);
  if (ts.isArrayBindingPattern(name)) {
    return { kind: "arrayPattern", elements: before.map(withoutNode), rest, ...span };
  }
  const properties = before.flatMap((one) => {
    if (one === null) return [];
    const { element, pattern, defaultValue } = one;
    return [{ key: lowerPropertyName(element.propertyName ?? element.name, here), pattern, defaultValue }];
  });
  return { kind: "objectPattern", properties, rest, ...span };
}

function withoutNode(one: (PatternElement & { element: ts.BindingElement }) | null): PatternElement | null {
  return one === null ? null : { pattern: one.pattern, defaultValue: one.defaultValue };
}

function bindingElement(element: ts.BindingElement, here: Here, kind: SiteKind): PatternElement {
  const { name, initializer } = element;
  return {
    pattern: lowerBindingName(name, here, kind),
    defaultValue: initializer === undefined ? null : lowerExpression(initializer, here),
  };
}

/** The target of an assignment, an update or a `for … of` without declaration. */
export function lowerTarget(expression: ts.Expression, here: Here): Pattern {
  const target = unwrap(expression);
  const lower = targets[target.kind] as ((node: ts.Node, here: Here) => BarePattern) | undefined;
  const bare =
    lower === undefined
      ? unsupported(
          here,
          placeAt(target, here),
          "Nothing can be assigned to this. Assign to a variable or a property.",
        )
      : lower(target, here);
  return { ...spanAt(target, here), ...bare } as Pattern;
}

const targets: { [kind in ts.SyntaxKind]?: (node: never, here: Here) => BarePattern } = {
  [ts.SyntaxKind.Identifier]: (node: ts.Identifier, here) => namePattern(node, here, "assign"),
  [ts.SyntaxKind.PropertyAccessExpression]: (node: ts.PropertyAccessExpression, here) =>
    memberTarget(node, here),
  [ts.SyntaxKind.ElementAccessExpression]: (node: ts.ElementAccessExpression, here) =>
    memberTarget(node, here),
  [ts.SyntaxKind.ArrayLiteralExpression]: (node: ts.ArrayLiteralExpression, here) => {
    let rest: Pattern | null = null;
    const elements: (PatternElement | null)[] = [];
    for (const element of node.elements) {
      if (ts.isSpreadElement(element)) rest = lowerTarget(element.expression, here);
      else elements.push(ts.isOmittedExpression(element) ? null : targetElement(element, here));
    }
    return { kind: "arrayPattern", elements, rest };
  },
  [ts.SyntaxKind.ObjectLiteralExpression]: (node: ts.ObjectLiteralExpression, here) => {
    let rest: Pattern | null = null;
    const properties: (PatternElement & { key: Expression })[] = [];
    for (const property of node.properties) {
      if (ts.isSpreadAssignment(property)) {
        rest = lowerTarget(property.expression, here);
      } else if (ts.isShorthandPropertyAssignment(property)) {
        const { name, objectAssignmentInitializer: initializer } = property;
        properties.push({
          key: lowerPropertyName(name, here),
          pattern: lowerTarget(name, here),
          defaultValue: initializer === undefined ? null : lowerExpression(initializer, here),
        });
      } else if (ts.isPropertyAssignment(property)) {
        const key = lowerPropertyName(property.name, here);
        properties.push({ key, ...targetElement(property.initializer, here) });
      } else {
        return unsupported(here, placeAt(property, here), constructMessage(property.kind));
      }
    }
    return { kind: "objectPattern", properties, rest };
  },
};

/** `target` or `target = default` inside a pattern. */
function targetElement(expression: ts.Expression, here: Here): PatternElement {
  const isDefaulted =
    ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (!isDefaulted) return { pattern: lowerTarget(expression, here), defaultValue: null };
  return {
    pattern: lowerTarget(expression.left, here),
    defaultValue: lowerExpression(expression.right, here),
  };
}

function memberTarget(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  here: Here,
): BarePattern {
  if (ts.isOptionalChain(node)) {
    return unsupported(
      here,
      placeAt(node, here),
      "`?.` cannot stand on the left of an assignment. Check with `if` first.",
    );
  }
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return refuseSuper(node, here);
  if (ts.isPropertyAccessExpression(node) && ts.isPrivateIdentifier(node.name)) {
    const object = lowerExpression(node.expression, here);
    return { kind: "privateMember", object, name: privateName(node.name, here) };
  }
  return { kind: "member", ...lowerMember(node, here) };
}

function namePattern(node: ts.Identifier, here: Here, kind: SiteKind): BarePattern {
  const { text } = node;
  const resolved = resolveName(here, text);
  const place = placeAt(node, here);
  switch (resolved.kind) {
    case "variable": {
      const { variable, isConstant } = resolved;
      return { kind: "name", variable, isConstant, ...siteAt(here, kind, text, place) };
    }
    case "failed":
      return unsupported(here, place, resolved.message, resolved.code, resolved.related);
    case "undeclared":
      // The run tells of it. Where there is no point to run, the text does.
      if (here.frame.isStrict) unsupported(here, place, undeclaredMessage(text), "unknown-name");
      return { kind: "name", variable: { scope: "global", name: text }, isConstant: false };
  }
}
