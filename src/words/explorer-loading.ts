/** What stands in the place of the explorer of Julia sets when it cannot be loaded. */
const en = { failed: 'The explorer could not be loaded. Reload this page when the server answers.' };

type LoadingWords = typeof en;

const es: LoadingWords = {
  failed: 'No se ha podido cargar el explorador. Recarga esta página cuando el servidor responda.',
};

export const explorerLoadingWords = (language: string): LoadingWords => (language.startsWith('es') ? es : en);
