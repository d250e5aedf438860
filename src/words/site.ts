/** The words of the site's own pages: home, not found, footer. */
const en = {
  title: 'Get Out of My Cloud',
  description: 'An interactive course on OpenStack and Docker that carries its own cloud.',
  lead: 'Learn OpenStack by running it. Every cell of this book is a program that you can change, and it talks to a cloud of your own that answers as OpenStack does.',
  start: 'Start',
  goesTo: (lesson: string) => `The first lesson is “${lesson}”.`,
  pictureAlt: 'A Julia set, drawn by the application that you deploy in this course.',
  caption:
    'What you will deploy draws this: a Julia set, cut into tasks, computed by as many servers as you boot.',
  howTitle: 'How it works',
  how: [
    'You press Run. A cell boots a server, opens a port, asks for an address. What it printed stays, and so does what you typed.',
    'Your cloud is real enough to get wrong. Take a rule away and the page stops answering, silently, as it would in a data centre. Then find out why.',
    'The stock openstack command sees the same cloud. Every lesson hands you the credentials.',
  ],
  contents: 'Contents',
  byTitle: 'Whose it is',
  by: 'The course follows the seminar “Get out of my cloud: interacción con OpenStack y uso de contenedores con Docker”, given by J. M. Aransay at the Seminario Mirian Andrés, Universidad de La Rioja, on 26 May 2016.',
  licence:
    'Text and figures: CC BY-NC-SA 4.0. Code: Apache-2.0. After a seminar by J. M. Aransay, Universidad de La Rioja, 2016.',
  notFound: 'There is no such page',
  notFoundWhy: 'The address is wrong, or the page has moved.',
  toHome: 'Go to the first page, where the contents are',
};

type SiteWords = typeof en;

const es: SiteWords = {
  title: 'Get Out of My Cloud',
  description: 'Un curso interactivo de OpenStack y Docker que lleva consigo su propia nube.',
  lead: 'Aprende OpenStack ejecutándolo. Cada celda de este libro es un programa que puedes cambiar, y habla con una nube tuya que responde como OpenStack.',
  start: 'Empezar',
  goesTo: (lesson) => `La primera lección es «${lesson}».`,
  pictureAlt: 'Un conjunto de Julia, dibujado por la aplicación que despliegas en este curso.',
  caption:
    'Lo que vas a desplegar dibuja esto: un conjunto de Julia, partido en tareas, calculado por tantos servidores como arranques.',
  howTitle: 'Cómo funciona',
  how: [
    'Pulsas Ejecutar. Una celda arranca un servidor, abre un puerto, pide una dirección. Lo que escribió se queda, y lo que tú escribiste también.',
    'Tu nube es lo bastante real como para equivocarse. Quita una regla y la página deja de responder, en silencio, como en un centro de datos. Después averigua por qué.',
    'La orden openstack de siempre ve la misma nube. Cada lección te da las credenciales.',
  ],
  contents: 'Contenido',
  byTitle: 'De quién es',
  by: 'El curso sigue el seminario «Get out of my cloud: interacción con OpenStack y uso de contenedores con Docker», que J. M. Aransay impartió en el Seminario Mirian Andrés, Universidad de La Rioja, el 26 de mayo de 2016.',
  licence:
    'Texto y figuras: CC BY-NC-SA 4.0. Código: Apache-2.0. A partir de un seminario de J. M. Aransay, Universidad de La Rioja, 2016.',
  notFound: 'Esa página no existe',
  notFoundWhy: 'La dirección está mal, o la página se ha movido.',
  toHome: 'Ve a la primera página, donde está el índice',
};

export const siteWords = (language: string): SiteWords => (language.startsWith('es') ? es : en);
