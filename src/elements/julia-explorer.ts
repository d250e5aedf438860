import { render } from 'lit-html';
import { type PaletteName, palettes } from '../julia/palettes.ts';
import {
  hashOf,
  type PlaneView,
  pan,
  type Size,
  viewOfHash,
  wholeSet,
  within,
  zoom,
} from '../julia/plane-view.ts';
import { type Choice, Stage } from '../julia/stage.ts';
import type { SurfaceKind } from '../julia/surface.ts';
import '../styles/explorer.css';
import { type ExplorerWords, explorerWordsIn } from '../words/explorer/explorer-words.ts';
import { explorer, type Field, round, setField, stateOf } from './julia-explorer-view.ts';
import { listenToGestures, listenToPointing } from './julia-gestures.ts';
import { constantAt, JuliaMap, placeOf } from './julia-map.ts';
import { choosePalette, chosenPalette } from './julia-memory.ts';

/** The slides' constant, and all of its set. */
const start: PlaneView = { cx: -0.8, cy: 0.156, x: 0, y: 0, width: 3.6, iterations: 255 };

/** After so many milliseconds without a change the picture is drawn as sharp as can be, and said. */
const REST = 250;
/** A frame that comes later than this is late; after two of them less is drawn while the view moves. */
const LATE = 30;

/** `<julia-explorer>`: the Julia set of whichever c is chosen on a map, to look into as deep as doubles reach. */
export class JuliaExplorer extends HTMLElement {
  #words: ExplorerWords = explorerWordsIn('en');
  #view = start;
  /** The c under the mouse, which is shown but not kept. */
  #passing: Pick<PlaneView, 'cx' | 'cy'> | undefined;
  #palette: PaletteName = 'original';
  #choice: Choice = 'best';
  #by: SurfaceKind | undefined;
  #said = '';
  #note = '';
  #wrong: ReadonlyMap<Field, string> = new Map();
  #stage: Stage | undefined;
  #map: JuliaMap | undefined;
  #watch: ResizeObserver | undefined;
  #asked = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #sharpness = 1;
  #late = 0;
  #before = 0;

  connectedCallback(): void {
    this.#words = explorerWordsIn(document.documentElement.lang);
    this.#palette = chosenPalette();
    this.#view = viewOfHash(location.hash) ?? start;
    this.replaceChildren();
    this.#render();
    const [set, map] = [this.#part('.explorer-set'), this.#part('.explorer-map')];
    this.#stage = new Stage(this.#part('.explorer-set .explorer-picture'), {
      drawn: (kind) => this.#drawn(kind),
      changed: () => this.#ask(),
      failed: () => this.#say(this.#words.failed),
    });
    this.#map = new JuliaMap(this.#part('.explorer-map .explorer-picture'));
    listenToGestures(set, {
      pan: (right, down) => this.#see(pan(this.#view, this.#sizeOf(set), right, down)),
      zoom: (factor, at) => this.#see(zoom(this.#view, this.#sizeOf(set), factor, at)),
      key: (event) => this.#steer(event),
    });
    listenToPointing(map, {
      show: (at) => this.#pass(round(constantAt(at, this.#sizeOf(map)))),
      keep: (at) => this.#keep(round(constantAt(at, this.#sizeOf(map)))),
      leave: () => this.#pass(undefined),
    });
    map.addEventListener('keydown', (event) => this.#point(event));
    addEventListener('hashchange', this.#openLink);
    this.#watch = new ResizeObserver(() => this.#resized());
    for (const part of [set, map]) this.#watch.observe(part);
    void this.#stage.open(this.#choice);
  }

  disconnectedCallback(): void {
    removeEventListener('hashchange', this.#openLink);
    clearTimeout(this.#rest);
    this.#watch?.disconnect();
    this.#stage?.close();
    this.#map?.close();
  }

  /** What is seen now: the view that is kept, or the set of the c that the mouse passes. */
  get view(): PlaneView {
    return this.#passing ? { ...this.#view, ...this.#passing } : this.#view;
  }

  readonly #openLink = (): void => {
    const linked = viewOfHash(location.hash);
    if (!linked) return;
    this.#see(linked);
    this.scrollIntoView({ block: 'center' });
  };

  #part(selector: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(selector);
    if (!part) throw new Error(`The explorer has no ${selector}.`);
    return part;
  }

  #sizeOf = ({ clientWidth, clientHeight }: HTMLElement): Size => ({
    width: clientWidth,
    height: clientHeight,
  });

  #see(view: PlaneView): void {
    this.#view = within(view);
    this.#note = '';
    this.#ask();
  }

  #pass(constant: Pick<PlaneView, 'cx' | 'cy'> | undefined): void {
    this.#passing = constant;
    this.#ask();
  }

  #keep(constant: Pick<PlaneView, 'cx' | 'cy'>): void {
    this.#passing = undefined;
    this.#see({ ...this.#view, ...constant });
  }

  /** Zooms into or out of the middle. */
  #nearer(factor: number): void {
    const size = this.#sizeOf(this.#part('.explorer-set'));
    this.#see(zoom(this.#view, size, factor, { x: (size.width - 1) / 2, y: (size.height - 1) / 2 }));
  }

  #steer({ key, shiftKey }: KeyboardEvent): boolean {
    const size = this.#sizeOf(this.#part('.explorer-set'));
    const step = size.width / (shiftKey ? 100 : 10);
    const moves: Partial<Record<string, () => void>> = {
      ArrowLeft: () => this.#see(pan(this.#view, size, step, 0)),
      ArrowRight: () => this.#see(pan(this.#view, size, -step, 0)),
      ArrowUp: () => this.#see(pan(this.#view, size, 0, step)),
      ArrowDown: () => this.#see(pan(this.#view, size, 0, -step)),
      '+': () => this.#nearer(0.5),
      '-': () => this.#nearer(2),
      '0': () => this.#see(wholeSet(this.#view)),
    };
    moves[key]?.();
    return moves[key] !== undefined;
  }

  #point(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = event.shiftKey ? 0.0005 : 0.01;
    const directions: Partial<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const direction = directions[event.key];
    if (!direction) return;
    event.preventDefault();
    const { cx, cy } = this.#view;
    this.#keep(round({ cx: cx + direction[0], cy: cy + direction[1] }));
  }

  /** Draws with the next frame, and sharply once nothing moves any more. */
  #ask(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#settle(), REST);
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame((now) => this.#frame(now));
  }

  #frame(now: number): void {
    this.#asked = false;
    if (!this.isConnected) return;
    const since = now - this.#before;
    this.#before = now;
    // Two late frames in a row of a movement: half the pixels each way from now on.
    this.#late = since > LATE && since < REST ? this.#late + 1 : 0;
    if (this.#late >= 2 && this.#sharpness > 0.25) {
      this.#sharpness /= 2;
      this.#late = 0;
    }
    this.#draw(this.#sharpness);
    this.#render();
  }

  #settle(): void {
    if (this.#sharpness < 1) this.#draw(1);
    this.#say('');
  }

  #draw(sharpness: number): void {
    const { width, height } = this.#sizeOf(this.#part('.explorer-set'));
    if (width === 0) return;
    const scale = Math.min(devicePixelRatio, 2) * sharpness;
    const size = {
      width: Math.max(2, Math.round(width * scale)),
      height: Math.max(2, Math.round(height * scale)),
    };
    this.#stage?.draw(this.view, size, palettes[this.#palette]);
  }

  #drawn(kind: SurfaceKind): void {
    this.dataset.drawn = kind;
    if (this.#by === kind) return;
    this.#by = kind;
    this.#say('');
  }

  /** Says a note, or else what is seen, to those who look and to those who listen. */
  #say(note: string): void {
    if (note !== '') this.#note = note;
    this.#said = this.#note || stateOf(this.#words, this.view, this.#by);
    this.#render();
  }

  #resized(): void {
    const { width, height } = this.#sizeOf(this.#part('.explorer-map'));
    if (width > 0) {
      const scale = Math.min(devicePixelRatio, 2);
      const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
      this.#map?.draw(size, palettes[this.#palette]);
    }
    this.#ask();
  }

  async #copyLink(): Promise<void> {
    const link = new URL(hashOf(this.#view), location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      this.#say(this.#words.copied);
    } catch {
      // The reader did not allow it, or the page did not come over a safe line: they can copy it themselves.
      history.replaceState(history.state, '', link);
      this.#say(this.#words.inAddress);
    }
  }

  #set(field: Field, text: string): void {
    const { view, wrong } = setField(this.#words, this.#view, field, text);
    this.#wrong = new Map([...this.#wrong].filter(([name]) => name !== field));
    if (wrong !== undefined) this.#wrong = new Map([...this.#wrong, [field, wrong]]);
    this.#see(view);
  }

  #render(): void {
    const view = this.view;
    render(
      explorer({
        words: this.#words,
        view,
        point: placeOf(view),
        said: this.#said,
        wrong: this.#wrong,
        palette: this.#palette,
        choice: this.#choice,
        set: (field, text) => this.#set(field, text),
        nearer: (factor) => this.#nearer(factor),
        whole: () => this.#see(wholeSet(this.#view)),
        copyLink: () => void this.#copyLink(),
        choosePalette: (name) => {
          this.#palette = name;
          choosePalette(name);
          this.#resized();
        },
        chooseBy: (choice) => {
          this.#choice = choice;
          delete this.dataset.drawn;
          void this.#stage?.open(choice);
        },
      }),
      this,
    );
  }
}

customElements.define('julia-explorer', JuliaExplorer);
