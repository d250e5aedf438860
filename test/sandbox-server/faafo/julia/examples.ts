import type { Drawing } from '../../../../sandbox-server/faafo/fractal.ts';

/** Pictures of the original, drawn by it: every one must come out the same, pixels and file. */
export interface Example {
  name: string;
  drawing: Drawing;
  rgb: string;
  png: { bytes: number; sha256: string };
  rows?: number[][];
}

const usual = { xa: -2, xb: 2, ya: -1.5, yb: 1.5, iterations: 255 };
const table = (text: string): number[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));

export const examples: Example[] = [
  {
    name: 'A, 8×6',
    drawing: { ...usual, width: 8, height: 6, cx: -0.4, cy: 0.6 },
    rgb: '98bf1106eee169b635d174783f48a2b510e013d8898e2333da1bdf44e00802f1',
    png: { bytes: 146, sha256: 'abd2176fadb81ce0decd8cad0d1451c04b92d335a55cacfc545e05b68518a4fd' },
    rows: table(`
      0 0 1 1 1 1 0 0
      0 1 1 3 4 3 1 0
      0 1 3 7 97 56 3 0
      0 3 56 97 7 3 1 0
      0 1 3 4 3 1 1 0
      0 0 1 1 1 1 0 0`),
  },
  {
    name: 'B, 9×7',
    drawing: {
      width: 9,
      height: 7,
      xa: -1.5,
      xb: 1.75,
      ya: -1,
      yb: 1.25,
      iterations: 64,
      cx: -0.8,
      cy: 0.156,
    },
    rgb: '885b0cd15d8d03cb52a37b4f0ca08323aa28b5e2d6ae33ae16aaa7f9dce3642d',
    png: { bytes: 171, sha256: '1e170d87eeb9676de248cd56c1679681084228fcb73ef99daa50d0dae9a8922d' },
    rows: table(`
      1 1 1 2 2 2 2 1 0
      1 2 3 4 63 4 3 2 1
      2 4 43 63 63 63 63 5 1
      5 21 16 19 63 63 63 3 1
      2 3 4 63 63 4 3 2 1
      1 2 2 3 3 2 2 1 1
      1 1 1 1 1 1 1 1 0`),
  },
  {
    name: 'C, 5×4',
    drawing: { ...usual, width: 5, height: 4, iterations: 3, cx: 0.285, cy: 0.01 },
    rgb: '4ae416b126bc7dd074587baaa6f62f80e1aa428a29fb85f2e47aba40795a969e',
    png: { bytes: 98, sha256: '5fb313c66f0af13331ce14c9675ee8ad5690e0eae88270402ceecf09680b6cd2' },
    rows: table(`
      0 1 2 1 0
      0 2 2 2 0
      0 2 2 2 0
      0 1 2 1 0`),
  },
  {
    name: 'D, 300×200',
    drawing: { ...usual, width: 300, height: 200, cx: -0.4, cy: 0.6 },
    rgb: 'e43bfec31b9f17bf84fd98873ce7dd27d45746a4cde397ba7420a107da080534',
    png: { bytes: 19018, sha256: '311beb2eb2627707a26f29e9bf7a1ce1e9194ab5894c9789a3233a8373d24319' },
  },
  {
    name: 'E, 640×480',
    drawing: { ...usual, width: 640, height: 480, cx: -0.8, cy: 0.156 },
    rgb: '33730934e5db5e1021ce618205de6af5cb4f251c3d77c2bc825341971b2122cd',
    png: { bytes: 72661, sha256: 'a852d7cd91d9b5932780036067b3119dfb9d66d8f6eb2481185cedcc1091f02a' },
  },
  {
    name: 'F, 900×900',
    drawing: {
      width: 900,
      height: 900,
      xa: -1.5,
      xb: 1.5,
      ya: -1.5,
      yb: 1.5,
      iterations: 500,
      cx: -0.70176,
      cy: -0.3842,
    },
    rgb: '1957b5284b19e91f91ded6076f645e3e308d20d78e989c2b034152887f0ef973',
    png: { bytes: 164515, sha256: '9d1c8a5ca874e2022e5035b5121223266a9affb0bdeadf52af374720fb222796' },
  },
];
