using System.Globalization;
using GhostNet.Weights;

namespace GhostNet.Models;

/// <summary>Checks the configuration of a network before anything is built. Each error names the property.</summary>
internal static class ConfigCheck
{
    /// <summary>More channels than any layer of a network for images has; two such layers in a row already take 17 GB.</summary>
    private const int MostChannels = 65_536;

    private const int MostClasses = 1_000_000;

    private const double LargestWidth = 16;

    private const int LargestKernel = 63;

    private const int LargestStride = 32;

    /// <summary>Checks a whole configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of range.</exception>
    public static void Check(GhostNetConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Check(config.Width is > 0 and <= LargestWidth, config.Width, nameof(config.Width), $"above 0 and at most {LargestWidth}");
        Classes(config.Classes, nameof(config.Classes));
        Count(config.InputChannels, MostChannels, nameof(config.InputChannels));
        Count(config.StemStride, LargestStride, nameof(config.StemStride));
        Count(config.HeadChannels, MostChannels, nameof(config.HeadChannels));
        Check(config.Dropout is >= 0 and < 1, config.Dropout, nameof(config.Dropout), "0 or more and below 1");
        Defined(config.Flavor, nameof(config.Flavor));
        Check(config.Stages is { Count: > 0 }, config.Stages, nameof(config.Stages), "a list of at least one stage");
        for (var i = 0; i < config.Stages.Count; i++)
        {
            var stage = string.Create(CultureInfo.InvariantCulture, $"{nameof(config.Stages)}[{i}]");
            var rows = config.Stages[i]?.Bottlenecks;
            Check(rows is { Count: > 0 }, rows, stage, "a stage with at least one bottleneck");
            for (var j = 0; j < rows!.Count; j++)
            {
                Check(rows[j], config.Width, string.Create(CultureInfo.InvariantCulture, $"{stage}.{nameof(Stage.Bottlenecks)}[{j}]"));
            }
        }
    }

    /// <summary>The configuration itself, once it is checked.</summary>
    /// <param name="config">The configuration.</param>
    /// <exception cref="ArgumentOutOfRangeException">A property is out of range.</exception>
    public static GhostNetConfig Checked(GhostNetConfig config)
    {
        Check(config);
        return config;
    }

    /// <summary>Checks the numbers that every network is built from.</summary>
    /// <param name="spec">The classes and the input channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static void Check(ModelSpec spec)
    {
        Classes(spec.Classes, ModelSpec.ClassesOption);
        Count(spec.InputChannels, MostChannels, ModelSpec.InputChannelsOption);
    }

    /// <summary>Checks the numbers from which the plain and Ghost twins are built.</summary>
    /// <param name="spec">The classes and the input channels.</param>
    /// <param name="factory">What stands for each convolution.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static void Check(ModelSpec spec, ConvBlockFactory factory)
    {
        Check(spec);
        Count(factory.Ratio, MostChannels, "ratio");
        Kernel(factory.DwSize, "dwSize");
    }

    private static void Check(Bottleneck row, double width, string name)
    {
        // The bound holds for what the width makes of them.
        var most = (int)(MostChannels / Math.Max(1, width));
        Check(row is not null, row, name, "a bottleneck");
        Kernel(row!.Kernel, $"{name}.{nameof(row.Kernel)}");
        Count(row.Expansion, most, $"{name}.{nameof(row.Expansion)}");
        Count(row.Out, most, $"{name}.{nameof(row.Out)}");
        Check(row.SqueezeRatio is 0 or (>= 0.01 and <= 1), row.SqueezeRatio, $"{name}.{nameof(row.SqueezeRatio)}", "0 (none) or 0.01 to 1");
        Count(row.Stride, LargestStride, $"{name}.{nameof(row.Stride)}");
    }

    private static void Classes(int value, string name) => Count(value, MostClasses, name);

    private static void Kernel(int value, string name) =>
        Check(value is > 0 and <= LargestKernel && value % 2 == 1, value, name, $"odd and from 1 to {LargestKernel}");

    private static void Count(int value, int most, string name) =>
        Check(value > 0 && value <= most, value, name, string.Create(CultureInfo.InvariantCulture, $"1 to {most:N0}"));

    private static void Defined<T>(T value, string name)
        where T : struct, Enum =>
        Check(Enum.IsDefined(value), value, name, $"one of {string.Join(", ", Enum.GetNames<T>())}");

    private static void Check(bool isGood, object? value, string name, string allowed)
    {
        if (!isGood)
        {
            var given = value is System.Collections.ICollection { Count: 0 } ? "empty" : Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "null";
            throw new ArgumentOutOfRangeException(name, $"{name} is {given}, but must be {allowed}.");
        }
    }
}
