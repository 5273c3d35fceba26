import type { Reference } from '../../compiler/1-read/spec/located.ts';
import type { FlowType } from '../../compiler/compile.ts';
import type { EdgeKind } from './diagram.ts';
import type { Link, Part } from './parts.ts';

/** Where a value comes from. */
interface Source {
  readonly from: string;
  readonly take: Link['take'];
  readonly label: string | null;
}

/** Parts and links while a model is gone through, with the parts that every reference means. */
export class CollectedParts {
  readonly parts: Part[] = [];
  readonly links: Link[] = [];
  readonly groups = new Map<string, string>();
  readonly #typeOf: (reference: string) => FlowType | null;
  /** By reference text the parts that give it; several where two directions are read at once. */
  readonly #sources = new Map<string, readonly Source[]>();

  constructor(typeOf: (reference: string) => FlowType | null) {
    this.#typeOf = typeOf;
  }

  add(part: Part): void {
    this.parts.push(part);
    this.define(part.id, [part.id]);
  }

  define(reference: string, from: readonly string[], take: Link['take'] = 'last', label: string | null = null): void {
    this.#sources.set(
      reference,
      from.map((id) => ({ from: id, take, label })),
    );
  }

  axisOf(reference: string): string | null {
    return this.#typeOf(reference)?.time ?? null;
  }

  connect(reference: Reference, to: string, kind: EdgeKind, label: string | null = null): void {
    const text = [reference.target, ...reference.path].join('.');
    const step = /^(.+)\.step\.(.+)$/.exec(text);
    const [, cell, value] = step ?? [];
    const type = this.#typeOf(text);
    if (cell !== undefined && value !== undefined)
      this.link(cell, to, kind, label ?? (to.endsWith(` ${value}`) ? null : value), 'last', type);
    for (const source of this.#sources.get(text) ?? [])
      this.link(source.from, to, kind, label ?? source.label, source.take, type);
  }

  /** Of what reads all steps of a sequence at each of its own. */
  connectWhole(reference: Reference, to: string, label: string | null): void {
    const before = this.links.length;
    this.connect(reference, to, 'data', label);
    for (const link of this.links.splice(before)) this.links.push({ ...link, take: 'each' });
  }

  has({ target, path }: Reference): boolean {
    return this.#sources.has([target, ...path].join('.'));
  }

  isInput(name: string): boolean {
    return this.parts.some(({ id, kind }) => id === name && kind === 'input');
  }

  isBuilt(reference: string): boolean {
    return this.#typeOf(reference) !== null;
  }

  /** @param type of what is read; where it is not given, of what the part gives */
  link(
    from: string,
    to: string,
    kind: EdgeKind,
    label: string | null = null,
    take: Link['take'] = 'last',
    type: FlowType | null = null,
  ): void {
    const own = type ?? this.#typeOf(from);
    // masks and sums change no shape
    const before = own === null ? this.links.find((link) => link.to === from && link.kind === 'data') : undefined;
    this.links.push({
      from,
      to,
      kind,
      label,
      take,
      offsets: [0],
      shape: own?.shape ?? before?.shape ?? null,
      isSequence: own === null ? (before?.isSequence ?? false) : own.time !== null,
    });
  }
}
