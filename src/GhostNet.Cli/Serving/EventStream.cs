using System.Collections.Concurrent;
using System.Threading.Channels;

namespace GhostNet.Cli.Serving;

/// <summary>Sends what happens to every page that is open.</summary>
internal sealed class EventStream
{
    /// <summary>A page that does not read for so long misses events; it gets the state of all notebooks when it connects again.</summary>
    private const int MostUnread = 1000;

    private readonly ConcurrentDictionary<Channel<string>, bool> _readers = new();

    /// <summary>Sends an event to all readers.</summary>
    /// <param name="text">The event on one line.</param>
    public void Send(string text)
    {
        foreach (var reader in _readers.Keys.Where(reader => !reader.Writer.TryWrite(text)))
        {
            reader.Writer.TryComplete();
        }
    }

    /// <summary>Adds a reader.</summary>
    /// <returns>Its events, until it is removed.</returns>
    public Channel<string> Add()
    {
        var reader = Channel.CreateBounded<string>(MostUnread);
        _readers[reader] = true;
        return reader;
    }

    /// <summary>Removes a reader.</summary>
    /// <param name="reader">What <see cref="Add"/> returned.</param>
    public void Remove(Channel<string> reader) => _readers.TryRemove(reader, out _);
}
