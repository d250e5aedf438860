import { createCanvas, resize, type Surface } from './surface.ts';

/** The renderer's loop, in single precision. The numbers are those of a picture, the colours those of its palette. */
const shader = `
struct Picture {
  corner: vec2f,
  pixel: vec2f,
  c: vec2f,
  iterations: u32,
  colours: array<vec4f, 32>,
}
@group(0) @binding(0) var<uniform> picture: Picture;
@vertex fn corners(@builtin(vertex_index) index: u32) -> @builtin(position) vec4f {
  return vec4f(select(-1.0, 3.0, index == 1u), select(-1.0, 3.0, index == 2u), 0.0, 1.0);
}
@fragment fn colour(@builtin(position) place: vec4f) -> @location(0) vec4f {
  var z = picture.corner + (place.xy - 0.5) * picture.pixel;
  var i = 0u;
  for (; i < picture.iterations; i++) {
    let square = z * z;
    if (square.x + square.y > 4.0) { break; }
    z = vec2f(square.x - square.y, 2.0 * z.x * z.y) + picture.c;
  }
  return picture.colours[min(i, picture.iterations - 1u) & 31u];
}`;

/** Six floats and a whole number, up to the next sixteen bytes, and 32 colours of four floats. */
const COLOURS_AT = 32;
/** https://www.w3.org/TR/webgpu/#namespacedef-gpubufferusage */
const COPY_DST = 0x08;
const UNIFORM = 0x40;
const BYTES = COLOURS_AT + 32 * 16;

function pipelineOf(device: GPUDevice, format: GPUTextureFormat): GPURenderPipeline {
  const module = device.createShaderModule({ code: shader });
  return device.createRenderPipeline({
    layout: 'auto',
    vertex: { module, entryPoint: 'corners' },
    fragment: { module, entryPoint: 'colour', targets: [{ format }] },
    primitive: { topology: 'triangle-list' },
  });
}

/**
 * Draws with WebGPU; undefined where there is none.
 * @param lost called when the graphics processor was taken away
 */
export async function openWebgpuSurface(lost: () => void): Promise<Surface | undefined> {
  if (!('gpu' in navigator)) return undefined;
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter?.requestDevice();
  const canvas = createCanvas();
  const context = canvas.getContext('webgpu');
  if (!device || !(context instanceof GPUCanvasContext)) return undefined;
  let closed = false;
  void device.lost.then(() => {
    if (!closed) lost();
  });
  const format = navigator.gpu.getPreferredCanvasFormat();
  context.configure({ device, format, alphaMode: 'opaque' });
  const pipeline = pipelineOf(device, format);
  const buffer = device.createBuffer({
    size: BYTES,
    usage: UNIFORM | COPY_DST,
  });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer } }],
  });

  return {
    kind: 'webgpu',
    canvas,
    draw({ width, height, xa, xb, ya, yb, cx, cy, iterations }, palette) {
      resize(canvas, { width, height });
      const data = new ArrayBuffer(BYTES);
      new Float32Array(data).set([xa, ya, (xb - xa) / (width - 1), (yb - ya) / (height - 1), cx, cy]);
      new Uint32Array(data)[6] = iterations;
      const colours = new Float32Array(data, COLOURS_AT);
      for (let index = 0; index < 32; index += 1) {
        const [red = 0, green = 0, blue = 0] = palette.subarray(index * 3);
        colours.set([red / 255, green / 255, blue / 255, 1], index * 4);
      }
      device.queue.writeBuffer(buffer, 0, data);
      const encoder = device.createCommandEncoder();
      const view = context.getCurrentTexture().createView();
      const pass = encoder.beginRenderPass({
        colorAttachments: [{ view, loadOp: 'clear', storeOp: 'store' }],
      });
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.draw(3);
      pass.end();
      device.queue.submit([encoder.finish()]);
    },
    close() {
      closed = true;
      device.destroy();
    },
  };
}
