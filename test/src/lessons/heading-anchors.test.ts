import { markdownToHtml } from 'satteri';
import { expect, test } from 'vitest';
import { headingAnchors } from '../../../src/lessons/heading-anchors.ts';

const html = async (text: string): Promise<string> =>
  (await markdownToHtml(text, { mdastPlugins: [headingAnchors] })).html.trim();

test('the anchor of a heading becomes its id, and is not shown', async () => {
  expect(await html('## Watch *it* boot [#boot]')).toBe('<h2 id="boot">Watch <em>it</em> boot</h2>');
});

test('a heading without an anchor stays as it is', async () => {
  expect(await html('### Beside')).toBe('<h3>Beside</h3>');
});
