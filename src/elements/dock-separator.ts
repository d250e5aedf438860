import { html, type TemplateResult } from 'lit-html';
import type { DockPlace } from './dock-memory.ts';

/** The edge by which the dock is made larger and smaller: what it measures, and who hears of a change. */
export type Separator = {
  place: DockPlace;
  label: string;
  size: number;
  smallest: number;
  largest: number;
  /** `settled`: the reader has let go, or pressed a key. */
  resize: (size: number, settled: boolean) => void;
};

const step = 24;

/** A separator that can be dragged, and moved by the arrow keys, Home and End. */
export const dockSeparator = (separator: Separator): TemplateResult =>
  html`<div class="dock-separator" role="separator" tabindex="0" aria-label=${separator.label}
    aria-orientation=${separator.place === 'below' ? 'horizontal' : 'vertical'}
    aria-valuenow=${separator.size} aria-valuemin=${separator.smallest} aria-valuemax=${separator.largest}
    @keydown=${(event: KeyboardEvent) => pressed(event, separator)}
    @pointerdown=${(event: PointerEvent) => dragged(event, separator)}></div>`;

const bounded = (size: number, { smallest, largest }: Separator): number =>
  Math.round(Math.min(largest, Math.max(smallest, size)));

const pressed = (event: KeyboardEvent, separator: Separator): void => {
  const { place, size, smallest, largest } = separator;
  const sizes: Record<string, number> = {
    [place === 'below' ? 'ArrowUp' : 'ArrowLeft']: size + step,
    [place === 'below' ? 'ArrowDown' : 'ArrowRight']: size - step,
    Home: smallest,
    End: largest,
  };
  const wanted = sizes[event.key];
  if (wanted === undefined) return;
  event.preventDefault();
  separator.resize(bounded(wanted, separator), true);
};

const dragged = (event: PointerEvent, separator: Separator): void => {
  const edge = event.currentTarget;
  if (!(edge instanceof HTMLElement)) return;
  event.preventDefault();
  edge.focus();
  edge.setPointerCapture(event.pointerId);
  const { place, size } = separator;
  const along = ({ clientX, clientY }: PointerEvent): number => (place === 'below' ? clientY : clientX);
  const from = along(event);
  const sizeAt = (moved: PointerEvent): number => bounded(size + from - along(moved), separator);
  const move = (moved: PointerEvent): void => separator.resize(sizeAt(moved), false);
  edge.addEventListener('pointermove', move);
  edge.addEventListener(
    'lostpointercapture',
    (moved) => {
      edge.removeEventListener('pointermove', move);
      separator.resize(sizeAt(moved), true);
    },
    { once: true },
  );
};
