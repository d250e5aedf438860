import {
  type CommandNode,
  type PipelineNode,
  type ScriptNode,
  type SimpleCommandNode,
  type StatementNode,
  serialize,
  type WordNode,
} from 'just-bash';
import { folderOf, nameOf } from '../disk/paths.ts';
import { programPaths } from '../packages/archive.ts';
import { bodiesOf, functionText, literalName, split, substitutionsIn } from './syntax.ts';

/** Where a shell's own standard output and error go. */
export const OUT_DEVICE = '/dev/.out';
/** Where its standard error goes. */
export const ERR_DEVICE = '/dev/.err';
/** A command that finds this device open prints to the shell's own output itself, as it goes. */
export const DIRECT_DEVICE = '/dev/.direct';
/** The file descriptor on which that device is opened. */
export const DIRECT_DESCRIPTOR = 9;
/** Read at the head of each loop and function: the device that gives others their turn. */
export const BREATH_DEVICE = '/dev/.breath';
/** Stands for `&`: starts its one argument, a piece of script, beside the shell. */
export const BACKGROUND_COMMAND = '__background';
/** Stands for `wait`, which the interpreter takes for a command of its own that has nothing to wait for. */
export const WAIT_COMMAND = '__wait';
/** Runs a file by its path, as a process of its own. */
export const RUN_COMMAND = '__run';
/** Prints its arguments as a script that is rewritten too: what `eval` is given. */
export const REWRITE_COMMAND = '__rewrite';
/** Stands for `$!`. */
export const LAST_JOB = '__last_job';

type RedirectionNode = SimpleCommandNode['redirections'][number];

const BREATH_DESCRIPTOR = 8;
/** Builtins that print nothing: connecting them would only cost time. */
const SILENT = new Set([
  ':',
  'true',
  'false',
  '[',
  'test',
  'let',
  'break',
  'continue',
  'return',
  'exit',
  'shift',
  'local',
]);

const quoted = (value: string): WordNode => ({ type: 'Word', parts: [{ type: 'SingleQuoted', value }] });
const plain = (value: string): WordNode => ({ type: 'Word', parts: [{ type: 'Literal', value }] });
const redirection = (fd: number, operator: RedirectionNode['operator'], target: string): RedirectionNode => ({
  type: 'Redirection',
  fd,
  operator,
  target: plain(target),
});

/** The redirections that a place gives to the commands in it: its standard output and error. */
interface Sinks {
  readonly out: RedirectionNode;
  readonly err: RedirectionNode;
}

interface Place {
  /** What is printed here goes straight to the shell's own output. */
  readonly direct: boolean;
  readonly script: Script;
}

interface Script {
  /** The script's functions, as text: a job in the background knows them too. */
  readonly functions: string;
  /** Functions that are only called where output is direct. */
  readonly direct: ReadonlySet<string>;
  sinks: Sinks;
}

/**
 * Rewrites a script before it runs, so that the interpreter does what it cannot do by itself: what is printed
 * is heard at once and not at the end, loops take breaths, `&` starts a process, `wait` waits, and `exec >file`
 * holds for what follows.
 */
export function rewriteScript(script: ScriptNode, direct = true): ScriptNode {
  const inner = [...substitutionsIn(script)];
  const facts: Script = {
    functions: functionText(script),
    direct: directFunctions(script),
    sinks: { out: redirection(1, '>', OUT_DEVICE), err: redirection(2, '>', ERR_DEVICE) },
  };
  script.statements = script.statements.flatMap(split);
  for (const statement of script.statements)
    if (!takeOverExec(statement, facts)) rewriteStatements([statement], { direct, script: facts });
  for (const { statements } of inner) rewriteStatements(statements, { direct: false, script: facts });
  return script;
}

function rewriteStatements(statements: StatementNode[], place: Place): void {
  for (const statement of statements) {
    if (statement.background) intoBackground(statement, place.script);
    else for (const pipeline of statement.pipelines) rewritePipeline(pipeline, place);
  }
}

function rewritePipeline(pipeline: PipelineNode, place: Place): void {
  for (const [index, command] of pipeline.commands.entries()) {
    const last = index === pipeline.commands.length - 1;
    const inside = { ...place, direct: place.direct && last && printsDirectly(command, place.script) };
    for (const { body, again } of bodiesOf(command)) {
      rewriteStatements(body, inside);
      const head = body[0]?.pipelines[0]?.commands[0];
      if (again && head && head.type !== 'FunctionDef')
        head.redirections.unshift(redirection(BREATH_DESCRIPTOR, '<', BREATH_DEVICE));
    }
    if (command.type === 'SimpleCommand') renameWords(command);
    if (place.direct) connect(command, last, pipeline.pipeStderr?.[index] ?? false, place.script);
  }
}

const isOutput = ({ operator }: RedirectionNode): boolean =>
  operator.startsWith('>') || operator.startsWith('&>');

/** Whether what a command, or what is in it, prints may go straight to the shell's own output. */
function printsDirectly(command: CommandNode, { direct }: Pick<Script, 'direct'>): boolean {
  if (command.type === 'FunctionDef') return direct.has(command.name);
  return !command.redirections.some(isOutput);
}

/** Connects a command's output with that of the shell; redirections of its own come after and win. */
function connect(command: CommandNode, last: boolean, piped: boolean, { sinks, direct }: Script): void {
  if (command.type === 'FunctionDef') return;
  const own = command.redirections.some(isOutput);
  const name = command.type === 'SimpleCommand' ? literalName(command) : undefined;
  const isCompound = command.type !== 'SimpleCommand' && bodiesOf(command).length > 0;
  if ((isCompound && last && !own) || name === 'exec') return;
  if (name !== undefined && SILENT.has(name) && !own) return;
  if (name !== undefined && last && !own && direct.has(name)) return;
  const added = last ? [sinks.out, sinks.err] : piped ? [] : [sinks.err];
  if (last && !own && name !== undefined && sinks.out.operator === '>')
    added.unshift(redirection(DIRECT_DESCRIPTOR, '>', DIRECT_DEVICE));
  command.redirections.unshift(...added);
}

/** `exec >file 2>&1` of a script's own: where it leads is where the rest of the script prints. */
function takeOverExec(statement: StatementNode, facts: Script): boolean {
  const [pipeline, ...more] = statement.pipelines;
  const [command] = pipeline?.commands ?? [];
  if (more.length > 0 || command?.type !== 'SimpleCommand') return false;
  if (literalName(command) !== 'exec' || command.args.length > 0) return false;
  let { out, err } = facts.sinks;
  for (const given of command.redirections) {
    const { fd, operator, target } = given;
    if (target.type !== 'Word' || target.parts.some(({ type }) => type === 'ProcessSubstitution')) continue;
    const written = target.parts[0]?.type === 'Literal' ? target.parts[0].value : '';
    const file: RedirectionNode = { ...given, operator: '>>' };
    if (operator === '>&' && (fd === 2 || fd === null) && written === '1') err = { ...out, fd: 2 };
    else if (operator === '&>' || operator === '&>>')
      [out, err] = [
        { ...file, fd: 1 },
        { ...file, fd: 2 },
      ];
    else if ((operator === '>' || operator === '>>') && fd === 2) err = file;
    else if ((operator === '>' || operator === '>>') && (fd === 1 || fd === null)) out = { ...file, fd: 1 };
    else return false;
  }
  facts.sinks = { out, err };
  command.name = plain(':');
  command.redirections = [];
  return true;
}

/** The functions whose every call is at a place where output is direct. */
function directFunctions(script: ScriptNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(script.statements, true, new Set(), (command) => {
    if (command.type === 'FunctionDef') names.add(command.name);
  });
  const direct = new Set(names);
  for (let before = -1; before !== direct.size; ) {
    before = direct.size;
    const doubt = (command: CommandNode, isDirect: boolean): void => {
      const name = command.type === 'SimpleCommand' ? literalName(command) : undefined;
      if (name !== undefined && !(isDirect && printsDirectly(command, { direct }))) direct.delete(name);
    };
    visit(script.statements, true, direct, doubt);
    for (const { statements } of substitutionsIn(script)) visit(statements, false, direct, doubt);
  }
  return direct;
}

function visit(
  statements: readonly StatementNode[],
  direct: boolean,
  functions: ReadonlySet<string>,
  visitor: (command: CommandNode, direct: boolean) => void,
): void {
  for (const { pipelines, background } of statements)
    for (const { commands } of pipelines)
      for (const [index, command] of commands.entries()) {
        const here = direct && !background && index === commands.length - 1;
        visitor(command, here);
        const inside = here && printsDirectly(command, { direct: functions });
        for (const { body } of bodiesOf(command)) visit(body, inside, functions, visitor);
      }
}

function renameWords(command: SimpleCommandNode): void {
  const first = command.name?.parts[0];
  if (first?.type === 'Literal' && literalName(command) === 'wait') first.value = WAIT_COMMAND;
  // By its path it would be run as the script that stands for it, with nine arguments at most.
  if (first?.type === 'Literal' && programPaths.has(first.value)) first.value = nameOf(first.value);
  else if (isOwnFile(literalName(command) ?? '') && command.name) {
    command.args.unshift(command.name);
    command.name = plain(RUN_COMMAND);
  }
  if (literalName(command) === 'eval' && command.args.length > 0) command.args = [rewritten(command.args)];
  for (const { parts } of command.args) renameLastJob(parts);
  for (const { value } of command.assignments) renameLastJob(value?.parts ?? []);
}

/** Whether it is the path of a file that is no command of the interpreter. */
function isOwnFile(name: string): boolean {
  return name.includes('/') && !['/bin', '/usr/bin'].includes(folderOf(name));
}

/** `"$(__rewrite …)"` */
function rewritten(args: WordNode[]): WordNode {
  const call: SimpleCommandNode = {
    type: 'SimpleCommand',
    assignments: [],
    name: plain(REWRITE_COMMAND),
    args,
    redirections: [],
  };
  const pipelines: PipelineNode[] = [{ type: 'Pipeline', negated: false, commands: [call] }];
  const statements: StatementNode[] = [{ type: 'Statement', pipelines, operators: [], background: false }];
  const body: ScriptNode = { type: 'Script', statements };
  const part: WordNode['parts'][number] = { type: 'CommandSubstitution', body, legacy: false };
  return { type: 'Word', parts: [{ type: 'DoubleQuoted', parts: [part] }] };
}

function renameLastJob(parts: WordNode['parts']): void {
  for (const part of parts) {
    if (part.type === 'DoubleQuoted') renameLastJob(part.parts);
    if (part.type === 'ParameterExpansion' && part.parameter === '!') part.parameter = LAST_JOB;
  }
}

function intoBackground(statement: StatementNode, { functions }: Script): void {
  const text = serialize({ type: 'Script', statements: [{ ...statement, background: false }] });
  const start: SimpleCommandNode = {
    type: 'SimpleCommand',
    assignments: [],
    name: plain(BACKGROUND_COMMAND),
    args: [quoted(text), quoted(functions)],
    redirections: [],
  };
  statement.background = false;
  statement.operators = [];
  statement.pipelines = [{ type: 'Pipeline', negated: false, commands: [start] }];
}
