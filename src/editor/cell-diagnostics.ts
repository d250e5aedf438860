import type * as Monaco from 'monaco-editor/editor/editor.api.js';
import type { editor, IDisposable } from 'monaco-editor/editor/editor.api.js';
import {
  type Diagnostic,
  getTypeScriptWorker,
  typescriptDefaults,
} from 'monaco-editor/languages/features/typescript/register.js';
import { isCellFile } from './earlier-cells.ts';

const owner = 'typescript';
/** How long after a change the cells are looked at again, in milliseconds. */
const pause = 400;

const textOf = (message: Diagnostic['messageText']): string =>
  typeof message === 'string'
    ? message
    : [message.messageText, ...(message.next ?? []).map((one) => `  ${textOf(one)}`)].join('\n');

/**
 * Shows what TypeScript has against the open cells. A change in one cell is a change for all cells after it, and
 * so are declarations that arrive later.
 */
export class CellDiagnostics {
  readonly #monaco: typeof Monaco;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changed: string | undefined;

  constructor(monaco: typeof Monaco) {
    this.#monaco = monaco;
    typescriptDefaults.onDidExtraLibsChange(() => this.#soon(''));
  }

  /** Follows the cell of `model` from now on. */
  follow(model: editor.ITextModel): IDisposable {
    const file = model.uri.toString();
    this.#soon(file);
    return model.onDidChangeContent(() => this.#soon(file));
  }

  /** Looks at `file` and the cells after it, when nothing has changed for a moment. */
  #soon(file: string): void {
    this.#changed = this.#changed === undefined || file < this.#changed ? file : this.#changed;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), pause);
  }

  async #look(): Promise<void> {
    const from = this.#changed ?? '';
    this.#changed = undefined;
    const models = this.#monaco.editor
      .getModels()
      .filter((model) => model.isAttachedToEditor() && isCellFile(model.uri.toString()))
      .filter((model) => model.uri.toString() >= from);
    for (const model of models) await this.#check(model);
  }

  async #check(model: editor.ITextModel): Promise<void> {
    const file = model.uri.toString();
    const version = model.getVersionId();
    const worker = await (await getTypeScriptWorker())(model.uri);
    const found = [
      ...(await worker.getSyntacticDiagnostics(file)),
      ...(await worker.getSemanticDiagnostics(file)),
    ];
    // One who types on is told when they pause.
    if (model.isDisposed() || model.getVersionId() !== version) return;
    this.#monaco.editor.setModelMarkers(
      model,
      owner,
      found.map((one) => this.#marker(model, one)),
    );
  }

  #marker(
    model: editor.ITextModel,
    { start = 0, length = 1, code, messageText }: Diagnostic,
  ): editor.IMarkerData {
    const begin = model.getPositionAt(start);
    const end = model.getPositionAt(start + length);
    return {
      severity: this.#monaco.MarkerSeverity.Error,
      message: textOf(messageText),
      code: `TS${code}`,
      startLineNumber: begin.lineNumber,
      startColumn: begin.column,
      endLineNumber: end.lineNumber,
      endColumn: end.column,
    };
  }
}
