import type { ImportDeclaration, Node, Program } from '@babel/types';
import { importedName, isAmbient, isNode } from './nodes.ts';
import { Scope } from './scope.ts';

/** The names of a program: what its top level declares, and what is read and written anywhere in it. */
export type ProgramNames = {
  declared: ReadonlySet<string>;
  /** Of those that are declared by an import: `<module>#<name there>`. */
  imports: ReadonlyMap<string, string>;
  /** Read, and declared in no scope of the program but perhaps its top level. */
  read: ReadonlySet<string>;
  /** Written, in the same sense. */
  written: ReadonlySet<string>;
};

type Reference = { name: string; scope: Scope };
type Declare = (name: string) => void;

/** Walks a program once; whose a name is, is known at the end, because a declaration may follow its use. */
export const walkProgram = (program: Program): ProgramNames => {
  const walk = new Walk();
  for (const statement of program.body) walk.visit(statement, walk.top);
  return walk.names();
};

class Walk {
  readonly top = new Scope();
  readonly #imports = new Map<string, string>();
  readonly #read: Reference[] = [];
  readonly #written: Reference[] = [];

  names(): ProgramNames {
    const shared = (references: readonly Reference[]): Set<string> =>
      new Set(
        references
          .filter(({ name, scope }) => [undefined, this.top].includes(scope.ownerOf(name)))
          .map(({ name }) => name),
      );
    return {
      declared: this.top.names,
      imports: this.#imports,
      read: shared(this.#read),
      written: shared(this.#written),
    };
  }

  visit(node: Node, scope: Scope): void {
    if (isAmbient(node)) return;
    if (node.type.startsWith('TS')) this.#typed(node, scope);
    else this.#untyped(node, scope);
  }

  #untyped(node: Node, scope: Scope): void {
    switch (node.type) {
      case 'Identifier':
        this.#read.push({ name: node.name, scope });
        break;
      case 'ImportDeclaration':
        this.#import(node);
        break;
      case 'ExportNamedDeclaration':
        // A list of exported names is dropped when the cell is made into a script.
        if (node.declaration) this.visit(node.declaration, scope);
        break;
      case 'VariableDeclaration':
        for (const { id, init } of node.declarations) {
          this.#pattern(id, scope, (name) =>
            node.kind === 'var' ? scope.declareVar(name) : scope.names.add(name),
          );
          if (init) this.visit(init, scope);
        }
        break;
      case 'AssignmentExpression':
        if (node.operator !== '=') this.visit(node.left, scope);
        this.#target(node.left, scope);
        this.visit(node.right, scope);
        break;
      case 'UpdateExpression':
        this.visit(node.argument, scope);
        this.#target(node.argument, scope);
        break;
      case 'LabeledStatement':
        this.visit(node.body, scope);
        break;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'MetaProperty':
        break;
      default:
        this.#structure(node, scope);
        break;
    }
  }

  /** What has a scope of its own, or parts that are no expressions. */
  #structure(node: Node, scope: Scope): void {
    switch (node.type) {
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        this.visit(node.object, scope);
        if (node.computed) this.visit(node.property, scope);
        break;
      case 'ObjectProperty':
        if (node.computed) this.visit(node.key, scope);
        this.visit(node.value, scope);
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ObjectMethod':
      case 'ClassMethod':
      case 'ClassPrivateMethod':
        this.#function(node, scope);
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#class(node, scope);
        break;
      case 'ClassProperty':
      case 'ClassAccessorProperty':
      case 'ClassPrivateProperty':
        this.#all(node.decorators, scope);
        if (node.type !== 'ClassPrivateProperty' && node.computed) this.visit(node.key, scope);
        if (node.value) this.visit(node.value, new Scope(scope, true));
        break;
      case 'ForInStatement':
      case 'ForOfStatement':
        this.#loop(node, scope);
        break;
      case 'CatchClause': {
        const own = new Scope(scope);
        if (node.param) this.#pattern(node.param, own, (name) => own.names.add(name));
        this.visit(node.body, own);
        break;
      }
      case 'StaticBlock':
        this.#children(node, new Scope(scope, true));
        break;
      case 'BlockStatement':
      case 'ForStatement':
      case 'SwitchStatement':
        this.#children(node, new Scope(scope));
        break;
      default:
        this.#children(node, scope);
        break;
    }
  }

  #function(node: Extract<Node, { params: unknown; body: unknown }>, scope: Scope): void {
    if (node.type === 'FunctionDeclaration' && node.id) scope.names.add(node.id.name);
    const own = new Scope(scope, true);
    if (node.type === 'FunctionExpression' && node.id) own.names.add(node.id.name);
    if ('decorators' in node) this.#all(node.decorators, scope);
    if ('key' in node && 'computed' in node && node.computed) this.visit(node.key, scope);
    for (const parameter of node.params) {
      if ('decorators' in parameter) this.#all(parameter.decorators, scope);
      this.#pattern(parameter, own, (name) => own.names.add(name));
    }
    this.visit(node.body, own);
  }

  #class(node: Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>, scope: Scope): void {
    if (node.type === 'ClassDeclaration' && node.id) scope.names.add(node.id.name);
    this.#all(node.decorators, scope);
    if (node.superClass) this.visit(node.superClass, scope);
    const own = new Scope(scope);
    if (node.id) own.names.add(node.id.name);
    this.#all(node.body.body, own);
  }

  #loop(
    { left, right, body }: Extract<Node, { type: 'ForInStatement' | 'ForOfStatement' }>,
    scope: Scope,
  ): void {
    const own = new Scope(scope);
    if (left.type === 'VariableDeclaration') this.visit(left, own);
    else this.#target(left, own);
    this.visit(right, own);
    this.visit(body, own);
  }

  #import({ importKind, source, specifiers }: ImportDeclaration): void {
    if (importKind === 'type' || importKind === 'typeof') return;
    for (const each of specifiers) {
      if (each.type === 'ImportSpecifier' && each.importKind === 'type') continue;
      const { name } = each.local;
      this.top.names.add(name);
      this.#imports.set(name, `${source.value}#${importedName(each)}`);
    }
  }

  /** TypeScript's own: types are left out, what remains when it runs is not. */
  #typed(node: Node, scope: Scope): void {
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
      case 'TSInstantiationExpression':
      case 'TSExportAssignment':
        this.visit(node.expression, scope);
        break;
      case 'TSEnumDeclaration': {
        scope.names.add(node.id.name);
        const own = new Scope(scope);
        for (const { id, initializer } of node.members) {
          own.names.add(id.type === 'Identifier' ? id.name : id.value);
          if (initializer) this.visit(initializer, own);
        }
        break;
      }
      case 'TSModuleDeclaration':
        if (node.id.type === 'Identifier') scope.names.add(node.id.name);
        this.visit(node.body, new Scope(scope, true));
        break;
      case 'TSModuleBlock':
        this.#all(node.body, scope);
        break;
      case 'TSImportEqualsDeclaration':
        scope.names.add(node.id.name);
        break;
      default:
        break;
    }
  }

  /** What is declared: a name, or a pattern with names and with defaults that read others. */
  #pattern(node: Node, scope: Scope, declare: Declare): void {
    if (node.type === 'Identifier') declare(node.name);
    else this.#parts(node, scope, (part) => this.#pattern(part, scope, declare));
  }

  /** What is assigned to: a name, a pattern with names; a property is another object's affair. */
  #target(node: Node, scope: Scope): void {
    if (node.type === 'Identifier') this.#written.push({ name: node.name, scope });
    else this.#parts(node, scope, (part) => this.#target(part, scope));
  }

  #parts(node: Node, scope: Scope, each: (part: Node) => void): void {
    switch (node.type) {
      case 'ObjectPattern':
        for (const property of node.properties) {
          if (property.type === 'RestElement') each(property.argument);
          else {
            if (property.computed) this.visit(property.key, scope);
            each(property.value);
          }
        }
        break;
      case 'ArrayPattern':
        for (const element of node.elements) if (element) each(element);
        break;
      case 'AssignmentPattern':
        each(node.left);
        this.visit(node.right, scope);
        break;
      case 'RestElement':
        each(node.argument);
        break;
      case 'TSParameterProperty':
        each(node.parameter);
        break;
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
        each(node.expression);
        break;
      default:
        this.visit(node, scope);
        break;
    }
  }

  #all(nodes: readonly Node[] | null | undefined, scope: Scope): void {
    for (const node of nodes ?? []) this.visit(node, scope);
  }

  #children(node: Node, scope: Scope): void {
    const values: unknown[] = Object.values(node).flat();
    for (const value of values) if (isNode(value)) this.visit(value, scope);
  }
}
