import { screens, startBrowser } from '../../support/browser.ts';
import { LessonPage } from '../../support/page.ts';

const cell = 'connect';
const warming = 30;

/** Milliseconds from the click until the output is in the page, and until the next frame with it is made. */
export interface PageFigures {
  shown: number[];
  painted: number[];
}

/** Measures a cell of a lesson in the browser: edited by keyboard, then run again and again. */
export async function measurePage(url: string, runs: number): Promise<PageFigures> {
  const browser = await startBrowser();
  try {
    const page = await (await browser.newContext(screens.desktop)).newPage();
    await page.goto(`${url}/en/openstack/your-first-server/`);
    const lesson = new LessonPage(page);
    await lesson.isReady(cell);
    await lesson.cell(cell).locator('.cell-code').click();
    await lesson.cell(cell).locator('.monaco-editor').waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('var turn = (globalThis.turn ?? 0) + 1;\n1000 + turn');
    const state = await lesson.run(cell);
    if (state !== 'ok')
      throw new Error(`The cell ended as ${state}: ${await lesson.output(cell).textContent()}`);
    const taken = await page.evaluate(runAgain, { cell, runs: runs + warming });
    return { shown: taken.shown.slice(warming), painted: taken.painted.slice(warming) };
  } finally {
    await browser.close();
  }
}

/** In the page: clicks Run and looks when the new output is there, so many times. */
async function runAgain({ cell, runs }: { cell: string; runs: number }): Promise<PageFigures> {
  const element = document.querySelector(`run-cell[name="${cell}"]`);
  const output = element?.querySelector('run-output');
  const button = element?.querySelector<HTMLButtonElement>('button.run');
  if (!element || !output || !button) throw new Error(`There is no cell “${cell}” in this page.`);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const once = (watched: Element, options: MutationObserverInit, test: () => boolean) =>
    new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!test()) return;
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(watched, options);
    });
  const figures: PageFigures = { shown: [], painted: [] };
  for (let run = 0; run < runs; run += 1) {
    const before = output.textContent;
    const changed = once(output, { childList: true, characterData: true, subtree: true }, () => {
      const now = output.textContent;
      return now !== before && now !== '';
    });
    const ended = once(element, { attributeFilter: ['state'] }, () => element.getAttribute('state') === 'ok');
    const begin = performance.now();
    button.click();
    figures.shown.push((await changed) - begin);
    await frame();
    // The task after a frame's callbacks is the first one after its painting.
    await new Promise((resolve) => setTimeout(resolve));
    figures.painted.push(performance.now() - begin);
    if (element.getAttribute('state') !== 'ok') await ended;
    // As a reader would, it comes at any moment of a frame.
    await new Promise((resolve) => setTimeout(resolve, 20 + ((run * 7) % 17)));
  }
  return figures;
}
