import {
  type CommandNode,
  type ScriptNode,
  type SimpleCommandNode,
  type StatementNode,
  serialize,
} from 'just-bash';

/** Statements that a command holds, and whether they run again and again. */
export interface Body {
  readonly body: StatementNode[];
  readonly again: boolean;
}

const once = (body: StatementNode[]): Body => ({ body, again: false });

/** The statements that a command holds; none for those that hold none. */
export function bodiesOf(command: CommandNode): Body[] {
  switch (command.type) {
    case 'If':
      return [
        ...command.clauses.flatMap(({ condition, body }) => [condition, body]),
        command.elseBody ?? [],
      ].map(once);
    case 'For':
    case 'CStyleFor':
      return [{ body: command.body, again: true }];
    case 'While':
    case 'Until':
      return [{ body: command.condition, again: true }, once(command.body)];
    case 'Case':
      return command.items.map(({ body }) => once(body));
    case 'Subshell':
    case 'Group':
      return [once(command.body)];
    case 'FunctionDef':
      return bodiesOf(command.body).map(({ body }) => ({ body, again: true }));
    default:
      return [];
  }
}

/** A command's name when it is written out; undefined for one that is only known when it runs. */
export function literalName({ name }: SimpleCommandNode): string | undefined {
  const [part, ...more] = name?.parts ?? [];
  return part?.type === 'Literal' && more.length === 0 ? part.value : undefined;
}

/** Every script inside of `$(…)` and `<(…)`, at any depth. */
export function* substitutionsIn(value: unknown): Generator<ScriptNode> {
  if (typeof value !== 'object' || value === null) return;
  if (isSubstitution(value)) yield value.body;
  for (const part of Object.values(value)) yield* substitutionsIn(part);
}

function isSubstitution(value: object): value is { body: ScriptNode } {
  const marked =
    'type' in value && (value.type === 'CommandSubstitution' || value.type === 'ProcessSubstitution');
  return marked && 'body' in value;
}

/** A line such as `a; b` as the statements that it is made of. */
export function split(statement: StatementNode): StatementNode[] {
  if (statement.background || statement.deferredError) return [statement];
  const found: StatementNode[] = [];
  let current: StatementNode = { ...statement, pipelines: [], operators: [] };
  for (const [index, pipeline] of statement.pipelines.entries()) {
    current.pipelines.push(pipeline);
    const operator = statement.operators[index];
    if (operator !== ';' && operator !== undefined) current.operators.push(operator);
    if (operator !== ';' && index < statement.pipelines.length - 1) continue;
    found.push(current);
    current = { ...statement, pipelines: [], operators: [] };
  }
  return found;
}

/** The functions that a script defines, as text. */
export function functionText(script: ScriptNode): string {
  const definitions = script.statements
    .flatMap(split)
    .filter(({ pipelines }) =>
      pipelines.every(({ commands }) => commands.every(({ type }) => type === 'FunctionDef')),
    );
  return definitions.length === 0 ? '' : serialize({ type: 'Script', statements: definitions });
}
