using static TorchSharp.torch;

namespace GhostNet.Kernels;

/// <summary>
/// Checks what a network or a layer is given. An error says what was given, what is expected and what to do; libtorch would report its
/// own stack, or misread the tensor.
/// </summary>
internal static class InputCheck
{
    /// <summary>Checks the images that a network is given.</summary>
    /// <param name="input">The images.</param>
    /// <param name="network">What the network is called.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="smallest">The least height and width of an image in pixels.</param>
    /// <param name="weight">One of its weights, if it has any: images must have its type and be on its device.</param>
    /// <exception cref="ArgumentException">The network cannot take the tensor.</exception>
    public static void Images(Tensor input, string network, int channels, int smallest, Tensor? weight)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 4 || input.size(1) != channels)
        {
            throw Wrong(input, $"{network} takes images [N, {channels}, H, W]", ShapeAdvice(input.shape, channels));
        }

        if (Math.Min(input.size(2), input.size(3)) < smallest)
        {
            throw Wrong(input, $"{network} takes images of {smallest}×{smallest} pixels or more", "Give larger images.");
        }

        if (weight is not null)
        {
            RequireTypeAndDevice(input, network, weight);
        }
    }

    /// <summary>Checks the feature maps that a layer is given.</summary>
    /// <param name="input">The feature maps.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="channels">Channels of its maps.</param>
    /// <param name="weight">One of its weights: maps must have its type and be on its device.</param>
    /// <exception cref="ArgumentException">The layer cannot take the tensor.</exception>
    public static void Maps(Tensor input, nn.Module layer, long channels, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 4 || input.size(1) != channels)
        {
            throw Wrong(input, $"This {layer.GetType().Name} takes feature maps [N, {channels}, H, W]", MapAdvice(input.shape, channels));
        }

        RequireTypeAndDevice(input, layer.GetType().Name, weight);
    }

    /// <summary>Checks the vectors that a layer is given.</summary>
    /// <param name="input">The vectors.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="channels">Length of a vector.</param>
    /// <param name="weight">One of its weights: vectors must have its type and be on its device.</param>
    /// <exception cref="ArgumentException">The layer cannot take the tensor.</exception>
    public static void Vectors(Tensor input, nn.Module layer, long channels, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() != 2 || input.size(1) != channels)
        {
            throw Wrong(input, $"This {layer.GetType().Name} takes vectors [N, {channels}]", $"Build the layer for {input.shape[^1]} channels.");
        }

        RequireTypeAndDevice(input, layer.GetType().Name, weight);
    }

    private static void RequireTypeAndDevice(Tensor input, string name, Tensor weight)
    {
        if (input.dtype != weight.dtype)
        {
            throw Wrong(input, $"The weights of this {name} are {weight.dtype}", TypeAdvice(input.dtype, weight.dtype));
        }

        if (input.device_type != weight.device_type)
        {
            throw Wrong(input, $"The weights of this {name} are on {weight.device}", $"Move the input there: input.to(\"{weight.device}\").");
        }
    }

    private static ArgumentException Wrong(Tensor input, string wanted, string advice) => new(
        $"{wanted}; the input is [{string.Join(", ", input.shape)}] of {input.dtype} on {input.device}. {advice}", nameof(input));

    private static string ShapeAdvice(long[] shape, long channels) => shape switch
    {
        [var c, _, _] when c == channels => "It has no batch axis: input.unsqueeze(0).",
        [_, _, var c] when c == channels => "It has no batch axis, and its channels come last: input.permute(2, 0, 1).unsqueeze(0).",
        [_, _] when channels == 1 => "It has no batch axis and no channels: input.unsqueeze(0).unsqueeze(0).",
        [_, _, _] when channels == 1 => "It has no channel axis: input.unsqueeze(1).",
        [_, _, _, var c] when c == channels => "Its channels come last: input.permute(0, 3, 1, 2).",
        [_, 1, _, _] when channels == 3 => "The images are grey and the network is for colour: input.expand(-1, 3, -1, -1), or a network with one input channel.",
        [_, 3, _, _] when channels == 1 => "The images are in colour and the network is for grey ones: input.mean([1], keepdim: true), or a network with three input channels.",
        [_, 4, _, _] when channels == 3 => "The fourth channel is usually transparency: input.narrow(1, 0, 3).",
        [_, var c, _, _] => $"Build the network for {c} input channels.",
        _ => "Give a tensor of this shape.",
    };

    private static string MapAdvice(long[] shape, long channels) => shape switch
    {
        [var c, _, _] when c == channels => "It has no batch axis: input.unsqueeze(0).",
        [_, _, _, var c] when c == channels => "Its channels come last: input.permute(0, 3, 1, 2).",
        [_, var c, _, _] => $"Build the layer for {c} channels.",
        _ => "Give a tensor of this shape.",
    };

    private static string TypeAdvice(ScalarType came, ScalarType wanted) => came is ScalarType.Byte
        ? $"Pixels of 0 to 255 become numbers by input.to(ScalarType.{wanted}) / 255, and are then normalised by the data's mean and standard deviation."
        : $"Convert it: input.to(ScalarType.{wanted}).";
}
