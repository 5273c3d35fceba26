/** The worker of the playground: compiles, runs and trains beside the page, which stays free. */
import type { News, Reply, Request } from './messages.ts';
import { problemsOf } from './problems.ts';
import { vocabulary } from './vocabulary.ts';
import { Workbench } from './workbench.ts';

const workbench = new Workbench((news) => postMessage({ news } satisfies News));

async function answer(request: Request): Promise<unknown> {
  switch (request.call) {
    case 'vocabulary':
      return vocabulary();
    case 'check':
      return workbench.check(request.asks);
    case 'draw':
      return workbench.draw(request.asks);
    case 'run':
      return workbench.run(request.asks);
    case 'trace':
      return workbench.trace(request.asks);
    case 'answer':
      return workbench.answer(request.asks);
    case 'rows':
      return workbench.lastRows();
    case 'train':
      return workbench.train(request.asks);
    case 'watch':
      return workbench.watch(request.asks);
    case 'stop':
      return workbench.stop();
    case 'file':
      return workbench.file();
  }
}

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  let reply: Reply;
  try {
    reply = { id: data.id, ok: true, gives: await answer(data) };
  } catch (error) {
    reply = { id: data.id, ok: false, problems: problemsOf(error) };
  }
  postMessage(reply);
});
