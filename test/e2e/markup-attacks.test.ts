import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;
const CELL = 'connect';

/** Markup that would run a script, ask for input, load something, or leave its box; `window.hit` is the script's trace. */
const attacks = [
  '<script>window.hit = 1</script>',
  '<img src="x" onerror="window.hit = 2">',
  '<svg><script>window.hit = 3</script><animate onbegin="window.hit = 4" attributeName="x"></animate></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>parent.hit = 5</script>"></iframe></foreignObject></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.hit=6&gt;">',
  '<a id="script-link" href="javascript:window.hit = 7">script</a>',
  '<a id="data-link" href="data:text/html,<script>opener.hit = 8</script>">data</a>',
  '<svg><a id="svg-link" xlink:href="javascript:window.hit = 9"><text y="20">svg</text></a></svg>',
  '<form action="/api/sessions" method="post"><input name="x"><button formaction="/api/sessions">send</button></form>',
  '<iframe src="/en/"></iframe><object data="/en/"></object><embed src="/en/">',
  '<img id="outside" src="/api/sessions/current/openrc"><video src="/en/"></video><link rel="stylesheet" href="/x.css">',
  '<style>@import "/stolen.css"; p { background: url(/stolen.png) }</style>',
  '<p id="pin" style="position: fixed; inset: 0; z-index: 99999; background: red; height: 100vh">over all of it</p>',
  '<style>:host { position: fixed !important; inset: 0 !important; z-index: 99999 } body, run-cell { display: none !important }</style>',
  '<base href="https://example.org/"><meta http-equiv="refresh" content="0; url=https://example.org/">',
  '<button onclick="window.hit = 10" popovertarget="x">press</button><dialog open>modal</dialog>',
];

describe('markup of a cell that attacks the page it is shown in', () => {
  const scene = openScene();
  let page: Page;
  const asked: string[] = [];

  beforeAll(async () => {
    page = await scene.newPage();
    page.on('request', (request) => asked.push(request.url()));
    const lesson = new LessonPage(page);
    await page.goto(`${scene.url}${LESSON}`);
    const shown = attacks.map((source) => `html(${JSON.stringify(source)});`);
    const markdown = `markdown(${JSON.stringify(attacks.join('\n\n'))});`;
    const code = ["import { html, markdown } from 'workbook';", ...shown, markdown].join('\n');
    expect(await lesson.runText(CELL, code)).toBe('ok');
    await page
      .locator('markup-output[ready]')
      .nth(attacks.length)
      .waitFor({ timeout: MINUTE, state: 'attached' });
  }, 3 * MINUTE);

  test('runs no script, not by its links either', async () => {
    for (const id of ['script-link', 'data-link', 'svg-link']) {
      const link = page.locator(`#${id}`).first();
      expect(await link.getAttribute('href')).toBeNull();
      expect(await link.getAttribute('xlink:href')).toBeNull();
    }
    expect(await page.evaluate(() => Reflect.get(window, 'hit'))).toBeUndefined();
  });

  test('keeps nothing that asks for input, frames a page or plays', async () => {
    const left = page
      .locator('markup-output')
      .locator('form, input, button, iframe, object, embed, video, dialog, script, base, meta, link');
    expect(await left.count()).toBe(0);
  });

  test('loads nothing, from here or elsewhere', () => {
    expect(asked.filter((url) => /stolen|openrc|example\.org|x\.css/.test(url))).toEqual([]);
  });

  test('does not leave its box, nor restyle the page around it', async () => {
    const reaches = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll('markup-output')];
      return boxes.filter((box) => {
        const { top, bottom } = box.getBoundingClientRect();
        const at = (y: number): Element | null => document.elementFromPoint(innerWidth / 2, y);
        // Over the whole page is over its header, too, wherever the box is.
        return [2, 20].some((y) => (y < top || y > bottom) && at(y) === box);
      }).length;
    });
    expect(reaches).toBe(0);
    expect(await page.locator(`run-cell[name="${CELL}"]`).isVisible()).toBe(true);
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
  });
});
