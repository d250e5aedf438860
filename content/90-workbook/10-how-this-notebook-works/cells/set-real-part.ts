import { slider } from 'workbook';

const c = slider('Real part', { min: -2, max: 2, step: 0.01, value: -0.8 });
