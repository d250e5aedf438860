import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { screens } from '../support/browser.ts';
import { LessonPage } from '../support/page.ts';
import { openScene } from '../support/scene.ts';

/** What a reader of the Spanish book is told by the server; each test goes on where the last one stopped. */
describe('in the Spanish book, reasons of the server are said in Spanish', { timeout: 120_000 }, () => {
  const scene = openScene();
  let page: Page;
  let lesson: LessonPage;

  beforeAll(async () => {
    page = await scene.browser.newPage(screens.desktop);
    await page.goto(`${scene.url}/es/openstack/your-first-server/`);
    lesson = new LessonPage(page);
    await lesson.isReady('connect');
  });

  test('why a cell was not run', async () => {
    await lesson.write('connect', 'const = ;');
    await page.getByRole('button', { name: 'Ejecutar todo', exact: true }).click();
    const why = 'No se ejecutó, porque la celda «connect» no terminó bien.';
    await lesson.output('services').getByText(why).waitFor();
    expect(await lesson.state('services')).toBe('interrupted');
  });

  test('why an output is not shown', async () => {
    await lesson.write('connect', `import { text } from 'workbook'; text('x'.repeat(8e6)); text('small')`);
    await lesson.cell('connect').locator('button.run').click();
    await lesson.reaches('connect', ['ok']);
    const why = 'Esto es demasiado grande para mostrarlo: 7,6 MiB, y 6 MiB es el máximo.';
    await lesson.output('connect').getByText(why).waitFor();
    await lesson.output('connect').getByText('small', { exact: true }).waitFor();
  });

  test('why a kernel is gone, in the cell and in the toolbar, after a reload too', async () => {
    await lesson.write('connect', 'Deno.exit(3);');
    await lesson.cell('connect').locator('button.run').click();
    await lesson.reaches('connect', ['lost']);
    const why = 'El núcleo terminó por sí mismo con el código de salida 3.';
    await page.reload();
    await lesson.output('connect').getByText(why).waitFor();
    const status = page.locator('lesson-toolbar').getByRole('status');
    await status.getByText(`${why} Todo lo que las celdas habían creado se ha perdido.`).waitFor();
  });
});
