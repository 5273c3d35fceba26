/** The models of the package that the page offers, with what they read. */
export interface Example {
  readonly name: string;
  readonly text: string;
  /** JSON that `run` takes. */
  readonly input: string | null;
  /** Files that its training reads, by path as the model writes it. */
  readonly data: { readonly [path: string]: string };
}

/** Of what the page was built with. */
export async function fetchJson<T>(file: string): Promise<T> {
  const answer = await fetch(new URL(file, document.baseURI));
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  return answer.json() as Promise<T>;
}
