import { fileURLToPath } from 'node:url';
import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { catalog } from './sandbox-server/packages/catalog.mjs';
import { exportedNames } from './src/editor/exported-names.ts';
import { libraryTypes } from './src/editor/library-types.ts';
import { packageTypes } from './src/editor/package-types.ts';
import { headingAnchors } from './src/lessons/heading-anchors.ts';
import { lessonComponents } from './src/lessons/lesson-components.ts';
import { languagesOf, readBook } from './src/lessons/read-book.ts';
import { sidebarOf } from './src/lessons/sidebar.ts';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));
const content = place('content/');
const book = readBook(content);
const names = { en: 'English', es: 'Español' };
const languages = [...new Set(['en', ...languagesOf(book)])];

export default defineConfig({
  publicDir: 'src/public',
  trailingSlash: 'always',
  redirects: { '/': '/en/' },
  devToolbar: { enabled: false },
  markdown: {
    processor: satteri({ mdastPlugins: [headingAnchors] }),
    syntaxHighlight: 'shiki',
    shikiConfig: { theme: 'css-variables' },
  },
  vite: {
    plugins: [
      lessonComponents(content),
      libraryTypes(place('sandbox-server/library')),
      packageTypes(catalog, place('.')),
      exportedNames(place('sandbox-server/library'), catalog),
    ],
    resolve: {
      // The frame loads its search with every page; ours loads it when somebody goes to it.
      alias: [{ find: /^@pagefind\/default-ui$/, replacement: place('src/elements/search-field.ts') }],
    },
    worker: { format: 'es' },
    build: {
      // The editor is one large chunk by its nature; it is loaded when a cell is touched.
      chunkSizeWarningLimit: 12_000,
      // Astro's own mark in a lesson, which the bundler does not know and keeps anyway.
      rolldownOptions: {
        onLog: (level, log, handle) => log.code !== 'MODULE_LEVEL_DIRECTIVE' && handle(level, log),
      },
    },
  },
  integrations: [
    // In place of the frame's own: a map for crawlers names a public address, and a workbook has none.
    { name: '@astrojs/sitemap', hooks: {} },
    starlight({
      title: 'Get Out of My Cloud',
      favicon: '/favicon.svg',
      defaultLocale: 'en',
      locales: Object.fromEntries(
        languages.map((language) => [language, { label: names[language], lang: language }]),
      ),
      sidebar: sidebarOf(book, 'en'),
      disable404Route: true,
      expressiveCode: false,
      markdown: { processedDirs: ['./content/'] },
      customCss: [
        '@fontsource-variable/source-serif-4/wght.css',
        '@fontsource-variable/source-serif-4/wght-italic.css',
        '@fontsource-variable/jetbrains-mono/wght.css',
        './src/styles/tokens.css',
        './src/styles/controls.css',
        './src/styles/menu.css',
        './src/styles/cell.css',
        './src/styles/cell-dialog.css',
        './src/styles/output.css',
        './src/styles/suggestion.css',
        './src/styles/parts.css',
        './src/styles/ansi.css',
        './src/styles/table.css',
        './src/styles/inputs.css',
        './src/styles/figures.css',
        './src/styles/rail.css',
        './src/styles/dock.css',
        './src/styles/terminal.css',
        './src/styles/variables.css',
        './src/styles/debugger.css',
        './src/styles/wire.css',
        './src/styles/home.css',
        './src/styles/print.css',
        './src/styles/progress.css',
        './src/styles/reading.css',
      ],
      components: {
        Banner: './src/components/Banner.astro',
        Head: './src/components/Head.astro',
        Search: './src/components/Search.astro',
        Sidebar: './src/components/Sidebar.astro',
        PageTitle: './src/components/PageTitle.astro',
        PageSidebar: './src/components/PageSidebar.astro',
        Footer: './src/components/Footer.astro',
      },
    }),
  ],
});
