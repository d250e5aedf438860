import { wordsIn } from '../words/words.ts';
import { lessonDock } from './lesson-dock.ts';
import { VariablesPanel } from './variables-panel.ts';

let panel: VariablesPanel | undefined;

lessonDock()?.add({
  name: 'variables',
  label: wordsIn(document.documentElement.lang).variables.tab,
  open: (place) => {
    panel = new VariablesPanel();
    place.append(panel);
  },
  focus: () => panel?.focus(),
});
