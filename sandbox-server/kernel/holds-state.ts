import type { Inspector } from './inspector.ts';
import { evaluation } from './messages.ts';
import { scopeNames } from './scope-names.ts';

/** Whether cells have left anything in the kernel that would be lost with it: names, or globals of their own. */
export async function holdsState(inspector: Inspector): Promise<boolean> {
  const { names } = scopeNames.parse(await inspector.request('Runtime.globalLexicalScopeNames'));
  if (names.length > 0) return true;
  const expression = 'this.__workbook__.isUntouched()';
  const answer = await inspector.request('Runtime.evaluate', { expression });
  return evaluation.parse(answer).result.value !== true;
}
