/** Tabs as the pattern of that name asks: arrows, Home and End move between them, one of them is in the order of Tab. */
export function tabs(list: HTMLElement): void {
  const buttons = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')];
  const show = (chosen: HTMLButtonElement): void => {
    for (const button of buttons) {
      const isChosen = button === chosen;
      button.setAttribute('aria-selected', String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(button.getAttribute('aria-controls') ?? '');
      if (panel !== null) panel.hidden = !isChosen;
    }
  };
  for (const [i, button] of buttons.entries()) {
    button.addEventListener('click', () => show(button));
    button.addEventListener('keydown', (event) => {
      const moves = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: -1 };
      if (!Object.hasOwn(moves, event.key)) return;
      const next = buttons.at(moves[event.key as keyof typeof moves] % buttons.length);
      if (next === undefined) return;
      event.preventDefault();
      show(next);
      next.focus();
    });
  }
}
