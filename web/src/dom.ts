// SPDX-License-Identifier: Apache-2.0
//
// Elements without a framework. Text of data only ever becomes a text node, never HTML.

export type Child = Node | string | number | null | undefined | false | Child[];
type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Attributes = Record<string, Value>;

const svg_names = "http://www.w3.org/2000/svg";

function append(parent: Element, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.append(typeof child === "number" ? String(child) : child);
  }
}

function dress(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value as EventListener);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  dress(element, attributes);
  append(element, children);
  return element;
}

export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svg_names, tag);
  dress(element, attributes);
  append(element, children);
  return element;
}

/** Fills `parent` anew and puts the focus back on the element with the same `data-key`, so that a toggle stays under the finger. */
export function refill(parent: HTMLElement, ...children: Child[]): void {
  const active = document.activeElement;
  const key = active && parent.contains(active) ? active.getAttribute("data-key") : null;
  parent.replaceChildren();
  append(parent, children);
  if (key === null) return;
  const again = parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
}

/** Opens with its content made when it is first opened: long tables cost nothing until somebody looks. */
export function lazy_details(summary: Child, make: () => Child, attributes: Attributes = {}): HTMLDetailsElement {
  const details = h("details", attributes, h("summary", {}, summary));
  const fill = (): void => {
    if (details.open && details.childElementCount === 1) append(details, [make()]);
  };
  details.addEventListener("toggle", fill);
  if (details.open) fill();
  return details;
}
