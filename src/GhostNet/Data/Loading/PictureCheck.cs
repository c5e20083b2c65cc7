using System.Collections.Concurrent;

namespace GhostNet.Data;

/// <summary>Decodes every picture once, to find those that are broken before a training does.</summary>
internal static class PictureCheck
{
    /// <summary>Broken pictures that are named one by one.</summary>
    private const int MostNamed = 20;

    /// <summary>Checks the pictures on all cores.</summary>
    /// <param name="stores">The pictures.</param>
    /// <param name="progress">Told which fraction is done.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>For each store what is wrong with its broken pictures, by their index.</returns>
    public static IReadOnlyList<SortedDictionary<int, FileCheck>> Run(IReadOnlyList<PictureStore> stores, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var broken = stores.Select(_ => new SortedDictionary<int, FileCheck>()).ToList();
        var all = stores.SelectMany((store, part) => Enumerable.Range(0, store.Source.Count).Select(index => (Store: store, Broken: broken[part], Index: index))).ToList();
        var (done, step) = (0, Math.Max(1, all.Count / 1000));
        Parallel.ForEach(
            Partitioner.Create(all, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => (Reader: stores[0].CreateReader(), Resizer: new PictureResizer()),
            (one, _, memory) =>
            {
                Check(one.Store, one.Index, memory.Reader, memory.Resizer, one.Broken);
                if (Interlocked.Increment(ref done) is var count && (count % step == 0 || count == all.Count))
                {
                    progress?.Report((double)count / all.Count);
                }

                return memory;
            },
            static _ => { });
        return broken;
    }

    /// <summary>All that is broken in one message.</summary>
    /// <param name="name">What the pictures are called as a whole.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="broken">What is wrong.</param>
    public static InvalidDataException Error(string name, int count, IReadOnlyCollection<FileCheck> broken)
    {
        var lines = broken.Take(MostNamed).Select(static file => $"  {file.Problem}");
        var rest = broken.Count > MostNamed ? $"{Environment.NewLine}  and {broken.Count - MostNamed} more" : "";
        var remedy = broken.Count < count
            ? "Mend or remove them, or let them be left out with skipBroken: true (on the command line --skip-broken)."
            : "Mend or replace them.";
        return new InvalidDataException(
            $"{broken.Count} of {count} pictures of {name} cannot be read. {remedy}{Environment.NewLine}"
            + string.Join(Environment.NewLine, lines) + rest);
    }

    private static void Check(PictureStore store, int index, PictureReader reader, PictureResizer resizer, SortedDictionary<int, FileCheck> broken)
    {
        try
        {
            var picture = store.Read(index, reader);
            store.Fingerprints[index] = PictureFingerprint.Of(reader.File, picture, resizer);
        }
        catch (Exception wrong) when (wrong is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // The message of a source of somebody else's, or of the system about where a link leads, may not name the picture.
            var name = store.Source.NameOf(index);
            var problem = wrong.Message.Contains(name, StringComparison.Ordinal) ? wrong.Message : $"{name}: {wrong.Message}";
            lock (broken)
            {
                broken.Add(index, new FileCheck(name, reader.File.Length, problem));
            }
        }
    }
}
