/**
 * Makes elements. Texts become text nodes, never HTML, whatever they contain.
 *
 *     element("button", { class: "name", onclick: jump }, "f")
 */

type Attributes = Record<string, string | boolean | ((event: Event) => void) | undefined>;
type Child = Node | string | null;

/** A value of true sets the attribute without a value; false and undefined leave it out; a function listens to `on…`. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice("on".length), value);
    else if (value === true) made.setAttribute(name, "");
    else if (typeof value === "string") made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** An icon of 16 × 16, drawn in the colour of the text around it; nothing to a screen reader. */
export function icon(name: string, path: string): SVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("class", `icon ${name}`);
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(namespace, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** Makes the children of a parent exactly these, touching only what is not in its place already. */
export function placeChildren(parent: Element, children: readonly Element[]): void {
  for (const [index, child] of children.entries()) {
    const there = parent.children[index] ?? null;
    if (there !== child) parent.insertBefore(child, there);
  }
  while (parent.children.length > children.length) parent.lastElementChild!.remove();
}
