using System.Text;
using static TorchSharp.torch;

namespace GhostNet.Tests.Golden;

/// <summary>The closed-form weights and inputs of the golden vectors: the same in every language, so none are stored.</summary>
internal static class FillRule
{
    /// <summary>The number, between -1 and 1, at place <paramref name="index"/> of a tensor.</summary>
    public static double Uniform(uint key, long index)
    {
        unchecked
        {
            var x = (uint)index * 2654435761u + key;
            x ^= x >> 16;
            x *= 0x85ebca6b;
            x ^= x >> 13;
            x *= 0xc2b2ae35;
            x ^= x >> 16;
            return (x >> 8) / 8388608.0 - 1.0;
        }
    }

    /// <summary>The key of a tensor's sequence: FNV-1a of its name and the case's seed.</summary>
    public static uint Key(string name, string seed)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes($"{name}#{seed}"))
        {
            hash = unchecked((hash ^ b) * 16777619u);
        }

        return hash;
    }

    /// <summary>The normalised pixels of a case, <paramref name="scale"/> times the uniform sequence.</summary>
    public static Tensor Input(string name, string seed, long[] shape, double scale) =>
        tensor(Values(name, seed, Size(shape), u => scale * u), shape);

    /// <summary>The labels of a case.</summary>
    public static long[] Labels(string seed, int count, int classes)
    {
        var key = Key("labels", seed);
        return [.. Enumerable.Range(0, count).Select(i => (long)((Uniform(key, i) + 1) * 8388608) % classes)];
    }

    /// <summary>What a parameter or buffer of this name holds.</summary>
    public static float[] State(string name, string seed, long[] shape, double? overridden = null)
    {
        var fanIn = Size(shape[1..]);
        Func<double, double> formula = (name[(name.LastIndexOf('.') + 1)..], shape.Length) switch
        {
            _ when overridden is { } scale => u => scale * u,
            ("weight", > 1) => u => Math.Sqrt(3.0 / fanIn) * u,
            ("weight", _) => u => 1.0 + 0.2 * u,
            ("bias" or "running_mean", _) => u => 0.1 * u,
            ("running_var", _) => u => 1.0 + 0.3 * u,
            _ => throw new ArgumentException($"No rule for {name}.", nameof(name)),
        };
        return Values(name, seed, Size(shape), formula);
    }

    /// <summary>Fills every parameter and buffer of a module.</summary>
    public static void Fill(nn.Module module, string seed, IReadOnlyDictionary<string, double>? overrides = null)
    {
        using var _ = no_grad();
        foreach (var (name, state) in module.state_dict())
        {
            if (name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            {
                state.zero_();
                continue;
            }

            double? overridden = overrides is not null && overrides.TryGetValue(name, out var scale) ? scale : null;
            using var values = tensor(State(name, seed, state.shape, overridden), state.shape);
            state.copy_(values);
        }
    }

    /// <summary>The values of a tensor by a formula of the uniform sequence, rounded once.</summary>
    public static float[] Values(string name, string seed, long count, Func<double, double> formula)
    {
        var key = Key(name, seed);
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)formula(Uniform(key, i));
        }

        return values;
    }

    private static long Size(long[] shape) => shape.Aggregate(1L, (size, length) => size * length);
}
