import { initialize } from 'monaco-editor/internal/common/initialize.js';
import {
  type Diagnostic,
  type Model,
  TypeScriptWorker,
} from 'monaco-editor/languages/features/typescript/tsWorker.js';
import { earlierFiles, earlierText, ownDiagnostics, ownSpan } from './earlier-cells.ts';

/** Monaco's TypeScript, for which a cell begins where the cells before it end: it sees what they declare. */
class CellWorker extends TypeScriptWorker {
  override _getScriptText(file: string): string | undefined {
    const own = super._getScriptText(file);
    return own === undefined ? undefined : this.#before(file) + own;
  }

  override getScriptVersion(file: string): string {
    const versions = this.#earlier(file).map(({ version }) => version);
    return [...versions, super.getScriptVersion(file)].join('.');
  }

  override async getSyntacticDiagnostics(file: string): Promise<Diagnostic[]> {
    return ownDiagnostics(await super.getSyntacticDiagnostics(file), this.#offset(file));
  }

  override async getSemanticDiagnostics(file: string): Promise<Diagnostic[]> {
    return ownDiagnostics(await super.getSemanticDiagnostics(file), this.#offset(file));
  }

  override async getSuggestionDiagnostics(file: string): Promise<Diagnostic[]> {
    return ownDiagnostics(await super.getSuggestionDiagnostics(file), this.#offset(file));
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
    return await super.getCompletionEntryDetails(file, position + this.#offset(file), entry);
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

  #earlier(file: string): Model[] {
    const models = new Map(this._ctx.getMirrorModels().map((model) => [model.uri.toString(), model]));
    return earlierFiles(file, [...models.keys()]).flatMap((name) => models.get(name) ?? []);
  }

  #before(file: string): string {
    return earlierText(this.#earlier(file).map((model) => model.getValue()));
  }

  #offset(file: string): number {
    return this.#before(file).length;
  }
}

// The first message is Monaco's greeting; the second brings the options.
self.onmessage = () => {
  initialize((context, options) => new CellWorker(context, options));
};
