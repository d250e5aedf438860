/** A picture: the bytes of a file in base64, or an SVG as it stands in the page. */
export type Picture = { mime: string; data: string } | SVGSVGElement;

/** A picture of unknown size is so wide. */
const width = 640;

/** An SVG as a file of its own: in the colours that it has in the page. */
export const svgText = (picture: Picture): string => {
  if (!(picture instanceof SVGSVGElement)) return new TextDecoder().decode(bytesOf(picture.data));
  const copy = picture.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return '';
  const { color, fontFamily } = getComputedStyle(picture);
  const { width: shownWidth, height: shownHeight } = picture.getBoundingClientRect();
  copy.style.color = color;
  copy.style.fontFamily ||= fontFamily;
  if (!copy.hasAttribute('width')) copy.setAttribute('width', String(Math.round(shownWidth)));
  if (!copy.hasAttribute('height')) copy.setAttribute('height', String(Math.round(shownHeight)));
  return new XMLSerializer().serializeToString(copy);
};

/** The picture as a PNG; an SVG twice as large as it is shown, on the page's paper, so that it is sharp. */
export const toPng = async (picture: Picture): Promise<Blob> => {
  const drawn = picture instanceof SVGSVGElement || picture.mime === 'image/svg+xml';
  const source = drawn
    ? `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(picture))}`
    : `data:${picture.mime};base64,${picture.data}`;
  const image = new Image();
  image.src = source;
  await image.decode();
  const scale = drawn ? 2 : 1;
  const canvas = document.createElement('canvas');
  canvas.width = (image.naturalWidth || width) * scale;
  canvas.height = (image.naturalHeight || width) * scale;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser cannot draw the picture.');
  if (picture instanceof SVGSVGElement) {
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { promise, resolve, reject } = Promise.withResolvers<Blob>();
  canvas.toBlob((blob) => {
    if (blob === null) reject(new Error('This browser cannot make a PNG of the picture.'));
    else resolve(blob);
  }, 'image/png');
  return await promise;
};

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
