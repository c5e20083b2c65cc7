// Compares the views of the page with the same views on a page without a style sheet, in a frame. Answers what differs, a line each.
async ({ own, isDark }) => {
  const names = ['display', 'position', 'float', 'color', 'backgroundColor', 'backgroundImage', 'fontFamily', 'fontSize', 'fontStyle', 'fontWeight', 'lineHeight', 'letterSpacing',
    'textAlign', 'textTransform', 'textDecorationLine', 'textIndent', 'whiteSpace', 'overflowWrap', 'wordBreak', 'verticalAlign', 'listStyleType', 'cursor', 'opacity',
    'borderTopWidth', 'borderTopColor', 'borderCollapse', 'borderTopLeftRadius', 'boxShadow', 'filter', 'fill', 'stroke', 'imageRendering', 'tableLayout', 'userSelect'];
  const width = '.ghostnet { width: 700px !important; max-width: none !important; }';
  const style = Object.assign(document.createElement('style'), { textContent: width });
  document.head.append(style);
  let frame = document.getElementById('own');
  if (!frame) {
    frame = Object.assign(document.createElement('iframe'), { id: 'own', width: 800, height: 600, srcdoc: own });
    const loaded = new Promise(resolve => frame.addEventListener('load', resolve));
    document.body.append(frame);
    await loaded;
    frame.contentDocument.head.append(style.cloneNode(true));
    frame.contentDocument.querySelectorAll('details').forEach(fold => { fold.open = true; });
  }
  frame.style.display = 'block';
  frame.contentDocument.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
  frame.contentDocument.body.className = document.body.className;

  const faults = [];
  const kind = element => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
  for (const view of document.querySelectorAll('[data-view]')) {
    const [here, there] = [document, frame.contentDocument].map(page => page.querySelector(`[data-view="${view.dataset.view}"] .ghostnet`));
    const [mine, its] = [here, there].map(root => [root, ...root.querySelectorAll('*')].filter(element => !element.closest('style, script')));
    const [start, origin] = [here, there].map(root => root.getBoundingClientRect());
    const seen = new Set();
    const differ = (element, what) => faults.push(`${view.dataset.view}: ${kind(element)}: ${what}`);
    if (mine.length !== its.length) differ(here, `${mine.length} elements instead of ${its.length}`);
    for (let i = 0; i < Math.min(mine.length, its.length); i++) {
      // One of each kind of element is enough.
      const of = `${kind(mine[i])} in ${kind(mine[i].parentElement)}`;
      if (seen.has(of)) continue;
      seen.add(of);
      const [box, place] = [mine[i].getBoundingClientRect(), its[i].getBoundingClientRect()];
      const shift = [box.left - start.left - place.left + origin.left, box.top - start.top - place.top + origin.top, box.width - place.width, box.height - place.height];
      if (box.width + place.width > 0 && shift.some(by => Math.abs(by) > 1)) differ(mine[i], `left, top, width, height differ by ${shift.map(by => by.toFixed(1))}`);
      const [a, b] = [mine[i], its[i]].map(element => getComputedStyle(element));
      for (const name of names) if (a[name] !== b[name]) differ(mine[i], `${name} is ${a[name]} instead of ${b[name]}`);
      for (const pseudo of ['::before', '::after']) {
        const [x, y] = [mine[i], its[i]].map(element => getComputedStyle(element, pseudo).content);
        if (x !== y) differ(mine[i], `${pseudo} is ${x} instead of ${y}`);
      }
    }
  }
  frame.style.display = 'none';
  style.remove();
  return faults;
}
