import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('../../../src/styles/tokens.css', import.meta.url)), 'utf8');

const colours = (block: string): Map<string, string> =>
  new Map(
    [...block.matchAll(/(--[\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]),
  );

const [, darkBlock = '', lightBlock = ''] =
  /:root \{(.*?)\n\}.*?:root\[data-theme="light"\] \{(.*?)\n\}/s.exec(css) ?? [];
const dark = colours(darkBlock);
const themes = { dark, light: new Map([...dark, ...colours(lightBlock)]) };

/** The relative luminance of WCAG 2. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [less = 0, more = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (more + 0.05) / (less + 0.05);
};

describe.each(Object.entries(themes))('in the %s theme', (_name, theme) => {
  const of = (name: string): string => theme.get(name) ?? expect.fail(`There is no ${name}.`);

  test('prose stands out from the paper by 7 to 1', () => {
    expect(contrast(of('--ink'), of('--paper'))).toBeGreaterThanOrEqual(7);
    expect(contrast(of('--ink-soft'), of('--paper'))).toBeGreaterThanOrEqual(7);
  });

  const small = ['--ink-faint', '--accent', '--state-ok', '--state-error', '--state-stale'];
  const code = [...theme.keys()].filter(
    (name) => name.startsWith('--astro-code-') && !name.endsWith('background'),
  );

  test.each([...small, ...code])('%s stands out from every paper by 4.5 to 1', (name) => {
    for (const paper of ['--paper', '--code-paper', '--paper-raised']) {
      expect(contrast(of(name), of(paper)), paper).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('the words of the Start button stand out from it', () => {
    expect(contrast(of('--accent-ink'), of('--accent'))).toBeGreaterThanOrEqual(4.5);
  });
});
