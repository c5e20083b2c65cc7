namespace GhostNet.Cli.Serving;

/// <summary>The notebooks as they are at this moment; every change is announced.</summary>
internal sealed class NotebookCollection
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, ServedNotebook> _notebooks = new(StringComparer.Ordinal);

    /// <summary>All notebooks, in the order of their ids.</summary>
    public IReadOnlyList<ServedNotebook> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _notebooks.Values];
            }
        }
    }

    /// <summary>Raised at every change with the id of the notebook that was changed, added or removed.</summary>
    public event Action<string>? Changed;

    /// <summary>A notebook, or null.</summary>
    /// <param name="id">Its id.</param>
    public ServedNotebook? Find(string id)
    {
        lock (_lock)
        {
            return _notebooks.GetValueOrDefault(id);
        }
    }

    /// <summary>Adds or replaces a notebook; its page must be loaded again.</summary>
    /// <param name="notebook">The notebook.</param>
    public void Put(ServedNotebook notebook)
    {
        lock (_lock)
        {
            _notebooks[notebook.Id] = notebook with { Version = (_notebooks.GetValueOrDefault(notebook.Id)?.Version ?? 0) + 1 };
        }

        Changed?.Invoke(notebook.Id);
    }

    /// <summary>Changes a notebook; one that was removed stays removed.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="change">What it becomes.</param>
    public void Update(string id, Func<ServedNotebook, ServedNotebook> change)
    {
        lock (_lock)
        {
            if (!_notebooks.TryGetValue(id, out var old))
            {
                return;
            }

            _notebooks[id] = change(old);
        }

        Changed?.Invoke(id);
    }

    /// <summary>Removes a notebook.</summary>
    /// <param name="id">Its id.</param>
    public void Remove(string id)
    {
        lock (_lock)
        {
            _notebooks.Remove(id);
        }

        Changed?.Invoke(id);
    }
}
