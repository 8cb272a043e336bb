/** An SVG as PNG, by resvg in WebAssembly and with a font of its own: the same picture on every machine. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { FONT } from './names.ts';

/** For screens with twice as many dots. */
const ZOOM = 2;

export async function pngOf(svg: string): Promise<Uint8Array> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const { resolve } = createRequire(import.meta.url);
  const wasm = readFile(resolve('@resvg/resvg-wasm/index_bg.wasm'));
  const fonts = ['400', '700'].map((weight) =>
    readFile(resolve(`@fontsource/dejavu-sans/files/dejavu-sans-latin-${weight}-normal.woff2`)),
  );
  await initOnce(async () => initWasm(await wasm));
  const drawing = new Resvg(svg, {
    font: { fontBuffers: await Promise.all(fonts), defaultFontFamily: FONT, loadSystemFonts: false },
    fitTo: { mode: 'zoom', value: ZOOM },
  });
  try {
    return drawing.render().asPng();
  } finally {
    drawing.free();
  }
}

/** The library refuses to be set up twice, and keeps to itself whether it was. */
async function initOnce(init: () => Promise<void>): Promise<void> {
  try {
    await init();
  } catch (error) {
    if (!/already initialized/i.test(String(error))) throw error;
  }
}
