using GhostNet.Data;
using GhostNet.Weights;
using static TorchSharp.torch;

namespace GhostNet.Onnx;

/// <summary>The operators before and behind a network: from pictures to normalised images, and from logits to probabilities.</summary>
/// <remarks>The pixels are those of <see cref="PictureTransform"/>, but for rounding.</remarks>
internal sealed class OnnxPreprocessing
{
    /// <summary>The first version with a resizing that averages all that a pixel covers.</summary>
    private const long OperatorSet = 18;

    /// <summary>Of red, green and blue in 65536ths: <see cref="PixelPlanes.Luma"/>.</summary>
    private static readonly float[] s_luma = [19595, 38470, 7471];

    private static readonly string[] s_colours = ["red", "green", "blue"];

    private static readonly long[] s_heightAndWidth = [2, 3];

    private readonly OnnxGraph _onnx;
    private readonly NetworkDescription _description;
    private readonly PictureTransform? _transform;

    /// <summary>Prepares the export.</summary>
    /// <param name="onnx">Takes the operators.</param>
    /// <param name="description">What the network's images are like.</param>
    /// <param name="channels">Channels of the network's input.</param>
    /// <exception cref="ArgumentException">The description does not say it all, or not of such images.</exception>
    public OnnxPreprocessing(OnnxGraph onnx, NetworkDescription? description, long channels)
    {
        if (description is not { Height: > 0, Width: > 0, Mean.Count: 1 or 3 } || description.Mean.Count != channels || description.Std.Count != channels)
        {
            throw new ArgumentException(
                $"{nameof(OnnxOptions.WithPreprocessing)} needs {nameof(OnnxOptions.Description)} with height and width of the images and mean and std of each of their {channels} channels, 1 or 3.", nameof(description));
        }

        (_onnx, _description, _transform) = (onnx, description, TransformOf(description));
        onnx.RequireOperatorSet(OperatorSet);
    }

    /// <summary>How pictures are resized; null when they have the right size.</summary>
    public static PictureTransform? TransformOf(NetworkDescription description) => description.CropFraction > 0
        ? new PictureTransform(description.Height, description.CropFraction, Enum.Parse<Interpolation>(description.Interpolation))
        : null;

    /// <summary>Adds the input and what makes images of it.</summary>
    /// <param name="images">What the network calls its input.</param>
    public void AddInput(string images)
    {
        var (height, width) = _transform is null ? ((object)(long)_description.Height, (object)(long)_description.Width) : ("height", "width");
        _onnx.SetInput("pictures", ScalarType.Byte, "Pictures: red, green and blue of each pixel, 0 to 255, row by row.", "batch", height, width, 3L);
        var pixels = _transform is null ? Planes() : Crop(_transform, Planes());
        pixels = _onnx.Add("Cast", "pictures.real", [pixels], OnnxAttribute.Of("to", 1));
        pixels = _description.Mean.Count == 1 ? Luma(pixels) : pixels;

        // (x / 255 - mean) / std
        pixels = _onnx.Add("Mul", "pictures.scaled", [pixels, PerChannel("factor", i => 1 / (255.0 * _description.Std[i]))]);
        _onnx.Add("Add", images, [pixels, PerChannel("shift", i => -(double)_description.Mean[i] / _description.Std[i])]);
    }

    /// <summary>Makes probabilities of what the last operator makes, and declares them as the output.</summary>
    /// <param name="classes">How many there are.</param>
    /// <param name="isMap">Whether there are some for each pixel.</param>
    public void AddOutput(long classes, bool isMap)
    {
        _onnx.NameLast("logits");
        if (_description.IsMultiLabel)
        {
            _onnx.Add("Sigmoid", "sigmoid", ["logits"]);
        }
        else
        {
            _onnx.Add("Softmax", "softmax", ["logits"], OnnxAttribute.Of("axis", 1));
        }

        _onnx.SetOutput("probabilities", classes, isMap, "A probability for each class.");
    }

    /// <summary>Red, green and blue, <c>[N, 3, H, W]</c>. A Transpose would do, but ONNX Runtime 1.31 moves it behind Resize, which then fails.</summary>
    private string Planes()
    {
        var axis = Whole("planeAxis", 1);
        var planes = s_colours.Select((colour, i) =>
        {
            var plane = _onnx.Add("Gather", $"pictures.{colour}", ["pictures", _onnx.Constant($"pictures.{colour}Index", tensor((long)i))], OnnxAttribute.Of("axis", 3L));
            return _onnx.Add("Unsqueeze", $"pictures.{colour}Plane", [plane, axis]);
        });
        return _onnx.Add("Concat", "pictures.planes", [.. planes], OnnxAttribute.Of("axis", 1L));
    }

    /// <summary>Resizes so that the shorter edge has its size, and cuts out the centre, with the roundings of <see cref="PictureTransform"/>.</summary>
    private string Crop(PictureTransform transform, string planes)
    {
        var (size, axes) = (Whole("size", transform.Size), Whole("axes", s_heightAndWidth));
        var shape = _onnx.Add("Shape", "pictures.shape", [planes], OnnxAttribute.Of("start", 2));
        var longer = _onnx.Add("Mul", "pictures.longer", [shape, Whole("edge", transform.ResizedEdge)]);
        var resized = _onnx.Add("Div", "pictures.resizedShape", [longer, _onnx.Add("ReduceMin", "pictures.shorter", [shape])]);
        var pixels = _onnx.Add(
            "Resize",
            "pictures.resized",
            [planes, "", "", resized],
            OnnxAttribute.Of("axes", s_heightAndWidth),
            OnnxAttribute.Of("antialias", 1L),
            OnnxAttribute.Of("mode", transform.Interpolation == Interpolation.Bicubic ? "cubic" : "linear"),
            OnnxAttribute.Of("cubic_coeff_a", -0.5f),
            OnnxAttribute.Of("exclude_outside", 1L));

        // Half of what is left over, rounded to even.
        var rest = _onnx.Add("Cast", "pictures.rest", [_onnx.Add("Sub", "pictures.restShape", [resized, size])], OnnxAttribute.Of("to", 1L));
        var half = _onnx.Add("Round", "pictures.half", [_onnx.Add("Mul", "pictures.halves", [rest, _onnx.Constant("pictures.oneHalf", tensor(0.5f))])]);
        var first = _onnx.Add("Cast", "pictures.first", [half], OnnxAttribute.Of("to", 7L));
        var end = _onnx.Add("Add", "pictures.end", [first, size]);
        return _onnx.Add("Slice", "pictures.cropped", [pixels, first, end, axes]);
    }

    private string Luma(string pixels)
    {
        var parts = _onnx.Add("Mul", "pictures.lumaParts", [pixels, _onnx.Constant("pictures.luma", tensor(s_luma).view(1, 3, 1, 1))]);
        var sum = _onnx.Add("ReduceSum", "pictures.lumaSum", [parts, Whole("channelAxis", [1])], OnnxAttribute.Of("keepdims", 1L));
        var rounded = _onnx.Add("Add", "pictures.lumaRounded", [sum, _onnx.Constant("pictures.lumaHalf", tensor(32768f))]);
        return _onnx.Add("Floor", "pictures.grey", [_onnx.Add("Mul", "pictures.lumaScaled", [rounded, _onnx.Constant("pictures.lumaUnit", tensor(1f / 65536))])]);
    }

    private string PerChannel(string role, Func<int, double> value) => _onnx.Constant(
        $"pictures.{role}", tensor(Enumerable.Range(0, _description.Mean.Count).Select(i => (float)value(i)).ToArray()).view(1, -1, 1, 1));

    private string Whole(string role, params long[] values) => _onnx.Constant($"pictures.{role}", tensor(values));
}
