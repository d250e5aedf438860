import { explorerLoadingWords } from '../words/explorer-loading.ts';

/** Loads the explorer of Julia sets when it comes near the screen, or when the page's address brings a view for it. */
const places = document.querySelectorAll('julia-explorer');

const load = (): void => {
  watch.disconnect();
  import('./julia-explorer.ts').catch(() => {
    const { failed } = explorerLoadingWords(document.documentElement.lang);
    for (const place of places) place.textContent = failed;
  });
};

const watch = new IntersectionObserver(
  (entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) load();
  },
  { rootMargin: '200px' },
);

for (const place of places) watch.observe(place);

const bring = (): void => {
  if (location.hash.startsWith('#julia=')) places[0]?.scrollIntoView({ block: 'center' });
};
addEventListener('hashchange', bring);
bring();
