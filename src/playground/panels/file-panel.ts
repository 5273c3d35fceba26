import { byId } from '../view/elements.ts';
import type { CheckedModel } from '../work/messages.ts';
import { attempt, type Panel } from './panel.ts';
import type { WorkClient } from './work-client.ts';

/** What can be taken away. */
export class FilePanel implements Panel {
  readonly #client: WorkClient;
  readonly #download = byId('download', HTMLButtonElement);
  readonly #told = byId('file-told', HTMLElement);
  #model: CheckedModel | null = null;

  constructor(client: WorkClient, textOf: () => string) {
    this.#client = client;
    this.#download.addEventListener('click', () => this.#save());
    byId('download-yaml', HTMLButtonElement).addEventListener('click', () =>
      saveAs(`${this.#model?.name ?? 'model'}.yaml`, new Blob([textOf()], { type: 'text/plain' })),
    );
  }

  setModel(model: CheckedModel | null): void {
    this.#model = model;
    this.#download.disabled = model === null || model.needsData;
    this.#told.textContent =
      model === null
        ? 'The model has mistakes.'
        : model.needsData
          ? 'The data gives sizes of this model: train it first.'
          : model.trained
            ? 'With the weights that were trained here.'
            : 'With the weights that it starts from.';
  }

  async #save(): Promise<void> {
    await this.#client.settled();
    if (this.#download.disabled) return;
    await attempt(this.#told, async () => {
      const { name, bytes } = await this.#client.ask('file', null);
      saveAs(name, new Blob([bytes]));
      this.#told.textContent = `${name}, ${bytes.length} bytes`;
    });
  }
}

/** Gives bytes to the browser as a download. */
function saveAs(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the browser has taken it by then
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
