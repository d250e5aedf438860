/** The few words of a cell that has not been touched. */
export const embedWords = {
  en: {
    run: 'Run',
    interrupt: 'Interrupt',
    code: 'Code',
    output: 'Output',
    loading: 'loading…',
    idle: 'not run yet',
  },
  es: {
    run: 'Ejecutar',
    interrupt: 'Interrumpir',
    code: 'Código',
    output: 'Salida',
    loading: 'cargando…',
    idle: 'sin ejecutar',
  },
};
export type EmbedWords = (typeof embedWords)['en'];
