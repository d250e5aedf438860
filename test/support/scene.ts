import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { screens, startBrowser } from './browser.ts';
import { type RunningWorkbook, startAgain, startWorkbook, type WorkbookSettings } from './workbook.ts';

/** What a scene begins with. */
export interface SceneSettings {
  /** Settings of the workbook, made when the tests begin. */
  workbook?: () => WorkbookSettings | Promise<WorkbookSettings>;
  /** Whether the browser keeps sites apart. */
  strict?: boolean;
}

/** A whole workbook and a browser, which the tests around it share. */
export class Scene {
  #workbook: RunningWorkbook | undefined;
  #browser: Browser | undefined;

  get workbook(): RunningWorkbook {
    if (this.#workbook === undefined) throw new Error('The workbook has not started yet.');
    return this.#workbook;
  }

  get browser(): Browser {
    if (this.#browser === undefined) throw new Error('The browser has not started yet.');
    return this.#browser;
  }

  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  get url(): string {
    return this.workbook.url;
  }

  async start({ workbook = () => ({}), strict = false }: SceneSettings): Promise<void> {
    this.#workbook = await startWorkbook(await workbook());
    this.#browser = await startBrowser({ strict });
  }

  /** A learner with a browser of their own, and an empty page in it. */
  async newPage(options: BrowserContextOptions = screens.desktop): Promise<Page> {
    return await (await this.browser.newContext(options)).newPage();
  }

  /** Starts the workbook that a test has killed or stopped once more. */
  async startAgain(): Promise<void> {
    this.#workbook = await startAgain(this.workbook);
  }

  async end(): Promise<void> {
    await this.#browser?.close();
    await this.#workbook?.close();
  }
}

/** The scene of the tests of a file or a `describe`: it begins before the first of them and ends after the last. */
export function openScene(settings: SceneSettings = {}): Scene {
  const scene = new Scene();
  beforeAll(() => scene.start(settings));
  afterAll(() => scene.end());
  return scene;
}

/** What goes wrong in a page's own program from now on, and with `console` what the browser complains of. */
export function faultsOf(page: Page, { console = false } = {}): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (console && message.type() === 'error') faults.push(message.text());
  });
  return faults;
}
