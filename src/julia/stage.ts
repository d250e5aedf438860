import { drawingOf, needsProcessor, type PlaneView, type Size } from './plane-view.ts';
import { openProcessorSurface } from './processor-surface.ts';
import type { Surface, SurfaceKind } from './surface.ts';
import { openWebglSurface } from './webgl-surface.ts';
import { openWebgpuSurface } from './webgpu-surface.ts';

/** By what a reader wants the set drawn. */
export type Choice = 'best' | SurfaceKind;

/** What a stage tells. */
export interface StageEvents {
  /** The picture that was asked for is complete, drawn by that. */
  drawn(kind: SurfaceKind): void;
  /** What draws has changed: the picture is to be asked for again. */
  changed(): void;
  /** There is nothing left that could draw. */
  failed(): void;
}

/** Where a Julia set is drawn: by a graphics processor as long as it is good enough for the view, else in doubles. */
export class Stage {
  readonly #place: HTMLElement;
  readonly #events: StageEvents;
  #graphics: Surface | undefined;
  #processor: Surface | undefined;
  #asked: Surface | undefined;
  #shown: Surface | undefined;
  #closed = false;

  constructor(place: HTMLElement, events: StageEvents) {
    this.#place = place;
    this.#events = events;
  }

  /** Opens what is chosen, or the next best that is there. */
  async open(choice: Choice): Promise<void> {
    this.#graphics?.close();
    this.#graphics = undefined;
    const lost = (): void => this.#lose();
    const graphics = await this.#openGraphics(choice, lost);
    if (this.#closed) {
      graphics?.close();
      return;
    }
    this.#graphics = graphics;
    this.#events.changed();
  }

  async #openGraphics(choice: Choice, lost: () => void): Promise<Surface | undefined> {
    if (choice === 'processor') return undefined;
    // A browser that refuses its graphics processor has none for us.
    const webgpu = choice === 'webgl2' ? undefined : await openWebgpuSurface(lost).catch(() => undefined);
    return webgpu ?? openWebglSurface(choice === 'best', lost);
  }

  #lose(): void {
    this.#graphics = undefined;
    this.#events.changed();
  }

  draw(view: PlaneView, size: Size, palette: Uint8Array): void {
    const surface = this.#graphics && !needsProcessor(view, size) ? this.#graphics : this.#calculator();
    if (!surface) return;
    this.#asked = surface;
    surface.draw(drawingOf(view, size), palette);
    if (surface === this.#processor) return;
    this.#show(surface);
    this.#events.drawn(surface.kind);
  }

  #calculator(): Surface | undefined {
    this.#processor ??= openProcessorSurface('julia', {
      shown: (surface) => this.#show(surface),
      drawn: () => {
        if (this.#asked === this.#processor) this.#events.drawn('processor');
      },
      failed: () => this.#events.failed(),
    });
    return this.#processor;
  }

  #show(surface: Surface): void {
    // A picture that the processor was asked for before may come late.
    if (this.#shown === surface || this.#asked !== surface) return;
    this.#shown = surface;
    this.#place.replaceChildren(surface.canvas);
  }

  close(): void {
    this.#closed = true;
    this.#graphics?.close();
    this.#processor?.close();
  }
}
