import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ConfigurationError, type LoadedExperiment } from '../../src/experiment/index.ts';
import { loadExperiments } from '../../src/experiment/node.ts';
import { rules } from '../../src/training/index.ts';

/** A folder with these files, gone when the test is. */
export function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'spec-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** The smallest valid file, and what a test adds. */
export function minimal(more = ''): string {
  return `name: minimal
data: { source: mnist }
network: { inputShape: [28, 28, 1], blocks: [{ filters: 4 }] }
${more}`;
}

export function load(cwd: string, files: string | string[], overrides: string[] = []): LoadedExperiment[] {
  return loadExperiments({ cwd, files: [files].flat(), overrides, rules });
}

/** Loads one file with this content. */
export function loadText(content: string, overrides: string[] = []): LoadedExperiment {
  const [loaded] = load(folderWith({ 'a.yaml': content }), 'a.yaml', overrides);
  if (loaded === undefined) throw new Error('nothing was loaded');
  return loaded;
}

/** The error that loading throws. */
export function refusal(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** `line:column sentence` of each problem of a file with this content; `= argument` for an argument's. */
export function mistakesOf(content: string | Uint8Array, overrides: string[] = []): string[] {
  const cwd = folderWith({ 'a.yaml': content });
  return refusal(() => load(cwd, 'a.yaml', overrides)).problems.map(({ argument, line, column, sentence }) => {
    const where = argument !== undefined ? `= ${argument} ${column}` : line === undefined ? '-' : `${line}:${column}`;
    return `${where} ${sentence}`;
  });
}
