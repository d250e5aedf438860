declare module 'monaco-editor/languages/features/typescript/tsWorker.js' {
  /** What TypeScript's language service answers, as far as it is used here. */
  export type Span = { start: number; length: number };
  export type MessageChain = { messageText: string; next?: MessageChain[] };
  export type Diagnostic = {
    code: number;
    start?: number;
    length?: number;
    messageText: string | MessageChain;
  };
  export type Model = {
    uri: { toString(skipEncoding?: boolean): string };
    version: number;
    getValue(): string;
  };
  export type Context = { getMirrorModels(): Model[] };

  export class TypeScriptWorker {
    constructor(context: Context, options: unknown);
    _ctx: Context;
    _extraLibs: Record<string, unknown>;
    readonly _languageService: {
      /** Of these parts of a file alone; undefined where TypeScript would rather look at the whole. */
      getRegionSemanticDiagnostics(
        file: string,
        parts: readonly { pos: number; end: number }[],
      ): { diagnostics: readonly Diagnostic[] } | undefined;
    };
    /** The diagnostics as they can be sent: without the files that they are about. */
    static clearFiles(diagnostics: readonly Diagnostic[]): Diagnostic[];
    _getModel(file: string): Model | null;
    getScriptFileNames(): string[];
    _getScriptText(file: string): string | undefined;
    getScriptVersion(file: string): string;
    getSyntacticDiagnostics(file: string): Promise<Diagnostic[]>;
    getSemanticDiagnostics(file: string): Promise<Diagnostic[]>;
    getSuggestionDiagnostics(file: string): Promise<Diagnostic[]>;
    getCompletionsAtPosition(
      file: string,
      position: number,
    ): Promise<
      { optionalReplacementSpan?: Span; entries: { name: string; replacementSpan?: Span }[] } | undefined
    >;
    getCompletionEntryDetails(file: string, position: number, entry: string): Promise<unknown>;
    getSignatureHelpItems(
      file: string,
      position: number,
      options: unknown,
    ): Promise<{ applicableSpan: Span } | undefined>;
    getQuickInfoAtPosition(file: string, position: number): Promise<{ textSpan: Span } | undefined>;
    getDocumentHighlights(
      file: string,
      position: number,
      files: string[],
    ): Promise<{ fileName: string; highlightSpans: { textSpan: Span }[] }[] | undefined>;
  }
}

declare module 'monaco-editor/internal/common/initialize.js' {
  import type { Context } from 'monaco-editor/languages/features/typescript/tsWorker.js';

  export function initialize(create: (context: Context, options: unknown) => unknown): void;
}

declare module 'virtual:library-types' {
  /** Declarations of what cells import, by path under `library/`. */
  const files: Readonly<Record<string, string>>;
  export default files;
}

declare module 'virtual:package-types' {
  /** How to fetch the declarations of a package, by its name; each is a map from its path under `node_modules`. */
  const packages: Readonly<
    Record<string, (() => Promise<{ default: Readonly<Record<string, string>> }>) | undefined>
  >;
  export default packages;
}

declare module 'virtual:exported-names' {
  /** The names that a module exports, by the name by which a cell imports it. */
  const names: Readonly<Record<string, readonly string[] | undefined>>;
  export default names;
}

declare module 'monaco-editor/languages/features/typescript/lib/typescriptServices.js' {
  /** A part of a program's text, as far as it is read here. */
  export type Node = {
    kind: number;
    parent?: Node;
    name?: Node;
    propertyName?: Node;
    right?: Node;
    importClause?: Node;
    namedBindings?: Node;
    elements?: readonly Node[];
    statements?: readonly Node[];
    declarationList?: { declarations: readonly Node[] };
    getText(): string;
    getStart(): number;
    getEnd(): number;
    forEachChild(visit: (child: Node) => void): void;
  };

  export const typescript: {
    SyntaxKind: Readonly<
      Record<
        | 'Identifier'
        | 'BindingElement'
        | 'ObjectBindingPattern'
        | 'ArrayBindingPattern'
        | 'VariableStatement'
        | 'FunctionDeclaration'
        | 'ClassDeclaration'
        | 'EnumDeclaration'
        | 'InterfaceDeclaration'
        | 'TypeAliasDeclaration'
        | 'ImportDeclaration'
        | 'ImportSpecifier'
        | 'PropertyAccessExpression'
        | 'PropertyAssignment'
        | 'ShorthandPropertyAssignment'
        | 'PropertyDeclaration'
        | 'PropertySignature'
        | 'MethodDeclaration'
        | 'MethodSignature'
        | 'GetAccessor'
        | 'SetAccessor'
        | 'EnumMember'
        | 'QualifiedName',
        number
      >
    >;
    ScriptTarget: { ESNext: number };
    createSourceFile(name: string, text: string, target: number, setParents: boolean): Node;
  };
}
