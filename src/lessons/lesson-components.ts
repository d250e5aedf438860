/** The components that an author may use in a lesson without importing them, and their files. */
const components = {
  Answer: '/src/components/Answer.astro',
  Cell: '/src/components/Cell.astro',
  Drawing: '/src/components/Drawing.astro',
  Explorer: '/src/components/Explorer.astro',
  Exercise: '/src/components/Exercise.astro',
  Hint: '/src/components/Hint.astro',
  Julia: '/src/components/Julia.astro',
  Parsons: '/src/components/Parsons.astro',
  Predict: '/src/components/Predict.astro',
  Quiz: '/src/components/Quiz.astro',
  Visit: '/src/components/Visit.astro',
  Trace: '/src/components/Trace.astro',
  Why: '/src/components/Why.astro',
  Wire: '/src/components/Wire.astro',
  Terminal: '/src/components/Terminal.astro',
  TypeThis: '/src/components/TypeThis.astro',
};

const frontMatter = /^---\r?\n[\s\S]*?\r?\n---\r?\n/;
const imports = Object.entries(components)
  .map(([name, file]) => `import ${name} from '${file}';`)
  .join(' ');

/** A Vite plugin that gives every lesson the components, so that a page is prose and nothing else. */
export const lessonComponents = (
  content: string,
): { name: string; enforce: 'pre'; transform(code: string, id: string): string | undefined } => ({
  name: 'lesson-components',
  enforce: 'pre',
  transform(code, id) {
    const [file = ''] = id.split('?');
    if (!file.startsWith(content) || !file.endsWith('.mdx')) return undefined;
    return code.replace(frontMatter, (head) => `${head}\n${imports}\n\n`);
  },
});
