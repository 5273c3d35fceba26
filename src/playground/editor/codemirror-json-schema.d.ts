/** What the editor takes of this package, whose own declarations can't be read by their imports. */

declare module 'codemirror-json-schema' {
  /** Holds the schema for completion and hover. */
  export function stateExtensions(schema: object): import('@codemirror/state').Extension;
}

declare module 'codemirror-json-schema/yaml' {
  export function yamlCompletion(): import('@codemirror/autocomplete').CompletionSource;
  export function yamlSchemaHover(): import('@codemirror/view').HoverTooltipSource;
}
