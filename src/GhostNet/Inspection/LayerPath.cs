using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>The way from a model down to one of its layers.</summary>
/// <param name="Path">Its path, such as <c>blocks.0.0.ghost1</c>; empty for the model itself.</param>
/// <param name="Steps">The model, which has no name, then the layers on the way by their names, then the layer itself.</param>
internal sealed record LayerPath(string Path, IReadOnlyList<LayerPath.Step> Steps)
{
    /// <summary>How many near paths an error names.</summary>
    private const int Suggestions = 3;

    /// <summary>The layer at the end of the way.</summary>
    public nn.Module Layer => Steps[^1].Layer;

    /// <summary>Goes down a path.</summary>
    /// <param name="model">Where it begins.</param>
    /// <param name="path">Names with dots between them, as in <see cref="LayerSummary.Path"/>.</param>
    /// <exception cref="ArgumentException">There is no such layer; the message names the nearest.</exception>
    public static LayerPath Find(nn.Module model, string path)
    {
        List<Step> steps = [new("", model)];
        foreach (var name in path.Length == 0 ? [] : path.Split('.'))
        {
            var child = steps[^1].Layer.named_children().FirstOrDefault(child => child.name == name).module
                ?? throw new ArgumentException(Unknown(model, path), nameof(path));
            steps.Add(new Step(name, child));
        }

        return new LayerPath(path, steps);
    }

    private static string Unknown(nn.Module model, string path)
    {
        var nearest = Below(model, "").OrderBy(known => Distance(known, path)).Take(Suggestions).Select(known => $"\"{ForeignText.Show(known)}\"").ToList();
        return $"{model.GetType().Name} has no layer \"{ForeignText.Show(path)}\". " + (nearest.Count == 0
            ? "It has no layers inside it; \"\" is the model itself."
            : $"The nearest are {string.Join(", ", nearest)}; ModelSummary.Of(model, ...).Layers lists all.");
    }

    private static IEnumerable<string> Below(nn.Module layer, string prefix) => layer.named_children()
        .SelectMany(child => Below(child.module, $"{prefix}{child.name}.").Prepend(prefix + child.name));

    /// <summary>Letters to insert, delete or replace to get from one text to the other (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }

    /// <summary>A layer and its name in the layer around it.</summary>
    internal sealed record Step(string Name, nn.Module Layer);
}
