/**
 * Routine → text: a readable form for people and for tests.
 *
 *     f(x)
 *       y := x ** 2
 *       return g(y) + $k
 *     point x = 3
 *
 * Names stand for themselves where they are unmistakable; a second variable of the same name has its slot behind
 * it (`x#3`). `^x` is captured from outside, `$x` belongs to a module, `%Math` is declared nowhere. `:=` declares.
 */

import type {
  ClassCode,
  Expression,
  FunctionCode,
  HoistedFunction,
  ImportedName,
  LocalVariable,
  ModuleCode,
  Pattern,
  PatternElement,
  Routine,
  Spread,
  Statement,
  Variable,
} from "../routine.js";

/** Prints the marked function, the functions written in it and its points; the module's others are only named. */
export function printRoutine(routine: Routine): string {
  const numbers = new Map<FunctionCode, number>();
  numberFunctions(routine.entry, numbers);
  const lines = [...numbers.keys()].flatMap((code) => printFunction(code, numbers));
  const values = routine.points.map(({ values }) =>
    values.map(({ parameter, value }) => `${parameter} = ${returned(value, numbers)}`).join(", "),
  );
  lines.push(...values.map((value) => `point ${value}`));
  const wrt = routine.wrt === null ? "" : `, with respect to ${routine.wrt.join(", ")}`;
  lines.push(`order ${routine.order}${wrt}`);
  return lines.join("\n");
}

/** Prints a module's top level: what it asks for and gives away, and its statements. */
export function printModule(code: ModuleCode): string {
  const { imports, variables, exports, stars, functions, statements } = code;
  const numbers = new Map<FunctionCode, number>();
  const imported = ({ kind, ...name }: ImportedName) => ("name" in name ? name.name : `(${kind})`);
  const nameOf = (index: number) => imports[index]!.specifier;
  const writer: Writer = { numbers, locals: [] };
  return [
    ...imports.map(({ specifier, module }) => `import ${specifier} → ${module}`),
    ...variables.flatMap(({ name, from }) =>
      from === undefined ? [] : [`$${name} is ${imported(from.name)} of ${nameOf(from.import)}`],
    ),
    ...exports.map((one) =>
      "variable" in one
        ? `export ${one.name} is $${variables[one.variable]!.name}`
        : `export ${one.name} is ${imported(one.imported)} of ${nameOf(one.import)}`,
    ),
    ...stars.map((index) => `export all of ${nameOf(index)}`),
    ...hoisted(functions, writer),
    ...statements.flatMap(({ code }) => block(code.body, { numbers, locals: code.locals })),
  ].join("\n");
}

interface Writer {
  /** What functions are called by: in the order in which they are met. */
  numbers: Map<FunctionCode, number>;
  /** The slots that names are printed by. */
  locals: readonly LocalVariable[];
}

/** Numbers a function and those inside it in the order of the text. */
function numberFunctions(code: FunctionCode, numbers: Map<FunctionCode, number>): void {
  numbers.set(code, numbers.size);
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (!("captures" in node)) for (const part of Object.values(node)) visit(part);
    else if (!numbers.has(node as FunctionCode)) numberFunctions(node as FunctionCode, numbers);
  };
  for (const part of [code.parameters, code.body]) visit(part);
}

function functionName(code: FunctionCode, { numbers }: Writer): string {
  if (!numbers.has(code)) numbers.set(code, numbers.size);
  return `f${numbers.get(code)}`;
}

/** The expression that a function gives which does nothing else. */
function returned(code: FunctionCode, numbers: Writer["numbers"]): string {
  const [only] = code.body;
  if (only?.kind !== "return" || only.value === null) return "…";
  return expression(only.value, { numbers, locals: code.locals });
}

function printFunction(code: FunctionCode, numbers: Writer["numbers"]): string[] {
  const writer: Writer = { numbers, locals: code.locals };
  const index = numbers.get(code)!;
  const parameters = code.parameters.map((parameter) => {
    const text = pattern(parameter.pattern, writer);
    const rest = parameter.isRest ? "..." : "";
    return rest + text + defaulted(parameter.defaultValue, writer);
  });
  const mark = index === 0 ? "" : `f${index} `;
  const captures = code.captures.map(({ from, index }) => `${from} ${index}`).join(", ");
  const shared = code.locals.flatMap(({ name, isCaptured }, slot) =>
    isCaptured ? [slotName(name, slot, writer)] : [],
  );
  const notes = [
    ...(code.isArrow ? ["arrow"] : []),
    ...(code.isGenerator ? ["generator"] : []),
    ...(captures === "" ? [] : [`captures ${captures}`]),
    ...(shared.length === 0 ? [] : [`shares ${shared.join(", ")}`]),
  ];
  const head = `${mark}${code.name}(${parameters.join(", ")})`;
  const first = notes.length === 0 ? head : `${head}  // ${notes.join("; ")}`;
  return [first, ...block(code.body, writer).map(indent)];
}

function indent(line: string): string {
  return `  ${line}`;
}

function block(statements: readonly Statement[], writer: Writer): string[] {
  return statements.flatMap((one) => statement(one, writer));
}

function statement(code: Statement, writer: Writer): string[] {
  const write = (node: Expression) => expression(node, writer);
  const inside = (node: Statement) => statement(node, writer).map(indent);
  switch (code.kind) {
    case "expression":
      return [write(code.expression)];
    case "declare":
      return [`${pattern(code.pattern, writer)} := ${code.value === null ? "undefined" : write(code.value)}`];
    case "return":
      return [code.value === null ? "return" : `return ${write(code.value)}`];
    case "throw":
      return [`throw ${write(code.value)}`];
    case "break":
    case "continue":
      return [code.label === null ? code.kind : `${code.kind} ${code.label}`];
    case "block":
      return [
        `block${fresh(code.fresh, writer)}`,
        ...hoisted(code.functions, writer).map(indent),
        ...block(code.body, writer).map(indent),
      ];
    case "if":
      return [
        `if ${write(code.condition)}`,
        ...inside(code.whenTrue),
        ...(code.whenFalse === null ? [] : ["else", ...inside(code.whenFalse)]),
      ];
    case "while":
      return [`${label(code.label)}while ${write(code.condition)}`, ...inside(code.body)];
    case "doWhile":
      return [`${label(code.label)}do`, ...inside(code.body), `while ${write(code.condition)}`];
    case "for": {
      const declarations = code.initial?.kind === "block" ? code.initial.body : [code.initial];
      const initial = declarations.flatMap((one) => (one === null ? [] : statement(one, writer)));
      const head = [
        initial.join(", "),
        code.condition === null ? "" : write(code.condition),
        code.update === null ? "" : write(code.update),
      ];
      const copied = code.perIteration.map((slot) => slotName(writer.locals[slot]!.name, slot, writer));
      const copies = copied.length === 0 ? "" : ` copies ${copied.join(", ")}`;
      const notes = `${fresh(code.fresh, writer)}${copies}`;
      return [`${label(code.label)}for ${head.join("; ")}${notes}`, ...inside(code.body)];
    }
    case "forOf": {
      const head = `${pattern(code.target, writer)} of ${write(code.iterable)}`;
      return [`${label(code.label)}for ${head}${fresh(code.fresh, writer)}`, ...inside(code.body)];
    }
    case "switch":
      return [
        `${label(code.label)}switch ${write(code.subject)}${fresh(code.fresh, writer)}`,
        ...hoisted(code.functions, writer).map(indent),
        ...code.cases.flatMap(({ test, body }) => [
          test === null ? "  default" : `  case ${write(test)}`,
          ...block(body, writer).map((line) => `    ${line}`),
        ]),
      ];
    case "forIn": {
      const head = `${pattern(code.target, writer)} in ${write(code.object)}`;
      return [`${label(code.label)}for ${head}${fresh(code.fresh, writer)}`, ...inside(code.body)];
    }
    case "try": {
      const { handler, finalizer } = code;
      const parameter =
        handler === null || handler.parameter === null ? "" : ` ${pattern(handler.parameter, writer)}`;
      return [
        "try",
        ...inside(code.block),
        ...(handler === null
          ? []
          : [`catch${parameter}${fresh(handler.fresh, writer)}`, ...inside(handler.body)]),
        ...(finalizer === null ? [] : ["finally", ...inside(finalizer)]),
      ];
    }
    case "labelled":
      return [`${code.label}:`, ...inside(code.body)];
    case "unsupported":
      return [`unsupported "${code.finding.message}"`];
  }
}

function label(name: string | null): string {
  return name === null ? "" : `${name}: `;
}

function fresh(slots: readonly number[], writer: Writer): string {
  const names = slots.map((slot) => slotName(writer.locals[slot]!.name, slot, writer));
  return names.length === 0 ? "" : ` fresh ${names.join(", ")}`;
}

function hoisted(functions: readonly HoistedFunction[], writer: Writer): string[] {
  return functions.map(
    (one) => `${variable(one.variable, writer)} := function ${functionName(one.function, writer)}`,
  );
}

function expression(code: Expression, writer: Writer): string {
  const write = (node: Expression) => expression(node, writer);
  switch (code.kind) {
    case "number":
      return Object.is(code.value, -0) ? "-0" : String(code.value);
    case "string":
      return JSON.stringify(code.value);
    case "boolean":
      return String(code.value);
    case "null":
    case "undefined":
    case "this":
      return code.kind;
    case "intrinsic":
      return `%${code.name}`;
    case "read":
      return variable(code.variable, writer);
    case "template":
      return `\`${code.strings.map((text, index) => (index === 0 ? "" : `\${${write(code.expressions[index - 1]!)}}`) + text).join("")}\``;
    case "array":
      return `[${code.elements.map((element) => (element === null ? "" : spread(element, writer))).join(", ")}]`;
    case "object": {
      const properties = code.properties.map((property) =>
        property.kind === "spread"
          ? spread(property, writer)
          : property.kind === "property"
            ? `${key(property.key, writer)}: ${write(property.value)}`
            : `${accessorWords[property.kind]} ${key(property.key, writer)}: function ${functionName(property.function, writer)}`,
      );
      return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
    }
    case "function":
      return `function ${functionName(code.function, writer)}`;
    case "unary":
      return /^[a-z]/.test(code.operator)
        ? `(${code.operator} ${write(code.operand)})`
        : `(${code.operator}${write(code.operand)})`;
    case "binary":
    case "logical":
      return `(${write(code.left)} ${code.operator} ${write(code.right)})`;
    case "chain":
      return `(${[write(code.first), ...code.links.map((link) => `${link.operator} ${write(link.right)}`)].join(" ")})`;
    case "conditional":
      return `(${write(code.condition)} ? ${write(code.whenTrue)} : ${write(code.whenFalse)})`;
    case "assign":
      return `${pattern(code.target, writer)} ${code.operator ?? ""}= ${write(code.value)}`;
    case "update": {
      const target = pattern(code.target, writer);
      return code.isPrefix ? `${code.operator}${target}` : `${target}${code.operator}`;
    }
    case "member":
      return member(code.object, code.property, code.isOptional, writer);
    case "call":
      return `${write(code.callee)}${code.isOptional ? "?." : ""}(${code.arguments.map((argument) => spread(argument, writer)).join(", ")})`;
    case "new":
      return `new ${write(code.callee)}(${code.arguments.map((argument) => spread(argument, writer)).join(", ")})`;
    case "optionalChain":
      return `chain(${write(code.expression)})`;
    case "class":
      return classText(code.class, writer);
    case "superCall":
      return `super(${code.arguments.map((argument) => spread(argument, writer)).join(", ")})`;
    case "superMember":
      return `super[${write(code.property)}]`;
    case "privateMember":
      return `${write(code.object)}${code.isOptional ? "?." : "."}${code.name}`;
    case "privateIn":
      return `(${code.name} in ${write(code.object)})`;
    case "regularExpression":
      return `/${code.source}/${code.flags}`;
    case "newTarget":
      return "new.target";
    case "arguments":
      return "arguments";
    case "delete":
      return `(delete ${member(code.object, code.property, false, writer)})`;
    case "taggedTemplate": {
      const parts = [JSON.stringify(code.raw), ...code.expressions.map(write)];
      return `${write(code.tag)} tag(${parts.join(", ")})`;
    }
    case "enum": {
      const members = code.members.map(({ key: name, value }) => {
        const text = key(name, writer);
        return value === null ? text : `${text} = ${write(value)}`;
      });
      return `enum ${code.own.name} { ${members.join(", ")} }`;
    }
    case "yield": {
      const word = code.isDelegate ? "yield*" : "yield";
      return code.value === null ? `(${word})` : `(${word} ${write(code.value)})`;
    }
    case "sequence":
      return `(${code.expressions.map(write).join(", ")})`;
    case "unsupported":
      return `unsupported("${code.finding.message}")`;
  }
}

const accessorWords = { getter: "get", setter: "set" } as const;

/** `class A extends B { constructor f1; static m: f2; get x: f3; k := f4 }`. */
function classText(code: ClassCode, writer: Writer): string {
  const own = (inner: FunctionCode) => functionName(inner, writer);
  const made = own(code.constructorFunction);
  const members = code.members.map((one) => {
    const before = one.isStatic ? "static " : "";
    if (one.kind === "staticBlock") return `${before}${own(one.function)}`;
    const name = one.key.kind === "private" ? one.key.name : key(one.key, writer);
    if (one.kind === "field") return `${before}${name}${one.value === null ? "" : ` := ${own(one.value)}`}`;
    const word = one.kind === "method" ? "" : `${accessorWords[one.kind]} `;
    return `${before}${word}${name}: ${own(one.function)}`;
  });
  const base = code.base === null ? "" : ` extends ${expression(code.base, writer)}`;
  return `class ${code.name}${base} { ${[`constructor ${made}`, ...members].join("; ")} }`;
}

function spread(code: Expression | Spread, writer: Writer): string {
  return code.kind === "spread" ? `...${expression(code.expression, writer)}` : expression(code, writer);
}

function member(object: Expression, property: Expression, isOptional: boolean, writer: Writer): string {
  const whole = expression(object, writer);
  const isName = property.kind === "string" && isIdentifierText(property.value);
  if (isName) return `${whole}${isOptional ? "?." : "."}${property.value}`;
  return `${whole}${isOptional ? "?." : ""}[${expression(property, writer)}]`;
}

function key(code: Expression, writer: Writer): string {
  if (code.kind !== "string") return `[${expression(code, writer)}]`;
  return isIdentifierText(code.value) ? code.value : JSON.stringify(code.value);
}

function isIdentifierText(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}

function pattern(code: Pattern, writer: Writer): string {
  switch (code.kind) {
    case "name":
      return variable(code.variable, writer);
    case "member":
      return member(code.object, code.property, false, writer);
    case "privateMember":
      return `${expression(code.object, writer)}.${code.name}`;
    case "arrayPattern": {
      const elements = code.elements.map((one) => (one === null ? "" : element(one, writer)));
      const rest = code.rest === null ? [] : [`...${pattern(code.rest, writer)}`];
      return `[${[...elements, ...rest].join(", ")}]`;
    }
    case "objectPattern": {
      const properties = code.properties.map((one) => `${key(one.key, writer)}: ${element(one, writer)}`);
      const rest = code.rest === null ? [] : [`...${pattern(code.rest, writer)}`];
      return `{ ${[...properties, ...rest].join(", ")} }`;
    }
    case "unsupported":
      return `unsupported("${code.finding.message}")`;
  }
}

function element(code: PatternElement, writer: Writer): string {
  return pattern(code.pattern, writer) + defaulted(code.defaultValue, writer);
}

function defaulted(value: Expression | null, writer: Writer): string {
  return value === null ? "" : ` = ${expression(value, writer)}`;
}

function variable(code: Variable, writer: Writer): string {
  if (code.scope === "captured") return `^${code.name}`;
  if (code.scope === "local") return slotName(code.name, code.index, writer);
  return code.scope === "global" ? `%${code.name}` : `$${code.name}`;
}

function slotName(name: string, slot: number, writer: Writer): string {
  const first = writer.locals.findIndex((local) => local.name === name);
  return first === slot ? name : `${name}#${slot}`;
}
