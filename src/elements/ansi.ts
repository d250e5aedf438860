import Anser from 'anser';
import { html, type TemplateResult } from 'lit-html';
import { classMap } from 'lit-html/directives/class-map.js';

/** The text with the colours that its ANSI sequences ask for, as spans; the text itself is escaped by lit. */
export const ansi = (text: string): TemplateResult[] =>
  Anser.ansiToJson(text, { use_classes: true, remove_empty: true }).map(
    ({ content, fg, bg, decorations }) =>
      html`<span class=${classMap({
        ...(fg ? { [`${fg}-fg`]: true } : {}),
        ...(bg ? { [`${bg}-bg`]: true } : {}),
        ...Object.fromEntries(decorations.map((name) => [`ansi-${name}`, true])),
      })}>${content}</span>`,
  );
