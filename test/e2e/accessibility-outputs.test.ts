import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsByDayAndNight, stillContext } from '../support/accessibility.ts';
import { newLearner } from '../support/learner.ts';
import { LessonPage } from '../support/page.ts';
import { Reader } from '../support/reader.ts';
import { openScene } from '../support/scene.ts';

const MINUTE = 60_000;
const LESSON = 'workbook/how-this-notebook-works';
const cells = ['first-cell', 'set-real-part', 'fail', 'ask', 'list-images']
  .map((name) => `run-cell[name="${name}"]`)
  .join();

/** Everything that a cell can show, in one. */
const OUTPUTS = `import * as Plot from '@observablehq/plot';
import { display, html, image, markdown, pixels, plot, progress, table } from 'workbook';
console.log('plain, and \\x1b[31mred\\x1b[0m \\x1b[32mgreen\\x1b[0m \\x1b[33myellow\\x1b[0m \\x1b[34mblue\\x1b[0m \\x1b[35mmagenta\\x1b[0m \\x1b[36mcyan\\x1b[0m \\x1b[90mgrey\\x1b[0m \\x1b[1mbold\\x1b[0m');
console.error('what went wrong');
console.log({ name: 'rack', units: new Map([[1, { kind: 'switch' }]]), installed: new Date(0), ports: [1, 2n, null, undefined, true, Symbol('s'), /x/, () => 1] });
table(Array.from({ length: 60 }, (_, id) => ({ id, half: id / 2 })));
markdown('## A heading\\n\\nText with a [link](https://example.org), \`code\` and *stress*.\\n\\n> A quotation\\n\\n- one\\n- two\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |\\n\\n\`\`\`ts\\nconst a = 1;\\n\`\`\`');
html\`<p>Somebody typed: <mark>\${'<b>'}</mark></p><table><tr><th>k</th><td>v</td></tr></table>\`;
await plot({ ariaLabel: 'Two bars', marks: [Plot.barY([{ x: 'a', y: 3 }, { x: 'b', y: 5 }], { x: 'x', y: 'y' })] });
await plot({ color: { legend: true }, marks: [Plot.dot([{ x: 1, y: 3, of: 'one' }, { x: 2, y: 5, of: 'two' }], { x: 'x', y: 'y', stroke: 'of' })] });
const square = pixels(40, 20, { alt: 'a red square' });
for (let y = 0; y < 20; y++) for (let x = 0; x < 40; x++) square.set(x, y, 255, 0, 0);
image(new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><circle cx="10" cy="10" r="8"/></svg>'), { alt: 'a circle' });
display({ width: 2, height: 1, data: new Uint8ClampedArray(8) });
const bar = progress('Copying', 4);
bar.advance();
progress('Waiting');
for (let i = 1; i <= 3000; i++) console.log('line', i);
'end'`;
const WIDGETS = `import { button, checkbox, number, select, slider, textInput } from 'workbook';
slider('Real part', { min: -2, max: 2, step: 0.5, value: -1 });
select('Palette', ['original', 'fire']);
textInput('Title', { placeholder: 'Julia' });
number('How many', { value: 3, min: 0 });
checkbox('Live');
button('Draw');`;
const FAILURE = `function inner() { throw new RangeError('too far', { cause: new Error('why') }); }
function outer() { inner(); }
outer();`;
/** Waits for three answers at once. */
const QUESTIONS = `await Promise.all([prompt('Your name?', 'Ada'), confirm('Go on?'), alert('Mind the gap')]);`;
const CALLS = `import { connect } from 'openstack';
await (await connect()).image.images.list();`;

/** What cells show and ask, as a learner finds it who comes back to a lesson in which all of it was run. */
describe('axe finds nothing wrong with', { timeout: 2 * MINUTE }, () => {
  const scene = openScene();
  let cookie: string;
  let reader: Reader;
  beforeAll(async () => {
    ({ cookie } = await newLearner(scene.url));
    reader = await Reader.open(scene.url, cookie, LESSON);
    const shown = await reader.run('first-cell', OUTPUTS);
    expect(shown.outcome, shown.error?.message).toBe('ok');
    expect((await reader.run('set-real-part', WIDGETS)).outcome).toBe('ok');
    expect((await reader.run('fail', FAILURE)).outcome).toBe('error');
    expect((await reader.run('list-images', CALLS)).outcome).toBe('ok');
    reader.run('ask', QUESTIONS).catch(() => undefined);
  });
  afterAll(async () => {
    reader?.close();
  });

  describe.each([
    ['desktop', 'en'],
    ['phone', 'es'],
  ] as const)('on a %s, in %s,', (screen, language) => {
    let context: BrowserContext;
    let page: Page;
    let lesson: LessonPage;
    beforeAll(async () => {
      context = await stillContext(scene.browser, screen, { url: scene.url, cookie });
      page = await context.newPage();
      await page.goto(`${scene.url}/${language}/${LESSON}/`);
      lesson = new LessonPage(page);
      await lesson.isReady('first-cell');
    });
    afterAll(() => context?.close());

    test('every kind of output and of widget, questions that wait, an error, and the calls of a cell', async () => {
      const shown = lesson.output('first-cell');
      await shown.getByText('"end"').waitFor();
      await shown.getByRole('button', { name: /^\{ name: "rack"/ }).press('Enter');
      await shown.getByRole('button', { name: /^units: Map/ }).press('Enter');
      await shown.getByText('kind').first().waitFor();
      await lesson.output('set-real-part').getByRole('slider').waitFor();
      await lesson.output('fail').getByText('RangeError').first().waitFor();
      await lesson.output('ask').getByRole('textbox', { name: 'Your name?' }).waitFor();
      const caller = lesson.cell('list-images');
      await caller.getByRole('button', { name: /^\d+ (calls?|llamadas?)$/ }).press('Enter');
      await caller.locator('.call-line').last().press('Enter');
      await caller.locator('.call-inside').getByText('x-openstack-request-id').waitFor();
      expect(await faultsByDayAndNight(page, cells)).toEqual([]);
    });
  });
});
