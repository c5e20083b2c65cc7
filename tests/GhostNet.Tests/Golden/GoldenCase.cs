using System.Text.Json;
using static TorchSharp.torch;

namespace GhostNet.Tests.Golden;

/// <summary>One case of a golden file: what PyTorch computed.</summary>
internal sealed class GoldenCase
{
    private readonly JsonElement _json;

    private GoldenCase(JsonElement json) => _json = json;

    public string Title => _json.GetProperty("title").GetString()!;

    public string Seed => _json.GetProperty("seed").GetString()!;

    public GoldenCase this[string key] => new(_json.GetProperty(key));

    public long[] InputShape => this["input_shape"].Longs;

    public long[] Longs => [.. _json.EnumerateArray().Select(number => number.GetInt64())];

    public float[] Floats => [.. _json.EnumerateArray().Select(number => number.GetSingle())];

    public double[] Doubles => [.. _json.EnumerateArray().Select(number => number.GetDouble())];

    public double Number => _json.GetDouble();

    public string Text => _json.GetString()!;

    public bool Flag => _json.GetBoolean();

    public int Int(string key) => _json.GetProperty(key).GetInt32();

    public bool Has(string key) => _json.TryGetProperty(key, out _);

    public IEnumerable<KeyValuePair<string, GoldenCase>> Entries =>
        _json.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, new GoldenCase(entry.Value)));

    public IReadOnlyList<GoldenCase> Items => [.. _json.EnumerateArray().Select(item => new GoldenCase(item))];

    public IReadOnlyDictionary<string, double> Overrides =>
        Has("overrides") ? this["overrides"].Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Number) : new Dictionary<string, double>();

    private IEnumerable<string> StateShapes =>
        this["tensors"].Items.Select(item => Describe(item.Items[0].Text, item.Items[1].Longs));

    /// <summary>Fails unless the module has the parameters and buffers of this case, by name and shape.</summary>
    public void AssertSameState(nn.Module module)
    {
        var actual = module.state_dict().Select(state => Describe(state.Key, state.Value.shape)).ToList();
        var counters = actual.Where(state => state.EndsWith("num_batches_tracked []", StringComparison.Ordinal)).ToList();
        Assert.Equal(StateShapes.Order(), actual.Except(counters).Order());

        // PyTorch's files hold a counter for each BatchNorm too, which the cases do not list.
        Assert.Equal(StateShapes.Count(state => state.Contains("running_mean", StringComparison.Ordinal)), counters.Count);
    }

    private static string Describe(string name, long[] shape) => $"{name} [{string.Join(", ", shape)}]";

    public static IReadOnlyList<GoldenCase> Load(string file)
    {
        using var stream = typeof(GoldenCase).Assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException("No such resource.", file);
        using var document = JsonDocument.Parse(stream);
        return new GoldenCase(document.RootElement.Clone()).Items;
    }

    /// <summary>What a file with a single case says.</summary>
    public static GoldenCase Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new GoldenCase(document.RootElement.Clone());
    }

    public static GoldenCase Load(string file, string title) => Load(file).Single(golden => golden.Title == title);

    public static TheoryData<string> Titles(string file) => [.. Load(file).Select(golden => golden.Title)];
}
