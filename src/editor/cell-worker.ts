import { initialize } from 'monaco-editor/internal/common/initialize.js';
import {
  type Diagnostic,
  type Model,
  TypeScriptWorker,
} from 'monaco-editor/languages/features/typescript/tsWorker.js';
import { earlierFiles, earlierText, isCellFile, ownDiagnostics, ownSpan } from './earlier-cells.ts';
import { type ReadCell, readCell, withoutRedeclared } from './redeclared-names.ts';

const read = new WeakMap<Model, { version: number; cell: ReadCell }>();

/** Reads a cell's text once for each of its versions. */
const readModel = (model: Model): ReadCell => {
  const known = read.get(model);
  if (known?.version === model.version) return known.cell;
  const cell = readCell(model.getValue());
  read.set(model, { version: model.version, cell });
  return cell;
};

/** A cell with the cells before it, as one text. */
type Reading = {
  version: string;
  text: string;
  offset: number;
  /** What the part before the cell was made of: it stays while the learner types in the cell. */
  source: string;
};

/**
 * Monaco's TypeScript, for which a cell begins where the cells before it end: it sees what they declare. A cell is
 * read when something is asked about it, and stays as it was read: a key in one cell is no work for the others.
 */
class CellWorker extends TypeScriptWorker {
  readonly #readings = new Map<string, Reading>();

  override getScriptFileNames(): string[] {
    return [...this.#readings.keys(), ...Object.keys(this._extraLibs)];
  }

  override _getScriptText(file: string): string | undefined {
    return this.#readings.get(file)?.text ?? super._getScriptText(file);
  }

  override getScriptVersion(file: string): string {
    return this.#readings.get(file)?.version ?? super.getScriptVersion(file);
  }

  /** Only cells are open in the editor; of every other file Monaco would ask all of them for their addresses. */
  override _getModel(file: string): Model | null {
    return isCellFile(file) ? super._getModel(file) : null;
  }

  override async getSyntacticDiagnostics(file: string): Promise<Diagnostic[]> {
    const offset = this.#offset(file);
    return ownDiagnostics(await super.getSyntacticDiagnostics(file), offset);
  }

  override async getSemanticDiagnostics(file: string): Promise<Diagnostic[]> {
    const offset = this.#offset(file);
    const text = this._getScriptText(file) ?? '';
    // What the cells before it are reproached with is not looked for: their own editors ask.
    const region = this._languageService.getRegionSemanticDiagnostics(file, [
      { pos: offset, end: text.length },
    ]);
    const found = region && TypeScriptWorker.clearFiles(region.diagnostics);
    return ownDiagnostics(found ?? (await super.getSemanticDiagnostics(file)), offset);
  }

  override async getSuggestionDiagnostics(file: string): Promise<Diagnostic[]> {
    const offset = this.#offset(file);
    return ownDiagnostics(await super.getSuggestionDiagnostics(file), offset);
  }

  override async getCompletionsAtPosition(
    file: string,
    position: number,
  ): ReturnType<TypeScriptWorker['getCompletionsAtPosition']> {
    const offset = this.#offset(file);
    const found = await super.getCompletionsAtPosition(file, position + offset);
    if (found === undefined) return undefined;
    const entries = found.entries.map((entry) =>
      entry.replacementSpan === undefined
        ? entry
        : { ...entry, replacementSpan: ownSpan(entry.replacementSpan, offset) },
    );
    const { optionalReplacementSpan: span, ...rest } = found;
    return {
      ...rest,
      entries,
      ...(span === undefined ? {} : { optionalReplacementSpan: ownSpan(span, offset) }),
    };
  }

  override async getCompletionEntryDetails(file: string, position: number, entry: string): Promise<unknown> {
    const offset = this.#offset(file);
    return await super.getCompletionEntryDetails(file, position + offset, entry);
  }

  override async getSignatureHelpItems(
    file: string,
    position: number,
    options: unknown,
  ): ReturnType<TypeScriptWorker['getSignatureHelpItems']> {
    const offset = this.#offset(file);
    const found = await super.getSignatureHelpItems(file, position + offset, options);
    return found && { ...found, applicableSpan: ownSpan(found.applicableSpan, offset) };
  }

  override async getQuickInfoAtPosition(
    file: string,
    position: number,
  ): ReturnType<TypeScriptWorker['getQuickInfoAtPosition']> {
    const offset = this.#offset(file);
    const found = await super.getQuickInfoAtPosition(file, position + offset);
    return found && { ...found, textSpan: ownSpan(found.textSpan, offset) };
  }

  override async getDocumentHighlights(
    file: string,
    position: number,
    files: string[],
  ): ReturnType<TypeScriptWorker['getDocumentHighlights']> {
    const offset = this.#offset(file);
    const found = await super.getDocumentHighlights(file, position + offset, files);
    return found
      ?.filter(({ fileName }) => fileName === file)
      .map((one) => ({
        ...one,
        highlightSpans: one.highlightSpans
          .filter(({ textSpan }) => textSpan.start >= offset)
          .map((span) => ({ ...span, textSpan: ownSpan(span.textSpan, offset) })),
      }));
  }

  /** Reads the cell as it and those before it are now; returns where it begins. */
  #offset(file: string): number {
    const models = new Map(this._ctx.getMirrorModels().map((model) => [model.uri.toString(), model]));
    const own = models.get(file);
    if (own === undefined || !isCellFile(file)) return 0;
    const earlier = earlierFiles(file, [...models.keys()]).flatMap((name) => models.get(name) ?? []);
    const version = [...earlier, own].map((model) => model.version).join('.');
    const known = this.#readings.get(file);
    if (known?.version === version) return known.offset;
    const cell = readModel(own);
    const source = `${earlier.map((model) => model.version).join('.')} ${[...cell.names].join(' ')}`;
    const before =
      known?.source === source
        ? known.text.slice(0, known.offset)
        : earlierText(withoutRedeclared(earlier.map(readModel), cell));
    this.#readings.set(file, { version, text: before + cell.text, offset: before.length, source });
    return before.length;
  }
}

// The first message is Monaco's greeting; the second brings the options.
self.onmessage = () => {
  initialize((context, options) => new CellWorker(context, options));
};
