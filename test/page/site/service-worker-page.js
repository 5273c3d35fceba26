const registration = await navigator.serviceWorker.register('service-worker.js', { type: 'module' });
const worker = registration.installing ?? registration.waiting ?? registration.active;
const answer = new Promise((resolve) => {
  navigator.serviceWorker.onmessage = resolve;
});
worker.postMessage('run');
const { data } = await answer;
await registration.unregister();
document.querySelector('output').value = JSON.stringify(data);
