using System.Globalization;
using GhostNet.Graph;
using GhostNet.IO;
using static TorchSharp.torch;

namespace GhostNet.Inspection;

/// <summary>The feature maps that a layer made, copied into plain memory. Nothing to dispose.</summary>
public sealed class FeatureMaps
{
    private FeatureMaps(string path, string layerType, Tensor maps, Func<int, MapKind[]> kinds)
    {
        var layer = ForeignText.Show(path.Length == 0 ? layerType : path);
        if (maps.is_complex())
        {
            throw new ArgumentException($"{layer} makes {maps.dtype}; feature maps must be real numbers.", nameof(maps));
        }

        if (maps.dim() is not (3 or 4))
        {
            throw new ArgumentException(
                $"{layer} makes [{string.Join(", ", maps.shape)}]; feature maps are [N, C, H, W].", nameof(maps));
        }

        using var scope = NewDisposeScope();
        var shape = maps.dim() == 3 ? maps.shape.Prepend(1).ToArray() : maps.shape;
        (Path, LayerType) = (path, layerType);
        (Images, Channels, Height, Width) = ((int)shape[0], (int)shape[1], (int)shape[2], (int)shape[3]);
        Values = maps.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        Kinds = kinds(Channels);
    }

    /// <summary>Path of the layer in its model, such as <c>blocks.0</c>; empty for the model itself.</summary>
    public string Path { get; }

    /// <summary>Name of the layer's type, such as <c>GhostModule</c>.</summary>
    internal string LayerType { get; }

    /// <summary>Images in the batch (<c>N</c>).</summary>
    public int Images { get; }

    /// <summary>Maps per image (<c>C</c>).</summary>
    public int Channels { get; }

    /// <summary>Height of a map.</summary>
    public int Height { get; }

    /// <summary>Width of a map.</summary>
    public int Width { get; }

    /// <summary>All values, <c>[N, C, H, W]</c> row by row. The same array each time: do not change it.</summary>
    public float[] Values { get; }

    /// <summary>
    /// How each of the <see cref="Channels"/> came to be. Intrinsic maps and ghosts are told apart in a Ghost module, in its
    /// two branches, in a bottleneck, and in a sequence that ends in one of these.
    /// </summary>
    public IReadOnlyList<MapKind> Kinds { get; }

    /// <summary>Runs the model once and keeps the output of one of its layers.</summary>
    /// <remarks>
    /// The model runs in evaluation mode and is left as it was: its mode, running statistics, gradients and hooks, and
    /// torch's random state. If a layer runs more than once, its last output is kept.
    /// </remarks>
    /// <param name="model">Any model from tensor to tensor; the caller keeps it.</param>
    /// <param name="input">What to give it, such as <c>[N, C, H, W]</c>, on the model's device; the caller keeps it.</param>
    /// <param name="path">
    /// The layer, such as <c>blocks.0</c> or <c>blocks.1.0.ghost1.primary_conv</c>; empty for the model itself.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no such layer (the message names the nearest), it did not run, what it makes are not feature maps, or the
    /// model does not take such an input.
    /// </exception>
    public static FeatureMaps Capture(nn.Module<Tensor, Tensor> model, Tensor input, string path) =>
        CaptureAll(model, input, path)[0];

    /// <summary>Runs the model once and keeps the outputs of several of its layers, as <see cref="Capture"/> does for one.</summary>
    /// <param name="model">Any model from tensor to tensor; the caller keeps it.</param>
    /// <param name="input">What to give it, on the model's device; the caller keeps it.</param>
    /// <param name="paths">The layers.</param>
    /// <returns>Their maps, in the order of the paths.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Capture"/>.</exception>
    public static IReadOnlyList<FeatureMaps> CaptureAll(nn.Module<Tensor, Tensor> model, Tensor input, params string[] paths)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(paths);
        var layers = paths.Select(path => LayerPath.Find(model, path)).ToList();
        var captured = new Dictionary<string, FeatureMaps>();
        ForwardPass.RunWithHook(model, input, (seen, _, output) =>
        {
            foreach (var (path, steps) in layers.Where(layer => ReferenceEquals(layer.Layer, seen)))
            {
                captured[path] = new FeatureMaps(path, seen.GetType().Name, output, channels => MapOrigin.Of(steps, channels));
            }
        });
        return [.. layers.Select(layer => captured.GetValueOrDefault(layer.Path) ?? throw new ArgumentException(
            $"The layer \"{layer.Path}\" ({layer.Layer.GetType().Name}) did not run, or its parent calls forward in place of call, so that it can't be watched: capture its parent.",
            nameof(paths)))];
    }

    /// <summary>Feature maps that you have already.</summary>
    /// <param name="maps"><c>[N, C, H, W]</c>, or <c>[C, H, W]</c> for one image; copied, the caller keeps it.</param>
    /// <param name="name">What to call them.</param>
    /// <exception cref="ArgumentException">The tensor has another rank.</exception>
    public static FeatureMaps Of(Tensor maps, string name = "maps")
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(name);
        return new FeatureMaps(name, nameof(Tensor), maps, channels => new MapKind[channels]);
    }

    /// <summary>One map, row by row.</summary>
    /// <param name="channel">Which map, from 0.</param>
    /// <param name="image">Which image of the batch, from 0.</param>
    /// <returns>A copy, <c>[H, W]</c>.</returns>
    public double[,] Map(int channel, int image = 0)
    {
        var first = FirstIndex(channel, image);
        var map = new double[Height, Width];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                map[y, x] = Values[first + y * Width + x];
            }
        }

        return map;
    }

    /// <summary>Where the layer is, how many maps it made and how large they are.</summary>
    public override string ToString()
    {
        var kinds = Kinds.Any(kind => kind != MapKind.Ordinary)
            ? $" ({Kinds.Count(kind => kind == MapKind.Intrinsic)} intrinsic, {Kinds.Count(kind => kind == MapKind.Ghost)} ghosts)"
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ForeignText.Show(Path.Length == 0 ? LayerType : $"{Path} ({LayerType})", 200)}: {Channels} maps of {Height}×{Width}{kinds}, {Images} {(Images == 1 ? "image" : "images")}");
    }

    private int FirstIndex(int channel, int image)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
        ArgumentOutOfRangeException.ThrowIfNegative(image);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(image, Images);
        return ((image * Channels) + channel) * Height * Width;
    }
}
