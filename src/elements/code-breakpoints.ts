import { html, render } from 'lit-html';
import type { PageWorkbook } from './page-workbook.ts';

/** Where a code has no editor yet: the layer that lies over it. */
const layerOf = (code: HTMLElement): HTMLElement => {
  const there = code.querySelector<HTMLElement>(':scope > .code-breakpoints');
  if (there !== null) return there;
  const layer = document.createElement('div');
  layer.className = 'code-breakpoints';
  // A click on the code, and Enter, open its editor.
  for (const event of ['click', 'keydown']) layer.addEventListener(event, (each) => each.stopPropagation());
  code.append(layer);
  return layer;
};

/** Shows the breakpoints of a cell left of its code, as buttons that take them away. */
export const showBreakpoints = (code: HTMLElement, cell: string, workbook: PageWorkbook): void => {
  const { words, debugger: lessonDebugger } = workbook;
  const last = code.querySelector('pre')?.textContent.replace(/\n$/, '').split('\n').length ?? 0;
  const lines = lessonDebugger.breakpointsOf(cell).filter((line) => line <= last);
  render(
    lines.map(
      (line) => html`<button type="button" style=${`--line: ${line}`} title=${words.debugger.breakpoint}
        aria-label=${words.debugger.toggleAt(line, true)} @click=${() => lessonDebugger.toggle(cell, line)}></button>`,
    ),
    layerOf(code),
  );
};
