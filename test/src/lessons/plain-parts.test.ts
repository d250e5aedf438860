import { describe, expect, test } from 'vitest';
import { plainParts } from '../../../src/lessons/plain-parts.ts';

const prose = (text: string) => ({ kind: 'prose', text });

describe('a page for programs that know Markdown alone', () => {
  test('is its prose and its cells, in order', () => {
    const body =
      '## Log in [#connect]\n\nOne.\n\n<Cell name="connect" />\n\nTwo.\n<Cell name="refused" optional />\n';
    expect(plainParts(body, 'en')).toEqual([
      prose('## Log in\n\nOne.'),
      { kind: 'cell', name: 'connect', optional: false },
      prose('Two.'),
      { kind: 'cell', name: 'refused', optional: true },
    ]);
  });

  test('has quotations in place of asides', () => {
    const body = 'One.\n\n:::note[What is real]\nA *cloud*.\n\nTwo.\n:::\n\n:::caution\nThree.\n:::\n';
    expect(plainParts(body, 'es')).toEqual([
      prose('One.\n\n> **What is real**\n>\n> A *cloud*.\n>\n> Two.\n\n> **Precaución**\n>\n> Three.'),
    ]);
  });

  test('names what only the page can do by its caption', () => {
    const body =
      '<Drawing\n  name="x"\n  caption="Who > whom"\n/>\n\n<Exercise name="a">Do it.<Hint>so</Hint></Exercise>\n<Parsons name="b" />';
    expect(plainParts(body, 'en')).toEqual([
      { kind: 'live', caption: 'Who > whom' },
      { kind: 'live', caption: '' },
      { kind: 'live', caption: '' },
    ]);
  });

  test('asks a quiz without its explanations, and a prediction with its cell', () => {
    const body =
      '<Quiz name="q">\nWhich?\n\n<Answer correct>One<Why>Because.</Why></Answer>\n<Answer>Two<Why>No.</Why></Answer>\n</Quiz>\n<Predict name="p">\n<Cell name="x" />\nWhat?\n</Predict>';
    expect(plainParts(body, 'en')).toEqual([
      prose('Which?\n\n- One\n- Two'),
      { kind: 'cell', name: 'x', optional: false },
      prose('What?'),
    ]);
  });

  test('leaves code as it is', () => {
    const body =
      'Write `<Cell name="x" />`.\n\n```mdx\n<Cell name="y" />\n## A [#b]\n```\n\nA \\{brace\\}. {/* not for readers */}';
    expect(plainParts(body, 'en')).toEqual([
      prose('Write `<Cell name="x" />`.\n\n```mdx\n<Cell name="y" />\n## A [#b]\n```\n\nA {brace}.'),
    ]);
  });
});
