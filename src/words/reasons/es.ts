import type { ReasonWords } from './reason-words.ts';

/** Why something was refused or came to an end, in Spanish. */
export const reasons: ReasonWords = {
  language: 'es',
  allGone: (why) => `${why} Todo lo que las celdas habían creado se ha perdido.`,
  sentences: {
    'not-run': 'No se ejecutó.',
    'lesson-interrupted': 'No se ejecutó, porque se interrumpió la lección.',
    'taken-out': 'Se quitó de la cola.',
    'no-room-before': 'No se ejecutó, porque no había sitio para una celda anterior.',
    'behind-failed': 'No se ejecutó, porque la celda «{cell}» no terminó bien.',
    'server-ended': 'El servidor se detuvo mientras esta celda se ejecutaba o esperaba. Ejecútala otra vez.',
    'server-fault': 'Algo ha fallado en el propio servidor, no en tu celda. Su registro dice más.',
    stuck: 'La celda espera algo que ya no puede ocurrir: no queda nada que lo resuelva.',
    'out-of-time': 'La celda se ejecutó durante {seconds} s, que es el máximo, y se detuvo.',
    'paused-too-long':
      'La celda estuvo en pausa tanto tiempo que se detuvo, para dejar sitio a otras personas. No se hizo nada más de ella.',
    'did-not-stop':
      'La celda no se detuvo cuando se le pidió, así que se terminó el núcleo: lo que las celdas habían creado se ha perdido.',
    'printed-too-much':
      'La celda se detuvo porque su salida era demasiada: una ejecución puede imprimir {most} MiB de texto.',
    'showed-too-much':
      'La celda se detuvo porque su salida era demasiada: una ejecución puede mostrar {most} MiB de valores e imágenes.',
    'changed-too-much':
      'La celda se detuvo porque su salida era demasiada: una ejecución puede cambiar {most} MiB de lo que muestra.',
    'printed-too-often':
      'La celda se detuvo porque su salida era demasiada: una ejecución puede mostrar {most} líneas.',
    'showed-too-often':
      'La celda se detuvo porque su salida era demasiada: una ejecución puede mostrar {most} valores e imágenes.',
    'changed-too-often':
      'La celda se detuvo porque su salida era demasiada: una ejecución puede cambiar {most} veces lo que muestra.',
    'display-too-large': 'Esto es demasiado grande para mostrarlo: {size} MiB, y {most} MiB es el máximo.',
    'unknown-display': 'La celda intentó mostrar algo en una forma que el cuaderno no conoce.',
    'kernel-stopped': 'El núcleo se detuvo.',
    'kernel-out-of-memory':
      'El núcleo usó más de sus {most} MiB de memoria y se terminó. Guarda menos a la vez y vuelve a ejecutar las celdas.',
    'kernel-unheard': 'El núcleo envió de una vez más de lo que se puede recibir, y se terminó.',
    'kernel-ended': 'El núcleo terminó de forma inesperada.',
    'kernel-exited': 'El núcleo terminó por sí mismo con el código de salida {exitCode}.',
    'kernel-restarted': 'Se reinició el núcleo: todo lo que las celdas habían creado se ha perdido.',
    'lesson-reset': 'Se restableció la lección.',
    'learner-deleted': 'Su estudiante lo ha borrado todo.',
    'server-stopping': 'El servidor se detuvo; la próxima ejecución inicia un núcleo nuevo.',
    'server-restarted': 'El servidor se inició de nuevo: todo lo que las celdas habían creado se ha perdido.',
    'kernel-idle': 'El núcleo no se usó durante {minutes} minutos y se detuvo.',
    'needed-by-own-lessons': 'El núcleo se detuvo porque otras de tus lecciones necesitaban su sitio.',
    'needed-by-others': 'El núcleo se detuvo porque otras personas necesitaban su sitio.',
    'no-kernel': 'No se pudo iniciar un núcleo. El servidor dice: {words}',
    'classroom-full':
      'El aula está llena: ya hay {waiting} celdas que esperan un sitio. Vuelve a ejecutar esta dentro de unos minutos.',
    'queue-full': 'Ya hay {most} celdas en espera. Espera a que terminen, o interrumpe.',
    'too-many-lessons': 'Ya hay {most} lecciones abiertas. Cierra alguna.',
    'too-many-readings': 'Una página lee como máximo {most} lecciones a la vez.',
    'run-over': 'La celda ya no se está ejecutando.',
    'most-time': 'La celda tiene ya todo el tiempo que puede tener una celda.',
    'no-place':
      'Tus salidas y ediciones llenan todo el espacio que un estudiante tiene aquí. Restablece una lección para hacer sitio.',
    'no-answer': 'Eso no es una respuesta a «{part}» de esta lección.',
    'no-exercise': 'Esta lección no tiene ningún ejercicio «{exercise}».',
    'late-reply': 'Esta pregunta ya se respondió, o su celda ha terminado.',
    'not-paused': 'La celda ya no está en pausa.',
    'unknown-message': 'Ese mensaje no es uno que este servidor conozca.',
    'variables-unreadable':
      'Las celdas han cambiado el núcleo de modo que no puede decir lo que declararon. Reinícialo.',
    'no-server': 'No tienes ningún servidor {server}. Arráncalo primero.',
    'server-off': '{server} está apagado. Enciéndelo primero.',
    'too-many-terminals': 'Tienes {most} terminales abiertas. Cierra una primero.',
    'terminal-gone': 'Esa terminal ya no existe. Abre una nueva.',
    'real-cloud-terminals':
      'A los servidores de una nube real se llega por ssh, desde una terminal de tu propio ordenador.',
  },
};
