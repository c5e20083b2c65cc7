// Measures what is on the page: each view is in an element with data-view, its name. Answers what is wrong, a line each.
async (expectsDark) => {
  const faults = [];
  const near = 1;
  let view = null, root = null;
  const short = text => text.replace(/\s+/g, ' ').trim().slice(0, 40);
  const say = (kind, text) => faults.push(`${view.dataset.view}: ${kind}: ${text}`);
  const describe = element => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;

  // Places, as four corners each, for a text in a chart may be turned.
  const corners = box => [[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]];
  const turned = element => {
    const { x, y, width, height } = element.getBBox(), matrix = element.getScreenCTM(), slack = height * 0.12;
    return [[x, y + slack], [x + width, y + slack], [x + width, y + height - slack], [x, y + height - slack]]
      .map(([a, b]) => [a * matrix.a + b * matrix.c + matrix.e, a * matrix.b + b * matrix.d + matrix.f]);
  };
  const bounds = quad => ({
    left: Math.min(...quad.map(p => p[0])), right: Math.max(...quad.map(p => p[0])),
    top: Math.min(...quad.map(p => p[1])), bottom: Math.max(...quad.map(p => p[1])),
  });
  const axes = quad => quad.map((p, i) => { const q = quad[(i + 1) % 4]; const [x, y] = [p[1] - q[1], q[0] - p[0]], size = Math.hypot(x, y) || 1; return [x / size, y / size]; });
  const overlap = (a, b) => [...axes(a), ...axes(b)].every(([x, y]) => {
    const [u, v] = [a, b].map(quad => quad.map(p => p[0] * x + p[1] * y));
    return Math.min(Math.max(...u), Math.max(...v)) - Math.max(Math.min(...u), Math.min(...v)) > near;
  });

  // Colours.
  const color = text => {
    const n = text.match(/[-\d.e]+%?/g)?.map(parseFloat) ?? [0, 0, 0, 0];
    if (text.startsWith('color(srgb')) return [255 * n[0], 255 * n[1], 255 * n[2], n[3] ?? 1];
    return /^rgba?\(/.test(text) ? [n[0], n[1], n[2], n[3] ?? 1] : [255, 0, 255, text === 'none' ? 0 : 1];
  };
  const over = (under, [r, g, b, a]) => [r, g, b].map((value, i) => value * a + under[i] * (1 - a));
  const luminance = rgb => rgb.slice(0, 3).map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((u, v) => v - u); return (x + 0.05) / (y + 0.05); };
  const opacity = element => { let all = 1; for (let up = element; up && up !== view; up = up.parentElement) all *= +getComputedStyle(up).opacity; return all; };
  const behind = (element, start) => {
    const layers = [];
    for (let up = element; up; up = up.parentElement) {
      const style = getComputedStyle(up), own = color(style.backgroundColor);
      if (style.backgroundImage !== 'none' && !/ \d(\.\d+)?px/.test(style.backgroundSize)) say('text on an unknown background', describe(up));
      if (own[3] > 0) layers.unshift(own);
      if (own[3] === 1) break;
      if (up.matches('.names') && start) { layers.unshift([...start, 1]); break; }
    }
    return layers.reduce(over, [255, 255, 255]);
  };
  const pixels = new Map();
  const pixelOf = async (image, x, y) => {
    const address = image.getAttribute('href');
    if (!pixels.has(address)) {
      const picture = new Image();
      picture.src = address;
      await picture.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: picture.naturalWidth, height: picture.naturalHeight });
      const context = canvas.getContext('2d', { willReadFrequently: true });
      context.drawImage(picture, 0, 0);
      pixels.set(address, context);
    }
    const context = pixels.get(address), box = image.getBoundingClientRect();
    const [u, v] = [(x - box.left) / box.width * context.canvas.width, (y - box.top) / box.height * context.canvas.height];
    return [...context.getImageData(Math.floor(u), Math.floor(v), 1, 1).data].map((value, i) => i === 3 ? value / 255 : value);
  };
  const behindInChart = async (text, svg) => {
    const { left, right, top, bottom } = bounds(turned(text)), [x, y] = [(left + right) / 2, (top + bottom) / 2];
    let under = behind(svg);
    for (const shape of svg.querySelectorAll('rect, image, circle')) {
      const box = shape.getBoundingClientRect();
      if (!(shape.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) || x < box.left || x > box.right || y < box.top || y > box.bottom) continue;
      const style = getComputedStyle(shape), paint = shape.tagName === 'image' ? await pixelOf(shape, x, y) : color(style.fill);
      under = over(under, [paint[0], paint[1], paint[2], paint[3] * style.fillOpacity * style.opacity]);
    }
    return under;
  };

  // What a reader sees of a box, and whether a part of it is cut off.
  const clip = (element, box, text) => {
    let seen = { left: box.left, right: box.right, top: box.top, bottom: box.bottom };
    for (let up = element; up && up !== view; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (up.tagName === 'svg' || (style.overflowX === 'visible' && style.overflowY === 'visible')) continue;
      const edge = up.getBoundingClientRect();
      if (text && (box.top < edge.top - near || box.bottom > edge.bottom + near)) say('cut off', `"${text}" by ${describe(up)}`);
      if (text && /hidden|clip/.test(style.overflowX) && (box.left < edge.left - near || box.right > edge.right + near)) say('cut off', `"${text}" by ${describe(up)}`);
      seen = { left: Math.max(seen.left, edge.left), right: Math.min(seen.right, edge.right), top: Math.max(seen.top, edge.top), bottom: Math.min(seen.bottom, edge.bottom) };
      if (/auto|scroll/.test(style.overflowX)) box = seen;
    }
    return seen;
  };

  const everything = [];
  for (view of document.querySelectorAll('[data-view]')) {
    root = view.querySelector('.ghostnet');
    const items = [];
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const seenTexts = new Set();
    while (texts.nextNode()) {
      const node = texts.currentNode, parent = node.parentElement, text = short(node.data);
      if (!text || parent.closest('style, script, title') || !parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const svgText = parent.closest('text');
      if (svgText && seenTexts.has(svgText)) continue;
      seenTexts.add(svgText);
      const style = getComputedStyle(parent), svg = svgText?.closest('svg');
      const range = document.createRange();
      range.selectNodeContents(node);
      const lines = svgText ? [turned(svgText)] : [...range.getClientRects()].filter(line => line.width > 0.5).map(line => {
        const slack = line.height * 0.15;
        return corners({ left: line.left, right: line.right, top: line.top + slack, bottom: line.bottom - slack });
      });
      let block = svg ?? parent;
      while (!svg && /^inline$|contents|ruby/.test(getComputedStyle(block).display)) block = block.parentElement;
      const edge = block.getBoundingClientRect(), room = svg ? 4 : near;
      for (const line of lines) {
        const box = bounds(line);
        if (box.left < edge.left - room || box.right > edge.right + room || box.top < edge.top - room || box.bottom > edge.bottom + room) say('outside its box', `"${text}" and ${describe(block)}`);
        const shown = clip(svg ? svg.parentElement : block, box, text);
        if (shown.right - shown.left > 1 && shown.bottom - shown.top > 1) items.push({ element: svgText ?? parent, name: `"${text}"`, quad: svg ? line : corners(shown) });
      }
      const ink = color(svg ? style.fill : style.color);
      ink[3] *= opacity(parent) * (svg ? style.fillOpacity : 1);
      const grounds = svg ? [await behindInChart(svgText, svg)]
        : parent.closest('.names') ? [behind(parent, [0, 0, 0]), behind(parent, [255, 255, 255])] : [behind(parent)];
      for (const ground of grounds) {
        const ratio = contrast(over(ground, ink), ground);
        if (ratio < 4.5) say('contrast', `${ratio.toFixed(2)} of "${text}" in ${describe(parent)}, ${ink.map(Math.round)} on ${ground.map(Math.round)}`);
      }
    }

    for (const element of root.querySelectorAll('img, svg, input, button, [role=progressbar], .scale i, .legend i')) {
      if (!element.checkVisibility() || element.parentElement.closest('svg')) continue;
      const box = element.getBoundingClientRect(), shown = clip(element.parentElement, box);
      if (box.width < 1 || box.height < 1) say('nothing to see', describe(element));
      if (shown.right > shown.left && shown.bottom > shown.top) items.push({ element, name: describe(element), quad: corners(shown) });
    }

    for (const image of root.querySelectorAll('img, image')) {
      if (!image.checkVisibility()) continue;
      const box = image.getBoundingClientRect(), sheet = image.closest('.sheet');
      const ratio = sheet ? sheet.style.aspectRatio.split('/').reduce((a, b) => a / b) : image.tagName === 'IMG' ? image.naturalWidth / image.naturalHeight : image.getAttribute('width') / image.getAttribute('height');
      if (Math.abs(box.width / box.height / ratio - 1) > 0.03) say('out of shape', `${describe(image)} ${Math.round(box.width)}×${Math.round(box.height)} instead of ${ratio.toFixed(2)}`);
      if (getComputedStyle(image).imageRendering !== 'pixelated') say('blurred', describe(image));
    }

    for (const element of [root, ...root.querySelectorAll('*')]) {
      const style = getComputedStyle(element);
      if (style.overflowX === 'visible' || element.closest('svg') || !element.checkVisibility()) continue;
      if (element.scrollHeight > element.clientHeight + 1 && element.textContent) say('scrolls downwards', describe(element));
      if (element.scrollWidth > element.clientWidth + 1 && (element === root || /hidden|clip/.test(style.overflowX)) && element.textContent) say('too wide', `${describe(element)} ${element.scrollWidth} in ${element.clientWidth}`);
    }

    const own = root.getBoundingClientRect(), place = root.parentElement.getBoundingClientRect();
    if (own.left < place.left - near || own.right > place.right + near) say('wider than the output', `${Math.round(own.width)} in ${Math.round(place.width)}`);
    const paper = color(getComputedStyle(root).backgroundColor);
    if (luminance(paper) < 0.5 !== expectsDark) say('theme', `${expectsDark ? 'light' : 'dark'} paper in a ${expectsDark ? 'dark' : 'light'} host`);
    items.sort((a, b) => bounds(a.quad).top - bounds(b.quad).top);
    everything.push([view, items]);
  }

  for (const [its, items] of everything) {
    view = its;
    const boxes = items.map(item => bounds(item.quad));
    for (let i = 0; i < items.length; i++) {
      for (let j = i + 1; j < items.length && boxes[j].top < boxes[i].bottom; j++) {
        const [a, b] = [items[i], items[j]];
        if (boxes[j].left >= boxes[i].right || boxes[i].left >= boxes[j].right || a.element === b.element) continue;
        if (a.element.contains(b.element) && a.element.tagName !== 'SPAN' || b.element.contains(a.element) && b.element.tagName !== 'SPAN') continue;
        const sheet = a.element.closest('.sheet');
        if (sheet && sheet.contains(b.element) && [a, b].some(item => item.element.tagName === 'IMG')) continue;
        if (overlap(a.quad, b.quad)) say('overlap', `${a.name} and ${b.name}`);
      }
    }
  }

  view = document.querySelector('[data-view]');
  if (document.documentElement.scrollWidth > innerWidth + 1) say('page', `${document.documentElement.scrollWidth} px wide in a window of ${innerWidth}`);
  return faults;
}
