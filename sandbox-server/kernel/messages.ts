import { z } from 'zod';
import { display } from '../protocol/events.ts';
import { finding } from '../protocol/parts.ts';

/**
 * The part of the Chrome DevTools Protocol that the kernel's V8 answers us with
 * (https://chromedevtools.github.io/devtools-protocol/v8/Runtime/).
 */

/** A property as a preview shows it; V8 shortens its text. */
const previewProperty = z.object({
  name: z.string(),
  type: z.string(),
  subtype: z.string().optional(),
  value: z.string().optional(),
  get valuePreview() {
    return objectPreview.optional();
  },
});

const objectPreview = z.object({
  overflow: z.boolean(),
  properties: z.array(previewProperty),
  get entries() {
    return z.array(z.object({ key: objectPreview.optional(), value: objectPreview })).optional();
  },
  description: z.string().optional(),
  type: z.string(),
  subtype: z.string().optional(),
});

export const remoteObject = z.object({
  type: z.string(),
  subtype: z.string().optional(),
  className: z.string().optional(),
  value: z.unknown().optional(),
  unserializableValue: z.string().optional(),
  description: z.string().optional(),
  objectId: z.string().optional(),
  preview: objectPreview.optional(),
});
export type RemoteObject = z.infer<typeof remoteObject>;
export type ObjectPreview = z.infer<typeof objectPreview>;
export type PreviewProperty = z.infer<typeof previewProperty>;

export const exceptionDetails = z.object({
  text: z.string(),
  lineNumber: z.number(),
  columnNumber: z.number(),
  exception: remoteObject.optional(),
});
export type ExceptionDetails = z.infer<typeof exceptionDetails>;

export const evaluation = z.object({
  result: remoteObject,
  exceptionDetails: exceptionDetails.optional(),
});

const ownProperty = z.object({
  name: z.string(),
  enumerable: z.boolean(),
  value: remoteObject.optional(),
  get: remoteObject.optional(),
});
const innerProperty = z.object({ name: z.string(), value: remoteObject.optional() });

export const propertyList = z.object({
  result: z.array(ownProperty),
  internalProperties: z.array(innerProperty).optional(),
  privateProperties: z.array(innerProperty).optional(),
});

export const consoleCall = z.object({ type: z.string(), args: z.array(remoteObject) });
export type ConsoleCall = z.infer<typeof consoleCall>;

export const bindingCall = z.object({ name: z.string(), payload: z.string() });

/** What `library/channel.ts` says: whose the next console message is, or something to print or to show. */
export const channelMessage = z.object({
  run: z.string(),
  stream: z.enum(['stdout', 'stderr']).optional(),
  text: z.string().optional(),
  display: display.optional(),
  finding: finding.optional(),
  /** The display of the run that the next console message is. */
  as: z.string().max(200).optional(),
});
export type ChannelMessage = z.infer<typeof channelMessage>;

/** Any message of the protocol: an event has a method, an answer an id; a union of the two is slower to tell apart. */
export const protocolMessage = z.object({
  method: z.string().optional(),
  params: z.unknown().optional(),
  id: z.number().optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
  result: z.unknown().optional(),
});

/** A place where V8 has paused (https://chromedevtools.github.io/devtools-protocol/v8/Debugger/). Lines and columns count from 0. */
const callFrame = z.object({
  functionName: z.string(),
  location: z.object({ scriptId: z.string(), lineNumber: z.number(), columnNumber: z.number().default(0) }),
  scopeChain: z.array(z.object({ type: z.string(), object: remoteObject })),
});
export type CallFrame = z.infer<typeof callFrame>;

export const pausedAt = z.object({ callFrames: z.array(callFrame) });

export const scriptParsed = z.object({ scriptId: z.string(), url: z.string() });

export const breakpointSet = z.object({ breakpointId: z.string() });
