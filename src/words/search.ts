/** The words of the search that are not the frame's. */
const en = {
  failed: 'The search could not be loaded. Reload this page when the server answers.',
};

type SearchWords = typeof en;

const es: SearchWords = {
  failed: 'No se ha podido cargar la búsqueda. Recarga esta página cuando el servidor responda.',
};

export const searchWords = (language: string): SearchWords => (language.startsWith('es') ? es : en);
