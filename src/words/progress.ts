/** The words of a learner's progress: marks, Continue, and the page of all their work. */
const en = {
  done: 'done',
  begun: 'begun',
  notBegun: 'not begun',
  share: (done: number, of: number) => `${done} of ${of}`,
  continue: 'Continue',
  continueAt: (lesson: string, cell: string) => `“${lesson}”, at the cell ${cell}.`,
  continueIn: (lesson: string) => `Next: “${lesson}”.`,
  allDone: 'You have done every lesson.',
  myWork: 'All my work',
  myWorkGoal:
    'What you have done in each lesson, and what this server keeps of you: to be looked at, taken along and deleted.',
  nothing: 'You have not done anything yet. What you run, edit and answer appears here.',
  firstLesson: 'Begin with the first lesson',
  reading: 'Reading your work…',
  unread: 'Your work cannot be read just now.',
  again: 'Try again',
  cells: (done: number, of: number) => `${done} of ${of} cells run`,
  parts: (done: number, of: number) => `${done} of ${of} exercises and questions done`,
  outputs: (size: string) => `outputs: ${size}`,
  last: (time: string) => `last touched ${time}`,
  details: 'What you did',
  cell: 'Cell or question',
  state: 'State',
  when: 'When',
  edited: 'edited',
  outcomes: {
    ok: 'ran',
    error: 'failed',
    interrupted: 'interrupted',
    timeout: 'out of time',
    lost: 'lost',
  },
  tried: 'tried',
  kinds: { exercise: 'exercise', quiz: 'question', prediction: 'prediction', parsons: 'order the lines' },
  unknownLesson: (id: string) => `${id} (no longer in the book)`,
  deleteLesson: 'Delete this work',
  confirmDeleteLesson: (lesson: string) =>
    `This deletes your edits, outputs and answers of “${lesson}”, and ends its kernel. Your cloud stays as it is. It cannot be undone.`,
  deleted: (lesson: string) => `Your work in “${lesson}” is deleted.`,
  takeAlong: 'Take it along',
  takeAlongHow:
    'One JSON file with everything that this server keeps of you: edits, runs and their outputs, answers, the calls to your cloud, and what is in it. Passwords are not in it.',
  download: 'Download all my work',
  schema: 'What is in the file, as a JSON schema',
  deleteAll: 'Delete everything',
  deleteAllHow:
    'Edits, outputs, answers, terminals, recorded calls and your session go, on this server and in this browser. Nothing is left.',
  confirmDeleteAll:
    'This deletes all your work, your cloud with every server in it, your terminals, and that you were ever here. It cannot be undone. Download your work first if you want to keep it.',
  confirmDeleteButCloud:
    'This deletes all your work here, and that you were ever here. The cloud is a real one: what you made there stays, so run the cells that clean up first. It cannot be undone.',
  deletedAll: 'Everything of yours is deleted.',
  toHome: 'To the first page',
  cancel: 'Cancel',
};

export type ProgressWords = typeof en;

const es: ProgressWords = {
  done: 'hecha',
  begun: 'empezada',
  notBegun: 'sin empezar',
  share: (done, of) => `${done} de ${of}`,
  continue: 'Continuar',
  continueAt: (lesson, cell) => `«${lesson}», en la celda ${cell}.`,
  continueIn: (lesson) => `A continuación: «${lesson}».`,
  allDone: 'Has hecho todas las lecciones.',
  myWork: 'Todo mi trabajo',
  myWorkGoal:
    'Lo que has hecho en cada lección y lo que este servidor guarda de ti: para mirarlo, llevártelo y borrarlo.',
  nothing: 'Todavía no has hecho nada. Aquí aparece lo que ejecutas, editas y respondes.',
  firstLesson: 'Empieza por la primera lección',
  reading: 'Leyendo tu trabajo…',
  unread: 'Ahora mismo no se puede leer tu trabajo.',
  again: 'Volver a intentarlo',
  cells: (done, of) => `${done} de ${of} celdas ejecutadas`,
  parts: (done, of) => `${done} de ${of} ejercicios y preguntas hechos`,
  outputs: (size) => `salidas: ${size}`,
  last: (time) => `última vez ${time}`,
  details: 'Lo que hiciste',
  cell: 'Celda o pregunta',
  state: 'Estado',
  when: 'Cuándo',
  edited: 'editada',
  outcomes: {
    ok: 'ejecutada',
    error: 'falló',
    interrupted: 'interrumpida',
    timeout: 'sin tiempo',
    lost: 'perdida',
  },
  tried: 'intentado',
  kinds: { exercise: 'ejercicio', quiz: 'pregunta', prediction: 'predicción', parsons: 'ordenar las líneas' },
  unknownLesson: (id) => `${id} (ya no está en el libro)`,
  deleteLesson: 'Borrar este trabajo',
  confirmDeleteLesson: (lesson) =>
    `Esto borra tus cambios, salidas y respuestas de «${lesson}» y termina su núcleo. Tu nube se queda como está. No se puede deshacer.`,
  deleted: (lesson) => `Tu trabajo en «${lesson}» está borrado.`,
  takeAlong: 'Llevártelo',
  takeAlongHow:
    'Un archivo JSON con todo lo que este servidor guarda de ti: cambios, ejecuciones con sus salidas, respuestas, las llamadas a tu nube y lo que hay en ella. Las contraseñas no están.',
  download: 'Descargar todo mi trabajo',
  schema: 'Qué hay en el archivo, como esquema JSON',
  deleteAll: 'Borrarlo todo',
  deleteAllHow:
    'Se van los cambios, las salidas, las respuestas, los terminales, las llamadas registradas y tu sesión, en este servidor y en este navegador. No queda nada.',
  confirmDeleteAll:
    'Esto borra todo tu trabajo, tu nube con todos sus servidores, tus terminales y que alguna vez estuviste aquí. No se puede deshacer. Si quieres conservar tu trabajo, descárgalo antes.',
  confirmDeleteButCloud:
    'Esto borra todo tu trabajo aquí y que alguna vez estuviste aquí. La nube es de verdad: lo que creaste en ella se queda, así que ejecuta antes las celdas que limpian. No se puede deshacer.',
  deletedAll: 'Todo lo tuyo está borrado.',
  toHome: 'A la primera página',
  cancel: 'Cancelar',
};

export const progressWords = (language: string): ProgressWords => (language.startsWith('es') ? es : en);
