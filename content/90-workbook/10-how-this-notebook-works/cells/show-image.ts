import { image } from 'workbook';

const circle = `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60">
  <circle cx="60" cy="30" r="25" fill="teal"/>
</svg>`;

image(new TextEncoder().encode(circle), { alt: 'A circle' });
