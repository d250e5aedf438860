import { z } from 'zod';

/** V8's answer to `Runtime.globalLexicalScopeNames`: what `let`, `const` and `class` declared at the top of scripts. */
export const scopeNames = z.object({ names: z.array(z.string()) });
