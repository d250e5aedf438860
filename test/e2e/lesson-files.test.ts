import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findDeno } from '../../sandbox-server/engines/deno.ts';
import { accessibilityFaults } from '../support/accessibility.ts';
import { LessonPage } from '../support/page.ts';
import { hasClient, runProgram } from '../support/program.ts';
import { openScene } from '../support/scene.ts';

const LESSON = '/en/openstack/your-first-server/';
const MINUTE = 60_000;
const python = '/usr/bin/python3';

const scene = openScene();
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
});

async function newLearner(): Promise<{ page: Page; lesson: LessonPage }> {
  const page = await scene.newPage();
  await page.goto(`${scene.url}${LESSON}`);
  const lesson = new LessonPage(page);
  await lesson.isReady('connect');
  return { page, lesson };
}

const toolbar = (page: Page) => page.locator('lesson-toolbar');

/** Chooses a download of the lesson's menu; resolves to the file. */
async function download(
  { page, lesson }: { page: Page; lesson: LessonPage },
  entry: string,
): Promise<string> {
  const begun = page.waitForEvent('download');
  await lesson.choose(entry, toolbar(page));
  const file = await begun;
  const path = join(folder, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

/** The variables of the learner's openrc. */
async function credentials(page: Page): Promise<Record<string, string>> {
  const text = await page.evaluate(async () => await (await fetch('/api/sessions/current/openrc')).text());
  return Object.fromEntries(
    [...text.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

async function openNotebook(
  { page, lesson }: { page: Page; lesson: LessonPage },
  text: string | Buffer,
): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await lesson.choose('Open a notebook of this lesson', toolbar(page));
  const path = join(folder, 'opened.ipynb');
  writeFileSync(path, text);
  await (await chooser).setFiles(path);
}

const notebook = z.looseObject({
  cells: z.array(
    z.looseObject({ id: z.string(), source: z.array(z.string()), outputs: z.array(z.unknown()).optional() }),
  ),
});
const jupyter = hasClient(python, '-c', 'import nbformat, jupyter_client');

describe('a lesson taken away', () => {
  test(
    'as a program runs in Deno against the workbook, and comes to the same output as in the page',
    async () => {
      const learner = await newLearner();
      const path = await download(learner, 'Download as a program');
      const env = { ...(await credentials(learner.page)), NO_COLOR: '1' };
      const allowed = `--allow-import=${new URL(scene.url).host}`;
      const ended = await runProgram(
        findDeno(),
        ['run', '--no-lock', '--allow-net', '--allow-env', allowed, path],
        {
          ...env,
          DENO_DIR: join(folder, 'deno'),
        },
      );
      expect(ended.stderr.replace(/^.*(Download|Initialize|Check).*$/gm, '').trim()).toBe('');
      expect(ended.status).toBe(0);
      for (const cell of ['connect', 'services', 'list-images']) {
        expect(await learner.lesson.run(cell)).toBe('ok');
      }
      const shown = (await learner.lesson.output('connect').textContent()) ?? '';
      const lines = shown.match(/You (?:are|work in) [^.]+\./g) ?? [];
      expect(lines).toHaveLength(2);
      for (const line of lines) expect(ended.stdout).toContain(line);
      expect(ended.stdout).toContain('cirros-0.6.3');
      expect(ended.stdout).toMatch(/my-first-server is (BUILD|ACTIVE)/);
      expect(ended.stdout).toContain('Servers that you have now: 0');
      await learner.page.context().close();
    },
    3 * MINUTE,
  );

  test(
    'as a notebook has the learner’s texts and outputs, and brings the texts back to another learner',
    async () => {
      const ada = await newLearner();
      await ada.lesson.edit('connect');
      await ada.page.keyboard.type("console.log('from my notebook');");
      expect(await ada.lesson.run('connect')).toBe('ok');
      const text = readFileSync(await download(ada, 'Download as a notebook'), 'utf8');
      const read = notebook.parse(JSON.parse(text));
      const cell = read.cells.find(({ id }) => id === 'cell-connect');
      expect(JSON.stringify(cell?.outputs)).toContain('from my notebook');
      await ada.page.context().close();

      const bob = await newLearner();
      await openNotebook(bob, text);
      const offers = bob.page.getByRole('region', { name: 'What the notebook would change' });
      await offers.getByText('1 cell').waitFor();
      expect(await accessibilityFaults(bob.page)).toEqual([]);
      const code = bob.lesson.cell('connect').locator('.cell-code');
      expect(await code.textContent()).not.toContain('from my notebook');
      await offers.getByRole('button', { name: 'Take all' }).click();
      expect(await code.textContent()).toContain('from my notebook');
      expect(await bob.lesson.state('connect')).toBe('idle');
      expect(await bob.lesson.output('connect').textContent()).not.toContain('from my notebook');
      await bob.page.context().close();
    },
    2 * MINUTE,
  );

  test.each([
    ['is no notebook', '<script>document.title = "taken over"</script>', 'not a notebook'],
    [
      'is of somewhere else',
      '{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[]}',
      'not downloaded from a lesson',
    ],
    ['is too large', Buffer.alloc(33 * 1024 * 1024, 32), 'larger than a notebook'],
  ])('a file that %s changes nothing, and is told of', async (_, text, words) => {
    const learner = await newLearner();
    await openNotebook(learner, text);
    await learner.page.getByRole('status').filter({ hasText: words }).waitFor();
    expect(await learner.page.locator('cell-suggestion').count()).toBe(0);
    await learner.page.context().close();
  });

  test(
    'as a PDF has all prose, code and outputs, and nothing to press',
    async () => {
      const learner = await newLearner();
      await learner.lesson.edit('connect');
      await learner.page.keyboard.type("console.log('printed too');");
      expect(await learner.lesson.run('connect')).toBe('ok');
      await learner.page.getByRole('heading', { level: 1 }).click();
      const path = join(folder, 'lesson.pdf');
      await learner.page.pdf({ path, format: 'A4', preferCSSPageSize: true });
      await learner.page.emulateMedia({ media: 'print' });
      for (const gone of ['lesson-toolbar', '.cell-bar', 'lesson-dock', 'header', 'site-search'])
        for (const place of await learner.page.locator(gone).all())
          expect(await place.isVisible(), gone).toBe(false);
      expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
      if (hasClient('pdftotext', '-v')) {
        const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
        for (const part of ['Your first server', 'console.log(', 'printed too', 'What you learnt'])
          expect(text).toContain(part);
        expect(text).not.toMatch(/^\s*Run\s*$/m);
      }
      await learner.page.context().close();
    },
    2 * MINUTE,
  );
});

const inJupyter = join(import.meta.dirname, '..', 'support', 'run-notebook.py');
const ran = z.array(z.object({ id: z.string(), status: z.string(), text: z.string() }));

describe.skipIf(!jupyter)('the notebook in Jupyter', () => {
  test(
    'is valid by nbformat’s own schema, and its cells run in Deno’s kernel against the workbook',
    async () => {
      const learner = await newLearner();
      for (const cell of ['connect', 'services', 'list-images'])
        expect(await learner.lesson.run(cell)).toBe('ok');
      await learner.lesson.edit('list-images');
      await learner.page.keyboard.type("throw new RangeError('too far');");
      expect(await learner.lesson.run('list-images')).toBe('error');
      const path = await download(learner, 'Download as a notebook');
      const ended = await runProgram(python, [inJupyter, path, findDeno(), '4'], {
        ...(await credentials(learner.page)),
        DENO_DIR: join(folder, 'deno-of-jupyter'),
        NO_COLOR: '1',
      });
      expect(ended.stderr).not.toContain('Traceback');
      const cells = ran.parse(JSON.parse(ended.stdout));
      expect(cells[2]?.text).toContain('keystone');
      expect(cells.map(({ id, status }) => [id, status])).toEqual([
        ['outside', 'ok'],
        ['cell-connect', 'ok'],
        ['cell-services', 'ok'],
        ['cell-list-images', 'error'],
      ]);
      expect(cells[1]?.text).toContain('You work in the project');
      expect(cells[3]?.text).toContain('cirros-0.6.3');
      expect(cells[3]?.text).toContain('RangeError: too far');
      writeFileSync(
        join(folder, 'broken.ipynb'),
        readFileSync(path, 'utf8').replace('"nbformat_minor"', '"x"'),
      );
      const broken = await runProgram(python, [inJupyter, join(folder, 'broken.ipynb'), findDeno(), '0'], {});
      expect(broken.status).not.toBe(0);
      await learner.page.context().close();
    },
    3 * MINUTE,
  );
});
