'use strict';
(() => {
  const bar = document.querySelector('.bar');
  const content = bar ? null : document.getElementById('content');
  const keep = `place:${location.pathname}`;
  const parts = () => [...document.querySelectorAll('.page main > *')];

  // A run under way, or the state it ended in, beside a notebook's name.
  const show = (place, notebook) => {
    place.dataset.state = notebook.state;
    place.querySelector('.status').textContent = notebook.status;
    place.querySelector('.detail').textContent = notebook.detail;
    const progress = place.querySelector('progress');
    progress.hidden = notebook.state !== 'Running';
    progress.max = notebook.count || 1;
    progress.value = Math.max(notebook.cell - 1, 0);
  };

  // The page is loaded again, and the reader is where they were: at the same part, as far from the top.
  const reload = () => {
    const all = parts();
    const at = Math.max(all.findIndex(part => part.getBoundingClientRect().bottom > bar.offsetHeight), 0);
    const hide = document.getElementById('hide');
    sessionStorage.setItem(keep, JSON.stringify({ at, top: all[at]?.getBoundingClientRect().top ?? 0, y: scrollY, hide: Boolean(hide?.checked) }));
    location.reload();
  };
  const saved = JSON.parse(sessionStorage.getItem(keep) ?? 'null');
  if (bar && saved) {
    sessionStorage.removeItem(keep);
    const hide = document.getElementById('hide');
    if (hide) hide.checked = saved.hide;
    const back = () => {
      const part = parts()[saved.at];
      scrollTo({ top: saved.y === 0 ? 0 : part ? scrollY + part.getBoundingClientRect().top - saved.top : saved.y, behavior: 'instant' });
    };
    history.scrollRestoration = 'manual';
    back();
    addEventListener('load', () => { back(); history.scrollRestoration = 'auto'; });
  }

  // Only the newest of several questions to the server counts.
  let asked = 0;
  const refresh = async address => {
    const mine = ++asked;
    const answer = await fetch(address);
    const text = await answer.text();
    if (mine !== asked || !answer.ok) return;
    content.replaceChildren(...new DOMParser().parseFromString(text, 'text/html').getElementById('content').childNodes);
    for (const notebook of states.values()) showCard(notebook);
  };
  const states = new Map();
  const card = id => content && [...content.querySelectorAll('.card')].find(card => card.dataset.id === id);
  const showCard = notebook => { const place = card(notebook.id); if (place) show(place, notebook); };
  let waiting = 0;
  const refreshSoon = () => { clearTimeout(waiting); waiting = setTimeout(() => refresh(location.href), 100); };

  const connection = document.querySelector('.connection');
  const showConnected = () => { if (connection) connection.textContent = ''; };
  const showDisconnected = () => {
    if (connection) connection.textContent = 'Disconnected.';
    if (bar) bar.querySelector('.status').textContent = 'disconnected';
  };
  const receive = ({ data }) => {
    const notebook = JSON.parse(data);
    if (bar) {
      if (notebook.id !== bar.dataset.id) return;
      if (String(notebook.version) !== bar.dataset.version) reload();
      else show(bar, notebook);
      return;
    }
    const gone = notebook.version === 0;
    if (gone) states.delete(notebook.id); else states.set(notebook.id, notebook);
    const place = card(notebook.id);
    const belongs = !gone && [document.body.dataset.language, ''].includes(notebook.language) && !content.querySelector('.count');
    if (place ? place.dataset.version !== String(notebook.version) : belongs) refreshSoon();
    else if (place) show(place, notebook);
  };

  // A browser opens six connections to a server at most: a page that nobody sees holds none, or a seventh page would not load.
  let events = null;
  const connect = () => {
    if (document.hidden) {
      events?.close();
      events = null;
      return;
    }
    if (events) return;
    events = new EventSource('/events');
    events.onopen = showConnected;
    events.onerror = showDisconnected;
    events.onmessage = receive;
  };
  document.addEventListener('visibilitychange', () => {
    connect();

    // A notebook that was removed in between is in none of the events.
    if (content && !document.hidden) refreshSoon();
  });
  connect();

  // Run and stop without leaving the page.
  addEventListener('submit', event => {
    const form = event.target;
    if (!form.matches('.top form:is(.run, .stop), .card form')) return;
    event.preventDefault();
    fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' }).then(
      // The page is from an earlier run of the server, or the notebook was removed.
      answer => { if (answer.status >= 400) location.reload(); },
      showDisconnected);
  });

  // Search while the reader types.
  const field = document.querySelector('.search input[type="search"]');
  if (field) {
    let typing = 0;
    field.addEventListener('input', () => {
      clearTimeout(typing);
      typing = setTimeout(() => {
        const address = new URL(location.href);
        address.hash = '';
        if (field.value.trim()) address.searchParams.set('q', field.value); else address.searchParams.delete('q');
        history.replaceState(null, '', address);
        refresh(address);
      }, 150);
    });
    addEventListener('keydown', event => {
      if (event.key === '/' && !event.target.matches('input, textarea')) { event.preventDefault(); field.focus(); }
    });
  }

  // The other language, at the section that the reader is at.
  for (const link of bar ? bar.querySelectorAll('.languages a') : []) {
    link.addEventListener('click', () => {
      const passed = [...document.querySelectorAll('.page main :is(h1, h2, h3)[id]')].filter(heading => heading.getBoundingClientRect().top < innerHeight / 3);
      if (passed.length > 1) link.hash = passed.at(-1).id;
    });
  }
})();
