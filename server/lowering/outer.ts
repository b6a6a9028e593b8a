/**
 * What a nested marked function uses of the functions around it, without a call of them: constants and functions
 * whose values can be computed by themselves.
 *
 *     function solver() {
 *       const rate = 0.1;                                 // computed by itself when it is first read
 *       /** @differentiable @at x = 1 *\/
 *       function step(x) { return x - rate * x; }
 *     }
 */

import type { Finding } from "../finding.js";
import type { Expression, OuterCode, Pattern, Statement } from "../routine.js";
import { isFunctionNode } from "../syntax/functions.js";
import { problemWithin } from "../syntax/parseModule.js";
import { type Binding, namesIn } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { lowerClass } from "./classes.js";
import { constructMessage, constructSentence } from "./constructs.js";
import {
  type Here,
  hereAt,
  makeFunction,
  presentPlace,
  type Resolved,
  type Scope,
  type Slot,
  spanAt,
} from "./context.js";
import { lowerEntityName, lowerEnum, lowerNamespace } from "./enums.js";
import { lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { newSlot } from "./names.js";
import { lowerBindingName } from "./patterns.js";

type Failure = Extract<Resolved, { kind: "failed" }>;
type Value = (here: Here) => Expression;

/** What a name declared around a nested marked function, but not by the module, stands for. */
export function outerVariable(here: Here, binding: Binding): Resolved {
  const { name } = binding;
  const value = lowerOuterValue(here, binding);
  if (typeof value !== "function") return value;
  const declaration = declarationAround(binding.declaration);
  const problem = problemWithin(here.context.parsed, presentPlace(declaration, here));
  if (problem !== null) {
    const message = `\`${name}\` cannot be read: ${problem.message}`;
    return { kind: "failed", code: "syntax-error", message, related: undefined };
  }
  const variable = { scope: "outer", outer: outerCode(here, binding, declaration, value), name } as const;
  return { kind: "variable", variable, isConstant: true };
}

function outerCode(here: Here, binding: Binding, declaration: ts.Node, value: Value): OuterCode {
  const { context } = here;
  const key = binding.identifier;
  const known = context.outerByNode.get(key);
  if (known !== undefined) return known;
  const { name } = binding;
  const { isStrict } = context.code;
  const code = makeFunction(context, { ...presentPlace(declaration, here), name, isStrict }, (own) => {
    const inside = hereAt(context, own, binding.declaration, declaration.getStart(here.source.file));
    const whole = spanAt(declaration, inside);
    const body: Statement[] = [{ kind: "return", value: value(inside), ...whole }];
    return { parameters: [], locals: inside.frame.locals, body };
  });
  const made: OuterCode = { name, code };
  context.outerByNode.set(key, made);
  return made;
}

function lowerOuterValue(here: Here, binding: Binding): Value | Failure {
  const { kind, declaration, name } = binding;
  switch (kind) {
    case "function":
      if (!isFunctionNode(declaration)) {
        return failed(`\`${name}\` is declared here without a body, so it cannot be run.`);
      }
      return (inside) => ({
        kind: "function",
        function: lowerFunction(declaration, inside, { name }),
        ...spanAt(declaration, inside),
      });
    case "class":
      return (inside) => lowerClass(declaration as ts.ClassLikeDeclaration, inside);
    case "enum":
      return (inside) => lowerEnum(declaration as ts.EnumDeclaration, inside);
    case "namespace":
      return (inside) => lowerNamespace(declaration as ts.ModuleDeclaration, inside);
    case "const":
      return constantOf(here, binding);
    case "import": {
      const { moduleReference } = declaration as ts.ImportEqualsDeclaration;
      if (moduleReference !== undefined && !ts.isExternalModuleReference(moduleReference)) {
        return (inside) => lowerEntityName(moduleReference, inside);
      }
      return failed(constructMessage(declaration.kind));
    }
    case "using":
      return failed(constructMessage(declaration.kind), declared(here, binding));
    default:
      return capturedFromOutside(here, binding);
  }
}

function constantOf(here: Here, binding: Binding): Value | Failure {
  const { name } = binding;
  const declaration = binding.declaration as ts.VariableDeclaration;
  const { initializer, parent } = declaration;
  if (!ts.isVariableStatement(parent.parent)) return capturedFromOutside(here, binding);
  if (initializer === undefined) {
    return failed(`\`${name}\` has no value here, so it cannot be used.`, declared(here, binding));
  }
  const pattern = declaration.name;
  if (ts.isIdentifier(pattern)) return (inside) => lowerExpression(initializer, inside, name);
  return (inside) => partOfPattern(pattern, initializer, name, inside);
}

/** `const { a, b } = value`: takes the value apart and gives one of the parts. */
function partOfPattern(
  pattern: ts.BindingPattern,
  initializer: ts.Expression,
  wanted: string,
  here: Here,
): Expression {
  const slots = new Map<string, Slot>();
  for (const { text } of namesIn(pattern)) {
    slots.set(text, { index: newSlot(here.frame, text), isConstant: false });
  }
  const scope: Scope = { kind: "slots", slots, frame: here.frame, outer: here.scope };
  const span = spanAt(pattern.parent, here);
  const target: Pattern = lowerBindingName(pattern, { ...here, scope });
  const value = lowerExpression(initializer, here);
  const variable = { scope: "local", index: slots.get(wanted)!.index, name: wanted } as const;
  return {
    kind: "sequence",
    expressions: [
      { kind: "assign", operator: null, target, value, ...span },
      { kind: "read", variable, ...span },
    ],
    ...span,
  };
}

function declarationAround(node: ts.Node): ts.Node {
  let declaration = node;
  while (ts.isIdentifier(declaration) || ts.isBindingElement(declaration) || isBindingPattern(declaration)) {
    declaration = declaration.parent;
  }
  return declaration;
}

function isBindingPattern(node: ts.Node): boolean {
  return ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node);
}

/** A nested marked function uses what only a call of the function around it has. */
function capturedFromOutside(here: Here, binding: Binding): Failure {
  const what = binding.kind === "parameter" ? "a parameter" : "a variable";
  return failed(
    constructSentence(
      `\`${binding.name}\` is ${what} of the function around, whose value is not known here; it`,
      "Make it a parameter of the marked function, or move it to the module's level.",
    ),
    declared(here, binding),
  );
}

function declared(here: Here, binding: Binding): Finding["related"] {
  const span = spanAt(binding.identifier, here);
  return [{ module: here.source.module, ...span, message: `\`${binding.name}\` is declared here.` }];
}

function failed(message: string, related: Failure["related"] = undefined): Failure {
  return { kind: "failed", code: "unsupported-construct", message, related };
}
