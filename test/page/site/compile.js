const worker = new Worker('compile-worker.js', { type: 'module' });
worker.onerror = ({ message }) => reportError(new Error(message));
worker.onmessage = ({ data }) => {
  document.querySelector('output').value = JSON.stringify({ ...data, isolated: crossOriginIsolated });
};
