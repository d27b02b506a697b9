/**
 * An opened list of Element Plus stands at the end of the page as a tooltip without a name, in no landmark, and scrolls
 * only under a mouse. Here, once for all selects, it becomes a named region that the keyboard scrolls too.
 */
export function nameOpenedLists(label: () => string): void {
  const seen = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof HTMLElement) {
          if (node.matches('.el-select__popper')) improve(node, label())
          for (const list of node.querySelectorAll<HTMLElement>('.el-select__popper')) improve(list, label())
        }
  })
  seen.observe(document.body, { childList: true, subtree: true })
}

function improve(list: HTMLElement, label: string): void {
  list.setAttribute('role', 'region')
  list.setAttribute('aria-label', label)
  list.querySelector('.el-scrollbar__wrap')?.setAttribute('tabindex', '0')
}
