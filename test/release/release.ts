/** What a release is held to: the fields of package.json, and the text of CHANGELOG.md. */
export interface Release {
  readonly tag: string
  readonly manifest: { readonly version: string; readonly repository?: unknown }
  readonly changelog: string
}

/** Why a tag is not to be published; nothing where it may be. */
export const releaseFaults = ({ tag, manifest: { version, repository }, changelog }: Release): readonly string[] => {
  const heading = changelog.split('\n').find((line) => line.startsWith('## '))
  return [
    ...(tag === `v${version}` ? [] : [`the tag ${tag} is not v${version}, the version of package.json`]),
    ...(heading?.startsWith(`## ${version} - `) === true
      ? []
      : [`CHANGELOG.md begins with "${heading}", not with ${version}`]),
    ...(heading !== undefined && / - \d{4}-\d{2}-\d{2}$/.test(heading)
      ? []
      : ['the version in CHANGELOG.md has no date']),
    ...(repository === undefined ? ['package.json names no repository, without which there is no provenance'] : []),
  ]
}
