import DOMPurify, { type Config } from 'dompurify';
import { Marked } from 'marked';
import type { Display } from '../../sandbox-server/protocol/events.ts';

type Markup = Pick<Extract<Display, { kind: 'markup' }>, 'format' | 'source'>;

/** Beyond what DOMPurify takes out: what asks for input, plays, or brings a page of its own. */
const config: Config & { RETURN_DOM_FRAGMENT: true } = {
  USE_PROFILES: { html: true, svg: true, svgFilters: true, mathMl: true },
  FORBID_TAGS: [
    ...['form', 'input', 'button', 'select', 'option', 'optgroup', 'textarea', 'label', 'fieldset'],
    ...['dialog', 'audio', 'video', 'source', 'track', 'picture', 'marquee', 'animate', 'set'],
  ],
  FORBID_ATTR: ['autofocus', 'popover', 'popovertarget', 'contenteditable', 'slot', 'part', 'srcset', 'name'],
  ALLOW_DATA_ATTR: false,
  ADD_ATTR: ['target'],
  FORCE_BODY: true,
  RETURN_DOM_FRAGMENT: true,
};

/** Where a link may lead: out, or to a place in the same output. */
const safeLink = /^(https?:|mailto:|#)/i;
/** A style that would load something, or may be spelt so as to hide that it does. */
const loads = /\\|@import|@font-face|image-set|\bsrc\s*\(|url\(\s*['"]?\s*(?!#)[^\s'"#]/i;

const purifier = DOMPurify(window);

purifier.addHook('uponSanitizeElement', (node, { tagName }) => {
  if (tagName === 'style' && loads.test(node.textContent ?? '')) node.textContent = '';
});

purifier.addHook('afterSanitizeAttributes', (node) => {
  if (loads.test(node.getAttribute('style') ?? '')) node.removeAttribute('style');
  const tag = node.nodeName.toLowerCase();
  if (tag === 'a') openSafely(node);
  if (tag === 'img' || tag === 'image') keepOwnPicture(node);
  if (tag === 'g') nameGroup(node);
});

/** A link opens beside the lesson, and tells the other side nothing of it. */
const openSafely = (link: Element): void => {
  const address = link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? '';
  link.removeAttribute('xlink:href');
  if (!safeLink.test(address.trim())) link.removeAttribute('href');
  else if (!address.startsWith('#')) {
    link.setAttribute('href', address);
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer nofollow');
  }
};

/** A picture comes with the output: one that is fetched would tell somebody that it was looked at. */
const keepOwnPicture = (picture: Element): void => {
  for (const name of ['src', 'href', 'xlink:href']) {
    const address = picture.getAttribute(name);
    if (address !== null && !/^data:image\//i.test(address.trim())) picture.removeAttribute(name);
  }
};

/** A part of a drawing that has a name is a group, or nobody is told the name. */
const nameGroup = (part: Element): void => {
  if (part.hasAttribute('aria-label') && !part.hasAttribute('role')) part.setAttribute('role', 'group');
};

const markdown = new Marked({ gfm: true, async: false });

/** What is left of HTML, SVG or Markdown when all that could act is taken out. */
export const harmlessMarkup = ({ format, source }: Markup): DocumentFragment => {
  const text = format === 'markdown' ? String(markdown.parse(source)) : source;
  return purifier.sanitize(text, config);
};
