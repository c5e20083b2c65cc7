using GhostNet.IO;
using GhostNet.Weights.Pickle;

namespace GhostNet.Weights;

/// <summary>What a file of <c>torch.save</c> describes, before any tensor is read.</summary>
/// <param name="Root">The object that was saved.</param>
/// <param name="Locate">Where in the file a storage begins, after a check that all of it is there.</param>
/// <param name="Description">The description of the network; null if there is none.</param>
internal sealed record TorchFileContent(object? Root, Func<StorageReference, long> Locate, NetworkDescription? Description = null)
{
    private const int Shown = 10;

    /// <summary>Where training scripts put the weights, in the order in which they are looked for.</summary>
    private static readonly string[] s_usual =
    [
        "state_dict", "model", "model_state_dict", "net", "network", "weights", "params",
        "state_dict_ema", "model_ema", "ema", "ema_state_dict", "params_ema",
    ];

    /// <summary>
    /// The weights: the entry of the given name; or an entry of a usual name; or the only entry with more tensors than there are
    /// at the top level; or the top level.
    /// </summary>
    /// <exception cref="WeightFileException">There are no weights there, or it is not clear where.</exception>
    public PickleDict Weights(string path, string? entry)
    {
        if (Root is not PickleDict root)
        {
            throw new WeightFileException($"{path} holds {Describe(Root)}. Save the weights alone, in Python: torch.save(model.state_dict(), path).");
        }

        var holders = root.Items.Where(static item => item.Value is PickleDict dict && Tensors(dict) > 0).ToDictionary(
            static item => item.Key, static item => (PickleDict)item.Value!);
        if (entry is not null)
        {
            return holders.GetValueOrDefault(entry) ?? throw Without($" in {ForeignText.Show(entry)}");
        }

        if (s_usual.FirstOrDefault(holders.ContainsKey) is { } usual)
        {
            return holders[usual];
        }

        var own = Tensors(root);
        var likely = holders.Where(item => Tensors(item.Value) > own).ToList();
        return likely switch
        {
            [var only] => only.Value,
            [] when own > 0 => root,
            [] => throw Without(""),
            _ => throw new WeightFileException(
                $"{path} has tensors in {Names(likely.Select(static item => item.Key))}, and nothing says which of them are the weights. {HowToSay}"),
        };

        WeightFileException Without(string where) => new($"{path} has no tensors by name{where}. It holds {Describe(root)}. {HowToSay}");
    }

    private static string HowToSay => $"{nameof(PyTorchCheckpoint)}.{nameof(PyTorchCheckpoint.Read)}(path, entry) reads the weights from the entry that you name.";

    private static int Tensors(PickleDict dict) => dict.Items.Values.Count(static value => value is TensorReference or PickleUnknown { IsTensor: true });

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Take(Shown).Select(name => ForeignText.Show(name)));

    private static string Describe(object? root) => root switch
    {
        PickleDict { Items.Count: 0 } => "an empty dict",
        PickleDict dict => $"a dict with {Names(dict.Items.Keys)}",
        PickleUnknown unknown => $"a Python object ({ForeignText.Show(unknown.Name)}), which is never created or run",
        _ => "no dict",
    };
}
