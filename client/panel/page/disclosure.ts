import { element, icon } from "./element.js";

const chevron = "M5.5 2.5 11 8l-5.5 5.5-1-1L9 8 4.5 3.5Z";

/**
 * A button that opens and closes a part of the page.
 *
 * @param subject what it opens, for those who do not see it
 */
export function disclosureElement(
  key: string,
  subject: string,
  body: HTMLElement,
  isOpen: boolean,
  remember: (isOpen: boolean) => void,
): HTMLElement {
  const button = element(
    "button",
    { class: "disclosure", "aria-label": `Details of ${subject}`, "data-focus": `${key} disclosure` },
    icon("chevron", chevron),
  );
  const show = (open: boolean) => {
    button.setAttribute("aria-expanded", String(open));
    body.hidden = !open;
  };
  show(isOpen);
  button.addEventListener("click", () => {
    const open = body.hidden === true;
    show(open);
    remember(open);
  });
  return button;
}
