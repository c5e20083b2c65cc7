using GhostNet.IO;
using GhostNet.Models;
using GhostNet.Training;

namespace GhostNet.Cli.Runs;

/// <summary>Published weights, by the name of their network.</summary>
internal static class PublishedWeights
{
    /// <summary>Whether a word of the command line is a name rather than a file: it has neither a folder nor an extension.</summary>
    public static bool IsName(string word) => word.Length > 0 && Path.GetFileName(word) == word && Path.GetExtension(word).Length == 0;

    /// <summary>Loads them; those that are not part of the library are downloaded once.</summary>
    /// <param name="name">The name of a network.</param>
    /// <param name="classNames">What the classes are called; null for what is known, or else numbers.</param>
    /// <exception cref="UsageException">No weights have this name, or the names are not as many as the classes.</exception>
    /// <exception cref="IOException">They cannot be fetched.</exception>
    public static Classifier Open(string name, IReadOnlyList<string>? classNames)
    {
        var published = ModelRegistry.All.Where(entry => entry.Weights.Count > 0).Select(entry => entry.Name).ToList();
        if (!published.Contains(name))
        {
            throw new UsageException($"There is no file {ForeignText.Show(name)}, and no published weights of that name: there are those of {string.Join(", ", published)}.");
        }

        var description = Pretrained.Describe(name);
        var data = TrainingData.Of(description) ?? throw new InvalidDataException($"What pictures the weights of {name} take is not known: give a file with --weights, and --dataset.");
        var model = Pretrained.Load(name, progress: new DownloadLine(new Terminal(json: true)));
        IReadOnlyList<string> names = classNames ?? (data.ClassNames.Count > 0 ? data.ClassNames : [.. Enumerable.Range(0, model.Classes).Select(label => $"class {label}")]);
        if (names.Count == model.Classes)
        {
            return new Classifier(model, data with { ClassNames = names }, name);
        }

        model.Dispose();
        throw new UsageException($"There are {names.Count} names of classes, and the weights know {description.Spec!.Classes}.");
    }
}
