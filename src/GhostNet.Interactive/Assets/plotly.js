(function () {
  var frame = document.getElementById('@id'), address = '@address', figure = @figure;
  function draw(plotly) {
    var place = document.createElement('div'), still = frame.firstElementChild, layout = figure.layout;
    frame.insertBefore(place, still);
    layout.paper_bgcolor = layout.plot_bgcolor = 'rgba(0,0,0,0)';
    place.style.color = 'var(--rule)';
    var rule = getComputedStyle(place).color;
    place.style.color = '';
    layout.font = { color: getComputedStyle(frame).color };
    Object.keys(layout).forEach(function (name) {
      if (/^[xy]axis/.test(name)) { layout[name].gridcolor = layout[name].zerolinecolor = rule; }
    });
    if (layout.grid && frame.clientWidth < 640) {
      layout.height *= 2; layout.grid.rows *= 2; layout.grid.columns = 1;
    }
    plotly.newPlot(place, figure.data, layout, { responsive: true }).then(function () { still.hidden = true; }, function () { place.remove(); });
  }
  if (window.Plotly) { draw(window.Plotly); return; }
  if (typeof define === 'function' && define.amd && typeof require === 'function') { require([address], draw); return; }
  var script = document.createElement('script');
  script.src = address + '.js';
  script.onload = function () { draw(window.Plotly); };
  document.head.appendChild(script);
})();
