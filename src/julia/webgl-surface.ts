import { createCanvas, resize, type Surface } from './surface.ts';

const vertex = `#version 300 es
void main() {
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/** The renderer's loop, in single precision. */
const fragment = `#version 300 es
precision highp float;
precision highp int;
uniform vec2 corner;
uniform vec2 pixel;
uniform vec2 c;
uniform float height;
uniform int iterations;
uniform vec3 palette[32];
out vec4 colour;
void main() {
  vec2 place = vec2(gl_FragCoord.x - 0.5, height - 0.5 - gl_FragCoord.y);
  vec2 z = corner + place * pixel;
  int i = 0;
  for (; i < iterations; i++) {
    vec2 square = z * z;
    if (square.x + square.y > 4.0) break;
    z = vec2(square.x - square.y, 2.0 * z.x * z.y) + c;
  }
  colour = vec4(palette[min(i, iterations - 1) & 31], 1.0);
}`;

function compile(gl: WebGL2RenderingContext, kind: number, source: string): WebGLShader | undefined {
  const shader = gl.createShader(kind);
  if (!shader) return undefined;
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  return shader;
}

function link(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const program = gl.createProgram();
  const shaders = [compile(gl, gl.VERTEX_SHADER, vertex), compile(gl, gl.FRAGMENT_SHADER, fragment)];
  for (const shader of shaders) {
    if (!shader) return undefined;
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) === true ? program : undefined;
}

/**
 * Draws with WebGL 2; undefined where there is none.
 * @param failIfMajorPerformanceCaveat take none that only plays a graphics processor: the renderer is faster than that
 * @param lost called when the graphics processor was taken away
 */
export function openWebglSurface(
  failIfMajorPerformanceCaveat: boolean,
  lost: () => void,
): Surface | undefined {
  const canvas = createCanvas();
  const gl = canvas.getContext('webgl2', {
    failIfMajorPerformanceCaveat,
    antialias: false,
    depth: false,
    preserveDrawingBuffer: true,
  });
  const program = gl ? link(gl) : undefined;
  if (!gl || !program) return undefined;
  canvas.addEventListener('webglcontextlost', lost, { once: true });
  gl.useProgram(program);
  const place = (name: string): WebGLUniformLocation | null => gl.getUniformLocation(program, name);
  const [corner, pixel, c] = [place('corner'), place('pixel'), place('c')];
  const [tall, iterations, palette] = [place('height'), place('iterations'), place('palette')];
  return {
    kind: 'webgl2',
    canvas,
    draw(drawing, colours) {
      const { width, height, xa, xb, ya, yb, cx, cy } = drawing;
      resize(canvas, drawing);
      gl.viewport(0, 0, width, height);
      gl.uniform2f(corner, xa, ya);
      gl.uniform2f(pixel, (xb - xa) / (width - 1), (yb - ya) / (height - 1));
      gl.uniform2f(c, cx, cy);
      gl.uniform1f(tall, height);
      gl.uniform1i(iterations, drawing.iterations);
      gl.uniform3fv(
        palette,
        Float32Array.from(colours, (byte) => byte / 255),
      );
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    close() {
      canvas.removeEventListener('webglcontextlost', lost);
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}
