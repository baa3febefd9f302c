const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text as it stands within HTML, XML and SVG, and within their attributes between double quotes. */
export const markupText = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
