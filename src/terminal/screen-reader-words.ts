/** What a screen reader says of a terminal, by language. */
const words = {
  en: {
    input: (label: string) => `${label}: type here`,
    tooMuch: 'Too much output to read aloud. Use the arrow keys to read it line by line.',
  },
  es: {
    input: (label: string) => `${label}: escribe aquí`,
    tooMuch: 'Demasiada salida para leerla en voz alta. Léela línea a línea con las flechas.',
  },
};

export const screenReaderWords = (language: string): (typeof words)['en'] =>
  language.startsWith('es') ? words.es : words.en;
