import { ModelEditor } from './editor/editor.ts';
import type { Schema } from './editor/help/schema-tree.ts';
import { Helper } from './editor/help/suggest.ts';
import { type Example, fetchJson } from './examples.ts';
import { FilePanel } from './panels/file-panel.ts';
import { PicturePanel } from './panels/picture-panel.ts';
import { RunPanel } from './panels/run-panel.ts';
import { StepsPanel } from './panels/steps-panel.ts';
import { TrainingPanel } from './panels/training-panel.ts';
import { Refusal, WorkClient } from './panels/work-client.ts';
import { fromHash, type Shared, toHash } from './share.ts';
import { byId, element } from './view/elements.ts';
import { problemList } from './view/problem-list.ts';
import { tabs } from './view/tabs.ts';
import type { CheckedModel, GivenModel, Problem } from './work/messages.ts';

/** Of the edited model in messages. */
const MODEL_FILE = 'model.yaml';
/** Milliseconds without a key after which the text is compiled. */
const QUIET = 250;

async function start(): Promise<void> {
  const notice = byId('notice', HTMLElement);
  const say = (text: string): void => {
    notice.textContent = text;
  };
  const client = new WorkClient(new URL('worker.js', document.baseURI), (what) => say(`The worker stopped: ${what}`));
  const [schema, examples] = await Promise.all([
    fetchJson<Schema>('model.schema.json'),
    fetchJson<readonly Example[]>('examples.json'),
  ]);
  const problems = byId('problems', HTMLElement);
  const choice = byId('examples', HTMLSelectElement);
  let files: GivenModel['files'] = {};
  let helper: Helper | null = null;
  void client.ask('vocabulary', null).then((words) => {
    helper = new Helper(schema, words);
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let version = 0;
  /** Whether the address lacks what was written. */
  let isEdited = false;

  const later = (): void => {
    // it is not the example any more, which can be chosen again; its data stay
    choice.value = '';
    isEdited = true;
    say('');
    clearTimeout(timer);
    timer = setTimeout(() => check(), QUIET);
  };
  const editor = new ModelEditor(byId('editor', HTMLElement), () => helper, later);
  const run: RunPanel = new RunPanel(client, () => {
    picture.forgetInput();
    steps.forget();
  });
  const picture = new PicturePanel(client, () => run.input);
  const steps = new StepsPanel(client, () => run.input, picture);
  const training = new TrainingPanel(
    client,
    () => run.input,
    () => check(),
  );
  const panels = [run, picture, steps, training, new FilePanel(client, () => editor.text)];

  const showProblems = (found: readonly Problem[]): void => {
    editor.mark(found, MODEL_FILE);
    const go = ({ place }: Problem): void => {
      if (place?.file === MODEL_FILE) editor.goTo(place.start);
    };
    problems.replaceChildren(
      found.length === 0 ? element('p', { class: 'good' }, 'No mistakes.') : problemList(found, go),
    );
  };

  let checking = Promise.resolve();
  const check = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    checking = checkNow();
    return checking;
  };
  client.settled = () => (timer === undefined ? checking : check());

  async function checkNow(): Promise<void> {
    const own = ++version;
    let model: CheckedModel | null = null;
    let found: readonly Problem[];
    try {
      model = await client.ask('check', { text: editor.text, files });
      found = model.warnings;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      found = error.problems;
    }
    // a later text is on its way
    if (own !== version) return;
    showProblems(found);
    for (const panel of panels) panel.setModel(model);
  }

  const open = async (shared: Shared): Promise<void> => {
    files = shared.files ?? {};
    isEdited = false;
    run.setInput(shared.input ?? null);
    editor.setText(shared.model);
    await check();
  };

  choice.append(
    element('option', { value: '' }, 'own model'),
    ...examples.map(({ name }) => element('option', { value: name }, name)),
  );
  choice.addEventListener('change', () => {
    const example = examples.find(({ name }) => name === choice.value);
    if (example === undefined) return;
    history.replaceState(null, '', location.pathname + location.search);
    say('');
    training.setExample(example);
    void open(sharedOf(example));
  });

  byId('share', HTMLButtonElement).addEventListener('click', async () => {
    const hash = await toHash({ model: editor.text, files, ...(run.isOwnInput ? { input: run.input.text } : {}) });
    history.replaceState(null, '', hash);
    isEdited = false;
    say(await copied(location.href));
  });

  const fromLink = async (): Promise<boolean> => {
    const shared = await fromHash(location.hash);
    if (shared === 'damaged') say('The link is damaged: it may have been cut off.');
    if (shared === null || shared === 'damaged') return false;
    choice.value = '';
    training.setExample(null);
    await open(shared);
    return true;
  };
  addEventListener('hashchange', fromLink);
  addEventListener('beforeunload', (event) => {
    if (isEdited || training.isRunning) event.preventDefault();
  });
  // a file that is let go anywhere is the data of the training, or the input; the browser would leave the page for it
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    const dropped = [...(event.dataTransfer?.files ?? [])];
    if (dropped.length === 0) return;
    event.preventDefault();
    if (byId('panel-train', HTMLElement).hidden) void run.open(dropped[0]);
    else training.choose(dropped);
  });
  tabs(byId('tabs', HTMLElement));
  // not every browser lets the keyboard reach what scrolls
  for (const place of document.querySelectorAll<HTMLElement>('.scrolls')) place.tabIndex = 0;

  const first = examples.find(({ name }) => name === FIRST) ?? examples[0];
  if (!(await fromLink()) && first !== undefined) {
    choice.value = first.name;
    training.setExample(first);
    await open(sharedOf(first));
  }
}
const FIRST = 'seed-rnn';

const sharedOf = ({ text, input }: Example): Shared => ({ model: text, ...(input === null ? {} : { input }) });

async function copied(address: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(address);
    return `Link copied (${address.length} characters): it holds the whole model.`;
  } catch {
    return 'The address of this page now holds the whole model: copy it from there.';
  }
}

await start();
