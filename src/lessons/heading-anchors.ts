import { headingAnchor } from './outline.ts';

type Text = { type: 'text'; value: string };
type Heading = { children: readonly { type: string }[]; data?: object | undefined };
type Context = {
  setProperty(node: object, name: string, value: unknown): void;
};

const isText = (node: { type: string } | undefined): node is Text => node?.type === 'text';

/** A Markdown plugin: `## Watch it boot [#boot]` becomes a heading whose id is `boot`, the same in every language. */
export const headingAnchors = {
  name: 'heading-anchors',
  heading(node: Heading, context: Context): void {
    const last = node.children.at(-1);
    if (!isText(last)) return;
    const anchor = headingAnchor.exec(last.value)?.[1];
    if (anchor === undefined) return;
    context.setProperty(last, 'value', last.value.replace(headingAnchor, ''));
    context.setProperty(node, 'data', { ...node.data, hProperties: { id: anchor } });
  },
};
