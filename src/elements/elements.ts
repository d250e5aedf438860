/** Every element that a lesson's page may hold: the one script of a lesson. */
import './cloud-panel.ts';
import './julia-viewer.ts';
import './lesson-dock.ts';
import './lesson-exercise.ts';
import './lesson-parsons.ts';
import './lesson-prediction.ts';
import './lesson-quiz.ts';
import './lesson-reading.ts';
import './lesson-toolbar.ts';
import './opened-link.ts';
import './print-texts.ts';
import './packet-trace.ts';
import './run-cell.ts';
import './terminal-tab.ts';
import './type-this.ts';
import './visit-application.ts';
import './wire-panel.ts';
