import { z } from 'zod';
import type { CellError } from '../protocol/events.ts';
import type { Inspector } from './inspector.ts';
import { type ExceptionDetails, evaluation, type RemoteObject } from './messages.ts';
import type { Run } from './run.ts';
import { type FindScript, readStack } from './stack.ts';
import { toValue } from './value.ts';
import { inWords } from './words.ts';

const longestMessage = 10_000;

/** Runs inside the kernel: an error and its causes, whole, where a preview would shorten them. */
const describe = `function () {
  const chain = [];
  for (let each = this; each instanceof Error && chain.length < 5; each = each.cause)
    chain.push({ name: String(each.name), message: String(each.message), stack: String(each.stack) });
  return chain;
}`;

const errorChain = z.array(z.object({ name: z.string(), message: z.string(), stack: z.string() }));

/** Why a cell failed, in words for its learner. */
export async function readFailure(
  details: ExceptionDetails,
  run: Run,
  inspector: Inspector,
  find: FindScript,
): Promise<CellError> {
  const { exception } = details;
  if (exception?.subtype !== 'error' || exception.objectId === undefined) {
    const text = exception ? toValue(exception).text : details.text;
    return { name: 'Thrown', message: `The cell threw ${text}, which is not an Error.`, stack: [] };
  }
  const [error = undescribed(exception), ...causes] = await describeError(inspector, exception.objectId);
  const { stack, places } = readStack(error.stack, find);
  const position =
    places.find((place) => place.run === run.id)?.position ??
    // V8 gives an error of syntax no frames.
    (stack.length === 0 ? run.script.locate(details.lineNumber + 1, details.columnNumber + 1) : undefined);
  const lines = [error, ...causes].map(({ name, message }, index) =>
    index === 0 ? inWords(message) : `caused by ${name}: ${inWords(message)}`,
  );
  return {
    name: error.name,
    message: lines.join('\n').slice(0, longestMessage),
    ...(position && { position }),
    stack,
  };
}

/** What is known of an error in a kernel whose own means are spoilt (a cell may change any of them). */
function undescribed({ className = 'Error', description = '' }: RemoteObject) {
  return { name: className, message: description.split('\n', 1)[0] ?? '', stack: description };
}

async function describeError(inspector: Inspector, objectId: string) {
  const answer = await inspector.request('Runtime.callFunctionOn', {
    objectId,
    functionDeclaration: describe,
    returnByValue: true,
  });
  const described = errorChain.safeParse(evaluation.parse(answer).result.value);
  return described.success ? described.data : [];
}
