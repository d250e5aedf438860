import { check, value } from 'check';

const machines = value('machines');
const list: unknown[] = Array.isArray(machines) ? machines : [];
const vcpusOf = (machine: unknown): number =>
  typeof machine === 'object' && machine !== null && 'vcpus' in machine ? Number(machine.vcpus) : 0;
const sum = list.reduce((before: number, machine) => before + vcpusOf(machine), 0);
const total = value('total');

const isThere = await check(
  { en: 'There is a constant `total`.', es: 'Hay una constante `total`.' },
  () => total !== undefined,
  { en: 'Declare it: `const total = …`.', es: 'Declárala: `const total = …`.' },
);

if (isThere) {
  check(
    {
      en: 'It holds the vCPUs of all machines together.',
      es: 'Contiene las vCPU de todas las máquinas juntas.',
    },
    () => {
      if (total === sum) return true;
      if (typeof total === 'string') return { en: 'It is a text.', es: 'Es un texto.' };
      if (total === list.length) {
        return { en: 'That is how many machines there are.', es: 'Eso es cuántas máquinas hay.' };
      }
      return false;
    },
    {
      en: 'Add up the `vcpus` of each one in `machines`.',
      es: 'Suma las `vcpus` de cada una de `machines`.',
    },
  );
}
