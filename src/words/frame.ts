/** Where the site's frame has words of its own, and this book better ones; by language, under the frame's keys. */
export const frameWords = {
  en: { 'page.previousLink': 'The lesson before', 'page.nextLink': 'Next lesson' },
  es: { 'page.previousLink': 'La lección anterior', 'page.nextLink': 'La lección siguiente' },
};
