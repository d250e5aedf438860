import type { debuggerWords as en } from './en.ts';

/** The words of the debugger in Spanish. */
export const debuggerWords: typeof en = {
  tab: 'Depurador',
  pausedAt: (line) => `En pausa en la línea ${line}`,
  pausedIn: (cell, line) => `En pausa en la línea ${line} de la celda «${cell}»`,
  goesOn: 'La ejecución sigue. Esto estaba a la vista en su última pausa:',
  steps: 'Seguir desde aquí',
  continue: 'Continuar',
  over: 'Paso por encima',
  into: 'Entrar',
  out: 'Salir de la función',
  show: 'Mostrar el depurador',
  toggleAt: (line, isSet) =>
    isSet
      ? `Quitar el punto de interrupción de la línea ${line}`
      : `Poner un punto de interrupción en la línea ${line}`,
  breakpoint: 'Punto de interrupción (breakpoint). Haz clic para quitarlo.',
  pausedHere: 'La ejecución está en pausa antes de esta línea.',
  at: (lines) =>
    lines.length === 1
      ? `Punto de interrupción en la línea ${lines[0]}`
      : `Puntos de interrupción en las líneas ${lines.join(', ')}`,
  notPaused:
    'Ninguna celda está en pausa. Una celda que se ejecuta se detiene antes de una línea con un punto de interrupción (breakpoint).',
  stack: 'Pila de llamadas',
  cellItself: 'la propia celda',
  place: (cell, line) => `celda ${cell}, línea ${line}`,
  goTo: 'Mostrar esta línea',
  scopes: 'A la vista aquí',
  scope: {
    local: 'Nombres locales',
    block: 'Nombres del bloque',
    closure: 'Nombres de la función que la rodea',
    catch: 'Lo que se capturó',
    with: 'Nombres del objeto de with',
    eval: 'Nombres dentro de eval',
    script: 'Nombres de todas las celdas',
    global: 'Nombres de todas las celdas',
  },
  breakpoints: 'Puntos de interrupción',
  none: 'No hay ninguno. En el editor de una celda pulsa F9 o haz clic a la izquierda de una línea. Con los dedos, abre el código de la celda y elige Más.',
  remove: 'Quitar',
  removeAt: (cell, line) => `Quitar el punto de interrupción de la línea ${line} de la celda ${cell}`,
};
