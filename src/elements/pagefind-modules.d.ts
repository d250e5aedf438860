declare module '@pagefind/default-ui/npm_dist/mjs/ui-core.mjs' {
  import type { SearchOptions } from './search-field.ts';

  /** The search with its results, from the moment on that it is made. */
  export class PagefindUI {
    constructor(options: SearchOptions);
  }
}
