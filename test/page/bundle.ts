/** The page's bundle: one script without imports, made as a browser gets it. */
import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rollup } from 'vite';

/** Throws where anything needs Node, or isn't in the bundle. The script leaves what `entry` exports in `page`. */
export async function bundleForPage(entry: URL): Promise<string> {
  const result = (await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [refuseNode()],
    build: {
      write: false,
      minify: false,
      target: 'es2024',
      lib: { entry: fileURLToPath(entry), formats: ['iife'], name: 'page' },
      rollupOptions: { external: [], output: { inlineDynamicImports: true } },
    },
  })) as Rollup.RollupOutput[];
  const chunks = result.flatMap(({ output }) => output);
  const [script] = chunks;
  if (
    chunks.length !== 1 ||
    script?.type !== 'chunk' ||
    script.imports.length > 0 ||
    script.dynamicImports.length > 0
  ) {
    throw new Error(`The page is not one script without imports: ${chunks.map(({ fileName }) => fileName).join(', ')}`);
  }
  return script.code;
}

function refuseNode(): Plugin {
  return {
    name: 'refuse-node',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source.startsWith('node:') || builtinModules.includes(source)) {
        this.error(`${importer} imports ${source}, which a page lacks.`);
      }
      return null;
    },
  };
}
