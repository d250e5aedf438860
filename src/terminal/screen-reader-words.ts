/** What a screen reader says of a terminal, by language. */
const words = {
  en: {
    input: (label: string) => `${label}: type here, F6 leaves`,
    tooMuch: 'Too much output to read aloud. Use the arrow keys to read it line by line.',
  },
  es: {
    input: (label: string) => `${label}: escribe aquí, F6 sale`,
    tooMuch: 'Demasiada salida para leerla en voz alta. Léela línea a línea con las flechas.',
  },
};

export const screenReaderWords = (language: string): (typeof words)['en'] =>
  language.startsWith('es') ? words.es : words.en;
