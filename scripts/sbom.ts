/**
 * npm run sbom: what this project consists of, as CycloneDX 1.6 in JSON, on standard output. From package-lock.json alone,
 * so that the same lock gives the same text, offline.
 */
import { parseArgs } from 'node:util';
import { formatJson } from '../src/text/index.ts';
import { type Package, readLock } from './supply/lock.ts';

parseArgs({ args: process.argv.slice(2), options: {} }); // it knows no options
process.stdout.write(formatJson(billOf(readLock())));

/** The first package is the project itself. */
function billOf(packages: readonly Package[]): object {
  const [project, ...components] = packages as [Package, ...Package[]];
  const refOf = new Map(packages.map((each) => [each.path, refIn(each)]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...componentOf(project), type: 'application' } },
    components: components.map(componentOf),
    dependencies: packages.map(({ path, dependsOn }) => ({
      ref: refOf.get(path),
      dependsOn: dependsOn.map((each) => refOf.get(each)),
    })),
  };
}

function componentOf(each: Package): object {
  const { name, version, licence, integrity, isDev, isOptional } = each;
  const [, group, plainName] = /^(@[^/]+)\/(.*)$/.exec(name) ?? [];
  return {
    'bom-ref': refIn(each),
    type: 'library',
    ...(group === undefined ? {} : { group }),
    name: plainName ?? name,
    version,
    scope: isDev ? 'excluded' : isOptional ? 'optional' : 'required',
    ...(integrity === null ? {} : { hashes: [hashOf(integrity)] }),
    licenses: [licenceOf(licence)],
    purl: purlOf(each),
  };
}

/** A package that lies in two places is two components. */
function refIn(each: Package): string {
  return each.path === '' ? purlOf(each) : `${purlOf(each)}#${each.path}`;
}

function purlOf({ name, version }: Package): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function hashOf(integrity: string): object {
  const [, algorithm = '', digest = ''] = /^sha(\d+)-(\S+)$/.exec(integrity) ?? [];
  return { alg: `SHA-${algorithm}`, content: Buffer.from(digest, 'base64').toString('hex') };
}

/** An identifier of SPDX, an expression of several, or a name. */
function licenceOf(licence: string): object {
  if (/ (AND|OR) /.test(licence)) return { expression: licence };
  return { license: /^[\w.-]+$/.test(licence) ? { id: licence } : { name: licence } };
}
