/** A headless Chromium, where there is one: Debian's package chromium. Its GPU is SwiftShader, in software. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipUnlessRequired } from '../required.ts';

const path = '/usr/bin/chromium';
export const chromium = existsSync(path) ? path : null;
if (chromium === null) skipUnlessRequired('page', 'chromium is not installed.');

/** What the page says, as a text, of an expression after the script has run; throws where the page does, or ends. */
export async function inChromium(script: string, expression: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'siamese-page-'));
  const answer = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    const body: Buffer[] = [];
    request.on('data', (part) => body.push(part));
    request.on('end', () => {
      const text = Buffer.concat(body).toString();
      if (request.url === '/answer') answer.resolve(text);
      if (request.url === '/error') answer.reject(new Error(`In the page: ${text}`));
      const isScript = request.url === '/page.js';
      response.setHeader('content-type', isScript ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
      response.end(isScript ? script : pageOf(expression));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const browser = start(folder, `http://127.0.0.1:${port}/`);
  let said = '';
  browser.stderr?.on('data', (part) => (said += part));
  browser.once('error', answer.reject);
  browser.once('exit', (code, signal) =>
    answer.reject(new Error(`chromium ended with ${signal ?? code}: ${said.slice(-1000)}`)),
  );
  try {
    return await answer.promise;
  } finally {
    if (browser.exitCode === null && browser.signalCode === null) {
      browser.kill('SIGKILL');
      await once(browser, 'exit');
    }
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function start(folder: string, address: string): ChildProcess {
  const switches = [
    ...['--headless', '--no-sandbox', '--disable-gpu-sandbox', '--no-first-run'],
    ...['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    `--user-data-dir=${folder}`,
  ];
  return spawn(path, [...switches, address], { stdio: ['ignore', 'ignore', 'pipe'] });
}

function pageOf(expression: string): string {
  return `<!doctype html>
<script>
  const tell = (where, text) => fetch(where, { method: 'POST', body: text });
  addEventListener('error', ({ message }) => tell('/error', message));
</script>
<script src="/page.js"></script>
<script>
  (async () => ${expression})().then((text) => tell('/answer', text), (error) => tell('/error', String(error.stack)));
</script>`;
}
