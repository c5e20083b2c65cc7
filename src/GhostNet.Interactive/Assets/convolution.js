((id, d) => {
  const root = document.getElementById(id);
  if (!root) return;
  const find = name => root.querySelector('.' + name), all = name => [...root.querySelectorAll('.' + name)];
  const range = find('range'), button = find('play'), cells = [...root.querySelectorAll('.products td')];
  const put = (element, values) => Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));
  const text = value => String(+value.toPrecision(4) || 0), columns = d.output[0].length, unit = d.unit;
  const largest = d.largest;
  const show = () => {
    const step = +range.value, row = Math.floor(step / columns), column = step % columns;
    const top = row * d.stride - d.padding, left = column * d.stride - d.padding;
    all('at').forEach(box => put(box, { x: left * unit, y: top * unit }));
    all('made').forEach(box => put(box, { x: column * unit, y: row * unit }));
    put(find('rest'), { x: (column + 1) * unit, y: row * unit, width: (columns - column - 1) * unit });
    put(find('below'), { y: (row + 1) * unit, height: (d.output.length - row - 1) * unit });
    cells.forEach((cell, i) => {
      const y = Math.floor(i / d.kernel[0].length), x = i % d.kernel[0].length;
      const value = (d.image[top + y] || [])[left + x] || 0, product = value * d.kernel[y][x];
      cell.className = product > 0 ? 'up' : product < 0 ? 'down' : '';
      cell.style.setProperty('--depth', largest && product ? Math.abs(product) / largest * d.deepest + '%' : '100%');
      const [factor, result] = [cell.querySelector('.v'), cell.querySelector('b')];
      if (factor) factor.textContent = text(value);
      result.textContent = text(product);
    });
    find('sum').textContent = text(d.output[row][column]);
    const place = `step ${step + 1} of ${+range.max + 1}: row ${row}, column ${column} of the output`;
    find('place').textContent = place;
    range.setAttribute('aria-valuetext', place);
  };
  let timer = 0;
  const stop = () => { clearInterval(timer); timer = 0; button.textContent = '▶ play'; };
  range.addEventListener('input', () => { stop(); show(); });
  button.addEventListener('click', () => {
    if (timer) return stop();
    if (range.value === range.max) { range.value = 0; show(); }
    button.textContent = '❚❚ stop';
    timer = setInterval(() => {
      if (!root.isConnected || range.value === range.max) return stop();
      range.value = +range.value + 1;
      show();
    }, d.pause);
  });
  find('controls').hidden = false;
  show();
})
